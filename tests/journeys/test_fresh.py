"""The index is lost while the board serves: searches are answered meanwhile and say so, and nobody has to mend anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.http import Person
from tests.journeys.test_serve import soon

WORDS = "auditor"
SAID = "The search index is being made ready again."
MENDED_WITHIN = 180  # seconds until the test gives up: asked every fifteen, then built


@pytest.fixture(scope="module")
def own_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = Board(tmp_path_factory.mktemp("fresh"), free_port())
    board.start()
    yield board
    board.stop()
    board.kill("")


def shown(page: str) -> int:
    return page.count('class="job-card__title"')


def in_use(index: Path) -> str:
    """Give the name of the folder in use, "" while there is none."""
    try:
        return (index / "current").read_text()
    except FileNotFoundError:
        return ""


def write_over(index: Path) -> None:
    """Write other bytes into the files that web and worker have open, as a failing disk would."""
    folder = index / in_use(index)
    for file in (*folder.glob("*.trm"), *folder.glob("*.arr")):
        file.write_bytes(b"\x07" * file.stat().st_size)


@pytest.mark.parametrize("lose", [shutil.rmtree, write_over])
def test_a_lost_index_is_built_anew_by_itself(own_board: Board, lose: Callable[[Path], None]) -> None:
    """That answers say so meanwhile is asked in tests/browse: here the worker may be the quicker one."""
    visitor = Person(own_board.url)
    assert soon(lambda: SAID not in visitor.get("/jobs").words)
    before = shown(visitor.get(f"/jobs?q={WORDS}").words)
    assert before > 0
    index = own_board.folder / "var" / "search"
    folder = in_use(index)

    lose(index)

    assert soon(lambda: in_use(index) not in {"", folder}, seconds=MENDED_WITHIN)
    assert own_board.flask("search", "status").returncode == 0
    assert soon(lambda: own_board.answers() and SAID not in visitor.get(f"/jobs?q={WORDS}").words)
    assert shown(visitor.get(f"/jobs?q={WORDS}").words) == before
