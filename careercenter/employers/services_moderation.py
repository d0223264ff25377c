"""What moderators do with a change of an employer's profile."""

from __future__ import annotations

from datetime import datetime

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers import mail
from careercenter.employers.models import EmployerRevision, ProfileStatus
from careercenter.employers.services import apply


def approve(revision: EmployerRevision, *, actor: Actor, at: datetime) -> None:
    """Put the change onto the employer. A new name or host ends the verification, which was said of the old one."""
    _must_wait(revision)
    _decide(revision, ProfileStatus.APPROVED, actor=actor, at=at)
    revision.employer.unlisted = False
    apply(revision.employer, dict(revision.changes), actor=actor, at=at, revision=revision.public_id)
    mail.to_author(revision, "employer_edit_approved")


def reject(revision: EmployerRevision, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Refuse the change and say why; what stands stays."""
    _must_wait(revision)
    if not reason:
        raise RuleBroken(_("Choose a reason."), field="reason")
    revision.decision_reason, revision.decision_words = reason.partition(",")[0], words
    _decide(revision, ProfileStatus.REJECTED, actor=actor, at=at)
    record(
        "employer.edit_rejected", subject=revision.employer, actor=actor, at=at,
        revision=revision.public_id, reason=reason, words=words,
    )  # fmt: skip
    mail.to_author(revision, "employer_edit_rejected", words=words)


def _must_wait(revision: EmployerRevision) -> None:
    if revision.status is not ProfileStatus.PENDING:
        raise Stale(_("This change is decided, or was replaced by a later one."))


def _decide(revision: EmployerRevision, to: ProfileStatus, *, actor: Actor, at: datetime) -> None:
    revision.status, revision.decided_at, revision.decided_by_id = to, at, actor.account_id
    db.session.flush()  # the second of two moderators fails here, before anybody is written to
