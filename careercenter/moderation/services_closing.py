"""Closing an employer at the desk, and putting two that are one together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers import mail, services_closing, services_revision
from careercenter.employers.models import Employer, Membership
from careercenter.employers.services_membership import shut_the_door
from careercenter.importing.models import ImportBatch
from careercenter.mail.services import stop
from careercenter.moderation import notes
from careercenter.moderation.services import refuse_outsiders_and_own, words_needed
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingTemplate
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue


def close_employer(employer: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """Close an employer; its people are told why, and those who applied that it is so."""
    refuse_outsiders_and_own(employer, actor)
    words_needed(words)
    services_closing.close(employer, words=words, actor=actor, at=at)


def merge(employer: Employer, into: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """Merge an employer into another one: jobs, applications and people go there, and its address leads there.

    It cannot be undone, so it is refused where something would be lost: when either is closed or suspended, when both hold a
    job of the same reference, or when a job is held or waits for a decision about the old name.
    """
    for one in (employer, into):
        refuse_outsiders_and_own(one, actor)
    words_needed(words)
    for one in sorted((employer, into), key=lambda one: one.id):  # two merges at once must not lead in a circle
        db.session.refresh(one, with_for_update=True)
    if reason := why_not(employer, into):
        raise RuleBroken(reason)
    for posting in _postings(employer):
        posting.employer_id = into.id
        # What a claim asks to keep is kept where it goes, and nothing else of the other employer.
        posting.legal_hold_at = posting.legal_hold_at or employer.legal_hold_at
    _move_templates(employer, into)
    notes.move_notes(employer, into)
    _move_people(employer, into, at=at, actor=actor)
    db.session.execute(update(ImportBatch).where(ImportBatch.employer_id == employer.id).values(employer_id=into.id))
    shut_the_door(employer, actor=actor, at=at)
    waiting = services_revision.pending(employer)
    if waiting is not None:
        services_revision.supersede(waiting, actor=actor, at=at)
    stop(employer.through)
    employer.closed_at = employer.suspended_at = at
    employer.merged_into_id = into.id
    db.session.flush()
    record("employer.merged", subject=employer, actor=actor, at=at, words=words, into=into.public_id)
    record("employer.took_over", subject=into, actor=actor, at=at, words=words, name=employer.name, employer=employer.public_id)
    db.session.expire(into, ["members"])
    mail.to_members(into, "employer_merged", old=employer.name, words=words)
    enqueue(TaskName.RECONCILE_INDEX)


def why_not(employer: Employer, into: Employer) -> str | None:
    """Say why one cannot be merged into the other; None when they can."""
    if employer.id == into.id:
        return _("Choose another employer to merge this one into.")
    if any(one.suspended_at is not None or one.closed_at is not None for one in (employer, into)):
        return _("One of the two is suspended or closed. Restore it first.")
    stuck = (PostingStatus.PENDING, PostingStatus.FROZEN)
    if any(posting.status in stuck for posting in _postings(employer)):
        return _("A job of this employer is held or waits for review. Decide it first.")
    references = select(Posting.external_reference).where(Posting.external_reference.is_not(None))
    theirs = references.where(Posting.employer_id == into.id)
    if db.session.scalar(references.where(Posting.employer_id == employer.id, Posting.external_reference.in_(theirs)).limit(1)):
        return _("Both have an imported job of the same reference. Remove one of them first.")
    return None


def _postings(employer: Employer) -> list[Posting]:
    return list(db.session.scalars(select(Posting).where(Posting.employer_id == employer.id).order_by(Posting.id)))


def _move_templates(employer: Employer, into: Employer) -> None:
    query = select(PostingTemplate).where(PostingTemplate.employer_id == into.id)
    taken = {template.name.lower() for template in db.session.scalars(query)}
    own = select(PostingTemplate).where(PostingTemplate.employer_id == employer.id)
    for template in db.session.scalars(own.order_by(PostingTemplate.id)).all():
        name, number = template.name, 2
        while name.lower() in taken:
            name, number = f"{template.name[:72]} ({number})", number + 1
        taken.add(name.lower())
        template.name, template.employer_id = name, into.id


def _move_people(employer: Employer, into: Employer, *, actor: Actor, at: datetime) -> None:
    """People keep their role; who is in both keeps the role they have in the one that stays."""
    there = {one.account_id for one in into.members}
    for one in list(employer.members):
        one.ended_at = at
        record("membership.ended", subject=one, actor=actor, at=at, employer=employer.id, merged=True)
        if one.account_id not in there:
            made = Membership(employer_id=into.id, account_id=one.account_id, role=one.role, since=at)
            db.session.add(made)
            db.session.flush()
            record("membership.began", subject=made, actor=actor, at=at, role=one.role.value, employer=into.id, merged=True)
        db.session.expire(one.account, ["memberships"])
    db.session.flush()
    db.session.expire(employer, ["members"])
