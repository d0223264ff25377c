"""Which postings are visible, and the lists of the desk and the employer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from careercenter.postings import queries
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.public_queries import employer_names
from tests.factories.employers import make_employer
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus
AT = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", PostingStatus)
def test_only_a_live_posting_is_visible(session: Session, status: PostingStatus) -> None:
    posting = make_posting(status, at=AT)

    seen = session.scalars(queries.visible(AT)).all()

    assert (posting in seen) is (status is S.LIVE)
    assert posting.is_visible(AT) is (status is S.LIVE)


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("America/New_York", datetime(2026, 12, 2, 5, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 2, 8, 0, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2026, 12, 2, 10, 0, tzinfo=UTC)),
        ("Pacific/Guam", datetime(2026, 12, 1, 14, 0, tzinfo=UTC)),
    ],
)
def test_a_posting_is_gone_at_the_minute_its_closing_day_ends_there(session: Session, zone: str, ends: datetime) -> None:
    posting = make_posting(at=AT, closing_on=date(2026, 12, 1), time_zone=zone)

    for moment, there in ((ends - timedelta(minutes=1), True), (ends, False), (ends + timedelta(minutes=1), False)):
        assert (posting in session.scalars(queries.visible(moment)).all()) is there
        assert posting.is_visible(moment) is there


def test_the_day_has_its_length_when_the_clocks_change(session: Session) -> None:
    posting = make_posting(at=datetime(2026, 10, 20, tzinfo=UTC), closing_on=date(2026, 11, 1))

    assert posting.closes_at == datetime(2026, 11, 2, 5, 0, tzinfo=UTC)


def test_nothing_of_a_suspended_employer_is_visible(session: Session) -> None:
    posting = make_posting(at=AT)
    posting.employer.suspended_at = AT
    session.flush()

    assert session.scalars(queries.visible(AT)).all() == []
    assert not posting.is_visible(AT)


def test_an_employers_list_has_the_last_changed_first_and_archived_ones_apart(session: Session) -> None:
    employer = make_posting_employer()
    first = make_posting(S.DRAFT, employer=employer, at=AT)
    second = make_posting(S.LIVE, employer=employer, at=AT + timedelta(hours=1))
    archived = make_posting(S.ARCHIVED, employer=employer, at=AT)
    make_posting(S.LIVE, at=AT)

    assert session.scalars(queries.of_employer(employer)).all() == [second, first]
    assert session.scalars(queries.of_employer(employer, S.ARCHIVED)).all() == [archived]
    assert queries.counts_of_employer(employer) == {S.DRAFT: 1, S.LIVE: 1, S.ARCHIVED: 1}


def test_another_employers_posting_is_not_there(session: Session) -> None:
    posting, other = make_posting(), make_posting_employer()

    assert queries.of_employer_by_public_id(posting.employer.public_id, posting.public_id) is posting
    assert queries.of_employer_by_public_id(other.public_id, posting.public_id) is None


def test_the_visible_are_counted_as_they_are_selected(session: Session) -> None:
    for status in PostingStatus:
        make_posting(status, at=AT)
    make_posting(at=AT).employer.suspended_at = AT
    session.flush()

    live = session.query(Posting).filter_by(status=S.LIVE).count()
    for at in (AT, AT + timedelta(days=400)):
        selected = len(session.scalars(queries.visible(at)).all())
        assert queries.count_visible(at) == queries.count_visible(at, live=live) == selected


def test_employers_of_one_name_are_told_apart_by_their_places(session: Session) -> None:
    one, other, alone = (
        make_employer("Quillback Clinic", city="Joplin", state="MO"),
        make_employer("quillback clinic", city="Ada", state="OK"),
        make_employer("Quillback River Clinic", city="Joplin", state="MO"),
    )
    ids = [employer.public_id for employer in (one, other, alone)]
    names = employer_names(session, ids)
    assert [names[public_id] for public_id in ids] == [
        "Quillback Clinic (Joplin, MO)", "quillback clinic (Ada, OK)", "Quillback River Clinic",
    ]  # fmt: skip
    assert employer_names(session, ids[:1]) == {one.public_id: "Quillback Clinic"}
