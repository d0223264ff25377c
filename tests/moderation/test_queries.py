from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.moderation import groups, queries
from careercenter.moderation.queue_request import CaseKind, Lane, Order, Origin, QueueRequest, Waits, Weight
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.signal_cache import read_anew
from tests.factories.moderation import make_edit, make_import, make_report
from tests.factories.postings import content, make_member, make_moderator, make_posting, make_posting_employer

S = PostingStatus


def _pending(at: datetime, title: str = "Inpatient DRG Coder") -> Posting:
    return make_posting(S.PENDING, at=at, title=title)


def test_the_queue_holds_reported_live_jobs_and_then_all_others_oldest_first(session: Session) -> None:
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
        (CaseKind.REPORT, reported.id), (CaseKind.HELD, held.id), (CaseKind.NEW, new.id), (CaseKind.EDIT, live.id),
    ]  # fmt: skip
    assert page.items[3].revision is edit
    assert page.items[0].reports == 1
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
    assert queries.at_place(0, but=1) is None


def test_after_a_case_comes_the_next_and_after_the_last_the_first(session: Session) -> None:
    at = now()
    one, two, three = (_pending(at - timedelta(hours=hours)) for hours in (3, 2, 1))
    assert [queries.place_of(CaseKind.NEW, subject=each.id) for each in (one, two, three)] == [0, 1, 2]
    following = queries.at_place(0, but=one.id)
    assert following is not None
    assert following.posting is two
    around = queries.at_place(2, but=three.id)
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


def _titles(**asked: Any) -> list[str]:
    return [waiting.title for waiting in queries.queue(QueueRequest(**asked)).items]


def test_the_queue_is_narrowed_by_employer_words_and_lane(session: Session) -> None:
    at = now()
    harbor, valley = make_posting_employer("Harbor General"), make_posting_employer("Valley Clinic")
    make_posting(S.PENDING, at=at - timedelta(hours=3), title="Inpatient Coder", employer=harbor, author=make_member(harbor))
    make_posting(S.PENDING, at=at - timedelta(hours=2), title="Risk Coder 100%", employer=valley, author=make_member(valley))
    held = make_posting(S.FROZEN, at=at - timedelta(hours=1), title="Held Coder")
    assert _titles(employer=harbor.public_id) == ["Inpatient Coder"]
    assert _titles(text="valley") == ["Risk Coder 100%"]
    assert _titles(text="100%") == ["Risk Coder 100%"]
    assert _titles(text="%") == ["Risk Coder 100%"]
    assert _titles(lane=Lane.NEW) == ["Inpatient Coder", "Risk Coder 100%"]
    assert _titles(lane=Lane.HELD) == [held.title]
    assert _titles(lane=Lane.EDIT) == _titles(lane=Lane.REPORTED) == _titles(lane=Lane.PROFILE) == []


def test_the_queue_is_narrowed_by_signals_age_and_where_a_job_came_from(session: Session) -> None:
    at = now()
    make_posting(S.PENDING, at=at - timedelta(hours=30), title="Scam Coder", description="Reach us on Telegram. " * 30)
    clean = make_posting(S.PENDING, at=at - timedelta(hours=2), title="Clean Coder")
    clean.external_reference = "R-1"
    session.flush()
    assert _titles(weight=Weight.BLOCK) == ["Scam Coder"]
    assert "Scam Coder" in _titles(weight=Weight.WARN)
    assert _titles(weight=Weight.NONE) == ["Clean Coder"]
    assert _titles(waits=Waits.LATE) == ["Scam Coder"]
    assert _titles(origin=Origin.IMPORT) == ["Clean Coder"]
    assert _titles(origin=Origin.FORM) == ["Scam Coder"]
    assert _titles(order=Order.NEWEST) == ["Clean Coder", "Scam Coder"]
    assert _titles(order=Order.SIGNALS) == ["Scam Coder", "Clean Coder"]


def test_every_way_to_narrow_the_queue_counts_what_it_shows(session: Session) -> None:
    employer = make_posting_employer()
    author = make_member(employer)
    live = make_posting(S.LIVE, employer=employer, author=author)
    make_edit(live, author)
    make_report(make_posting(S.LIVE))
    make_posting(S.FROZEN)
    _pending(now())
    for kind, values in (("lane", Lane), ("origin", Origin), ("weight", Weight), ("waits", Waits), ("order", Order)):
        for value in values:
            asked = QueueRequest(**{kind: value})
            page = queries.queue(asked)
            assert page.total == len(page.items) == queries.count_waiting(asked), asked


def test_a_job_sent_again_stands_in_a_lane_of_its_own(session: Session) -> None:
    posting = _pending(now() - timedelta(hours=3))
    _pending(now())
    assert posting.author is not None
    postings.ask_changes(posting, reason="pay-unclear", words="Say the pay.", actor=make_moderator(), at=now())
    postings.submit(posting, actor=posting.author, at=now())
    session.flush()
    page = queries.queue(QueueRequest(lane=Lane.AGAIN))
    assert [waiting.posting for waiting in page.items] == [posting]
    assert page.items[0].words == "New job, sent again"
    assert queries.numbers().in_lane(Lane.AGAIN) == 1


def test_the_next_case_is_the_next_of_what_is_asked_for(session: Session) -> None:
    at = now()
    one, other, two = (_pending(at - timedelta(hours=hours), title=title) for hours, title in ((3, "A1"), (2, "B"), (1, "A2")))
    asked = QueueRequest(text="A")
    place = queries.place_of(CaseKind.NEW, subject=one.id, asked=asked)
    postings.reject(one, reason="duplicate", words="It is here.", actor=make_moderator(), at=at)
    session.flush()
    following = queries.at_place(place, but=one.id, asked=asked)
    assert following is not None
    assert following.posting is two
    assert following.posting is not other


def test_employers_of_which_several_jobs_wait_come_first(session: Session) -> None:
    many, few = make_posting_employer("Many"), make_posting_employer("Few")
    for employer, count in ((few, 1), (many, 3)):
        author = make_member(employer)
        for _number in range(count):
            make_posting(S.PENDING, employer=employer, author=author)
    assert [(group.name, group.waiting) for group in groups.of_employers()] == [("Many", 3)]
    assert [(group.name, group.waiting) for group in groups.of_employers(least=1)] == [("Many", 3), ("Few", 1)]
    assert len(groups.waiting_of(many)) == 3


def test_an_imports_jobs_are_counted_and_found_together(session: Session) -> None:
    of, other = make_posting_employer("Many"), make_posting_employer("Other")
    author = make_member(of)
    first, second = (make_posting(S.PENDING, employer=of, author=author) for _number in range(2))
    elsewhere = make_posting(S.PENDING, employer=other)
    make_posting(S.PENDING, employer=of, author=author)
    batch = make_import(of, author, first, second, elsewhere)
    make_import(of, author, make_posting(S.LIVE, employer=of, author=author), file_name="decided.csv")
    assert [(group.name, group.waiting) for group in groups.of_imports()] == [("jobs.xlsx, Many", 3)]
    asked = QueueRequest(batch=batch.public_id)
    assert [line.posting for line in queries.queue(asked).items] == [first, second, elsewhere]
    assert groups.waiting_of(batch) == [first, second, elsewhere]


def test_a_weight_read_by_older_rules_is_read_anew(session: Session) -> None:
    posting = make_posting(S.PENDING, description="Reach us on Telegram. " * 30)
    session.execute(update(Posting).values(signals_rules=0, signals_weight=0))
    assert _titles(weight=Weight.BLOCK) == []
    assert read_anew() == 1
    assert _titles(weight=Weight.BLOCK) == [posting.title]
