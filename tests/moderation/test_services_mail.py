"""E-mails to moderators about what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.mail.models import Letter
from careercenter.mail.unsubscribing import read
from careercenter.moderation import services_mail
from careercenter.moderation.models import DeskMail
from careercenter.moderation.tasks import tell_moderators
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.accounts import make_admin, make_coder, make_moderator
from tests.factories.postings import make_posting

S = PostingStatus
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # in New York


def _moderator(how: DeskMail | None = None, *, at: datetime = NOON, zone: str = "America/New_York") -> Account:
    account = make_moderator()
    account.time_zone = zone
    if how is not None:
        services_mail.choose(account, how, at=at)
    return account


def _waiting(at: datetime, title: str = "Inpatient Coder") -> Posting:
    return make_posting(S.PENDING, at=at, title=title)


def _told(session: Session, account: Account) -> list[Letter]:
    query = select(Letter).where(Letter.recipient == account.email, Letter.template == "desk_waiting")
    return list(session.scalars(query.order_by(Letter.id)))


def test_nothing_is_sent_while_nothing_waits(session: Session) -> None:
    each, daily = _moderator(DeskMail.EACH), _moderator(DeskMail.DAILY)
    services_mail.tell_moderators(at=NOON + timedelta(hours=1))
    assert _told(session, each) == _told(session, daily) == []


def test_who_wants_each_hears_once_of_what_came(session: Session) -> None:
    account = _moderator(DeskMail.EACH)
    _waiting(NOON - timedelta(hours=2), "There before")
    _waiting(NOON + timedelta(minutes=3), "First")
    _waiting(NOON + timedelta(minutes=4), "Second")
    for minutes in (15, 30):
        services_mail.tell_moderators(at=NOON + timedelta(minutes=minutes))
    (letter,) = _told(session, account)
    assert letter.subject == "2 new cases to review"
    assert "First" in letter.text
    assert "There before" not in letter.text
    assert "3 cases are waiting at the desk" in letter.text


def test_the_digest_comes_once_a_day_in_the_morning_of_its_reader(session: Session) -> None:
    account = _moderator(DeskMail.DAILY)
    _waiting(NOON - timedelta(hours=30))
    six = NOON.replace(hour=11)
    services_mail.tell_moderators(at=six)
    assert _told(session, account) == []
    for later in (timedelta(hours=1), timedelta(hours=5), timedelta(hours=25)):
        services_mail.tell_moderators(at=six + later)
    letters = _told(session, account)
    assert [letter.subject for letter in letters] == ["1 case is waiting for review"] * 2
    assert "The oldest has waited" in letters[0].text


def test_who_never_chose_gets_the_digest_and_an_administrator_nothing(session: Session) -> None:
    moderator, admin, coder = _moderator(), make_admin(), make_coder()
    _waiting(NOON)
    services_mail.tell_moderators(at=NOON)
    assert [len(_told(session, each)) for each in (moderator, admin, coder)] == [1, 0, 0]


def test_none_and_suspended_moderators_hear_nothing(session: Session) -> None:
    none, suspended = _moderator(DeskMail.NONE), _moderator(DeskMail.EACH)
    suspended.active = False
    _waiting(NOON + timedelta(minutes=1))
    services_mail.tell_moderators(at=NOON + timedelta(hours=1))
    assert _told(session, none) == _told(session, suspended) == []


def test_its_link_stops_it(session: Session) -> None:
    account = _moderator(DeskMail.DAILY)
    _waiting(NOON)
    services_mail.tell_moderators(at=NOON)
    (letter,) = _told(session, account)
    assert letter.stop_url is not None
    stopped = read(letter.stop_url.rsplit("/", 1)[1])
    assert stopped is not None
    topic, who = stopped
    assert topic.stop(who, NOON)
    assert services_mail.choice_of(account) is DeskMail.NONE
    assert not topic.stop(make_coder().public_id, NOON)


def test_the_task_writes_to_moderators(session: Session) -> None:
    account = _moderator(DeskMail.EACH, at=NOON - timedelta(days=900))
    _waiting(NOON)
    tell_moderators()
    assert len(_told(session, account)) == 1
