"""What `make run` starts, from outside: it starts soon, keeps what it has, stops when told, and refuses what is unsafe."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator

import pytest

from careercenter.supervisor import WEB_WORKERS
from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.conftest import PASSWORD
from tests.journeys.http import Person

SERVING_COSTS = 40  # seconds of processor of all processes until the second start serves; some fifteen were measured
PRODUCTION = {
    "CAREERCENTER_ENV": "production",
    "CAREERCENTER_SECRET_KEY": secrets.token_urlsafe(48),
    "CAREERCENTER_PUBLIC_URL": "https://jobs.example.com",
    "CAREERCENTER_MAIL_SERVER": "smtp.your-hospital.org",
    "CAREERCENTER_MAIL_FROM": "jobs@your-hospital.org",
    "CAREERCENTER_SUPPORT_EMAIL": "hr@your-hospital.org",
}


@pytest.fixture(scope="module")
def own_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board that was started once, written to, and stopped."""
    board = Board(tmp_path_factory.mktemp("serve"), free_port())
    board.start()
    coder = coder_of(board)
    assert coder.post("/account/name", coder.get("/account/name"), name="Kept Over Night").status == 303
    assert board.stop() == 0
    yield board
    board.kill("")


def coder_of(board: Board) -> Person:
    person = Person(board.url)
    person.sign_in("coder@example.com", PASSWORD)
    return person


def soon(holds: Callable[[], object], *, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def all_started(board: Board) -> bool:
    """Say whether every process of a board is there: it answers before its last process of the web is forked."""
    return bool(board.processes("app worker")) and len(board.processes("gunicorn")) == 1 + WEB_WORKERS


def test_a_second_start_serves_soon_keeps_the_data_and_ends_in_order(own_board: Board) -> None:
    assert own_board.processes("") == []
    own_board.start()
    assert own_board.processor_seconds() < SERVING_COSTS
    coder = coder_of(own_board)
    assert "Kept Over Night" in coder.get("/account/name").words
    assert "No job matches" not in coder.get("/jobs").words
    assert own_board.stop() == 0
    assert own_board.processes("") == []


def test_what_dies_is_started_again(own_board: Board) -> None:
    own_board.start()
    assert soon(lambda: all_started(own_board))
    worker, web = own_board.processes("app worker"), own_board.processes("gunicorn")
    assert own_board.kill("app worker") == 1
    assert soon(lambda: own_board.processes("app worker"))
    assert own_board.processes("app worker") != worker
    # One process of the web: the others go on answering meanwhile.
    os.kill(max(web), 9)
    assert own_board.answers()
    assert soon(lambda: len(own_board.processes("gunicorn")) == len(web))
    assert own_board.stop() == 0
    assert own_board.processes("") == []


def test_nothing_goes_on_alone_when_what_started_it_is_killed(own_board: Board) -> None:
    own_board.start()
    assert soon(lambda: all_started(own_board))
    assert own_board.kill("careercenter.supervisor") == 1
    assert soon(lambda: not own_board.processes("")), own_board.processes("")


def test_a_second_board_on_the_same_port_says_so_and_starts_nothing(own_board: Board) -> None:
    own_board.start()
    assert soon(lambda: all_started(own_board))
    running = sorted(own_board.processes(""))
    second = own_board.flask("serve")
    assert second.returncode == 1
    assert (
        second.stderr.strip().splitlines()[-1]
        == f"Error: Port {own_board.port} is in use; CareerCenter may be running already."
    )
    assert "Traceback" not in second.stderr
    assert sorted(own_board.processes("")) == running
    assert own_board.answers()
    assert own_board.stop() == 0


def test_the_first_start_says_where_and_who(own_board: Board) -> None:
    said = own_board.log.read_text()
    assert own_board.url in said
    for name in ("coder", "owner", "recruiter", "moderator", "admin"):
        assert f"{name}@example.com" in said
    assert PASSWORD in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"CAREERCENTER_SECRET_KEY": ""}, "CAREERCENTER_SECRET_KEY"),
        ({"CAREERCENTER_SECRET_KEY": "too-short"}, "at least 32 random characters"),
        ({"CAREERCENTER_DEBUG": "true"}, "CAREERCENTER_DEBUG stays off"),
        ({"CAREERCENTER_MAIL_SERVER": ""}, "CAREERCENTER_MAIL_SERVER names a mail server"),
        ({}, "holds demonstration accounts"),
    ],
    ids=["no secret", "a short secret", "debug mode", "no mail server", "demonstration accounts"],
)
def test_production_refuses_what_is_unsafe_in_one_sentence(own_board: Board, changes: dict[str, str], words: str) -> None:
    in_production = Board(own_board.folder, own_board.port, **{**PRODUCTION, **changes})
    refused = in_production.flask("serve")
    assert refused.returncode != 0
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not in_production.answers()
