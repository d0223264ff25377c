"""What comes back stops what is sent there, is told, and is mended by showing that e-mail arrives."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import mailbox
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail import hooks, mailboxes, reachability, reports
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter, LetterStatus, ReturnKind, Unreachable
from careercenter.mail.reports import DeliveryReport
from careercenter.mail.tasks import read_returns
from careercenter.tasks.worker import run_pending
from tests.factories.accounts import make_admin, make_coder
from tests.mail.conftest import MakeLetter
from tests.mail.reports import complaint, dsn
from tests.mail.servers import Taking, mail_server

SECRET = "s3cret-for-tests-0123456789-abcdefghij"


@pytest.fixture
def sent(letter: MakeLetter) -> Callable[..., Letter]:
    def make(**changes: Any) -> Letter:
        made = letter(**changes)
        made.status, made.sent_at = LetterStatus.SENT, now()
        return made

    return make


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def change(**changes: Any) -> None:
        monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], **changes))

    return change


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_email_and_whether_it_is_for_good(original: str) -> None:
    (report,) = reports.read(dsn("<abc@board.example>", original=original))
    assert (report.kind, report.message_id) == (ReturnKind.HARD, "<abc@board.example>")
    assert "User unknown" in report.reason


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "550 5.1.1 User unknown", ReturnKind.HARD),
        ("5.1.10", "550 5.1.10 Recipient not found", ReturnKind.HARD),
        ("5.2.1", "550 5.2.1 The account is disabled", ReturnKind.HARD),
        ("5.0.0", "550 5.1.1 No such user", ReturnKind.HARD),
        ("5.2.2", "552 5.2.2 Mailbox full", ReturnKind.SOFT),
        ("5.7.1", "550 5.7.1 Blocked, see https://spam.example", ReturnKind.SOFT),
        ("5.0.0", "554 rejected", ReturnKind.SOFT),
        ("4.4.7", "delivery time expired", ReturnKind.SOFT),
    ],
)
def test_only_what_says_that_there_is_no_mailbox_is_for_good(status: str, words: str, kind: ReturnKind) -> None:
    (report,) = reports.read(dsn("<abc@board.example>", status=status, words=words))
    assert report.kind is kind


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_only_delayed_or_has_arrived_is_no_return(action: str) -> None:
    assert reports.read(dsn("<abc@board.example>", action=action)) == []


def test_an_address_made_for_one_email_names_it_without_the_original() -> None:
    raw = dsn(to="bounces+abcdefghijklmnop2345@board.example")
    (report,) = reports.read(raw, bounce_address="bounces+{}@board.example")
    assert report.token == "abcdefghijklmnop2345"


@pytest.mark.parametrize("raw", [b"", b"From: a@b\r\n\r\nI am on vacation.", b"\xff\xfe", dsn("<a@b>")[:400], b"x" * 2_000_000])
def test_what_is_no_report_says_nothing(raw: bytes) -> None:
    assert reports.read(raw) == []


@given(st.binary(max_size=300), st.integers(0, 900))
def test_a_broken_report_breaks_nothing(noise: bytes, at: int) -> None:
    whole = dsn("<abc@board.example>")
    for report in reports.read(whole[:at] + noise + whole[at:]):
        assert report.kind in ReturnKind


def test_a_return_for_good_stops_the_address_and_marks_the_account(sent: Callable[..., Letter], session: Session) -> None:
    ana = make_coder("ana@example.com")
    came_back = sent(recipient="ana@example.com")
    found = reports.read(dsn(came_back.message_id))
    assert reports.apply(found, at=now()) == 1
    assert reports.apply(found, at=now()) == 0  # the same report again changes nothing
    session.commit()
    run_pending()
    assert came_back.status is LetterStatus.RETURNED
    assert session.get_one(Unreachable, "ana@example.com").times == 1
    assert session.get_one(Account, ana.id).unreachable_since is not None


def test_a_report_that_does_not_know_the_email_does_nothing(sent: Callable[..., Letter], session: Session) -> None:
    sent(recipient="ana@example.com")
    for raw in (dsn("<guessed@board.example>"), dsn(), dsn("")):
        assert reports.apply(reports.read(raw), at=now()) == 0
    assert session.scalars(select(Unreachable)).all() == []


def test_soft_returns_stop_an_address_only_when_they_go_on(session: Session) -> None:
    at = now()
    for day in range(reachability.MOST_SOFT - 1):
        reachability.note("ana@example.com", ReturnKind.SOFT, "full", at=at + timedelta(days=day))
    assert reachability.stopped_since("ana@example.com") is None
    later = at + timedelta(days=90)
    reachability.note("ana@example.com", ReturnKind.SOFT, "full", at=later)
    assert session.get_one(Unreachable, "ana@example.com").times == 1  # long ago no longer counts
    for day in range(1, reachability.MOST_SOFT):
        reachability.note("ana@example.com", ReturnKind.SOFT, "full", at=later + timedelta(days=day))
    assert reachability.stopped_since("ana@example.com") == later + timedelta(days=reachability.MOST_SOFT - 1)


def test_a_complaint_stops_what_was_not_asked_for(sent: Callable[..., Letter]) -> None:
    made = sent(recipient="ana@example.com")
    (report,) = reports.read(complaint(made.message_id))
    assert (report.kind, report.message_id) == (ReturnKind.COMPLAINT, made.message_id)
    assert reports.read(complaint(made.message_id, kind="not-spam")) == []
    reports.apply([report], at=now())
    assert reachability.stopped_since("ana@example.com") is not None


def test_nothing_is_sent_to_a_dead_address_but_what_its_owner_asks_for(
    letter: MakeLetter, server: Taking, session: Session
) -> None:
    reachability.note("ana@example.com", ReturnKind.HARD, "no such user", at=now())
    session.commit()
    held, asked = letter(template="application_step"), letter(template="password_reset")
    other = letter(template="application_step", recipient="kai@example.com")
    run_pending()
    assert (held.status, asked.status, other.status) == (LetterStatus.HELD_BACK, LetterStatus.SENT, LetterStatus.SENT)
    assert len(server.letters) == 2


@pytest.mark.parametrize(
    ("answer", "stopped"), [("550 5.1.1 No such user", True), ("550 5.7.1 Blocked", False), ("550 No", False)]
)
def test_a_recipient_the_server_itself_refuses_counts_as_a_return(
    letter: MakeLetter, use_server: Callable[..., None], answer: str, stopped: bool
) -> None:
    letter(recipient="ana@example.com")
    with mail_server(Taking(to_recipient=answer)) as port:
        use_server(port)
        run_pending()
    assert (reachability.stopped_since("ana@example.com") is not None) is stopped


def test_the_person_is_told_and_mends_it_by_the_link(
    session: Session, sign_in: Callable[..., FlaskClient], client: FlaskClient
) -> None:
    ana = make_coder("ana@example.com")
    session.commit()
    me = sign_in(ana)
    assert "come back to us" not in me.get("/help").text
    assert me.post("/account/email/prove").status_code == 409
    reachability.note("ana@example.com", ReturnKind.HARD, "no such user", at=now())
    session.commit()
    run_pending()
    page = me.get("/help").text
    assert "E-mails to ana@example.com come back to us." in page
    assert 'href="/account/email"' in page
    assert me.post("/account/email/prove").status_code == 303
    mailed = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert mailed is not None
    assert mailed.template == "prove_address"
    (path,) = re.findall(r"http://localhost(/reachable/\S+)", mailed.text)
    assert "came back to us" in client.get(path).text
    assert reachability.stopped_since("ana@example.com") is not None  # looking at it proves nothing
    assert client.post(path).status_code == 303
    assert client.get(path).status_code == 410
    assert reachability.stopped_since("ana@example.com") is None
    assert "come back to us" not in me.get("/help").text


def test_who_mistyped_their_address_is_told_before_it_is_confirmed(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    ana = make_coder("anna@exampel.com", confirmed=False)
    reachability.note("anna@exampel.com", ReturnKind.HARD, "no such domain", at=now())
    session.commit()
    run_pending()
    page = sign_in(ana).get("/help").text
    assert "E-mails to anna@exampel.com come back to us." in page
    assert 'href="/account/email"' in page
    assert "Send it again" in page


def test_an_administrator_sees_who_is_not_reached_and_can_send_again(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    ana, boss = make_coder("ana@example.com"), make_admin()
    reachability.note("ana@example.com", ReturnKind.HARD, "550 no such user", at=now())
    session.commit()
    run_pending()
    admin = sign_in(boss)
    page = admin.get("/admin/mail/unreachable").text
    assert "ana@example.com" in page
    assert "550 no such user" in page
    assert "does not reach this address since" in admin.get(f"/admin/people/{ana.public_id}").text
    assert admin.post(f"/admin/people/{ana.public_id}/send-again").status_code == 303
    assert reachability.stopped_since("ana@example.com") is None
    assert "does not reach this address" not in admin.get(f"/admin/people/{ana.public_id}").text
    assert admin.post(f"/admin/people/{ana.public_id}/send-again").status_code == 409


def test_a_maildir_is_read_reports_go_and_others_stay(
    sent: Callable[..., Letter], use: Callable[..., None], tmp_path: Path, session: Session
) -> None:
    came_back = sent(recipient="ana@example.com")
    session.commit()
    box = mailbox.Maildir(str(tmp_path / "box"))
    box.add(dsn(came_back.message_id))
    box.add(b"From: kai@example.com\r\nSubject: Thank you\r\n\r\nFor the job.")
    use(mail_bounce_mailbox=f"maildir://{tmp_path / 'box'}")
    read_returns()
    assert came_back.status is LetterStatus.RETURNED
    assert [message["Subject"] for message in mailbox.Maildir(str(tmp_path / "box"))] == ["Thank you"]
    seen: list[bytes] = []
    assert mailboxes.read_new(f"maildir://{tmp_path / 'box'}", lambda raw: bool(seen.append(raw))) == 0  # read once only


def test_an_mbox_is_read_reports_go_and_others_stay(
    sent: Callable[..., Letter], use: Callable[..., None], tmp_path: Path, session: Session
) -> None:
    came_back = sent(recipient="ana@example.com")
    session.commit()
    box = mailbox.mbox(str(tmp_path / "box"))
    box.add(dsn(came_back.message_id))
    box.add(b"From: kai@example.com\nSubject: Thank you\n\nFor the job.")
    box.close()
    use(mail_bounce_mailbox=f"mbox://{tmp_path / 'box'}")
    read_returns()
    assert came_back.status is LetterStatus.RETURNED
    left = mailbox.mbox(str(tmp_path / "box"))
    assert [message["Subject"] for message in left] == ["Thank you"]
    left.close()
    assert mailboxes.read_new(f"mbox://{tmp_path / 'box'}", lambda _raw: False) == 0


class Imap:
    """Stands in for an IMAP server that holds one report and one other message."""

    def __init__(self, raw: bytes) -> None:
        self.messages, self.flags, self.said = {b"1": raw, b"2": b"Subject: Hi\r\n\r\nHi."}, {}, []

    def __enter__(self) -> Imap:
        return self

    def __exit__(self, *_error: Any) -> None:
        self.said.append("logout")

    def login(self, user: str, password: str) -> None:
        self.said.append(f"{user}:{password}")

    def select(self, folder: str) -> Any:
        self.said.append(folder)
        return ("OK", [b"2"]) if folder == '"Returned/Mail"' else ("NO", [b"no such folder"])

    def uid(self, verb: str, *args: Any) -> Any:
        if verb == "SEARCH":
            return "OK", [b" ".join(self.messages)]
        if verb == "FETCH":
            return "OK", [(b"1 (UID 1 BODY[] {9}", self.messages[args[0]]), b")"]
        self.flags[args[0]] = args[2]
        return "OK", [None]

    def expunge(self) -> None:
        self.said.append("expunge")


def test_a_mailbox_over_imap_is_read_and_reports_go(
    sent: Callable[..., Letter], use: Callable[..., None], monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    came_back = sent(recipient="ana@example.com")
    session.commit()
    made = Imap(dsn(came_back.message_id))
    monkeypatch.setattr(mailboxes.imaplib, "IMAP4_SSL", lambda *_args, **_named: made)
    use(mail_bounce_mailbox="imaps://bounces%40board.example:p%2Fw@imap.board.example/Returned%2FMail")
    read_returns()
    assert came_back.status is LetterStatus.RETURNED
    assert made.said == ["bounces@board.example:p/w", '"Returned/Mail"', "expunge", "logout"]
    assert made.flags == {b"1": r"(\Seen \Deleted)", b"2": r"(\Seen)"}


@pytest.mark.parametrize("address", ["maildir:///nowhere/at/all", "mbox:///nowhere/at/all"])
def test_a_mailbox_that_cannot_be_read_is_logged_and_stops_nothing(
    use: Callable[..., None], capsys: pytest.CaptureFixture[str], address: str
) -> None:
    use(mail_bounce_mailbox=address)
    read_returns()
    assert "the bounce mailbox cannot be read" in capsys.readouterr().err


def told(client: FlaskClient, events: Any, *, secret: str = SECRET, at: datetime | None = None) -> int:
    body = json.dumps(events).encode()
    return client.post("/hooks/mail", data=body, headers={"X-Signature": hooks.sign(body, secret, at or now())}).status_code


def test_a_mail_service_reports_by_a_signed_request(
    client: FlaskClient, sent: Callable[..., Letter], use: Callable[..., None], session: Session
) -> None:
    use(mail_webhook_secret=SECRET)
    first = sent(recipient="ana@example.com")
    session.commit()
    events = [
        {"type": "bounce", "message_id": first.message_id, "permanent": True, "reason": "no such user"},
        {"type": "complaint", "recipient": "Kai@Example.com"},
        {"type": "bounce", "recipient": "lee@example.com", "status": "5.2.2"},
    ]
    assert told(client, {"events": events}) == 204
    assert first.status is LetterStatus.RETURNED
    assert reachability.stopped_since("ana@example.com") is not None
    assert reachability.stopped_since("kai@example.com") is not None
    assert reachability.stopped_since("lee@example.com") is None


def test_a_request_nobody_signed_or_an_old_one_is_refused(client: FlaskClient, use: Callable[..., None]) -> None:
    event = {"events": [{"type": "complaint", "recipient": "ana@example.com"}]}
    assert told(client, event, secret="") == 403  # off without a secret
    use(mail_webhook_secret=SECRET)
    assert client.post("/hooks/mail", json=event).status_code == 403
    assert told(client, event, secret="another secret") == 403
    assert told(client, event, at=now() - timedelta(minutes=6)) == 403
    assert client.post("/hooks/mail", json=event, headers={"X-Signature": "t=1,v1=zz"}).status_code == 403
    assert reachability.stopped_since("ana@example.com") is None


@pytest.mark.parametrize(
    "body",
    [[], {"events": 1}, {"events": [1]}, {"events": [{"type": "sent", "recipient": "a@example.com"}]},
     {"events": [{"type": "bounce"}]},
     {"events": [{"type": "bounce", "recipient": "nobody"}]}, {"events": [{"type": "bounce", "recipient": 5}]}],
)  # fmt: skip
def test_a_signed_request_of_another_shape_says_what_is_wrong(client: FlaskClient, use: Callable[..., None], body: Any) -> None:
    use(mail_webhook_secret=SECRET)
    assert told(client, body) == 400


def test_the_signature_is_the_one_the_documentation_describes() -> None:
    at = now()
    seconds = int(at.timestamp())
    mac = hmac.new(SECRET.encode(), f"{seconds}.{{}}".encode(), hashlib.sha256).hexdigest()
    assert hooks.sign(b"{}", SECRET, at) == f"t={seconds},v1={mac}"


def test_proving_again_is_for_who_is_not_reached(session: Session) -> None:
    from careercenter.accounts import services_reach

    ana = make_coder()
    session.commit()
    with pytest.raises(RuleBroken):
        services_reach.ask_proof(ana, at=now())


def test_each_email_may_have_its_own_return_address(letter: MakeLetter, server: Taking, use: Callable[..., None]) -> None:
    use(mail_bounce_address="bounces+{}@board.example")
    made = post("account_exists", Recipient("ana@example.com", "Ana"))
    run_pending()
    token = made.message_id.strip("<>").split("@")[0]
    assert server.senders == [f"bounces+{token}@board.example"]
    assert reports.apply([DeliveryReport(ReturnKind.HARD, "gone", token=token)], at=now()) == 1
