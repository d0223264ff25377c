"""E-mails in the queue, and servers to send them to."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careercenter.mail.models import Letter
from careercenter.tasks import queue
from careercenter.tasks.names import TaskName
from tests.mail.servers import Taking, mail_server

MakeLetter = Callable[..., Letter]


@pytest.fixture
def letter(session: Session) -> MakeLetter:
    numbers = itertools.count(1)

    def make(**changes: Any) -> Letter:
        values = {
            "template": "invitation",
            "recipient": "ana@example.com",
            "recipient_name": "Ana Coder",
            "subject": "Join Northfield Clinic",
            "text": "Come in.\n",
            "html": "<p>Come in.</p>",
            "message_id": f"<{next(numbers)}@jobs.example.com>",
        }
        made = Letter(**{**values, **changes})
        session.add(made)
        session.flush()
        queue.enqueue(TaskName.SEND_MAIL, letter_id=made.id)
        session.commit()
        return made

    return make


@pytest.fixture
def use_server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def use(port: int, tls: str = "none") -> None:
        settings = dataclasses.replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=port, mail_tls=tls)
        monkeypatch.setitem(app.config, "SETTINGS", settings)

    return use


@pytest.fixture
def server(use_server: Callable[..., None]) -> Iterator[Taking]:
    taking = Taking()
    with mail_server(taking) as port:
        use_server(port)
        yield taking
