"""The board as it is served: the memory of its processes, its index built anew, and the database queries of pages."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, select

from bench.generate import address, fill
from bench.search import footprint
from bench.search.corpus import corpus_of_today
from bench.search.footprint import TOP
from bench.search.questions import QUESTIONS, Question
from bench.search.table import Line
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.factory import create_app
from careercenter.postings import tasks
from careercenter.postings.models import Posting
from careercenter.supervisor import web_command

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
    with _gunicorn(folder) as (web, port):
        print(f"serving {number:,} postings as `flask serve` does; each process is asked for everything several times")
        _ask(port, times=WARMING)
        memory = footprint.memory_line(web)
    return [
        memory,
        *footprint.rebuild_lines(environment(folder), number),
        Line("database queries of a search page, at most", max(searches), 3, beside=f"at least {min(searches)}"),
        Line("database queries of a posting's page, at most", max(postings), 2, beside=f"at least {min(postings)}"),
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


def _ask(port: int, **how: int) -> dict[str, Any]:
    asked = json.dumps({"port": port, "clients": CLIENTS, "paths": paths(), "headers": HEADERS, **how})
    client = [sys.executable, "-m", "bench.search.client"]
    answered = subprocess.run(client, input=asked, check=True, capture_output=True, text=True, cwd=TOP)
    run: dict[str, Any] = json.loads(answered.stdout)
    return run


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a process of the board in a folder."""
    settings = {f"CAREERCENTER_{name.upper()}": str(value) for name, value in SETTINGS.items()}
    folders = {"CAREERCENTER_DATA_DIR": str(folder), "CAREERCENTER_DATABASE_URL": ""}
    return {**os.environ, **settings, **folders, "MALLOC_ARENA_MAX": "1"}


@contextmanager
def _gunicorn(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve as `flask serve` does; give the process and the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        file = listener.fileno()
        serving = subprocess.Popen(web_command(file), cwd=TOP, env=environment(folder), pass_fds=[file])
        try:
            _ask(port, times=1)
            yield serving.pid, port
        finally:
            serving.terminate()
            serving.wait()
