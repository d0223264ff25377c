"""What coders do with their profile and résumés."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from careercenter.accounts.models import Account
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.profiles import queries
from careercenter.profiles.answers import ProfileAnswers
from careercenter.profiles.documents import shown_name
from careercenter.profiles.models import CoderProfile, Resume, ResumeKind, ResumeScan, ResumeText
from careercenter.profiles.reading import ResumeReading
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

# A person has a few versions of a résumé, not a library.
MOST_RESUMES = 10


def start(account: Account, *, actor: Actor, at: datetime) -> None:
    """Let an account that was made for an employer look for work too."""
    if not account.is_coder:
        account.is_coder = True
        record("account.looks_for_work", subject=account, actor=actor, at=at)


def save_profile(account: Account, answers: ProfileAnswers, *, actor: Actor, at: datetime) -> CoderProfile:
    """Save all of a profile."""
    return save_part(account, {one.name: getattr(answers, one.name) for one in fields(answers)}, actor=actor, at=at)


def save_part(
    account: Account, changes: Mapping[str, Any], *, part: str | None = None, actor: Actor, at: datetime
) -> CoderProfile:
    """Save some fields of `ProfileAnswers` and leave the others as they are, also when another page saves those meanwhile."""
    _lock(account)  # two first answers at once are one profile
    profile = queries.profile_of(account.id)
    if profile is None:
        profile = CoderProfile(account_id=account.id)
        db.session.add(profile)
    for name, value in changes.items():
        setattr(profile, name, _stored(name, value))
    profile.changed_at = at
    record("profile.saved", subject=profile, actor=actor, at=at, **({"part": part} if part else {}))
    return profile


def _stored(name: str, value: Any) -> Any:
    if name == "specialties":
        return [{"slug": slug, "years": years} for slug, years in value]
    return list(value) if isinstance(value, tuple) else value


def keep_resume(
    account: Account, content: bytes, name: str, *, kind: ResumeKind, files: Any, actor: Actor, at: datetime
) -> Resume:
    """Store an uploaded file, of the kind `documents.kind_of` found, and have its text read.

    The same content again is the same résumé, under its new name.
    """
    _lock(account)
    digest = files.put(content)
    resume = queries.resume_by_digest(account.id, digest)
    if resume is None or resume.removed_at is not None:
        _check_room(account)
    if resume is None:
        resume = Resume(account_id=account.id, digest=digest, kind=kind, size=len(content), name=shown_name(name, kind))
        db.session.add(resume)
    resume.name, resume.uploaded_at, resume.removed_at = shown_name(name, kind), at, None
    record("resume.uploaded", subject=resume, actor=actor, at=at, kind=kind.value, size=len(content))
    if resume.text_status is not ResumeText.READ:
        resume.text_status = ResumeText.WAITING
        db.session.flush()
        enqueue(TaskName.EXTRACT_RESUME, resume_id=resume.id)
    return resume


def note_reading(resume: Resume, found: ResumeReading | None, scanned: ResumeScan) -> None:
    """Keep what reading and scanning said; `found` is None where nothing was read anew, or a virus kept it from being read."""
    if scanned is not ResumeScan.NOT_SCANNED:
        resume.scan = scanned
    if found is not None:
        resume.text_status, resume.text, resume.active = found.state, found.text, list(found.active)
    elif scanned is ResumeScan.INFECTED:
        resume.text_status, resume.text = ResumeText.UNREADABLE, ""


def refuse_unsafe(resume: Resume, *, scanning: bool) -> None:
    """Refuse to hand out a file that holds a virus, or that a scanner (`scanning`: there is one) has not seen yet."""
    if resume.scan is ResumeScan.INFECTED:
        raise RuleBroken(_("This file holds a virus, so it cannot be opened. Ask the applicant for another one."))
    if scanning and resume.scan is ResumeScan.NOT_SCANNED:
        raise RuleBroken(_("This file is still being checked for viruses. Try again in a few minutes."))


def remove_resume(resume: Resume, *, actor: Actor, at: datetime) -> None:
    """Take a résumé off the coder's list. Employers it was sent to keep it; when none has it, the sweep deletes it."""
    if resume.removed_at is not None:
        raise RuleBroken(_("This résumé was deleted already."))
    resume.removed_at = at
    record("resume.removed", subject=resume, actor=actor, at=at)


def forget(account: Account, at: datetime) -> None:
    """Delete the profile and take every résumé off the list; the sweep deletes the files no employer was sent."""
    db.session.execute(delete(CoderProfile).where(CoderProfile.account_id == account.id))
    for resume in db.session.scalars(queries.resumes_of(account.id)):
        remove_resume(resume, actor=account, at=at)


def _check_room(account: Account) -> None:
    kept = queries.resumes_of(account.id).order_by(None).subquery()
    if (db.session.scalar(select(func.count()).select_from(kept)) or 0) >= MOST_RESUMES:
        raise RuleBroken(
            _("You have %(most)s résumés here. Delete one you no longer need, then add this one.", most=MOST_RESUMES),
            field="resume",
        )


def _lock(account: Account) -> None:
    """Let a person's own uploads wait for each other, so that two at once are neither one row twice nor one too many."""
    db.session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
