"""`make bench-pages`: every kind of page over 10,000 postings (N=100000 for more), as the person of the page sees it.

Machines differ and are busy, so what counts is processor time, as a multiple of the help page's, which asks nothing: all pages
are asked for in turns in one process, so that each meets the same machine. Exit code 1 when one costs more than its goal.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, select

from bench.board import LARGEST, applicants_address, furnish, people
from bench.generate import address, fill
from careercenter.browse.views import warm
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.factory import create_app
from careercenter.postings import queries
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from careercenter.postings.tasks import mend
from careercenter.taxonomy import catalogue
from tests.factories.accounts import sign_in

WORDS = (
    "oncology", "oncology coding", "car-t billing", "cpc", "remote infusion", "denial appeal", "epic audit",
    "inpatient drg coder",
    "radiation oncology", "risk adjustment hcc", "emergency coder", '"cell lab"', "surgery -auditor", "columbus",
    "query physician record", "zzzz", "pathology modifier sequence", "anesthesia", "home health oasis", "coder",
)  # fmt: skip
# Times the help page: what visitors see; the desk, the pages of admins and of codes.
VISITORS, STAFF = 8.0, 15.0
# A search new to the process; one whose answer is known and whose page is made; one asked again within the minute.
FIRST_SEARCH, SEARCH, SEARCH_AGAIN = 12.0, 4.0, 2.5
SEARCH_MILLISECONDS = 8.0  # of processor, of a page that is made
ROUNDS, WARM_ROUNDS = 25, 2  # the first warm what is read once


@dataclass(frozen=True, slots=True)
class Asked:
    """A page by name: who asks, at which addresses in turn, and the goal in times the help page; None where there is none.

    `most` is a goal in milliseconds. Of a page asked for `twice` the second answer is measured.
    """

    name: str
    client: FlaskClient
    addresses: list[str]
    goal: float | None = None
    most: float | None = None
    twice: bool = False

    def misses(self, median: float, floor: float) -> bool:
        return (self.goal is not None and median > self.goal * floor) or (self.most is not None and median > self.most)


def build(folder: Path, number: int) -> Flask:
    app = create_app(read_settings(data_dir=str(folder), rate_limits=False, secret_key="bench-" * 10, database_url=""))
    with app.app_context():
        upgrade()
        began = time.process_time()
        fill(number, now())
        furnish(number, now())
        filled = time.process_time()
        live = db.session.scalars(queries.visible(now()).execution_options(yield_per=1000))
        app.extensions["search"].rebuild(document_of(posting) for posting in live)
        mend(at=now())  # as the worker does each hour: what the overview shows of the index is what this found
        db.session.commit()
        spent = filled - began, time.process_time() - filled
        print(f"{number:,} postings: {spent[0]:.0f} s of processor to fill, {spent[1]:.0f} s to index and compare")
    return app


def pages(app: Flask) -> list[Asked]:
    with app.app_context():
        some = db.session.scalars(select(Posting).order_by(Posting.id).limit(50)).unique().all()
        postings = [address(posting) for posting in some]
        largest = db.session.scalars(select(Employer).where(Employer.name == LARGEST)).one()
        of_largest = f"/employers/{largest.public_id}-{largest.slug}"
        made, applicants = people(), applicants_address()
        clients = {name: sign_in(app.test_client(), person) for name, person in made.items()}
    visitor = app.test_client()
    search = [f"/jobs?q={quote_plus(words)}" for words in WORDS]
    for address_ in search:
        visitor.get(address_)
    return [
        Asked("help", visitor, ["/help"]),
        Asked("home", visitor, ["/"], VISITORS),
        Asked("jobs", visitor, ["/jobs"]),
        Asked("search, the first time", visitor, [f"/jobs?q={quote_plus(words)}" for words in asked_once()], FIRST_SEARCH),
        Asked("search, made anew", unlike_others(app), search, SEARCH, SEARCH_MILLISECONDS),
        Asked("search, again", visitor, search, SEARCH_AGAIN, twice=True),
        Asked("search, narrowed", visitor, ["/jobs?q=oncology&setting=remote&state=TX"]),
        Asked("posting", visitor, postings, VISITORS),
        Asked("employer", visitor, [of_largest], VISITORS),
        Asked("employers", visitor, ["/employers"], VISITORS),
        Asked("specialty", visitor, ["/specialties/oncology"], VISITORS),
        Asked("suggestions", visitor, ["/suggest?q=onc", "/suggest?q=car"], VISITORS),
        Asked("a code", visitor, ["/codes/cpt/0540T"], STAFF),
        Asked("codes", visitor, ["/codes"], STAFF),
        Asked("search in JSON", visitor, ["/api/v1/postings?q=oncology"]),
        Asked("search, signed in", clients["coder"], ["/jobs?q=oncology"]),
        Asked("applicants", clients["owner"], [applicants]),
        Asked("desk", clients["moderator"], ["/desk"], STAFF),
        Asked("admin", clients["admin"], ["/admin"], STAFF),
        Asked("admin: jobs", clients["admin"], ["/admin/postings"], STAFF),
        Asked("admin: people", clients["admin"], ["/admin/people"], STAFF),
        Asked("admin: a person found", clients["admin"], ["/admin/people?q=person49"], STAFF),
    ]


def asked_once() -> list[str]:
    """Give a question a turn that nobody asks before: names of specialties that are no words of another question here."""
    asked = set(" ".join(WORDS).split())
    names = [one.name.lower() for one in catalogue.specialties() if asked.isdisjoint(one.name.lower().split())]
    assert len(names) >= ROUNDS + WARM_ROUNDS
    return names[: ROUNDS + WARM_ROUNDS]


def unlike_others(app: Flask) -> FlaskClient:
    """Give a visitor whose pages are made for them alone: one with a cookie."""
    client = app.test_client()
    client.set_cookie("seen", "1")
    return client


def measure(app: Flask, asked: list[Asked]) -> tuple[dict[str, list[float]], dict[str, set[int]], dict[str, int]]:
    """Give processor milliseconds, numbers of statements, and bytes, by page."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    times: dict[str, list[float]] = defaultdict(list)
    counts: dict[str, set[int]] = defaultdict(set)
    sizes: dict[str, int] = {}
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    for turn in range(-WARM_ROUNDS, ROUNDS):
        for page in asked:
            path = page.addresses[turn % len(page.addresses)]
            if page.twice:
                page.client.get(path)
            statements.clear()
            began = time.process_time()
            response = page.client.get(path)
            took = (time.process_time() - began) * 1000
            assert response.status_code == 200, f"{path}: {response.status_code}"
            if turn >= 0:
                times[page.name].append(took)
                counts[page.name].add(len(statements))
                sizes[page.name] = len(response.data)
    event.remove(engine, "before_cursor_execute", note)
    return times, counts, sizes


def main(number: int) -> int:
    missed = 0
    with tempfile.TemporaryDirectory(prefix="careercenter-bench-") as folder:
        app = build(Path(folder), number)
        began = time.process_time()
        warm(app)
        print(f"{time.process_time() - began:.1f} s of processor to be ready for the first visitor")
        asked = pages(app)
        times, counts, sizes = measure(app, asked)
        floor = statistics.median(times["help"])
        print("page                      median      p95  x help    goal  queries    KiB   (milliseconds of processor)")
        for page in asked:
            median, p95 = statistics.median(times[page.name]), statistics.quantiles(times[page.name], n=20)[-1]
            goal = f"{page.goal:7.0f}" if page.goal else "       "
            short = page.misses(median, floor)
            missed += short
            queries_ = "–".join(map(str, sorted({min(counts[page.name]), max(counts[page.name])})))
            figures = f"{median:7.2f} {p95:8.2f} {median / floor:7.1f} {goal} {queries_:>8} {sizes[page.name] / 1024:6.0f}"
            print(f"{page.name:<24} {figures}{'  short' if short else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else 10_000))
