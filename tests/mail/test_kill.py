"""The worker is killed while it sends: no e-mail is lost, and only the one on its way may arrive a second time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from careercenter.core.db import db
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.mail.servers import Taking, mail_server

TOP = Path(__file__).resolve().parents[2]
LETTERS = 90
KILLED_AFTER = (7, 30, 55)


def start(app: Flask, port: int) -> subprocess.Popen[bytes]:
    settings = app.config["SETTINGS"]
    environment = {
        **os.environ,
        "CAREERCENTER_DATA_DIR": settings.data_dir, "CAREERCENTER_DATABASE_URL": settings.database_url,
        "CAREERCENTER_MAIL_SERVER": "127.0.0.1", "CAREERCENTER_MAIL_PORT": str(port), "CAREERCENTER_MAIL_TLS": "none",
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    return subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_kills_lose_no_email_and_double_only_the_one_on_its_way(own_app: Flask) -> None:
    with own_app.app_context():
        for number in range(LETTERS):
            post("account_exists", Recipient(f"coder{number}@example.com", "Ana"))
        db.session.commit()
    reached = [threading.Event() for _ in KILLED_AFTER]
    everything = threading.Event()

    def noting(asked: int) -> str:
        for event, after in zip(reached, KILLED_AFTER, strict=True):
            if asked >= after:
                event.set()
        if len({got["Message-ID"] for got in taking.letters}) >= LETTERS - 1:  # the one at hand is the last
            everything.set()
        return ""

    taking = Taking(to_each=noting)
    with mail_server(taking) as port:
        for event in reached:
            worker = start(own_app, port)
            try:
                assert event.wait(120)
            finally:
                worker.kill()
                worker.wait()
        worker = start(own_app, port)
        try:
            assert everything.wait(120)
        finally:
            worker.terminate()
            assert worker.wait(120) == 0
    arrived = Counter(got["Message-ID"] for got in taking.letters)
    with own_app.app_context():
        assert set(arrived) == set(db.session.scalars(select(Letter.message_id)))
        assert set(db.session.scalars(select(Letter.status))) == {LetterStatus.SENT}
        assert db.session.scalar(select(func.count()).where(Task.name == TaskName.SEND_MAIL)) == 0
        db.session.remove()
    assert sum(arrived.values()) - LETTERS <= len(KILLED_AFTER)
