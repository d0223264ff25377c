"""What the employer does with a posting once it is written."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, day
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.postings import mail
from careercenter.postings.completeness import LONGEST_OPEN_DAYS, Incomplete, missing
from careercenter.postings.lifecycle import TRANSITIONS, CloseReason, PostingAction, PostingStatus, may
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision, PostingSnapshot, UnsavedEdit
from careercenter.postings.services import snapshots
from careercenter.postings.services.transitions import (
    apply_due_transitions,
    ensure_allowed,
    first_public,
    is_over,
    set_content,
    set_days,
    supersede_revisions,
    transition,
)
from careercenter.postings.services.writing import draft, without_days

RENEW_WITHIN = timedelta(days=30)
UNDER_WAY = TRANSITIONS[PostingAction.WITHDRAW].to.keys() | TRANSITIONS[PostingAction.CLOSE].to.keys()


def open_actions(posting: Posting, *, at: datetime) -> list[PostingAction]:
    """Give what its employer could do with a posting at this moment, in the order of the table."""
    refused = {PostingAction.REOPEN} if not _before_closing(posting, at) else set()
    refused |= {PostingAction.RENEW} if not _renewable(posting, at) else set()
    standing = PostingStatus.EXPIRED if is_over(posting, at=at) else posting.status
    return [
        action for action, row in TRANSITIONS.items() if row.by == "member" and standing in row.to and action not in refused
    ]


def _before_closing(posting: Posting, at: datetime) -> bool:
    return posting.closes_at is not None and at < posting.closes_at


def _renewable(posting: Posting, at: datetime) -> bool:
    return posting.closes_at is not None and at <= posting.closes_at + RENEW_WITHIN


def submit(posting: Posting, *, actor: Actor, at: datetime, answer: str = "") -> None:
    """Ask for review; Incomplete with everything missing, RuleBroken when this person or employer may not yet.

    `answer` is what the author says to the moderator who sent it back; it stands in the trail.
    """
    ensure_allowed(posting, PostingAction.SUBMIT)
    _refuse_suspended(posting)
    if getattr(actor, "confirmed_at", None) is None:
        raise RuleBroken(_("Confirm your e-mail address before you submit a job. The link is in the e-mail we sent you."))
    lacks = missing(posting.content, at, imported=posting.external_reference is not None)
    if lacks:
        raise Incomplete(lacks)
    posting.submitted_at = at
    told = {"words": answer.strip()} if answer.strip() else {}
    transition(posting, PostingAction.SUBMIT, actor=actor, at=at, **told)
    mail.submitted(posting)


def withdraw(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Take a submitted posting back to change it."""
    transition(posting, PostingAction.WITHDRAW, actor=actor, at=at)


def pause(posting: Posting, *, actor: Actor, at: datetime) -> None:
    apply_due_transitions(posting, at=at)
    transition(posting, PostingAction.PAUSE, actor=actor, at=at)


def resume(posting: Posting, *, actor: Actor, at: datetime) -> None:
    apply_due_transitions(posting, at=at)
    ensure_allowed(posting, PostingAction.RESUME)
    _come_back(posting, PostingAction.RESUME, actor=actor, at=at)


def close(posting: Posting, *, reason: CloseReason, actor: Actor, at: datetime) -> None:
    apply_due_transitions(posting, at=at)
    ensure_allowed(posting, PostingAction.CLOSE)
    posting.closed_at, posting.close_reason = at, reason
    transition(posting, PostingAction.CLOSE, actor=actor, at=at, reason=reason.value)


def end_all(employer: Employer, *, actor: Actor, at: datetime) -> None:
    """End the jobs of an employer that closes: what waits for review is taken back, and what stands is closed."""
    query = select(Posting).where(Posting.employer_id == employer.id).order_by(Posting.id)
    for posting in db.session.scalars(query.where(Posting.status.in_(UNDER_WAY))).all():
        apply_due_transitions(posting, at=at)
        if may(posting, PostingAction.WITHDRAW):
            withdraw(posting, actor=actor, at=at)
        elif may(posting, PostingAction.CLOSE):
            close(posting, reason=CloseReason.OTHER, actor=actor, at=at)


