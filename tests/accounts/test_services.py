from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from careercenter.accounts import mail, one_time_tokens, passwords, queries, services, services_closing, sessions
from careercenter.accounts.models import Account, LinkPurpose, MailedLink
from careercenter.accounts.services import SignUp
from careercenter.accounts.tasks import sweep_accounts
from careercenter.audit.models import AuditEntry
from careercenter.core import events
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail.models import Letter, LetterStatus
from careercenter.web.models import RateWindow
from tests.factories.accounts import make_account, make_moderator
from tests.factories.employers import make_employer

NOW = now()
GOOD = "seven red wagons"


def letters(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(letter.template, letter.recipient) for letter in session.scalars(select(Letter).order_by(Letter.id))]


def what(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)))


def sign_up(email: str = "ann@example.com", **changes: object) -> None:
    services.sign_up(SignUp(**{"name": "Ann", "email": email, "password": GOOD, "is_coder": True, **changes}), at=NOW)  # type: ignore[arg-type]


def test_signing_up_makes_an_unconfirmed_account_and_mails_a_link(session: Session) -> None:
    sign_up("Ann@Example.COM")
    account = queries.by_email("ann@example.com")
    assert account is not None
    assert account.is_coder
    assert not account.is_confirmed
    assert letters(session) == [("confirm_address", "ann@example.com")]


def test_signing_up_again_tells_only_the_owner(session: Session) -> None:
    known = make_account("ann@example.com", name="Ann Before")
    before = known.password
    sign_up(name="Somebody Else", password="other blue wagons")
    assert (known.name, known.password) == ("Ann Before", before)
    assert letters(session) == [("account_exists", "ann@example.com")]


def test_signing_up_again_before_confirming_sends_the_link_again(session: Session) -> None:
    sign_up()
    first = session.scalars(select(MailedLink)).one()
    sign_up(password="other blue wagons")
    session.refresh(first)
    assert first.used_at is None, "asking again voids nothing that its owner has in hand"
    account = queries.by_email("ann@example.com")
    assert passwords.matches(account, GOOD), "nobody may set the password of an account that is not theirs"
    assert letters(session) == [("confirm_address", "ann@example.com")] * 2


def test_a_suspended_address_gets_no_letter(session: Session) -> None:
    make_account("ann@example.com", active=False)
    sign_up()
    assert letters(session) == []


def test_confirming_is_done_once(session: Session) -> None:
    account = make_account(confirmed=False)
    token = one_time_tokens.make(account, LinkPurpose.CONFIRM, at=NOW)
    link = one_time_tokens.find(token, LinkPurpose.CONFIRM, at=NOW)
    assert link is not None
    services.confirm(link, at=NOW)
    assert account.is_confirmed
    assert one_time_tokens.find(token, LinkPurpose.CONFIRM, at=NOW) is None
    with pytest.raises(RuleBroken, match="used already"):
        services.confirm(link, at=NOW)


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [
        (LinkPurpose.CONFIRM, 72 * 60),
        (LinkPurpose.RESET, 30),
        (LinkPurpose.CHANGE_EMAIL, 24 * 60),
        (LinkPurpose.ADMIN, 24 * 60),
    ],
)
def test_a_link_is_over_after_its_time(session: Session, purpose: LinkPurpose, lasts: int) -> None:
    token = one_time_tokens.make(make_account(), purpose, at=NOW)
    assert one_time_tokens.find(token, purpose, at=NOW + timedelta(minutes=lasts - 1))
    assert not one_time_tokens.find(token, purpose, at=NOW + timedelta(minutes=lasts))


def test_a_newer_link_replaces_the_older_of_its_purpose_alone(session: Session) -> None:
    account = make_account()
    old = one_time_tokens.make(account, LinkPurpose.CHANGE_EMAIL, at=NOW, email="new@example.com")
    other = one_time_tokens.make(account, LinkPurpose.CONFIRM, at=NOW)
    new = one_time_tokens.make(account, LinkPurpose.CHANGE_EMAIL, at=NOW, email="newer@example.com")
    assert not one_time_tokens.find(old, LinkPurpose.CHANGE_EMAIL, at=NOW)
    assert one_time_tokens.find(new, LinkPurpose.CHANGE_EMAIL, at=NOW)
    assert one_time_tokens.find(other, LinkPurpose.CONFIRM, at=NOW)


