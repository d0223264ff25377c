"""`make bench`: the search page and the posting page over 10,000 postings, in one process, as a visitor sees them.

Machines differ, so beside the milliseconds stands the ratio to a page without a search (the help page) of the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, select

from bench.generate import address, fill
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.postings import queries
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of

SEARCHES = [
    "", "oncology", "oncology coding", "car-t billing", "cpc", "remote infusion", "denial appeal", "epic audit",
    "inpatient drg coder", "radiation oncology", "risk adjustment hcc", "emergency coder", '"cell lab"', "surgery -auditor",
    "columbus", "query physician record", "zzzz", "pathology modifier sequence", "anesthesia", "home health oasis",
]  # fmt: skip
CHOICES = [
    "",
    "&setting=remote",
    "&state=TX&credential=cpc",
    "&employment=w2_full_time&pay=3000",
    "&sort=newest",
    "&sort=pay&page=3",
]


def build(folder: Path, number: int) -> Flask:
    app = create_app(read_settings(data_dir=str(folder), rate_limits=False, secret_key="bench-" * 10, database_url=""))
    with app.app_context():
        upgrade()
        began = time.perf_counter()
        fill(number, now())
        filled = time.perf_counter()
        live = db.session.scalars(queries.visible(now())).unique()
        app.extensions["search"].rebuild(document_of(posting) for posting in live)
        print(f"{number:,} postings: {filled - began:.0f} s to fill, {time.perf_counter() - filled:.0f} s to index")
    return app


def measure(name: str, client: FlaskClient, paths: list[str], floor: float | None) -> float:
    """Print a row; give the median in milliseconds."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    times, counts, sizes = [], [], []
    with client.application.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        for path in [*paths[:5], *paths]:  # the first five warm what is read once
            statements.clear()
            began = time.perf_counter()
            response = client.get(path)
            times.append((time.perf_counter() - began) * 1000)
            assert response.status_code == 200, f"{path}: {response.status_code}"
            counts.append(len([s for s in statements if not s.startswith("BEGIN")]))
            sizes.append(len(response.data))
        event.remove(db.engine, "before_cursor_execute", note)
    times, counts = times[5:], counts[5:]
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    ratio = f"{median / floor:5.1f}" if floor else "    1"
    print(
        f"{name:<14} {median:8.1f} {p95:8.1f} {ratio:>7} {min(counts):>5}–{max(counts)} {statistics.median(sizes) / 1024:8.0f}"
    )
    return median


def main(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="careercenter-bench-") as folder:
        app = build(Path(folder), number)
        client = app.test_client()
        with app.app_context():
            some = db.session.scalars(select(Posting).order_by(Posting.id).limit(200)).unique().all()
            postings = [address(posting) for posting in some]
        print("page             median      p95   ratio  queries    KiB   (milliseconds; ratio to the help page)")
        floor = measure("help", client, ["/help"] * 100, None)
        searches = [
            f"/jobs?q={words.replace(' ', '+').replace(chr(34), '%22')}{choice}" for words in SEARCHES for choice in CHOICES
        ]
        measure("search", client, searches, floor)
        measure("posting", client, postings, floor)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
