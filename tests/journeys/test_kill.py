"""Processes are killed while people work: what was acknowledged stands, nothing is done twice, nothing is left over."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from careercenter.accounts.models import Account
from careercenter.applications.models import Application
from careercenter.applications.queries import recruiting_accounts
from careercenter.cli.demo.factories import make_account
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Membership
from careercenter.factory import create_app
from careercenter.mail.models import Letter, LetterStatus
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingNotice
from careercenter.postings.queries import by_public_id, visible
from careercenter.storage import files as storage
from careercenter.storage.models import StoredFile
from careercenter.tasks.models import Task, TaskStatus
from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.conftest import PASSWORD
from tests.journeys.http import NoAnswer, Person

ROUNDS = 5
POSTINGS = 32
SETTLED_WITHIN = 300  # seconds until the test gives up; a few are enough
MOST_ROUNDS = 20  # on a machine so busy that little is done between two kills
RESUMES_OF_EACH = 6  # a coder may keep a few more; from then on they choose one they have
_OFFERED = re.compile(r'name="chosen" id="[^"]*" value="([^"]*)"')
CODERS = ("alder", "birch", "cedar", "dogwood")


class Everybody:
    """A moderator who approves and coders who apply, each again and again until the board says that it is done."""

    def __init__(self, board: Board, pending: list[str], live: list[str]) -> None:
        self.board = board
        self.approved: list[str] = []
        self.applied: dict[tuple[str, str], str] = {}  # (coder, posting) to the application's public id
        self.lost: list[str] = []  # answers that a kill took away
        self._pending, self._live = pending, live
        self._stop = threading.Event()
        self._failures: list[BaseException] = []
        self._people = {name: self._signed_in(name) for name in ("moderator", *CODERS)}

    def _signed_in(self, name: str) -> Person:
        person = Person(self.board.url)
        person.sign_in(f"{name}@example.com", PASSWORD)
        return person

    @contextmanager
    def working(self) -> Iterator[None]:
        self._stop.clear()
        jobs: list[Callable[[], None]] = [self._approve_on, *(self._applying(name) for name in CODERS)]
        threads = [threading.Thread(target=self._kept(job)) for job in jobs]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
        for failure in self._failures:
            raise failure

    def _kept(self, job: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                while not self._stop.is_set():
                    try:
                        job()
                    except NoAnswer as lost:
                        self.lost.append(str(lost))
                        time.sleep(0.1)
            except BaseException as failure:  # it is raised where the threads are joined
                self._failures.append(failure)
                self._stop.set()

        return run

    def _approve_on(self) -> None:
        if len(self.approved) == len(self._pending):
            self._stop.wait(0.2)
            return
        posting = self._pending[len(self.approved)]
        page = self._people["moderator"].get(f"/desk/postings/{posting}")
        assert page.status == 200, page.summary
        if "approve-seen" in page.words:
            answer = self._people["moderator"].post(f"/desk/postings/{posting}/approve", page)
            assert answer.status == 303, answer.summary
        # Without the button an earlier request was done although its answer was lost.
        self.approved.append(posting)

    def _applying(self, name: str) -> Callable[[], None]:
        def apply_to_one() -> None:
            mine = {posting for coder, posting in self.applied if coder == name}
            left = [posting for posting in self._live if posting not in mine]
            self.applied[name, left[0]] = self._apply(name, left[0])

        return apply_to_one

    def _apply(self, name: str, posting: str) -> str:
        person = self._people[name]
        form = person.get(f"/jobs/{posting}/apply")
        if form.status == 303:  # sent already, though the answer was lost
            return form.leads_to.rsplit("/", 1)[-1]
        assert form.status == 200, form.summary
        answers = {"name": name.title(), "email": f"{name}@example.com", "note": f"For {posting}.", "phone": ""}
        # The same words each time, so that sending it again stores the same file again.
        file: tuple[str, str, bytes] | None = ("resume", f"{name}.pdf", _resume(f"{name} for {posting}"))
        kept_resumes = _OFFERED.findall(form.words)
        if len(kept_resumes) > RESUMES_OF_EACH:
            answers, file = {**answers, "chosen": kept_resumes[0]}, None
        kept = person.post(f"/jobs/{posting}/apply", form, file=file, **answers)
        assert kept.status == 303, kept.summary
        check = person.get(f"/jobs/{posting}/apply/check")
        assert check.status == 200, check.summary
        sent = person.post(f"/jobs/{posting}/apply/check", check)
        assert sent.status == 303, sent.summary
        assert sent.leads_to.endswith("/sent"), sent.leads_to
        return sent.leads_to.split("/")[-2]


def _resume(words: str) -> bytes:
    """Give a PDF of one page that says `words`."""
    shown = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board of its own, which the kills of this module leave alone for all others."""
    board = Board(tmp_path_factory.mktemp("kill"), free_port())
    board.start()
    rows = [_row(number) for number in range(1, POSTINGS + 1)]
    file = board.folder / "jobs.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    done = board.flask(
        "postings", "import", str(file), "--employer", "Ninebark University Hospitals", "--status", "pending",
        "--as", "owner@example.com",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    with _app(board).app_context():
        for name in CODERS:
            make_account(f"{name}@example.com", name.title(), at=now(), password=PASSWORD, is_coder=True)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    yield board
    board.kill("")