@pytest.mark.parametrize("purpose", [LinkPurpose.RESET, LinkPurpose.CONFIRM])
def test_who_asks_for_a_link_voids_nobody_elses_until_one_is_used(session: Session, purpose: LinkPurpose) -> None:
    account = make_account()
    tokens = [one_time_tokens.make(account, purpose, at=NOW) for _ in range(3)]
    found = [one_time_tokens.find(token, purpose, at=NOW) for token in tokens]
    assert all(found)
    one_time_tokens.use(found[0], at=NOW)  # type: ignore[arg-type]
    assert [one_time_tokens.find(token, purpose, at=NOW) for token in tokens] == [None, None, None]


def test_a_link_works_for_its_purpose_alone_and_only_its_hash_is_kept(session: Session) -> None:
    token = one_time_tokens.make(make_account(), LinkPurpose.CONFIRM, at=NOW)
    assert not one_time_tokens.find(token, LinkPurpose.RESET, at=NOW)
    assert token not in repr(vars(session.scalars(select(MailedLink)).one()))


def test_a_reset_sets_the_password_and_ends_every_session(session: Session) -> None:
    account = make_account(tf_totp_secret="kept", tf_primary_method="authenticator")
    signed_in = sessions.start(account, at=NOW)
    link = one_time_tokens.find(one_time_tokens.make(account, LinkPurpose.RESET, at=NOW), LinkPurpose.RESET, at=NOW)
    assert link is not None
    services.reset(link, "other blue wagons", at=NOW)
    assert passwords.matches(account, "other blue wagons")
    assert account.tf_totp_secret == "kept", "a reset does not turn off the second step"
    assert sessions.alive(signed_in, at=NOW) is None
    assert letters(session) == [("password_changed", account.email)]


def test_a_poor_password_does_not_use_up_the_link(session: Session) -> None:
    account = make_account()
    token = one_time_tokens.make(account, LinkPurpose.RESET, at=NOW)
    link = one_time_tokens.find(token, LinkPurpose.RESET, at=NOW)
    assert link is not None
    with pytest.raises(RuleBroken):
        services.reset(link, "short", at=NOW)
    assert one_time_tokens.find(token, LinkPurpose.RESET, at=NOW)


def test_changing_the_password_asks_the_current_one_and_ends_the_others(session: Session) -> None:
    account = make_account(password=GOOD)
    mine, other = sessions.start(account, at=NOW), sessions.start(account, at=NOW)
    session.flush()
    here = sessions.alive(mine, at=NOW)
    assert here is not None
    for current, new, field in (("wrong", "other blue wagons", "current"), (GOOD, "short", "new"), (GOOD, GOOD, "new")):
        with pytest.raises(RuleBroken) as broken:
            services.change_password(account, current, new, session=here, at=NOW)
        assert broken.value.field == field
    services.change_password(account, GOOD, "other blue wagons", session=here, at=NOW)
    assert sessions.alive(mine, at=NOW)
    assert not sessions.alive(other, at=NOW)


def test_an_address_changes_when_the_new_one_is_proved_and_both_are_told(session: Session) -> None:
    account = make_account("old@example.com")
    services.ask_change_email(account, "New@example.com", at=NOW)
    assert account.email == "old@example.com"
    link = session.scalars(select(MailedLink)).one()
    services.change_email(link, at=NOW)
    assert account.email == "new@example.com"
    assert letters(session) == [
        ("address_change", "new@example.com"), ("address_changed", "old@example.com"), ("address_changed", "new@example.com"),
    ]  # fmt: skip


def test_an_address_somebody_has_is_not_given_away(session: Session) -> None:
    account = make_account("old@example.com")
    make_account("taken@example.com")
    assert services.ask_change_email(account, "taken@example.com", at=NOW) == "taken@example.com"
    assert letters(session) == [("account_exists", "taken@example.com")]
    assert session.scalars(select(MailedLink)).all() == []


