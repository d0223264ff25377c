"""What somebody adds to an account before its address is proved is not there after the proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from careercenter.accounts import one_time_tokens, queries, second_factor, services, services_closing, sessions
from careercenter.accounts.models import Account, LinkPurpose, MailedLink, Passkey, Staff
from careercenter.accounts.services import SignUp
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.employers.models import Invitation
from careercenter.mail.models import Letter, LetterStatus
from careercenter.profiles.models import CoderProfile, Resume
from tests.factories.accounts import make_account
from tests.factories.employers import make_employer, make_invitation
from tests.factories.profiles import make_profile, make_resume

NOW = now()
THEIRS, MINE = "seven red wagons", "other blue wagons"
ME = {"kind": "employer", "name": "Vic Tim", "password": MINE}
SignIn = Callable[[Account], FlaskClient]


def somebody_was_here(session: Session) -> Account:
    """Give an account of a victim's address with all that its maker could leave there."""
    made = make_account("victim@example.com", name="Mal Ory", confirmed=False, password=THEIRS, is_coder=True)
    made.tf_totp_secret, made.tf_primary_method, made.mf_recovery_codes = "secret", "authenticator", ["hash"]
    made.webauthn.append(
        Passkey(credential_id=b"1", public_key=b"1", backup_state=False, device_type="single_device", name="k", usage="first")
    )
    make_profile(made)
    make_resume(made)
    make_invitation(make_employer("Mal Billing", owner=made), "next@example.com", token="next")
    session.commit()
    return made


def newest_link(session: Session, kind: str) -> str:
    letter = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    return re.search(rf"http://localhost(/{kind}/\S+)", letter.text)[1]  # type: ignore[index]


def nothing_is_left(session: Session, before: Account) -> None:
    assert (before.active, before.password, before.name, before.has_second_factor) == (False, None, "", False)
    assert not before.mf_recovery_codes
    assert session.scalar(select(func.count()).select_from(CoderProfile)) == 0
    assert session.scalars(select(Resume).where(Resume.removed_at.is_(None))).all() == []
    assert before.memberships == []
    assert session.scalars(select(Invitation)).one().withdrawn_at is not None


def test_a_new_password_by_e_mail_begins_the_account_anew(client: FlaskClient, session: Session) -> None:
    before = somebody_was_here(session)
    token = sessions.start(before, at=NOW)
    link = f"/reset/{one_time_tokens.make(before, LinkPurpose.RESET, at=NOW)}"
    assert "what was entered before is erased" in client.get(link).text
    assert client.post(link, data={"password": MINE}).status_code == 422, "who they are is asked too"
    assert client.post(link, data=ME).status_code == 303
    nothing_is_left(session, before)
    assert sessions.alive(token, at=NOW) is None
    mine = queries.by_email("victim@example.com")
    assert mine is not None
    assert (mine.id != before.id, mine.name, mine.is_coder, mine.is_confirmed) == (True, "Vic Tim", False, True)
    assert client.post("/login", data={"email": "victim@example.com", "password": THEIRS}).status_code == 422
    answer = client.post("/login", data={"email": "victim@example.com", "password": MINE})
    assert (answer.status_code, answer.location) == (303, "/account/home"), "no second step is asked for"


def test_who_signs_up_with_an_unproved_address_gets_in_with_their_own_password(client: FlaskClient, session: Session) -> None:
    before = somebody_was_here(session)
    client.application.test_client().post("/sign-up", data={**ME, "email": "victim@example.com"})
    link = newest_link(session, "confirm")
    assert client.post(link, data={"password": "neither of them"}).status_code == 422
    assert client.post(link, data={"password": MINE}).status_code == 303
    nothing_is_left(session, before)
    mine = queries.by_email("victim@example.com")
    assert mine is not None
    assert (mine.name, mine.is_confirmed, mine.is_coder) == ("Vic Tim", True, False)
    assert client.get("/account").status_code == 200


def test_asking_again_does_not_void_the_link_of_somebody_else(client: FlaskClient, session: Session) -> None:
    before = somebody_was_here(session)
    client.post("/sign-up", data={**ME, "email": "victim@example.com"})
    link = newest_link(session, "confirm")
    services.ask_confirmation(before, at=NOW)
    session.commit()
    assert client.post(link, data={"password": MINE}).status_code == 303