def _row(number: int) -> dict[str, object]:
    return {
        "id": f"kill-{number}",
        "title": f"Thimbleberry Ward Coder {number:02}",
        "specialties": ["infusion-injection"],
        "description": f"You code the visits of ward {number} from the nurse's start and stop times, about nine an hour. " * 2,
        "experience": "1-2", "work_setting": "remote", "live_in": "all", "employment_type": "w2_full_time",
        "pay_basis": "hourly", "pay_min": 28, "pay_max": 34, "apply_how": "here",
        "closing_on": (datetime.now(UTC) + timedelta(days=30)).date().isoformat(),
    }  # fmt: skip


def _app(board: Board) -> Flask:
    return create_app(read_settings(data_dir=str(board.folder / "var"), public_url=board.url))


def _pending_and_live(app: Flask) -> tuple[list[str], list[str]]:
    """Give the imported postings, and the live ones to which none of the coders applied yet."""
    with app.app_context():
        waiting = select(Posting.public_id).where(Posting.status == PostingStatus.PENDING, Posting.title.like("Thimbleberry%"))
        pending = list(db.session.scalars(waiting.order_by(Posting.id)))
        applied = select(Application.posting_id)
        free = [
            posting.public_id
            for posting in db.session.scalars(visible(now()).where(Posting.id.not_in(applied)).order_by(Posting.id))
            if posting.content.apply_how.value == "here" and posting.content.closing_on > (now() + timedelta(days=2)).date()
        ]
        db.session.remove()
    return pending, free


def _kill_at_random(board: Board, chance: random.Random) -> None:
    """Kill the worker, one process of the web, all of the web, or everything at once; start again what does not by itself."""
    for victim in chance.sample(["worker", "one of the web", "web", "everything"], 2):
        time.sleep(chance.uniform(0.2, 1.2))
        if victim == "worker":
            board.kill("app worker")
        elif victim == "one of the web":
            os.kill(max(board.processes("gunicorn")), signal.SIGKILL)
        else:
            board.kill("gunicorn" if victim == "web" else "")
            _start_again(board)


def _start_again(board: Board) -> None:
    while board.kill(""):
        pass
    board.start()


def _settle(app: Flask) -> None:
    """Wait until no task is due and none is being done."""
    deadline = time.monotonic() + SETTLED_WITHIN
    with app.app_context():
        while time.monotonic() < deadline:
            busy = (Task.status == TaskStatus.CLAIMED) | ((Task.status == TaskStatus.WAITING) & (Task.due_at <= now()))
            left = db.session.scalar(select(func.count()).where(busy))
            db.session.remove()
            if not left:
                return
            time.sleep(0.2)
    raise AssertionError(f"{left} tasks are still to be done")


