from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken, Stale
from careercenter.employers.models import MailScope, Role
from careercenter.mail.models import Letter
from careercenter.moderation.decisions import DecisionOutcome, Verdict
from careercenter.moderation.services_correcting import correct_and_approve, token_of
from careercenter.postings import services as postings
from careercenter.postings.content import ApplyHow, Place
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision, PostingSnapshot, RevisionStatus
from tests.factories.accounts import make_moderator
from tests.factories.employers import make_member
from tests.factories.moderation import make_edit
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus
WHY = "The title had a slip."


def _correct(subject: Posting | PostingRevision, actor: Account | None = None, **changes: Any) -> DecisionOutcome:
    content = replace(subject.content, **changes)
    verdict = Verdict(token_of(subject), words=WHY)
    return correct_and_approve(subject, content, verdict=verdict, actor=actor or make_moderator(), at=now())


def _pending(**values: Any) -> Posting:
    return make_posting(S.PENDING, title="Inpatint Coder", **values)


def _correction(session: Session) -> PostingCorrection:
    session.flush()
    return session.scalars(select(PostingCorrection)).one()


def test_a_slip_is_put_right_and_the_job_goes_live(session: Session) -> None:
    posting = _pending()
    assert _correct(posting, title="Inpatient Coder") is DecisionOutcome.LIVE
    assert (posting.status, posting.title, posting.content.title) == (S.LIVE, "Inpatient Coder", "Inpatient Coder")
    kept = _correction(session)
    assert (kept.before.title, kept.after.title, kept.words) == ("Inpatint Coder", "Inpatient Coder", WHY)


def test_facts_the_words_state_are_corrected_too(session: Session) -> None:
    posting = _pending()
    _correct(posting, credentials_any=("ccs",), places=(Place("Houston", "TX", "77030"),))
    assert posting.content.credentials_any == ("ccs",)
    assert posting.content.places == (Place("Houston", "TX", "77030"),)


def test_author_and_team_hear_once_what_was_changed_and_why(session: Session) -> None:
    posting = _pending()
    colleague = make_author(posting.employer, Role.RECRUITER, name="Cora Lee")
    next(one for one in posting.employer.members if one.account_id == colleague.id).mail_jobs = MailScope.ALL
    session.flush()
    _correct(posting, title="Inpatient Coder")
    session.flush()
    letters = session.scalars(select(Letter).where(Letter.template.in_(("posting_corrected", "posting_approved")))).all()
    assert {letter.template for letter in letters} == {"posting_corrected"}
    assert posting.author is not None
    assert {letter.recipient for letter in letters} >= {posting.author.email}
    assert all("“Inpatint” became “Inpatient”" in letter.text and WHY in letter.text for letter in letters)


def test_the_trail_has_old_and_new_values_and_the_reason(session: Session) -> None:
    posting = _pending()
    _correct(posting, title="Inpatient Coder")
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "posting.corrected")).one()
    assert entry.detail == {"words": WHY, "title": {"before": "Inpatint", "after": "Inpatient"}}


def test_what_it_said_before_is_kept_for_forms_that_are_open(session: Session) -> None:
    posting = _pending()
    _correct(posting, title="Inpatient Coder")
    session.flush()
    assert [one.content.title for one in session.scalars(select(PostingSnapshot))] == ["Inpatint Coder"]


@pytest.mark.parametrize(
    "changes",
    [{"pay_min": 9900}, {"apply_how": ApplyHow.LINK, "apply_url": "https://example.com/x"}, {"contact_name": "Somebody"}],
)
def test_pay_and_how_to_apply_are_left_to_the_author(session: Session, changes: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken, match="ask the author"):
        _correct(_pending(), **changes)


PROMISES = ("Pay is $50 an hour.", "Write to me@example.com.", "See https://example.com/me", "Call 713-555-0100.")


@pytest.mark.parametrize("words", PROMISES)
def test_amounts_and_addresses_within_a_text_are_left_to_the_author(session: Session, words: str) -> None:
    posting = _pending()
    with pytest.raises(RuleBroken, match="amounts, addresses and phone numbers"):
        _correct(posting, description=f"{posting.content.description} {words}")


def test_a_text_is_not_written_anew(session: Session) -> None:
    with pytest.raises(RuleBroken, match="at most 40 words"):
        _correct(_pending(), description="Another text altogether. " + " ".join(f"word{number}" for number in range(60)))