def test_an_address_nobody_proved_keeps_nobody_from_it(session: Session) -> None:
    account, squatter = make_account("old@example.com"), make_account("new@example.com", confirmed=False)
    services.ask_change_email(account, "new@example.com", at=NOW)
    assert letters(session) == [("address_change", "new@example.com")]
    services.change_email(session.scalars(select(MailedLink)).one(), at=NOW)
    assert account.email == "new@example.com"
    assert (squatter.active, squatter.erased_at) == (False, NOW)


def test_an_address_taken_meanwhile_is_refused(session: Session) -> None:
    account = make_account("old@example.com")
    services.ask_change_email(account, "new@example.com", at=NOW)
    make_account("new@example.com")
    with pytest.raises(RuleBroken):
        services.change_email(session.scalars(select(MailedLink)).one(), at=NOW)
    assert account.email == "old@example.com"


def test_suspending_ends_sessions_and_links_and_restoring_lets_in_again(session: Session) -> None:
    account, moderator = make_account(), make_moderator()
    signed_in, token = sessions.start(account, at=NOW), one_time_tokens.make(account, LinkPurpose.RESET, at=NOW)
    services.suspend(account, actor=moderator, at=NOW)
    assert sessions.alive(signed_in, at=NOW) is None
    assert one_time_tokens.find(token, LinkPurpose.RESET, at=NOW) is None
    with pytest.raises(RuleBroken):
        services.suspend(account, actor=moderator, at=NOW)
    services.restore(account, actor=moderator, at=NOW)
    assert account.active
    with pytest.raises(RuleBroken):
        services.restore(account, actor=moderator, at=NOW)


def test_closing_erases_the_person_and_asks_other_features_to(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    erased: list[Account] = []
    monkeypatch.setitem(events._SUBSCRIBERS, events.Event.ACCOUNT_ENDS, [lambda account, at: erased.append(account)])
    account = make_account("ann@example.com", name="Ann Example")
    token = sessions.start(account, at=NOW)
    mail.password_changed(account, at=NOW)
    session.flush()
    session.execute(update(Letter).values(status=LetterStatus.SENT))
    services_closing.close(account, at=NOW)
    session.flush()
    assert erased == [account]
    assert not account.active
    assert account.password is None
    assert "ann" not in f"{account.name} {account.email}".lower()
    assert sessions.alive(token, at=NOW) is None
    assert session.scalars(select(Letter.template)).all() == ["account_closed"]  # still to be sent
    with pytest.raises(RuleBroken):
        services.restore(account, actor=None, at=NOW)


def test_members_and_staff_cannot_close_their_account_yet(session: Session) -> None:
    owner = make_account()
    make_employer(owner=owner)
    session.refresh(owner)
    for person in (owner, make_moderator()):
        with pytest.raises(RuleBroken):
            services_closing.close(person, at=NOW)
        assert person.active


def test_every_change_is_in_the_audit_trail(session: Session) -> None:
    sign_up()
    account = queries.by_email("ann@example.com")
    assert account is not None
    services.ask_reset(account, at=NOW)
    services.ask_change_email(account, "new@example.com", at=NOW)
    services.rename(account, "Ann New", at=NOW)
    services.end_sessions(account, actor=None, at=NOW)
    assert what(session) == [
        "account.signed_up", "account.reset_asked", "account.email_change_asked", "account.renamed", "account.sessions_ended",
    ]  # fmt: skip


def test_the_sweep_forgets_used_links_and_windows_that_are_over(session: Session) -> None:
    account = make_account()
    one_time_tokens.make(account, LinkPurpose.RESET, at=NOW - timedelta(days=3))
    one_time_tokens.make(account, LinkPurpose.CONFIRM, at=NOW)
    session.add_all(
        [
            RateWindow(key="a", count=1, ends_at=NOW - timedelta(hours=1)),
            RateWindow(key="b", count=1, ends_at=NOW + timedelta(hours=1)),
        ]
    )
    session.flush()
    sweep_accounts()
    assert [link.purpose for link in session.scalars(select(MailedLink))] == [LinkPurpose.CONFIRM]
    assert session.scalars(select(RateWindow.key)).all() == ["b"]
