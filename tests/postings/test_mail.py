"""The letters about a posting."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.mail.models import Letter
from careercenter.postings import mail, services
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision
from tests.factories.postings import make_member, make_posting, make_posting_employer

S = PostingStatus
TITLE = "Coder <b>& biller</b>"


def last(session: Session) -> Letter:
    session.flush()
    return session.scalars(select(Letter).order_by(Letter.id.desc())).first()


def edit_of(posting: Posting) -> PostingRevision:
    wider = dataclasses.replace(posting.content, pay_max=9000)
    revision = services.change(posting, wider, actor=posting.author, at=now()).revision
    assert revision is not None
    revision.decision_words = "Say **why**."
    return revision


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (mail.submitted, S.PENDING),
        (mail.approved, S.LIVE),
        (mail.approved, S.SCHEDULED),
        (mail.published, S.LIVE),
        (mail.changes_asked, S.CHANGES_ASKED),
        (mail.rejected, S.REJECTED),
        (mail.frozen, S.FROZEN),
        (mail.restored, S.LIVE),
        (mail.removed, S.REMOVED),
        (mail.expired, S.EXPIRED),
    ],
)
def test_each_letter_names_the_job_and_leads_to_it(session: Session, send, status: PostingStatus) -> None:
    posting = make_posting(status, title=TITLE)

    send(posting)

    letter = last(session)
    assert TITLE in letter.subject
    assert TITLE in letter.text
    assert "Coder &lt;b&gt;&amp; biller&lt;/b&gt;" in letter.html
    assert posting.public_id in letter.text
    assert f"Hello {posting.author.name}," in letter.text
    assert "\n\n" in letter.text
    assert letter.recipient == posting.author.email


@pytest.mark.parametrize("send", [mail.edit_approved, mail.edit_changes_asked, mail.edit_rejected])
def test_letters_about_an_edit_do_too(session: Session, send) -> None:
    posting = make_posting(title=TITLE)

    send(edit_of(posting))

    assert TITLE in last(session).subject
    assert posting.public_id in last(session).text


def test_a_moderators_words_are_quoted_in_both_parts(session: Session) -> None:
    mail.edit_changes_asked(edit_of(make_posting()))

    assert "Say **why**." in last(session).text
    assert "Say <strong>why</strong>." in last(session).html


def test_a_scheduled_job_is_not_called_live(session: Session) -> None:
    posting = make_posting(S.SCHEDULED)

    letter = last(session)
    assert letter.subject == f"Approved: {posting.title}"
    assert "goes live on" in letter.text
    assert f"/employers/{posting.employer.public_id}/postings/{posting.public_id}" in letter.text


def test_without_the_author_the_owners_are_written_to_and_recruiters_are_not(session: Session) -> None:
    employer = make_posting_employer()
    author, owner = make_member(employer), make_member(employer)
    make_member(employer, role="recruiter")
    posting = make_posting(S.DRAFT, employer=employer, author=author)
    author.active = False
    session.flush()

    assert [one.email for one in mail.recipients(posting)] == [owner.email]


@pytest.mark.parametrize("status", [S.PENDING, S.LIVE])
def test_only_of_a_job_that_was_public_the_page_says_that_it_is_gone(session: Session, status: PostingStatus) -> None:
    mail.removed(make_posting(status))
    letter = last(session)
    assert ("Its page says that it is no longer available" in letter.text) is (status is S.LIVE)
    assert ("Its page says that it is no longer available" in letter.html) is (status is S.LIVE)
    assert "If you think this is a mistake" in letter.text
