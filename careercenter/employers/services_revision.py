"""What an employer says of itself, changed while coders see its jobs: a moderator looks first, and the old stays up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm.attributes import flag_modified

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer, EmployerRevision, ProfileStatus
from careercenter.storage import references

# What stands beside each job and could be another's; kind, place and time zone apply at once.
JUDGED = ("name", "website", "about", "equal_opportunity", "logo")


class _Visibility:
    """How to learn whether coders see an employer, or may without another look; `postings` says it, a layer above."""

    check: Callable[[Employer], bool] = staticmethod(lambda employer: False)


def set_visibility_check(check: Callable[[Employer], bool]) -> None:
    _Visibility.check = staticmethod(check)


def needs_review(employer: Employer) -> bool:
    """Say whether changes of what is judged wait: they apply at once while coders see no job of the employer."""
    return _Visibility.check(employer)


def pending(employer: Employer) -> EmployerRevision | None:
    return db.session.scalar(
        select(EmployerRevision).where(
            EmployerRevision.employer_id == employer.id, EmployerRevision.status == ProfileStatus.PENDING
        )
    )


def latest(employer: Employer) -> EmployerRevision | None:
    """Give the last change that waits or was refused; None when it was approved, replaced or there is none."""
    newest = select(EmployerRevision).where(EmployerRevision.employer_id == employer.id).order_by(EmployerRevision.id.desc())
    found = db.session.scalar(newest.limit(1))
    return found if found is not None and found.status in (ProfileStatus.PENDING, ProfileStatus.REJECTED) else None


def by_public_id(public_id: str) -> EmployerRevision | None:
    return db.session.scalar(select(EmployerRevision).where(EmployerRevision.public_id == public_id))


def ask(employer: Employer, changes: dict[str, str], *, actor: Actor, at: datetime) -> EmployerRevision | None:
    """Let `changes` of judged fields wait for a moderator, with a picture that waits already; None when nothing is left.

    A later change replaces one that waits.
    """
    earlier = pending(employer)
    if earlier is not None and earlier.logo and "logo" not in changes:
        changes = {**changes, "logo": earlier.logo}
    if earlier is not None and earlier.changes == changes:
        return earlier  # the same again keeps its place in the queue
    if earlier is not None:
        supersede(earlier, actor=actor, at=at)
        db.session.flush()  # the database allows one that waits
    if not changes:
        return None
    made = EmployerRevision(
        employer=employer,
        author_id=actor.account_id,
        base={field: getattr(employer, field) or "" for field in JUDGED},
        submitted_at=at,
        **changes,
    )
    db.session.add(made)
    flag_modified(employer, "name")  # its version moves: of two who change it at once the second is told
    db.session.flush()
    record("employer.edited", subject=employer, actor=actor, at=at, fields=sorted(changes), revision=made.public_id)
    return made


def ask_picture(employer: Employer, digest: str, *, actor: Actor, at: datetime) -> EmployerRevision | None:
    earlier = pending(employer)
    return ask(employer, {**(texts_of(earlier) if earlier else {}), "logo": digest}, actor=actor, at=at)


def withdraw(revision: EmployerRevision, *, actor: Actor, at: datetime) -> None:
    """Take one's own change back; what stands stays."""
    if revision.status is not ProfileStatus.PENDING or revision.employer.unlisted:
        raise RuleBroken(_("This change cannot be taken back."))
    supersede(revision, actor=actor, at=at)


def supersede(revision: EmployerRevision, *, actor: Actor | None, at: datetime) -> None:
    revision.status, revision.decided_at = ProfileStatus.SUPERSEDED, at
    record("employer.edit_superseded", subject=revision.employer, actor=actor, at=at, revision=revision.public_id)


def texts_of(revision: EmployerRevision) -> dict[str, str]:
    """Give what is asked for but for the picture, which is uploaded by itself."""
    return {field: value for field, value in revision.changes.items() if field != "logo"}


def _pictures() -> Select[Any]:
    return select(EmployerRevision.logo).where(EmployerRevision.status == ProfileStatus.PENDING)


references.register("pictures that wait for a look", _pictures)