def test_who_knows_the_password_keeps_their_words_and_no_other_way_in(client: FlaskClient, session: Session) -> None:
    account = somebody_was_here(session)
    token = sessions.start(account, at=NOW)
    link = f"/confirm/{one_time_tokens.make(account, LinkPurpose.CONFIRM, at=NOW)}"
    assert client.post(link, data={"password": THEIRS}).status_code == 303
    assert account.is_confirmed
    assert account.name == "Mal Ory"
    assert not account.has_second_factor
    assert not account.mf_recovery_codes
    assert sessions.alive(token, at=NOW) is None


def test_confirming_while_signed_in_keeps_this_session_alone(sign_in: SignIn, session: Session) -> None:
    account = make_account(confirmed=False)
    here, there = sign_in(account), sign_in(account)
    assert here.post(f"/confirm/{one_time_tokens.make(account, LinkPurpose.CONFIRM, at=NOW)}").status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


@pytest.mark.parametrize("page", ["second-factor/app", "second-factor/recovery-codes"])
def test_no_second_step_before_the_address_is_proved(sign_in: SignIn, page: str) -> None:
    answer = sign_in(make_account(confirmed=False)).get(f"/account/{page}")
    assert answer.status_code == 403
    assert "Confirm your e-mail address first" in answer.text


def test_the_rule_holds_below_the_pages_too(session: Session) -> None:
    account = make_account(confirmed=False)
    with pytest.raises(RuleBroken, match="Confirm"):
        second_factor.turn_on(account, second_factor.new_secret(), "000000", at=NOW)
    with pytest.raises(RuleBroken, match="Confirm"):
        second_factor.new_recovery_codes(account, at=NOW)


def test_making_an_administrator_of_an_unproved_account_takes_no_stranger_along(session: Session) -> None:
    before = somebody_was_here(session)
    account, token = services.create_staff("victim@example.com", Staff.ADMIN, at=NOW)
    session.flush()
    nothing_is_left(session, before)
    assert account.id != before.id
    assert account.is_admin
    assert account.password is None
    assert not account.is_confirmed
    assert token is not None, "the link goes to the operator, who gives it to the right person"


def test_a_proved_account_is_never_begun_anew(session: Session) -> None:
    account = make_account()
    with pytest.raises(RuntimeError):
        services_closing.start_anew(account, at=NOW)
    link = one_time_tokens.find(
        one_time_tokens.make(make_account(confirmed=False), LinkPurpose.RESET, at=NOW), LinkPurpose.RESET, at=NOW
    )
    assert link is not None
    with pytest.raises(RuntimeError):
        services.reset(link, MINE, at=NOW)


def test_a_poor_password_claims_nothing(session: Session) -> None:
    account = make_account(confirmed=False)
    link = one_time_tokens.find(one_time_tokens.make(account, LinkPurpose.RESET, at=NOW), LinkPurpose.RESET, at=NOW)
    assert link is not None
    with pytest.raises(RuleBroken):
        services.claim(link, SignUp("Vic", account.email, "short", True), at=NOW)
    assert account.active


def test_closing_erases_the_e_mails_to_every_address_the_account_had(session: Session) -> None:
    at = now()
    account, other = make_account("first@example.com", name="Ann"), make_account("other@example.com")
    services.ask_change_email(account, "second@example.com", at=at)
    services.change_email(session.scalars(select(MailedLink)).one(), at=at)
    services.ask_change_email(account, "never.proved@example.com", at=at)
    services.ask_reset(other, at=at)
    session.flush()
    written_to = set(session.scalars(select(Letter.recipient)))
    assert {"first@example.com", "second@example.com", "never.proved@example.com"} < written_to
    session.execute(update(Letter).values(status=LetterStatus.SENT))
    services_closing.close(account, at=at)
    session.flush()
    left = session.execute(select(Letter.recipient, Letter.template)).all()
    assert sorted(map(tuple, left)) == [("other@example.com", "password_reset"), ("second@example.com", "account_closed")]


def test_who_has_the_address_later_keeps_their_e_mails(session: Session) -> None:
    at = now()
    account = make_account("first@example.com")
    services.ask_change_email(account, "second@example.com", at=at)
    services.change_email(session.scalars(select(MailedLink)).one(), at=at)
    later = make_account("first@example.com")
    services.ask_reset(later, at=at)
    session.flush()
    session.execute(update(Letter).values(status=LetterStatus.SENT))
    session.execute(update(Letter).where(Letter.template == "password_reset").values(queued_at=at + timedelta(hours=1)))
    services_closing.close(account, at=at + timedelta(hours=2))
    session.flush()
    assert sorted(session.scalars(select(Letter.template))) == ["account_closed", "password_reset"]
