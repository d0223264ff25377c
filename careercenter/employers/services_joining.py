"""Asking to join an employer that is here already, instead of setting up a second one.

Who asks learns of the team only what becomes of the request: no name and no address of a member.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import Account
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers import mail, queries, services_membership
from careercenter.employers.mail_domains import at_site
from careercenter.employers.models import Employer, JoinRequest, JoinStatus, Membership, Role

MOST_WAITING = 3  # requests of one person; who works for more is invited
MOST_A_DAY = 20  # requests to one employer: each is an e-mail to its owners
ASKED_AGAIN_AFTER = timedelta(days=30)  # once declined


def ask(employer: Employer, *, actor: Account, at: datetime) -> JoinRequest:
    """Ask its owners to be taken into an employer that `queries.joinable` gives, and write to them once."""
    services_membership.lock(employer)
    services_membership.refuse_suspended(employer)
    if queries.membership_of(employer, actor.id) is not None:
        raise RuleBroken(_("You are a member of %(employer)s already.", employer=employer.name))
    _refuse_too_many(employer, actor, at)
    made = JoinRequest(employer_id=employer.id, account_id=actor.id, asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:  # asked in another tab in the same moment
        raise _waits_already(employer) from error
    record("join.asked", subject=made, actor=actor, at=at, employer=employer.id)
    mail.to_owners(
        employer, "join_asked", who=actor.name or actor.email, email=actor.email, at_site=at_site(actor.email, employer.host)
    )
    return made


def _refuse_too_many(employer: Employer, actor: Account, at: datetime) -> None:
    own = queries.join_requests_of(actor.id)
    if any(one.employer_id == employer.id and one.status is JoinStatus.WAITING for one in own):
        raise _waits_already(employer)
    if sum(one.status is JoinStatus.WAITING for one in own) >= MOST_WAITING:
        raise RuleBroken(_("You can ask up to %(most)s employers at a time. Take one request back first.", most=MOST_WAITING))
    declined = [one.decided_at for one in own if one.employer_id == employer.id and one.status is JoinStatus.DECLINED]
    if any(decided and decided > at - ASKED_AGAIN_AFTER for decided in declined):
        raise RuleBroken(
            _(
                "The owners of %(employer)s did not add you, so you cannot ask again yet. Ask somebody there to invite you.",
                employer=employer.name,
            )
        )
    today = select(func.count()).where(JoinRequest.employer_id == employer.id, JoinRequest.asked_at > at - timedelta(days=1))
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise RuleBroken(_("Many people asked to join %(employer)s today. Try again tomorrow.", employer=employer.name))


def _waits_already(employer: Employer) -> RuleBroken:
    return RuleBroken(_("You already asked to join %(employer)s. Its owners decide.", employer=employer.name))


def withdraw(request: JoinRequest, *, actor: Actor, at: datetime) -> None:
    services_membership.end_request(request, JoinStatus.WITHDRAWN, actor=actor, at=at)


def decline(request: JoinRequest, *, actor: Actor, at: datetime) -> None:
    """Leave the person out, and tell them so in neutral words that name nobody."""
    services_membership.refuse_suspended(request.employer)
    services_membership.end_request(request, JoinStatus.DECLINED, actor=actor, at=at)
    mail.send("join_declined", request.employer, [request.account])


def accept(request: JoinRequest, role: Role, *, actor: Actor, at: datetime) -> Membership:
    """Make who asked a member, and tell them."""
    account, employer = request.account, request.employer
    services_membership.lock(employer)
    services_membership.refuse_suspended(employer)
    if request.status is not JoinStatus.WAITING or not account.active or not account.is_confirmed:
        raise RuleBroken(_("This request can no longer be accepted."))
    made = services_membership.begin(employer, account, role, actor=actor, at=at)
    mail.send("join_accepted", employer, [account], role=role.label)
    return made
