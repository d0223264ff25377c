"""The index is lost while the board serves: searches are answered meanwhile and say so, and nobody has to mend anything."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.http import Person
from tests.journeys.test_serve import soon

WORDS = "auditor"
SAID = "The search index is being made ready again."
MENDED_WITHIN = 60  # seconds: asked every fifteen, then built, on a busy machine


def _removed(board: Board) -> None:
    shutil.rmtree(board.folder / "var" / "search")


def _written_over(board: Board) -> None:
    for file in (board.folder / "var" / "search").glob("*/*.trm"):
        file.write_bytes(b"x" * file.stat().st_size)
    # What a process has read stays with it. New ones of the web read what is there now; the worker goes on as it was.
    for process in sorted(board.processes("gunicorn"))[1:]:
        os.kill(process, signal.SIGKILL)


@pytest.fixture(scope="module")
def own_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = Board(tmp_path_factory.mktemp("fresh"), free_port())
    board.start()
    yield board
    board.stop()
    board.kill("")


def shown(page: str) -> int:
    return page.count('class="job-card__title"')


@pytest.mark.journey
@pytest.mark.parametrize("lost", [_removed, _written_over])
def test_a_lost_index_is_answered_for_and_built_anew_by_itself(own_board: Board, lost: Callable[[Board], None]) -> None:
    visitor = Person(own_board.url)
    assert soon(lambda: SAID not in visitor.get("/jobs").words)

    lost(own_board)

    assert soon(lambda: own_board.answers() and SAID in visitor.get(f"/jobs?q={WORDS}").words)
    answer = visitor.get(f"/jobs?q={WORDS}")
    assert answer.status == 200
    assert shown(answer.words) > 0
    assert soon(lambda: SAID not in visitor.get(f"/jobs?q={WORDS}").words, seconds=MENDED_WITHIN)
    assert shown(visitor.get(f"/jobs?q={WORDS}").words) == shown(answer.words)
