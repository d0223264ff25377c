"""Joining an employer, changing what one may do there, and leaving it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from careercenter.accounts.models import Account
from careercenter.audit.services import record
from careercenter.core.addresses import NotAnAddress, mail_address
from careercenter.core.db import db
from careercenter.core.errors import Barred, RuleBroken
from careercenter.core.i18n import _, _n
from careercenter.core.permissions import Actor
from careercenter.employers import mail, queries
from careercenter.employers.models import Employer, Invitation, JoinRequest, JoinStatus, Membership, Role
from careercenter.mail.message import Recipient, post

INVITATION_LASTS = timedelta(days=14)
MOST_A_DAY = 30
MOST_A_DAY_UNVERIFIED = 10  # a team begins with a few; nobody has looked yet at who writes in its name
MOST_OPEN_INVITATIONS = 50  # an employer that invites more at a time writes to strangers


def invite(employer: Employer, *, email: str, role: Role, actor: Account, at: datetime) -> tuple[Invitation, str]:
    """Invite an address and queue the e-mail; give the invitation and its token, which is kept nowhere.

    An earlier open invitation of the same address ends: only the newest e-mail works.
    """
    try:
        email = mail_address(email)
    except NotAnAddress as error:
        raise RuleBroken(str(error), field="email") from error
    lock(employer)
    refuse_suspended(employer)
    if any(member.account.email == email for member in queries.members(employer)):
        raise RuleBroken(_("This person is a member already."), field="email")
    others = [earlier for earlier in queries.open_invitations(employer) if earlier.email != email]
    if len(others) >= MOST_OPEN_INVITATIONS:
        raise RuleBroken(
            _("Up to %(most)s invitations can be open at a time. Withdraw one first.", most=MOST_OPEN_INVITATIONS),
            field="email",
        )
    for earlier in queries.open_invitations(employer):
        if earlier.email == email:
            earlier.withdrawn_at = at
    token = secrets.token_urlsafe(32)
    made = Invitation(
        employer_id=employer.id,
        email=email,
        role=role,
        token_hash=queries.token_hash(token),
        invited_by_id=actor.account_id,
        made_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    db.session.add(made)
    record("invitation.sent", subject=made, actor=actor, at=at, employer=employer.id, role=role.value)
    post(
        "invitation",
        Recipient(email),
        through=employer.through,
        employer=employer.name,
        inviter=actor.name or actor.email,
        role=role.label,
        token=token,
        expires_at=made.expires_at,
    )
    return made, token


def refuse_more_today(employer: Employer, at: datetime) -> None:
    """Refuse another invitation today; asked before each that a person sends, whoever of the employer it is.

    The employer is locked first, until the commit: two invitations sent at once are counted one after the other.
    """
    lock(employer)
    most = MOST_A_DAY if employer.verified_at is not None else MOST_A_DAY_UNVERIFIED
    if queries.invited_since(employer, at - timedelta(days=1)) >= most:
        raise RuleBroken(
            _n(
                "This employer can invite %(num)s person a day. Try again tomorrow.",
                "This employer can invite %(num)s people a day. Try again tomorrow.",
                most,
            ),
            field="email",
        )


def resend(invitation: Invitation, *, actor: Account, at: datetime) -> tuple[Invitation, str]:
    """Send a new e-mail with a new link and a new fortnight; the old link ends."""
    _must_be_open(invitation)
    return invite(invitation.employer, email=invitation.email, role=invitation.role, actor=actor, at=at)


def withdraw(invitation: Invitation, *, actor: Actor, at: datetime) -> None:
    _must_be_open(invitation)
    invitation.withdrawn_at = at
    record("invitation.withdrawn", subject=invitation, actor=actor, at=at, employer=invitation.employer_id)


def why_not(invitation: Invitation, at: datetime) -> str | None:
    """Say why an invitation can no longer be accepted, by anybody; None when it can."""
    if invitation.accepted_at is not None:
        return _("This invitation was accepted already.")
    if invitation.withdrawn_at is not None:
        return _("This invitation was withdrawn, or a newer one was sent. Look for a later e-mail.")
    if invitation.employer.closed_at is not None:
        return _("%(employer)s is closed on this board, so nobody can join it.", employer=invitation.employer.name)
    if invitation.employer.suspended_at is not None:
        return _("%(employer)s is suspended on this board, so nobody can join it now.", employer=invitation.employer.name)
    if at >= invitation.expires_at:
        return _("This invitation has expired. Ask the person who invited you to send it again.")
    return None


def why_not_by(invitation: Invitation, account: Account) -> str | None:
    """Say why this person cannot accept it; None when they can."""
    if account.email != invitation.email:
        return _(
            "The invitation was sent to %(invited)s, and you are signed in as %(own)s.",
            invited=invitation.email,
            own=account.email,
        )
    if account.confirmed_at is None:
        return _("Confirm your address %(own)s first, with the link in the e-mail sent when you signed up.", own=account.email)
    return None


def accept(invitation: Invitation, *, actor: Account, at: datetime) -> Membership:
    """Make the invited person a member."""
    if reason := why_not(invitation, at) or why_not_by(invitation, actor):
        raise RuleBroken(reason)
    employer = invitation.employer
    lock(employer)
    refuse_suspended(employer)
    if queries.membership_of(employer, actor.id) is not None:
        raise RuleBroken(_("You are a member of %(employer)s already.", employer=employer.name))
    invitation.accepted_at = at
    made = begin(employer, actor, invitation.role, actor=actor, at=at)
    others = [owner for owner in queries.owners(employer) if owner.id != actor.id]
    mail.send("member_joined", employer, others, member=actor.name or actor.email, role=made.role.label)
    return made


def begin(employer: Employer, account: Account, role: Role, *, actor: Actor, at: datetime) -> Membership:
    """Make an account a member of an employer the caller has locked, which answers its request; RuleBroken for one that is."""
    if queries.membership_of(employer, account.id) is not None:
        raise RuleBroken(_("This person is a member already."))
    made = Membership(employer_id=employer.id, account_id=account.id, role=role, since=at)
    db.session.add(made)
    record("membership.began", subject=made, actor=actor, at=at, role=role.value, employer=employer.id)
    for request in queries.join_requests_of(account.id):
        if request.employer_id == employer.id and request.status is JoinStatus.WAITING:
            end_request(request, JoinStatus.ACCEPTED, actor=actor, at=at)
    _read_anew(employer, account)
    return made


def end_request(request: JoinRequest, status: JoinStatus, *, actor: Actor | None, at: datetime) -> None:
    """Answer a request to join, or take it back; RuleBroken when that was done."""
    if request.status is not JoinStatus.WAITING:
        raise RuleBroken(_("This request was already answered or taken back."))
    request.status, request.decided_at = status, at
    request.decided_by_id = actor.account_id if actor else None
    record(f"join.{status.value}", subject=request, actor=actor, at=at, employer=request.employer_id)
    db.session.flush()  # of two who decide at once the second fails here, before anybody is written to


def change_role(membership: Membership, role: Role, *, actor: Actor, at: datetime) -> None:
    """Give a member another role; the last owner keeps theirs."""
    if membership.role is role:
        return
    lock(membership.employer)
    _keep_an_owner(membership)
    before, membership.role = membership.role, role
    record(
        "membership.role_changed",
        subject=membership,
        actor=actor,
        at=at,
        before=before.value,
        role=role.value,
        employer=membership.employer_id,
    )
    _read_anew(membership.employer, membership.account)
    if membership.account_id != actor.account_id:
        mail.send("member_role", membership.employer, [membership.account], role=role.label)


def end(membership: Membership, *, actor: Actor, at: datetime) -> None:
    """Take somebody out of an employer, or leave it; the last owner stays. It counts from the next request on."""
    if membership.ended_at is not None:
        raise RuleBroken(_("This person is no longer a member."))
    employer, account = membership.employer, membership.account
    lock(employer)
    _keep_an_owner(membership)
    membership.ended_at = at
    record("membership.ended", subject=membership, actor=actor, at=at, employer=employer.id)
    _read_anew(employer, account)
    if account.id != actor.account_id:
        mail.send("member_removed", employer, [account])
        return
    mail.to_owners(employer, "member_left", member=account.name or account.email)


def give_up(account: Account, at: datetime) -> None:
    """End memberships and requests of an account that ends, also the last owner's: who is without people invites nobody.

    A person who closes their account leaves first; this is for what somebody else began under an unproved address.
    """
    for request in queries.join_requests_of(account.id):
        if request.status is JoinStatus.WAITING:
            end_request(request, JoinStatus.WITHDRAWN, actor=None, at=at)
    for membership in list(account.memberships):
        membership.ended_at = at
        record("membership.ended", subject=membership, actor=None, at=at, employer=membership.employer_id)
        _read_anew(membership.employer, account)
        if not queries.owners(membership.employer):
            for invitation in queries.open_invitations(membership.employer):
                invitation.withdrawn_at = at


def shut_the_door(employer: Employer, *, actor: Actor, at: datetime) -> None:
    """End the invitations of an employer that closes, and what others asked of it."""
    for invitation in queries.open_invitations(employer):
        withdraw(invitation, actor=actor, at=at)
    for request in queries.waiting_join_requests(employer):
        end_request(request, JoinStatus.DECLINED, actor=actor, at=at)


def _keep_an_owner(membership: Membership) -> None:
    if membership.role is Role.OWNER and len(queries.owners(membership.employer)) == 1:
        raise RuleBroken(
            _("An employer always has an owner, and this person is the last one. Make somebody else an owner first."),
            field="role",
        )


def _must_be_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise RuleBroken(_("This invitation was accepted or withdrawn already."))


def refuse_suspended(employer: Employer) -> None:
    """A suspended or closed employer writes to nobody and takes nobody in; its people may still leave."""
    if employer.closed_at is not None:
        raise Barred(_("%(employer)s is closed, so nobody can be invited or join.", employer=employer.name))
    if employer.suspended_at is not None:
        raise Barred(_("%(employer)s is suspended, so nobody can be invited or join.", employer=employer.name))


def lock(employer: Employer) -> None:
    """Two changes of an employer's people go one after the other: so that two owners cannot both leave at once."""
    db.session.execute(select(Employer.id).where(Employer.id == employer.id).with_for_update())


def _read_anew(employer: Employer, account: Account) -> None:
    """Relations that leave out ended memberships are read again when next asked for: a change counts at once."""
    db.session.flush()
    db.session.expire(employer, ["members"])
    db.session.expire(account, ["memberships"])
