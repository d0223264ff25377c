"""What applications do later: what a sweep deletes, and telling applicants of a moderator's decision."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import select

from careercenter.accounts.models import Account
from careercenter.applications import digest, mail, retention, services, services_close, services_untold
from careercenter.applications.lifecycle import ENDED
from careercenter.applications.models import Application
from careercenter.applications.queries import applicants_of
from careercenter.applications.reach import why_not
from careercenter.audit.retention import Retained, note_deleted
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.events import Event, subscribe
from careercenter.core.i18n import _l
from careercenter.employers.models import Membership
from careercenter.mail import unsubscribing
from careercenter.postings.applied import set_applications_count
from careercenter.postings.lifecycle import is_stopped
from careercenter.postings.models import Posting
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue
from careercenter.tasks.registry import handles

AT_ONCE = 100  # e-mails written in one transaction; the rest are a task of their own


def init_app(app: Flask) -> None:
    # What pages say of decisions nobody told: days until the reminder, and from it until the board tells; 0 never.
    settings = app.config["SETTINGS"]
    days = (settings.decision_reminder_days, settings.decision_told_days if settings.decision_reminder_days else 0)
    app.jinja_env.globals.update(decision_days=days)
    # In this order: a résumé that only an application past its period held goes in the same sweep.
    subscribe(Event.FILES_ARE_SWEPT, forget_due)
    subscribe(Event.FILES_ARE_SWEPT, services.let_go)
    subscribe(Event.ACCOUNT_ENDS, services.withdraw_all)
    unsubscribing.register(unsubscribing.Topic(digest.TOPIC, _l("E-mails about applications"), digest.stop))
    set_applications_count(lambda posting: applicants_of([posting]).get(posting.id, (0, 0)))


def forget_due(at: datetime) -> None:
    """Delete the applications whose job ended longer ago than the operator keeps them."""
    number = retention.forget_before(at - timedelta(days=current_app.config["SETTINGS"].retention_applications_days), at=at)
    note_deleted(Retained.APPLICATIONS, number, at=at)


@handles(TaskName.TELL_DECISIONS)
def tell_decisions() -> None:
    """Remind employers of decisions they have not told, and tell those they were reminded of long enough ago."""
    settings, at = current_app.config["SETTINGS"], now()
    if not settings.decision_reminder_days:
        return
    told_after = timedelta(days=settings.decision_told_days) if settings.decision_told_days else None
    if told_after:
        services_untold.tell_overdue(at=at, after=told_after)
    services_untold.remind(at=at, after=timedelta(days=settings.decision_reminder_days), told_after=told_after)


@handles(TaskName.TELL_APPLICANTS)
def tell_applicants(reached: bool, employer_id: int, posting_id: int | None = None, after: int = 0) -> None:
    """Tell the coders with an open application, one e-mail an application; nobody whose case is otherwise again by now.

    `reached` is False when the employer lost them, True when it has them back. Without a posting it is all of the employer's.
    """
    query = (
        select(Application)
        .join(Posting, Posting.id == Application.posting_id)
        .where(Posting.employer_id == employer_id, Application.status.not_in(ENDED), Application.id > after)
        .order_by(Application.id)
        .limit(AT_ONCE)
    )
    if posting_id is not None:
        query = query.where(Application.posting_id == posting_id)
    found = db.session.scalars(query).all()
    tell = mail.within_reach if reached else mail.out_of_reach
    for application in found:
        of_itself = posting_id is None and is_stopped(application.posting)  # told when the job was stopped, and still so
        if (why_not(application) is None) is reached and not of_itself:
            tell(application)
    if len(found) == AT_ONCE:
        enqueue(
            TaskName.TELL_APPLICANTS,
            reached=reached, employer_id=employer_id, posting_id=posting_id, after=found[-1].id,
        )  # fmt: skip


@handles(TaskName.TELL_WAITING)
def tell_waiting(posting_id: int, actor_id: int, message: str, batch: str, after: int = 0) -> None:
    """Tell the next of those who wait, as the member who closed the job; nobody twice."""
    posting, actor = db.session.get(Posting, posting_id), db.session.get(Account, actor_id)
    if posting is None or actor is None:
        return
    undo = timedelta(minutes=current_app.config["SETTINGS"].undo_minutes)
    last = services_close.tell_waiting(posting, actor=actor, message=message, batch=batch, after=after, at=now(), undo=undo)
    if last is not None:
        enqueue(TaskName.TELL_WAITING, posting_id=posting_id, actor_id=actor_id, message=message, batch=batch, after=last)


@handles(TaskName.MAIL_DIGEST)
def mail_digest(membership_id: int) -> None:
    """Send a member what waited for the morning; nothing when it went already."""
    member = db.session.get(Membership, membership_id)
    if member is not None:
        digest.send(member)
