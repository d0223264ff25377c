"""The link in each e-mail about something the owner may not have done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import mail, one_time_tokens, second_factor, services, sessions
from careercenter.accounts.models import LinkPurpose, MailedLink, Passkey
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.mail.models import Letter
from tests.factories.accounts import PASSWORD, make_account

NOW = now()


def not_me(session: Session, to: str = "ann@example.com") -> str:
    session.flush()
    letters = session.scalars(select(Letter).where(Letter.recipient == to).order_by(Letter.id)).all()
    found = [re.search(r"http://localhost(/not-me/\S+)", letter.text) for letter in letters]
    return next(one for one in found if one)[1]


def passkey(name: str, at: object) -> Passkey:
    return Passkey(
        credential_id=name.encode(), public_key=b"1", backup_state=False, device_type="single_device", name=name, usage="first",
        create_datetime=at,
    )  # fmt: skip


@pytest.mark.parametrize("told", [
    lambda account: mail.new_device(account, "Firefox on Linux", at=NOW),
    lambda account: mail.password_changed(account, at=NOW),
    lambda account: mail.factor_changed(account, "A passkey was added.", at=NOW),
])  # fmt: skip
def test_it_puts_everybody_out_and_sends_a_link(session: Session, client: FlaskClient, told: object) -> None:
    account = make_account("ann@example.com")
    told(account)  # type: ignore[operator]
    token = sessions.start(account, at=NOW)
    link = not_me(session)
    assert client.get(link).status_code == 200
    assert sessions.alive(token, at=NOW), "looking changes nothing"
    assert client.post(link).status_code == 303
    assert sessions.alive(token, at=NOW) is None
    assert client.post("/login", data={"email": "ann@example.com", "password": PASSWORD}).status_code == 422
    assert session.scalars(select(Letter.template).order_by(Letter.id.desc())).first() == "password_reset"
    assert client.post(link).status_code == 410


def test_what_a_thief_added_goes_and_what_the_owner_had_stays(session: Session, client: FlaskClient) -> None:
    account = make_account(
        "ann@example.com", tf_totp_secret="thief", tf_primary_method="authenticator", mf_recovery_codes=["x"]
    )
    account.webauthn += [passkey("mine", NOW - timedelta(days=9)), passkey("theirs", NOW + timedelta(minutes=5))]
    mail.new_device(account, "Chrome on Windows", at=NOW)
    record("account.second_factor_on", subject=account, actor=account, at=NOW + timedelta(minutes=4))
    assert client.post(not_me(session)).status_code == 303
    assert [one.name for one in account.webauthn] == ["mine"]
    assert account.tf_totp_secret is None
    assert not account.mf_recovery_codes


def test_an_app_turned_on_before_stays(session: Session, client: FlaskClient) -> None:
    account = make_account("ann@example.com", tf_totp_secret="mine", tf_primary_method="authenticator")
    record("account.second_factor_on", subject=account, actor=account, at=NOW - timedelta(days=1))
    mail.new_device(account, "Chrome on Windows", at=NOW)
    client.post(not_me(session))
    assert account.tf_totp_secret == "mine"


@pytest.mark.parametrize("before", [False, True])
def test_a_stolen_address_comes_back(session: Session, client: FlaskClient, before: bool) -> None:
    """By the link of the e-mail about the change, and by an earlier one, which the change does not void."""
    account = make_account("ann@example.com")
    if before:
        mail.new_device(account, "Chrome on Windows", at=NOW)
    services.ask_change_email(account, "thief@example.com", at=NOW)
    services.change_email(
        session.scalars(select(MailedLink).where(MailedLink.purpose == LinkPurpose.CHANGE_EMAIL)).one(), at=NOW
    )
    assert client.post(not_me(session)).status_code == 303
    assert account.email == "ann@example.com"
    last = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert last is not None
    assert (last.template, last.recipient) == ("password_reset", "ann@example.com")


def test_it_comes_back_although_somebody_signed_up_with_it(session: Session, client: FlaskClient) -> None:
    account = make_account("ann@example.com")
    mail.new_device(account, "Chrome on Windows", at=NOW)
    link = not_me(session)
    account.email = "thief@example.com"
    session.flush()
    make_account("ann@example.com", confirmed=False)
    assert client.post(link).status_code == 303
    assert account.email == "ann@example.com"
    last = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert last is not None
    assert (last.template, last.recipient) == ("password_reset", "ann@example.com")


def test_an_address_somebody_else_has_proved_stays_theirs(session: Session, client: FlaskClient) -> None:
    account = make_account("ann@example.com")
    mail.new_device(account, "Chrome on Windows", at=NOW)
    link = not_me(session)
    account.email = "new@example.com"
    session.flush()
    other = make_account("ann@example.com")
    assert client.post(link).status_code == 303
    assert (account.email, other.email, other.active) == ("new@example.com", "ann@example.com", True)


def test_the_new_address_gets_no_such_link(session: Session) -> None:
    account = make_account("ann@example.com")
    mail.address_changed(account, "before@example.com", at=NOW)
    with pytest.raises(StopIteration):
        not_me(session)
    assert not_me(session, "before@example.com")


def test_it_works_for_a_week(session: Session) -> None:
    account = make_account()
    token = one_time_tokens.make(account, LinkPurpose.NOT_ME, at=NOW)
    assert one_time_tokens.find(token, LinkPurpose.NOT_ME, at=NOW + timedelta(days=6))
    assert not one_time_tokens.find(token, LinkPurpose.NOT_ME, at=NOW + timedelta(days=7))
    assert not second_factor.accepts(account, "000000", at=NOW)
