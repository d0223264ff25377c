"""Who has an interest in an employer: those in it, those who left it lately, and those who were in it when something was sent.

Nobody judges what is theirs; leaving the employer just before changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.permissions import Actor
from careercenter.employers.models import Membership


class _Cooling:
    """How long an interest outlasts the membership; the factory sets it from the settings."""

    lasts = timedelta(days=90)


def configure(days: int) -> None:
    _Cooling.lasts = timedelta(days=days)


def interested(actor: Actor, employer_id: int, submitted_at: datetime | None = None) -> bool:
    """Say whether the actor belongs to the employer, left it lately, or belonged to it at `submitted_at`."""
    if actor.account_id is None:
        return False
    if actor.role_in(employer_id) is not None:
        return True
    lately = Membership.ended_at > now() - _Cooling.lasts
    then = (Membership.since <= submitted_at) & (Membership.ended_at >= submitted_at) if submitted_at is not None else None
    past = exists().where(
        Membership.employer_id == employer_id,
        Membership.account_id == actor.account_id,
        Membership.ended_at.is_not(None),
        lately if then is None else or_(lately, then),
    )
    return bool(db.session.scalar(select(past)))
