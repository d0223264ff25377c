"""Slow connections, by the hundred, on a board as it is run: everybody else is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.slow import send_a_byte, slow_askers, slow_readers, slow_senders, status_of

MANY = 200


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = Board(tmp_path_factory.mktemp("slow"), free_port())
    board.start()
    yield board
    board.kill("")


def test_the_board_answers_while_hundreds_send_a_form_byte_by_byte(board: Board) -> None:
    with slow_senders(board.port, MANY) as forms, slow_askers(board.port, MANY) as headers:
        for path in ("/healthz", "/jobs?q=oncology", "/login") * 3:
            assert status_of(board.port, path) == 200
            assert send_a_byte(forms) == send_a_byte(headers) == MANY  # they were there all the while


def test_the_board_answers_while_many_read_nothing_of_what_they_asked_for(board: Board) -> None:
    with slow_readers(board.port, 60, "/jobs?q=coder"):
        for path in ("/healthz", "/jobs?q=oncology", "/login"):
            assert status_of(board.port, path) == 200