def reopen(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Make a closed posting live again, under the same address and with the same posting day; see `_come_back`."""
    ensure_allowed(posting, PostingAction.REOPEN)
    if not _before_closing(posting, at):
        raise RuleBroken(_("The closing day of this job has passed, so it cannot be reopened. Repost it as a new job."))
    first_public(posting, at=at)
    posting.closed_at = posting.close_reason = None
    _come_back(posting, PostingAction.REOPEN, actor=actor, at=at)


def renew(posting: Posting, *, closing_on: date, actor: Actor, at: datetime) -> None:
    """Make an expired posting live again up to 30 days after, with a closing day counted from the old one."""
    apply_due_transitions(posting, at=at)
    ensure_allowed(posting, PostingAction.RENEW)
    _refuse_suspended(posting)
    old_day = posting.content.closing_on
    if old_day is None or not _renewable(posting, at):
        raise RuleBroken(_("This job expired more than %(days)s days ago. Repost it as a new job.", days=RENEW_WITHIN.days))
    latest = old_day + timedelta(days=LONGEST_OPEN_DAYS)
    if closing_on > latest:
        raise RuleBroken(
            _("Choose a closing day by %(day)s: %(most)s days from the old one.", day=day(latest), most=LONGEST_OPEN_DAYS),
            field="closing_on",
        )
    content = dataclasses.replace(posting.content, closing_on=closing_on, publish_on=None)
    lacks = missing(content, at, imported=posting.external_reference is not None)
    if lacks:
        raise Incomplete(lacks)
    snapshots.keep(posting, posting.content, actor=actor, at=at)
    set_content(posting, content)
    set_days(posting)
    _come_back(posting, PostingAction.RENEW, actor=actor, at=at, closing_on=closing_on.isoformat())


def _come_back(posting: Posting, action: PostingAction, *, actor: Actor, at: datetime, **detail: Any) -> None:
    """Make a posting live again; one about which a report was found right goes to a moderator first."""
    if posting.review_needed_at is None:
        transition(posting, action, actor=actor, at=at, **detail)
        return
    _refuse_suspended(posting)
    posting.submitted_at = at
    transition(posting, PostingAction.REVIEW_AGAIN, actor=actor, at=at, **detail)
    mail.submitted(posting)


def repost(posting: Posting, *, actor: Actor, at: datetime) -> Posting:
    """Begin a new posting from one that ended and archive the old; the new points back and has its own days."""
    apply_due_transitions(posting, at=at)
    if not (may(posting, PostingAction.REOPEN) or may(posting, PostingAction.RENEW)):
        raise RuleBroken(_("Only a closed or expired job can be reposted. Duplicate this one instead."))
    new = draft(posting.employer, without_days(posting.content), actor=actor, at=at)
    new.repost_of = posting
    archive(posting, actor=actor, at=at)
    db.session.flush()
    record("posting.reposted", subject=posting, actor=actor, at=at, posting=new.public_id)
    return new


def duplicate(posting: Posting, *, actor: Actor, at: datetime) -> Posting:
    """Begin a new posting with the same content; the old stays as it is."""
    return draft(posting.employer, without_days(posting.content), actor=actor, at=at)


def archive(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Put a posting away that is not public; its applications stay."""
    apply_due_transitions(posting, at=at)
    transition(posting, PostingAction.ARCHIVE, actor=actor, at=at)
    supersede_revisions(posting, at=at, actor=actor)


def unarchive(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Take a posting out of the archive, as it was when it was put there; what its days say meanwhile comes at once."""
    transition(posting, PostingAction.UNARCHIVE, actor=actor, at=at)
    apply_due_transitions(posting, at=at)


def deletable(posting: Posting) -> bool:
    """Say whether a posting can be deleted: a draft that was never public. Of everything else there are traces to keep."""
    return posting.status is PostingStatus.DRAFT and posting.posted_at is None


def delete_draft(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Delete a draft with all that was kept of it; the audit trail keeps that there was one."""
    if not deletable(posting):
        raise RuleBroken(_("Only drafts that were never live can be deleted. Archive this job instead."))
    record("posting.deleted", subject=posting, actor=actor, at=at, title=posting.title)
    for kept in (PostingCorrection, PostingRevision, PostingSnapshot, UnsavedEdit):
        db.session.execute(delete(kept).where(kept.posting_id == posting.id))
    db.session.flush()
    db.session.expire(posting, ["revisions"])
    db.session.delete(posting)


def _refuse_suspended(posting: Posting) -> None:
    employer = posting.employer
    if employer.closed_at is not None:
        raise RuleBroken(_("%(employer)s is closed, so its jobs cannot be submitted or renewed.", employer=employer.name))
    if employer.suspended_at is not None:
        raise RuleBroken(_("%(employer)s is suspended, so its jobs cannot be submitted or renewed.", employer=employer.name))