def test_kills_lose_nothing_and_repeat_nothing(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    app, chance = _app(board), random.Random(20)
    people = Everybody(board, *_pending_and_live(app))
    for number in range(1, MOST_ROUNDS + 1):
        with people.working():
            _kill_at_random(board, chance)
        if number >= ROUNDS and people.lost and min(len(people.approved), len(people.applied)) > ROUNDS:
            break
    _start_again(board)
    _settle(app)
    assert board.stop() == 0
    assert people.lost, "no kill met a request: make them more frequent"
    assert len(people.approved) > ROUNDS
    assert len(people.applied) > ROUNDS
    with app.app_context():
        _check_postings(app, people)
        _check_applications(people)
        _check_letters(people)
        _check_files(app, monkeypatch)
        assert db.session.execute(text("pragma integrity_check")).scalar_one() == "ok"
        assert list(db.session.execute(text("pragma foreign_key_check"))) == []
        assert db.session.scalar(select(func.count()).where(Task.status == TaskStatus.DEAD)) == 0
        db.session.remove()
        db.engine.dispose()


def _check_postings(app: Flask, people: Everybody) -> None:
    shown = {posting.public_id for posting in db.session.scalars(visible(now()))}
    assert app.extensions["search"].ids() == shown
    assert set(people.approved) <= shown


def _check_applications(people: Everybody) -> None:
    for (name, posting_id), application_id in people.applied.items():
        account = db.session.scalars(select(Account).where(Account.email == f"{name}@example.com")).one()
        posting = by_public_id(posting_id)
        assert posting is not None
        theirs = select(Application).where(Application.account_id == account.id, Application.posting_id == posting.id)
        application = db.session.scalars(theirs).one()
        assert application.public_id == application_id
        assert application.note == f"For {posting_id}."


def _check_letters(people: Everybody) -> None:
    unsent = select(Letter).where(Letter.status.not_in([LetterStatus.SENT, LetterStatus.KEPT]))
    assert list(db.session.scalars(unsent)) == []
    counts = Counter((letter.template, letter.recipient, letter.subject) for letter in db.session.scalars(select(Letter)))
    expected: Counter[tuple[str, str, str]] = Counter()
    for posting_id in people.approved:
        posting = by_public_id(posting_id)
        assert posting is not None
        assert _times_told(posting, "owner@example.com") == 1, posting.title
    for application_id in people.applied.values():
        one = db.session.scalars(select(Application).where(Application.public_id == application_id)).one()
        employer, title = one.posting.employer, one.posting.title
        expected["application_received", one.account.email, f"Your application to {employer.name}: {title}"] += 1
        for account in recruiting_accounts(employer.id):
            arrived = ("application_arrived", account.email, f"New application: {one.name} for {title}")
            assert counts[arrived] == 1 or (not counts[arrived] and _waits_for_digest(employer.id, account.id))
    wrong = {letter: (number, counts[letter]) for letter, number in expected.items() if counts[letter] != number}
    assert wrong == {}


def _times_told(posting: Posting, email: str) -> int:
    """Count how often somebody was or will be told that an imported job is live: alone, among others, or when all are told."""
    waiting = select(func.count()).where(PostingNotice.posting_id == posting.id, PostingNotice.template == "posting_approved")
    to_them = select(Letter).where(Letter.recipient == email)
    alone = [one for one in db.session.scalars(to_them) if one.subject == f"Live: {posting.title}"]
    together = db.session.scalars(to_them.where(Letter.template == "jobs_together"))
    return (db.session.scalar(waiting) or 0) + len(alone) + sum(one.text.count(f"- {posting.title}: ") for one in together)


def _waits_for_digest(employer_id: int, account_id: int) -> bool:
    """Say whether news of applications waits for the morning: after a handful in a day they come together."""
    since = select(Membership.digest_from).where(Membership.employer_id == employer_id, Membership.account_id == account_id)
    return db.session.scalar(since) is not None


def _check_files(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row has its bytes; what a kill left behind without a row goes with a sweep, once it is old enough."""
    files = app.extensions["files"]
    rows = set(db.session.scalars(select(StoredFile.digest)))
    for digest in rows:
        assert hashlib.sha256(files.get(digest)).hexdigest() == digest
    later = now() + storage.SWEEP_AGE + timedelta(minutes=1)
    monkeypatch.setattr(storage, "now", lambda: later)
    files.sweep()
    folder = Path(app.config["SETTINGS"].storage_url.removeprefix("file://"))
    assert {path.name for path in folder.rglob("*") if path.is_file()} == rows
