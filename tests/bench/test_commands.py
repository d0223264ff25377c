"""Each command of the benches can be imported: what it takes of the board and of the tests is still there."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import bench

COMMANDS = sorted(path.stem for path in Path(bench.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bench_can_be_imported(command: str) -> None:
    assert importlib.import_module(f"bench.{command}")
