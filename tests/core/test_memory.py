"""What is free in the heap goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from careercenter.core.memory import return_free_memory

HELD = """
import re
from pathlib import Path
from careercenter.core.memory import return_free_memory
kept = [b"x" * 100_000 for _ in range(400)]
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
last = kept[-1]
del kept[:-1]
before = resident()
return_free_memory()
print(before - resident())
"""


def test_holes_below_what_is_still_used_go_back_to_the_system() -> None:
    environment = {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "1000000000"}
    said = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True, check=True, env=environment).stdout
    assert int(said) > 30_000  # KB of 40,000


def test_where_the_c_library_cannot_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    return_free_memory()
