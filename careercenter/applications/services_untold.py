"""Decisions that nobody told: the employer is reminded once, and some days later the board tells the applicant.

A coder goes on seeing the status before the decision (lifecycle.SHOWN_AS), and would wait for ever. Each application is
reminded of once and told once: `reminded_at` and the status are written in the transaction of the e-mail.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select

from careercenter.applications import mail
from careercenter.applications.lifecycle import UNTOLD, ApplicationAction, apply_action
from careercenter.applications.models import Application
from careercenter.applications.reach import why_not
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.postings.models import Posting

MOST_AT_ONCE = 500  # applications in one transaction; the next run goes on


def remind(*, at: datetime, after: timedelta, told_after: timedelta | None) -> int:
    """Remind employers of decisions made longer ago than `after`, in one e-mail a posting; give of how many applications.

    `told_after` is when the board will tell, from the reminder; None says that it will not. An employer that does not reach
    its applicants now could not tell them, and is passed over until it can.
    """
    due = select(Application).where(
        Application.status.in_(UNTOLD), Application.changed_at <= at - after, Application.reminded_at.is_(None)
    )
    found = db.session.scalars(due.order_by(Application.posting_id, Application.id).limit(MOST_AT_ONCE)).all()
    reminded = [application for application in found if why_not(application) is None]
    number: Counter[Posting] = Counter()
    for application in reminded:
        application.reminded_at = at
        number[application.posting] += 1
    for posting, of_it in number.items():
        mail.not_told(posting, of_it, tells_on=(at + told_after).date() if told_after else None)
    return len(reminded)


def tell_overdue(*, at: datetime, after: timedelta) -> int:
    """Tell the applicants whose employers were reminded longer ago than `after`, in neutral words; give how many."""
    due = select(Application).where(Application.status.in_(UNTOLD), Application.reminded_at <= at - after)
    told = 0
    for application in db.session.scalars(due.order_by(Application.id).limit(MOST_AT_ONCE)).all():
        if why_not(application) is None:
            before = application.status
            apply_action(application, ApplicationAction.TELL_LATE, at=at)
            record("application.tell_late", subject=application, actor=None, at=at, before=before.value)
            mail.step_taken(application, ApplicationAction.TELL_LATE, "", reply_to=None)
            told += 1
    return told