def test_capitals_throughout_are_only_wording(session: Session) -> None:
    posting = _pending(description="YOU CODE CARDIOLOGY VISITS AND ANSWER QUESTIONS. " * 12)
    _correct(posting, description="You code cardiology visits and answer questions. " * 12)
    assert posting.status is S.LIVE


def test_nothing_changed_is_no_correction(session: Session) -> None:
    with pytest.raises(RuleBroken, match="Nothing is changed"):
        _correct(_pending())


def test_a_correction_says_why(session: Session) -> None:
    posting = _pending()
    content, silent = replace(posting.content, title="Coder"), Verdict(token_of(posting))
    with pytest.raises(RuleBroken, match="Say in a sentence why"):
        correct_and_approve(posting, content, verdict=silent, actor=make_moderator(), at=now())


def test_what_the_author_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    posting = _pending()
    seen = token_of(posting)
    assert posting.author is not None
    postings.withdraw(posting, actor=posting.author, at=now())
    postings.change(posting, replace(posting.content, title="Inpatient Facility Coder"), actor=posting.author, at=now())
    session.flush()
    with pytest.raises(Stale):
        correct_and_approve(
            posting, replace(posting.content, title="Inpatient Coder"), verdict=Verdict(seen, words=WHY),
            actor=make_moderator(), at=now(),
        )  # fmt: skip
    assert posting.content.title == "Inpatient Facility Coder"


def test_what_is_decided_is_not_corrected(session: Session) -> None:
    with pytest.raises(Stale):
        _correct(make_posting(S.LIVE), title="Else")


def test_nobody_corrects_a_job_of_their_own_employer(session: Session) -> None:
    posting, moderator = _pending(), make_moderator()
    make_member(posting.employer, moderator)
    with pytest.raises(RuleBroken, match="another moderator"):
        _correct(posting, moderator, title="Inpatient Coder")


def test_only_moderators_correct(session: Session) -> None:
    posting = _pending()
    assert posting.author is not None
    with pytest.raises(RuleBroken, match="Only a moderator"):
        _correct(posting, posting.author, title="Inpatient Coder")


def test_a_scam_is_not_made_readable(session: Session) -> None:
    fee = "A training fee of $75 is due before you start. We interview you on Telegram. "
    scam = _pending(description=fee + "You code charts. " * 12)
    with pytest.raises(RuleBroken, match="signs known from scams"):
        _correct(scam, title="Inpatient Coder")


def _edit() -> PostingRevision:
    employer = make_posting_employer()
    author = make_author(employer)
    return make_edit(make_posting(S.LIVE, employer=employer, author=author), author, title="Inpatint Coder", pay_min=2800)


def test_an_edit_is_corrected_and_approved(session: Session) -> None:
    edit = _edit()
    assert _correct(edit, title="Inpatient Coder") is DecisionOutcome.EDIT_APPROVED
    assert edit.status is RevisionStatus.APPROVED
    assert (edit.posting.title, edit.posting.content.pay_min) == ("Inpatient Coder", 2800)
    assert _correction(session).revision_id == edit.id


def test_an_edit_of_a_job_that_ended_is_not_corrected(session: Session) -> None:
    edit = _edit()
    edit.posting.closes_at = now()
    session.flush()
    with pytest.raises(Stale):
        _correct(edit, title="Inpatient Coder")


def test_undoing_puts_the_authors_words_back_after_a_look(session: Session) -> None:
    posting = _pending()
    _correct(posting, title="Inpatient Coder")
    correction, author = _correction(session), posting.author
    assert author is not None
    made = postings.undo_correction(correction, actor=author, at=now())
    assert (posting.title, made.waiting) == ("Inpatient Coder", ("title",))
    assert made.revision is not None
    assert made.revision.content.title == "Inpatint Coder"
    assert correction.undone_by_id == author.id
    with pytest.raises(RuleBroken, match="Nothing is left to undo"):
        postings.undo_correction(correction, actor=author, at=now())


def test_undoing_leaves_what_the_author_changed_since(session: Session) -> None:
    posting = _pending()
    _correct(posting, title="Inpatient Coder", places=(Place("Houston", "TX", "77030"),))
    correction, author = _correction(session), posting.author
    assert author is not None
    postings.change(posting, replace(posting.content, title="Facility Coder"), actor=author, at=now())
    made = postings.undo_correction(correction, actor=author, at=now())
    assert made.revision is not None
    assert made.revision.content.title == "Facility Coder"
    assert made.revision.content.places == correction.before.places
