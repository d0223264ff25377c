"""The index is lost while the board serves: searches are answered meanwhile and say so, and nobody has to mend anything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.http import Person
from tests.journeys.test_serve import soon

WORDS = "auditor"
SAID = "The search index is being made ready again."
MENDED_WITHIN = 60  # seconds: asked every fifteen, then built, on a busy machine


@pytest.fixture(scope="module")
def own_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = Board(tmp_path_factory.mktemp("fresh"), free_port())
    board.start()
    yield board
    board.stop()
    board.kill("")


def shown(page: str) -> int:
    return page.count('class="job-card__title"')


def test_a_lost_index_is_built_anew_by_itself(own_board: Board) -> None:
    """That answers say so meanwhile is asked in tests/browse: here the worker may be the quicker one."""
    visitor = Person(own_board.url)
    assert soon(lambda: SAID not in visitor.get("/jobs").words)
    before = shown(visitor.get(f"/jobs?q={WORDS}").words)
    assert before > 0

    shutil.rmtree(own_board.folder / "var" / "search")

    assert soon(lambda: own_board.flask("search", "status").returncode == 0, seconds=MENDED_WITHIN)
    assert soon(lambda: own_board.answers() and SAID not in visitor.get(f"/jobs?q={WORDS}").words)
    assert shown(visitor.get(f"/jobs?q={WORDS}").words) == before
