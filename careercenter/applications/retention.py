"""How long applications are kept: past the end of their job for the operator's period, and longer only under a legal hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select

from careercenter.applications.models import (
    Application,
    ApplicationDraft,
    ApplicationMessage,
    ApplicationNote,
    ResumeOpening,
    TakenStep,
)
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting

S = PostingStatus

# In one go: a few thousand rows are deleted well within the time a form waits for the database.
MOST_AT_ONCE = 1_000


def forget_before(moment: datetime, *, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Delete the applications to jobs that ended before `moment`, up to `most`; give how many.

    With them go their messages, notes and who opened the résumé. A résumé its coder deleted before, and no other application
    holds, loses its file in the same sweep. Jobs under a legal hold are passed over,
    and those of employers under one. The audit trail says of each job how many.
    """
    due = (
        select(Application.id, Application.posting_id)
        .join(Posting, Posting.id == Application.posting_id)
        .where(_ended_before(moment), Posting.legal_hold_at.is_(None))
        .where(Posting.employer_id.not_in(select(Employer.id).where(Employer.legal_hold_at.is_not(None))))
        .order_by(Application.id)
        .limit(most)
    )
    of_posting: dict[int, list[int]] = {}
    for application_id, posting_id in db.session.execute(due):
        of_posting.setdefault(posting_id, []).append(application_id)
    for posting in db.session.scalars(select(Posting).where(Posting.id.in_(of_posting))).unique():
        _delete(of_posting[posting.id])
        record("applications.forgotten", subject=posting, actor=None, at=at, number=len(of_posting[posting.id]))
    return sum(map(len, of_posting.values()))


def hold(posting: Posting, *, reason: str, actor: Actor | None, at: datetime) -> None:
    """Keep what was sent to a job past the period: a claim, or an authority, asks for it."""
    if posting.legal_hold_at is not None:
        raise RuleBroken(_("This job is under a legal hold already."))
    posting.legal_hold_at = at
    record("posting.legal_hold", subject=posting, actor=actor, at=at, reason=reason)


def release(posting: Posting, *, actor: Actor | None, at: datetime) -> None:
    """End a legal hold; the next sweep deletes what is past the period."""
    if posting.legal_hold_at is None:
        raise RuleBroken(_("This job is under no legal hold."))
    posting.legal_hold_at = None
    record("posting.legal_hold_released", subject=posting, actor=actor, at=at)


def _ended_before(moment: datetime) -> ColumnElement[bool]:
    """An archived or removed job ended when it was put away; what is live, paused or held has not ended."""
    return or_(
        and_(Posting.status == S.CLOSED, Posting.closed_at < moment),
        and_(Posting.status == S.EXPIRED, Posting.closes_at < moment),
        and_(Posting.status.in_((S.ARCHIVED, S.REMOVED, S.REJECTED)), Posting.changed_at < moment),
    )


def _delete(application_ids: list[int]) -> None:
    parts: tuple[Any, ...] = (TakenStep, ApplicationMessage, ApplicationNote, ResumeOpening)
    for part in parts:
        db.session.execute(delete(part).where(part.application_id.in_(application_ids)))
    posting_ids = select(Application.posting_id).where(Application.id.in_(application_ids))
    db.session.execute(
        delete(ApplicationDraft)
        .where(ApplicationDraft.posting_id.in_(posting_ids))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(delete(Application).where(Application.id.in_(application_ids)))
