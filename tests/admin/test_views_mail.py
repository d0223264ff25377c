"""Administrators try the mail server out, see that e-mails wait, and let them go."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.mail.message import Recipient, post
from careercenter.tasks.models import Task
from tests.factories.accounts import make_admin
from tests.mail.servers import Taking, mail_server


@pytest.fixture
def admin(session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    account = make_admin()
    session.commit()
    return sign_in(account)


def test_a_test_email_is_sent_while_the_page_waits(app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    taking = Taking()
    with mail_server(taking) as port:
        settings = dataclasses.replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=port, mail_tls="none")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        assert "Send a test e-mail" in admin.get("/admin/mail/test").text
        sent = admin.post("/admin/mail/test", data={"email": "you@hospital.org"}, follow_redirects=True)
        assert "The mail server took a test e-mail for you@hospital.org." in sent.text
        taking.to_recipient = "550 5.1.1 No such person"
        refused = admin.post("/admin/mail/test", data={"email": "you@hospital.org"})
    assert refused.status_code == 422
    assert "No such person" in refused.text
    assert len(taking.letters) == 1


@pytest.mark.parametrize("typed", ["", "nobody", "a@b@c"])
def test_a_test_email_needs_an_address(admin: FlaskClient, typed: str) -> None:
    assert admin.post("/admin/mail/test", data={"email": typed}).status_code == 422


def test_what_waits_is_told_and_tried_again_now(session: Session, admin: FlaskClient) -> None:
    assert "now</button>" not in admin.get("/admin/mail").text
    post("account_exists", Recipient("ana@example.com", "Ana"))
    task = session.scalars(select(Task)).one()
    task.made_at, task.attempts, task.due_at = now() - timedelta(hours=3), 3, now() + timedelta(hours=1)
    task.last_error = "ConnectionRefusedError: the server is away"
    session.commit()
    page = admin.get("/admin/mail").text
    assert "The oldest e-mail was asked for 3 hours ago and has not left." in page
    assert "the server is away" in page
    assert "Try 1 waiting e-mail now" in page
    assert "The oldest waits: 3 hours ago" in admin.get("/admin").text
    assert "1 e-mail is tried again now." in admin.post("/admin/mail/retry", follow_redirects=True).text
    assert session.scalars(select(Task)).one().attempts == 0
    assert session.scalars(select(AuditEntry).where(AuditEntry.what == "mail.waiting_tried")).one().detail == {"emails": 1}
