"""The search page as it is served: requests a second beside the same page whose search costs nothing, and database queries.

Two gunicorns of two workers over one board, asked in turns by a client in a process of its own.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, select

from bench.generate import address, fill
from bench.search.corpus import corpus_of_today
from bench.search.measuring import p50
from bench.search.questions import QUESTIONS, Question
from bench.search.table import Line
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.factory import create_app
from careercenter.postings import tasks
from careercenter.postings.models import Posting

TOP = Path(__file__).resolve().parent.parent.parent
ROUNDS = 15
SECONDS = 2  # a round of one server: short and many, so that what else the machine does falls on both
CLIENTS = 2
WARMING = 6  # times all is asked, so that each worker was asked nearly all of it
HOST = "bench.example.com"
# As in production behind a proxy that speaks https; one client asks more than any person.
SETTINGS = {
    "env": "production",
    "public_url": f"https://{HOST}",
    "secret_key": "0123456789abcdef-served-only-to-be-measured",
    "trusted_proxies": 1,
    "rate_limits": False,
    # Production refuses a board that cannot mail; nothing is sent here.
    "mail_server": "127.0.0.1",
    "mail_from": "board@bench.careercenter.dev",
    "support_email": "help@bench.careercenter.dev",
}
HEADERS = {"Host": HOST, "X-Forwarded-Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


def paths() -> list[str]:
    return [f"/jobs?{urlencode(_query(question), doseq=True)}" for question in QUESTIONS]


def _query(question: Question) -> dict[str, Any]:
    chosen = {facet.value: list(values) for facet, values in question.chosen.items()}
    return {"q": question.slip or question.words, **chosen, "sort": question.sort.value}


def lines(number: int) -> list[Line]:
    folder = corpus_of_today(number).of("board")
    app = _board(folder, number)
    searches, postings = _statements(app)
    print(
        f"serving {number:,} postings: {ROUNDS} rounds of {SECONDS} s each, {CLIENTS} clients, gunicorn with two sync workers"
    )
    rounds = _rounds(folder)
    for name, runs in rounds.items():
        times = sorted(took for run in runs for took in run["times"])
        p99 = times[len(times) * 99 // 100]
        print(f"    {name:<10} {p50(map(_rate, runs)):6.0f} requests a second, p50 {p50(times):.1f}, p99 {p99:.1f} ms")
    searched, canned = rounds["search"], rounds["canned"]
    ratio = statistics.median(_rate(one) / _rate(other) for one, other in zip(searched, canned, strict=True))
    rates = f"{p50(map(_rate, searched)):.0f} / {p50(map(_rate, canned)):.0f} a second"
    return [
        Line("search page requests a second / the same page without a search", ratio, 0.80, at_least=True, beside=rates),
        Line("database queries of a search page, at most", max(searches), 4, beside=f"at least {min(searches)}"),
        Line("database queries of a posting's page, at most", max(postings), 3, beside=f"at least {min(postings)}"),
    ]


def _board(folder: Path, number: int) -> Flask:
    """Open the board of so many postings; fill and index it the first time."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(read_settings(data_dir=str(folder), database_url="", **SETTINGS))
    with app.app_context():
        upgrade()
        if db.session.scalar(select(Posting.id).limit(1)) is None:
            print(f"filling a board with {number:,} postings", file=sys.stderr)
            fill(number, now())
        if app.extensions["search"].stale():
            print(f"indexing a board of {number:,} postings", file=sys.stderr)
            with reading():
                tasks.rebuild(at=now())
    return app


def _statements(app: Flask) -> tuple[list[int], list[int]]:
    """Count the database queries of each search page, and of fifty pages of postings."""
    with app.app_context():
        some = db.session.scalars(select(Posting).order_by(Posting.id).limit(50)).unique().all()
        shown = [address(posting) for posting in some]
        counted = []
        for asked in (paths(), shown):
            _count(app, asked[0])  # what is read once a process
            counted.append([_count(app, path) for path in asked])
    return counted[0], counted[1]


def _count(app: Flask, path: str) -> int:
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    response = app.test_client().get(path, headers=HEADERS, base_url=f"https://{HOST}")
    event.remove(db.engine, "before_cursor_execute", note)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return len([one for one in statements if not one.startswith("BEGIN")])


def _rounds(folder: Path) -> dict[str, list[dict[str, Any]]]:
    with _gunicorn(folder, "app:app") as search, _gunicorn(folder, "bench.search.canned_app:app") as canned:
        ports = {"search": search, "canned": canned}
        for port in ports.values():
            _ask(port, times=WARMING)
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in ports}
        for turn in range(ROUNDS):
            for name in sorted(ports, reverse=bool(turn % 2)):
                found[name].append(_ask(ports[name], seconds=SECONDS))
    return found


def _ask(port: int, **how: int) -> dict[str, Any]:
    asked = json.dumps({"port": port, "clients": CLIENTS, "paths": paths(), "headers": HEADERS, **how})
    client = [sys.executable, "-m", "bench.search.client"]
    answered = subprocess.run(client, input=asked, check=True, capture_output=True, text=True, cwd=TOP)
    run: dict[str, Any] = json.loads(answered.stdout)
    return run


def _rate(run: dict[str, Any]) -> float:
    return float(len(run["times"]) / run["seconds"])


@contextmanager
def _gunicorn(folder: Path, module: str) -> Iterator[int]:
    """Serve as `flask serve` does, but with sync workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    settings = {f"CAREERCENTER_{name.upper()}": str(value) for name, value in SETTINGS.items()}
    command = [
        sys.executable, "-m", "gunicorn", module, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "sync",
        "--no-control-socket", "--limit-request-line", "8190", "--log-level", "warning", "--chdir", str(TOP),
    ]  # fmt: skip
    serving = subprocess.Popen(command, cwd=TOP, env={**os.environ, **settings, "CAREERCENTER_DATA_DIR": str(folder)})
    try:
        _wait_for(port, serving)
        yield port
    finally:
        serving.terminate()
        serving.wait()


def _wait_for(port: int, serving: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while serving.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn does not serve")
