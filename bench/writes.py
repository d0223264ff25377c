"""`make bench-writes`: coders apply to jobs, alone and while files of jobs are imported beside them, on SQLite.

Prints how long a POST took and how many were refused. A board of its own runs as an operator runs it; the times are those of a
wall clock, so the load stands with them.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.generate import postings
from careercenter.cli.demo.factories import make_account
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible
from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.conftest import PASSWORD
from tests.journeys.http import Answer, NoAnswer, Person
from tests.journeys.test_kill import _OFFERED, _resume

CLIENTS = 20
ALONE = 20  # seconds


class Coders:
    """Clients that apply again and again; `posts` holds how long each POST took, `refused` what was not a redirect."""

    def __init__(self, board: Board, live: list[str]) -> None:
        self.board = board
        self.live = live
        self.posts: list[float] = []
        self.refused: list[str] = []
        self.sent = 0
        self._stop = threading.Event()
        self._emails: dict[int, str] = {}
        self._people = [self._signed_in(number) for number in range(CLIENTS)]

    def _signed_in(self, number: int) -> tuple[Person, itertools.cycle[str]]:
        person = Person(self.board.url)
        person.sign_in(f"bench{number}@example.com", PASSWORD)
        self._emails[id(person)] = f"bench{number}@example.com"
        return person, itertools.cycle(self.live[number:] + self.live[:number])

    def during(self, work: list[str] | None) -> int:
        """Apply for some seconds, or as long as a command of the board takes; give its status."""
        self.posts, self.refused, self.sent = [], [], 0
        self._stop.clear()
        threads = [threading.Thread(target=self._apply_on, args=one) for one in self._people]
        for thread in threads:
            thread.start()
        try:
            if work is None:
                time.sleep(ALONE)
                return 0
            done = self.board.flask(*work)
            print(done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-300:])
            return done.returncode
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _apply_on(self, person: Person, jobs: itertools.cycle[str]) -> None:
        while not self._stop.is_set():
            job = next(jobs)
            form = person.get(f"/jobs/{job}/apply")
            if form.status != 200:  # applied to in an earlier round
                self._stop.wait(0.05)
                continue
            answer = self._post(person, f"/jobs/{job}/apply", form, **self._said(person, form))
            if answer is None or answer.status != 303:
                continue
            check = person.get(f"/jobs/{job}/apply/check")
            if (answer := self._post(person, f"/jobs/{job}/apply/check", check)) and answer.status == 303:
                self.sent += 1

    def _said(self, person: Person, form: Answer) -> dict[str, str]:
        said = {"name": "Bench", "email": self._emails[id(person)], "note": "Hello.", "phone": ""}
        kept = _OFFERED.search(form.words)
        return {**said, "chosen": kept[1]} if kept else said

    def _post(self, person: Person, path: str, page: Answer, **fields: str) -> Answer | None:
        file = None if "name" not in fields or "chosen" in fields else ("resume", "bench.pdf", _resume(fields["email"]))
        began = time.perf_counter()
        try:
            answer = person.post(path, page, file=file, **fields)
        except NoAnswer as error:
            self.refused.append(str(error))
            return None
        finally:
            self.posts.append(time.perf_counter() - began)
        if answer.status != 303:
            self.refused.append(answer.summary[:120])
        return answer


def prepare(folder: Path) -> list[str]:
    """Add the clients' accounts; give the addresses of live jobs one applies to on the board."""
    app = create_app(read_settings(data_dir=str(folder / "var"), rate_limits=False))
    with app.app_context():
        for number in range(CLIENTS):
            make_account(f"bench{number}@example.com", f"Bench {number}", at=now(), password=PASSWORD, is_coder=True)
        db.session.commit()
        live = db.session.scalars(visible(now()).order_by(Posting.id)).unique()
        found = [one.public_id for one in live if one.content.apply_how.value == "here"]
        db.session.remove()
        db.engine.dispose()
    return found


def file_of_jobs(path: Path, number: int, *, first: int = 0) -> Path:
    """Write an import file of so many generated jobs; those from another first one are others."""
    with path.open("w") as out:
        for one in postings(range(first, first + number), now()):
            said = one.content
            row = {
                "id": f"B-{one.number}", "title": said.title, "description": said.description,
                "specialties": list(said.specialties), "work_setting": said.work_setting, "closing_on": f"{said.closing_on}",
                "location": "; ".join(map(str, said.places)) or "Remote - United States", "experience": said.experience,
                "pay": f"${(said.pay_min or 0) / 100:.2f} - ${(said.pay_max or 0) / 100:.2f}/hr",
                "employment_type": said.employment_type,
            }  # fmt: skip
            out.write(json.dumps(row) + "\n")
    return path


def report(name: str, coders: Coders) -> None:
    times = sorted(coders.posts) or [0.0]
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    print(
        f"{name}: {coders.sent} applications, {len(times)} POSTs, p50 {statistics.median(times):.2f} s, p95 {p95:.2f} s, "
        f"longest {times[-1]:.2f} s; {len(coders.refused)} refused; load {os.getloadavg()[0]:.1f}"
    )
    for words in coders.refused[:3]:
        print(f"  {words}")


def main(sizes: list[int]) -> int:
    refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        board = Board(folder, free_port())
        board.start()
        try:
            coders = Coders(board, prepare(folder))
            worker = board.processes("worker")
            coders.during(None)
            report("Alone", coders)
            refused += len(coders.refused)
            for size in sizes:
                file = file_of_jobs(folder / f"{size}.jsonl", size)
                command = ["postings", "import", str(file), "--employer", "Bench", "--create-employer", "--status", "live"]
                for what in ("new", "unchanged"):
                    status = coders.during(command)
                    report(f"While {size:,} {what} rows are imported (status {status})", coders)
                    refused += len(coders.refused) + status
            alive = board.processes("worker") == worker
            print(f"The worker {'is the same as at the start' if alive else 'died and was started again'}.")
            refused += not alive
        finally:
            board.stop()
    print(f"goal: none refused, the worker alive: {'short' if refused else 'met'}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [1_000, 10_000]))
