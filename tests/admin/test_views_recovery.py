"""Letting somebody back into their account takes two administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import sessions
from careercenter.accounts.models import Account
from careercenter.admin import second_person
from careercenter.admin.models import Recovery, RecoveryKind
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail.models import Letter
from tests.factories.accounts import make_account, make_admin, make_moderator

SignIn = Callable[[Account], FlaskClient]
NOW = now()


def locked_out(**values: object) -> Account:
    return make_account("ann@example.com", tf_totp_secret="lost", tf_primary_method="authenticator", **values)


def ask(account: Account, actor: Account, kind: RecoveryKind = RecoveryKind.SECOND_FACTOR, address: str = "") -> Recovery:
    return second_person.ask(account, kind, address=address, reason="Called back at work", actor=actor, at=NOW)


def test_one_asks_another_agrees_and_the_person_is_told_of_both(session: Session, sign_in: SignIn) -> None:
    account, first, second = locked_out(), make_admin(name="First"), make_admin()
    token = sessions.start(account, at=NOW)
    session.commit()
    page = f"/admin/people/{account.public_id}"
    form = {"kind": "second_factor", "reason": "Called back at the number of her employer"}
    assert sign_in(first).post(f"{page}/recovery", data=form).status_code == 303
    asked = session.scalars(select(Recovery)).one()
    assert account.has_second_factor, "asking changes nothing"
    assert "Approve and do it" not in sign_in(first).get(page).text
    assert sign_in(first).post(f"{page}/recovery/{asked.public_id}/agree").status_code == 409
    assert account.has_second_factor
    other = sign_in(second)
    assert "Called back at the number of her employer" in other.get(page).text
    assert "1 person waits for a second administrator" in other.get("/admin/people").text
    assert other.post(f"{page}/recovery/{asked.public_id}/agree").status_code == 303
    assert not account.has_second_factor
    assert sessions.alive(token, at=NOW) is None
    assert session.scalars(select(Letter.template)).all() == ["factor_changed", "factor_changed"]
    acts = {entry.what: entry.actor_id for entry in session.scalars(select(AuditEntry))}
    assert acts["account.recovery_asked"] == first.id
    assert acts["account.second_factor_reset"] == second.id


def test_what_was_refused_or_taken_back_is_not_done(session: Session) -> None:
    account, first, second = locked_out(), make_admin(), make_admin()
    for decider in (first, second):
        asked = ask(account, first)
        second_person.refuse(asked, actor=decider, at=NOW)
        with pytest.raises(RuleBroken, match="decided already"):
            second_person.agree(asked, actor=second, at=NOW)
    assert account.has_second_factor


def test_what_was_asked_long_ago_is_asked_again(session: Session) -> None:
    asked = ask(locked_out(), make_admin())
    with pytest.raises(RuleBroken, match="7 days"):
        second_person.agree(asked, actor=make_admin(), at=NOW + second_person.LASTS + timedelta(seconds=1))


@pytest.mark.parametrize("gone", [{"staff": None}, {"active": False}])
def test_what_somebody_asked_who_is_no_administrator_anymore_is_not_done(session: Session, gone: dict[str, object]) -> None:
    asker = make_admin()
    asked = ask(locked_out(), asker)
    for name, value in gone.items():
        setattr(asker, name, value)
    with pytest.raises(RuleBroken):
        second_person.agree(asked, actor=make_admin(), at=NOW)
    assert asked.decided_at is None


def test_nobody_asks_or_agrees_for_themselves_and_no_moderator_does(session: Session) -> None:
    account, admin = locked_out(), make_admin(tf_totp_secret="x", tf_primary_method="authenticator")
    for actor, about in ((make_moderator(), account), (admin, admin)):
        with pytest.raises(RuleBroken):
            ask(about, actor)
    asked = ask(admin, make_admin())
    with pytest.raises(RuleBroken):
        second_person.agree(asked, actor=admin, at=NOW)


def test_an_address_is_changed_and_both_are_told(session: Session) -> None:
    account = make_account("old@example.com")
    asked = ask(account, make_admin(), RecoveryKind.CHANGE_ADDRESS, "New@example.com")
    second_person.agree(asked, actor=make_admin(), at=NOW)
    assert account.email == "new@example.com"
    told = session.scalars(select(Letter.recipient).where(Letter.template == "address_changed").order_by(Letter.id)).all()
    assert told == ["old@example.com", "new@example.com"]


@pytest.mark.parametrize("address", ["", "nobody", "taken@example.com", "old@example.com"])
def test_an_address_that_cannot_be_given_is_refused_at_once(session: Session, sign_in: SignIn, address: str) -> None:
    make_account("taken@example.com")
    account = make_account("old@example.com")
    form = {"kind": "change_address", "address": address, "reason": "Called back"}
    assert sign_in(make_admin()).post(f"/admin/people/{account.public_id}/recovery", data=form).status_code == 422
    assert session.scalars(select(Recovery)).all() == []


def test_proving_an_address_lets_nobody_in_who_was_there_before(session: Session) -> None:
    account = locked_out(confirmed=False)
    token = sessions.start(account, at=NOW)
    asked = ask(account, make_admin(), RecoveryKind.PROVE_ADDRESS)
    second_person.agree(asked, actor=make_admin(), at=NOW)
    assert account.is_confirmed
    assert not account.has_second_factor
    assert sessions.alive(token, at=NOW) is None


def test_a_lone_administrator_is_told_of_the_commands(session: Session, sign_in: SignIn) -> None:
    account, admin = locked_out(), make_admin()
    page = sign_in(admin).get(f"/admin/people/{account.public_id}/recovery").text
    assert "flask accounts reset-second-factor" in page
    make_admin()
    assert "flask accounts reset-second-factor" not in sign_in(admin).get(f"/admin/people/{account.public_id}/recovery").text
