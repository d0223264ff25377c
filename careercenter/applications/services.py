"""What coders do with applications: keep a draft, send it, take it back; and what nobody needs any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import Account
from careercenter.applications import mail, queries, services_undo
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus, apply_action
from careercenter.applications.models import Application, ApplicationDraft
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.postings.content import ApplyHow
from careercenter.postings.models import Posting
from careercenter.profiles.answers import snapshot
from careercenter.profiles.models import Resume
from careercenter.profiles.queries import profile_of

# A draft nobody came back to in this time is about a job that is long closed.
DRAFTS_LAST = timedelta(days=90)
LONGEST_NOTE = 4_000


class NotOpen(RuleBroken):
    """The posting takes no applications here, or none any more."""


class NotConfirmed(RuleBroken):
    """The address of the account was not proved yet."""


class NotComplete(RuleBroken):
    """The draft lacks an answer or its résumé."""


@dataclass(frozen=True, slots=True)
class Answers:
    name: str
    email: str
    phone: str = ""
    note: str = ""


def keep_draft(
    posting: Posting,
    account: Account,
    *,
    at: datetime,
    answers: Answers | None = None,
    resume: Resume | None = None,
    checked: bool = True,
) -> ApplicationDraft:
    """Keep what was typed and chosen so far; what is not given stays as it was.

    Answers that did not pass the form are kept too (`checked=False`), cut to what a row holds; such a draft is not complete.
    """
    draft = queries.draft_of(posting.id, account.id)
    if draft is None:
        draft = ApplicationDraft(posting_id=posting.id, account_id=account.id)
        try:
            with db.session.begin_nested():
                db.session.add(draft)
        except IntegrityError:  # the same form, sent twice at once
            found = queries.draft_of(posting.id, account.id)
            assert found is not None
            draft = found
    if answers is not None:
        draft.name, draft.email, draft.phone = answers.name[:120], answers.email[:255], answers.phone[:30]
        draft.note, draft.checked = answers.note[: 2 * LONGEST_NOTE], checked
    if resume is not None:
        draft.resume_id = resume.id
    draft.changed_at = at
    db.session.flush()
    return draft


def is_complete(draft: ApplicationDraft) -> bool:
    return bool(draft.checked and draft.name and draft.email and draft.resume is not None and draft.resume.removed_at is None)


def send(posting: Posting, account: Account, *, actor: Actor, at: datetime) -> Application:
    """Send the draft. One who already applied gets the application they have, unchanged; a withdrawn one is reopened.

    The draft stays whenever this refuses.
    """
    application = queries.sent_to(posting.id, account.id, lock=True)
    if application is not None and application.status is not ApplicationStatus.WITHDRAWN:
        return application
    draft = queries.draft_of(posting.id, account.id)
    _check_may_send(posting, account, draft, actor=actor, at=at)
    assert draft is not None
    if application is None:
        application = Application(posting_id=posting.id, account_id=account.id)
        _fill(application, draft, at=at)
        application.status_times = {ApplicationStatus.SUBMITTED.value: at.isoformat()}
        try:
            with db.session.begin_nested():
                db.session.add(application)
        except IntegrityError:  # the same draft, sent twice at once: the other one was first
            first = queries.sent_to(posting.id, account.id)
            assert first is not None
            return first
        record("application.sent", subject=application, actor=actor, at=at)
    else:
        apply_action(application, ApplicationAction.APPLY_AGAIN, at=at)
        _fill(application, draft, at=at)
        record("application.apply_again", subject=application, actor=actor, at=at)
    db.session.execute(delete(ApplicationDraft).where(ApplicationDraft.id == draft.id))
    db.session.expunge(draft)
    mail.sent(application)
    return application


def withdraw(application: Application, *, actor: Actor, at: datetime) -> None:
    _coders_step(application, ApplicationAction.WITHDRAW, actor=actor, at=at)
    mail.withdrawn(application)


def decline(application: Application, *, actor: Actor, at: datetime) -> None:
    _coders_step(application, ApplicationAction.DECLINE, actor=actor, at=at)
    mail.declined(application)


def withdraw_all(account: Account, at: datetime) -> None:
    """Withdraw what an account that is closed has open, since nobody is there any more to hear of a step; delete its drafts."""
    for application in db.session.scalars(queries.of_account(account.id, ended=False)).all():
        withdraw(application, actor=account, at=at)
    db.session.execute(delete(ApplicationDraft).where(ApplicationDraft.account_id == account.id))


def let_go(at: datetime) -> None:
    """Delete old drafts, and the résumés their coders deleted that no application holds."""
    removed = select(Resume.id).where(Resume.removed_at.is_not(None))
    held = select(Application.resume_id)
    unneeded: list[Any] = [
        delete(ApplicationDraft).where(ApplicationDraft.changed_at < at - DRAFTS_LAST),
        update(ApplicationDraft).where(ApplicationDraft.resume_id.in_(removed)).values(resume_id=None),
        delete(Resume).where(Resume.removed_at.is_not(None), Resume.id.not_in(held)),
    ]
    for statement in unneeded:
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def takes_applications_here(posting: Posting, at: datetime) -> bool:
    return posting.is_visible(at) and posting.content.apply_how is ApplyHow.HERE


def _check_may_send(posting: Posting, account: Account, draft: ApplicationDraft | None, *, actor: Actor, at: datetime) -> None:
    if not takes_applications_here(posting, at):
        raise NotOpen(_("This job is not taking applications here anymore."))
    if actor.role_in(posting.employer_id) is not None:
        raise RuleBroken(_("You are a member of this employer, so you cannot apply to its jobs."))
    if account.confirmed_at is None:
        raise NotConfirmed(_("Confirm your e-mail address first."))
    if draft is None or not is_complete(draft):
        raise NotComplete(_("Something is missing from this application."))


def _fill(application: Application, draft: ApplicationDraft, *, at: datetime) -> None:
    assert draft.resume_id is not None
    application.name, application.email, application.phone = draft.name, draft.email, draft.phone
    application.note, application.resume_id = draft.note, draft.resume_id
    application.profile = snapshot(profile_of(draft.account_id))
    application.posting_content = draft.posting.content
    application.applied_at = application.changed_at = at


def _coders_step(application: Application, step: ApplicationAction, *, actor: Actor, at: datetime) -> None:
    before = application.status
    services_undo.act_as_coder(application, step, at=at)
    record(f"application.{step.value}", subject=application, actor=actor, at=at, before=before.value)
