from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.moderation import queries
from careercenter.moderation.queries import CaseKind
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.moderation import make_edit, make_report
from tests.factories.postings import content, make_member, make_posting, make_posting_employer

S = PostingStatus


def _pending(at: datetime, title: str = "Inpatient DRG Coder") -> Posting:
    return make_posting(S.PENDING, at=at, title=title)


def test_the_queue_holds_new_jobs_edits_reports_and_held_ones_oldest_first(session: Session) -> None:
    at = now()
    held = make_posting(S.FROZEN, at=at - timedelta(hours=4))
    new = _pending(at - timedelta(hours=3))
    employer = make_posting_employer()
    author = make_member(employer)
    live = make_posting(S.LIVE, employer=employer, author=author, at=at - timedelta(days=2))
    edit = make_edit(live, author, at=at - timedelta(hours=2))
    reported = make_posting(S.LIVE, at=at - timedelta(days=3))
    make_report(reported, at=at - timedelta(hours=1))

    page = queries.queue()

    assert [(w.kind, w.posting.id) for w in page.items] == [
        (CaseKind.HELD, held.id), (CaseKind.NEW, new.id), (CaseKind.EDIT, live.id), (CaseKind.REPORT, reported.id),
    ]  # fmt: skip
    assert page.items[2].revision is edit
    assert page.items[3].reports == 1
    assert page.total == 4 == queries.count_waiting()


def test_nothing_drops_out_however_old(session: Session) -> None:
    at = now()
    old = _pending(at - timedelta(days=20))
    old.submitted_at = at - timedelta(days=200)
    for hours in range(1, 60):
        _pending(at - timedelta(hours=hours))
    session.flush()

    first = queries.queue(number=1)
    assert first.items[0].posting is old
    assert first.items[0].late(at)
    assert first.total == 60
    assert {w.posting.id for n in (1, 2) for w in queries.queue(number=n).items} >= {old.id}
    assert len(queries.queue(number=2).items) == 10


def test_a_job_closed_since_it_was_reported_still_waits(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    from careercenter.postings import services
    from careercenter.postings.lifecycle import CloseReason

    assert posting.author is not None
    services.close(posting, reason=CloseReason.FILLED, actor=posting.author, at=now())
    session.flush()
    assert [w.kind for w in queries.queue().items] == [CaseKind.REPORT]


def test_a_held_job_with_open_reports_stands_once(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    make_report(posting)
    posting_id = posting.id
    from careercenter.postings import services
    from tests.factories.postings import make_moderator

    services.freeze(posting, reason="scam", words="Signs of a scam.", actor=make_moderator(), at=now())
    session.flush()
    assert [(w.kind, w.posting.id, w.reports) for w in queries.queue().items] == [(CaseKind.REPORT, posting_id, 2)]


def test_late_begins_after_a_day(session: Session) -> None:
    at = now()
    _pending(at - timedelta(hours=24))
    _pending(at - timedelta(hours=24, seconds=1))
    assert [w.late(at) for w in queries.queue().items] == [True, False]


def test_the_numbers_say_how_many_of_what_and_since_when(session: Session) -> None:
    at = now()
    for hours in (1, 5, 9):
        _pending(at - timedelta(hours=hours))
    found = queries.numbers()
    assert (found.total, found.by_kind) == (3, {CaseKind.NEW: 3})
    assert found.oldest == at - timedelta(hours=9)
    assert found.median == at - timedelta(hours=5)


def test_an_empty_queue_has_no_oldest(session: Session) -> None:
    assert queries.numbers() == queries.Numbers(0, {}, None, None)
    assert queries.queue().items == []
    assert queries.following(now(), 1) is None


def test_after_a_case_comes_the_next_and_after_the_last_the_first(session: Session) -> None:
    at = now()
    one, two, three = (_pending(at - timedelta(hours=hours)) for hours in (3, 2, 1))
    assert one.submitted_at is not None
    assert three.submitted_at is not None
    following = queries.following(one.submitted_at, one.id)
    assert following is not None
    assert following.posting is two
    around = queries.following(three.submitted_at, three.id)
    assert around is not None
    assert around.posting is one


def test_a_case_is_shown_among_its_neighbours(session: Session) -> None:
    at = now()
    cases = [_pending(at - timedelta(minutes=60 - number)) for number in range(40)]
    shown = [w.posting for w in queries.around(CaseKind.NEW, subject=cases[30].id)]
    assert cases[30] in shown
    assert len(shown) <= 15
    assert next(w.posting for w in queries.around(CaseKind.NEW, subject=0)) is cases[0]


def test_the_queue_takes_the_same_number_of_queries_whatever_its_length(session: Session, count_queries: list[str]) -> None:
    at = now()

    def asked() -> int:
        session.expire_all()
        del count_queries[:]
        for waiting in queries.queue().items:
            assert waiting.title
            assert waiting.posting.employer.name
        return len(count_queries)

    make_report(make_posting(S.LIVE, at=at - timedelta(days=1)))
    _pending(at)
    few = asked()
    for number in range(20):
        employer = make_posting_employer(f"Employer {number}")
        author = make_member(employer)
        posting = make_posting(S.LIVE, employer=employer, author=author, at=at - timedelta(days=1))
        make_edit(posting, author)
        make_report(posting)
        _pending(at - timedelta(minutes=number))
    many = asked()
    assert many <= few + 1  # the edits' own query comes only when there are any


def test_reasons_of_one_use_in_their_order_without_retired_ones(session: Session) -> None:
    from careercenter.moderation.models import ReasonUse

    found = queries.reasons(ReasonUse.CHANGES)
    assert found
    assert {reason.use for reason in found} == {ReasonUse.CHANGES}
    found[0].retired_at = now()
    session.flush()
    assert found[0] not in queries.reasons(ReasonUse.CHANGES)
    assert found[0] in queries.reasons(ReasonUse.CHANGES, retired=True)


def test_the_title_of_an_edit_is_the_one_asked_for(session: Session) -> None:
    employer = make_posting_employer()
    author = make_member(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author, words=content())
    changes: dict[str, Any] = {"title": "Remote HCC Reviewer"}
    make_edit(posting, author, **changes)
    assert queries.queue().items[0].title == "Remote HCC Reviewer"
