"""What came since a moderator last looked at a job or an edit that was sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail_of
from careercenter.core.db import db
from careercenter.postings.content import PostingContent
from careercenter.postings.diff import Difference, differences
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus


@dataclass(frozen=True, slots=True)
class Look:
    """`words` is what the author was told then, `answer` what they said when they sent it again; each "" for nothing."""

    at: datetime
    words: str
    answer: str
    differences: Sequence[Difference]


def last_look(subject: Posting | PostingRevision) -> Look | None:
    """Give what a moderator last judged of it and what came since; None for what is sent for the first time."""
    if isinstance(subject, PostingRevision):
        return _of_revision(subject)
    if subject.status is not PostingStatus.PENDING or subject.judged_at is None or subject.judged_content is None:
        return None
    words = subject.decision_words or ""
    return _look(subject, subject.judged_at, words, subject.judged_content, subject.content)


def _of_revision(revision: PostingRevision) -> Look | None:
    earlier = db.session.scalar(
        select(PostingRevision)
        .where(
            PostingRevision.posting_id == revision.posting_id,
            PostingRevision.id < revision.id,
            PostingRevision.decided_at.is_not(None),
            PostingRevision.status.in_((RevisionStatus.CHANGES_ASKED, RevisionStatus.REJECTED, RevisionStatus.SUPERSEDED)),
            PostingRevision.decision_words.is_not(None),
        )
        .order_by(PostingRevision.id.desc())
        .limit(1)
    )
    if earlier is None or earlier.decided_at is None:
        return None
    return _look(revision.posting, earlier.decided_at, earlier.decision_words or "", earlier.content, revision.content)


def _look(posting: Posting, at: datetime, words: str, was: PostingContent, now: PostingContent) -> Look:
    sent = db.session.scalar(
        trail_of(posting).where(AuditEntry.what.in_(("posting.submitted", "posting.edited")), AuditEntry.at > at).limit(1)
    )
    answer = str(sent.detail.get("words") or "") if sent is not None else ""
    return Look(at, words, answer, differences(was, now))
