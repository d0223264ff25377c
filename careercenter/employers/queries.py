"""Reading employers, their members and invitations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from careercenter.accounts.models import Account
from careercenter.accounts.queries import normalised
from careercenter.core.db import db
from careercenter.employers.models import Employer, Invitation, JoinRequest, JoinStatus, Membership, Role


def by_public_id(public_id: str) -> Employer | None:
    return db.session.scalar(select(Employer).where(Employer.public_id == public_id))


def by_name(name: str) -> Sequence[Employer]:
    """Find employers by name, in any case, or by public id; names are not unique."""
    wanted = (func.lower(Employer.name) == name.strip().lower()) | (Employer.public_id == name.strip())
    return db.session.scalars(select(Employer).where(wanted).order_by(Employer.id)).all()


def members(employer: Employer) -> Sequence[Membership]:
    """Give who is in it now, owners first, with their accounts."""
    query = (
        select(Membership)
        .where(Membership.employer_id == employer.id, Membership.ended_at.is_(None))
        .options(joinedload(Membership.account))
        .order_by(Membership.id)
    )
    return sorted(db.session.scalars(query), key=lambda one: list(Role).index(one.role))


def membership(employer_id: str, public_id: str) -> Membership | None:
    """Find a current membership by both public ids: one of another employer is not found."""
    return db.session.scalar(
        select(Membership)
        .join(Membership.employer)
        .where(Employer.public_id == employer_id, Membership.public_id == public_id, Membership.ended_at.is_(None))
    )


def membership_of(employer: Employer, account_id: int | None) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(
            Membership.employer_id == employer.id, Membership.account_id == account_id, Membership.ended_at.is_(None)
        )
    )


def memberships_of(account_id: int | None) -> Sequence[Membership]:
    """Give the employers a person is in, by name."""
    query = (
        select(Membership)
        .join(Membership.employer)
        .where(Membership.account_id == account_id, Membership.ended_at.is_(None))
        .order_by(func.lower(Employer.name), Employer.id)
    )
    return db.session.scalars(query).all()


def owners(employer: Employer) -> list[Account]:
    return [one.account for one in members(employer) if one.role is Role.OWNER]


def open_invitations(employer: Employer) -> Sequence[Invitation]:
    """Give those neither accepted nor withdrawn, newest first; an expired one is among them, to be sent again."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.employer_id == employer.id, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.id.desc())
    ).all()


def open_invitation_of(employer: Employer, email: str) -> Invitation | None:
    """Give the invitation an address has in hand; `email` is as people type it."""
    email = normalised(email) or ""
    return next((one for one in open_invitations(employer) if one.email == email), None)


def invited_since(employer: Employer, moment: datetime) -> int:
    """Count the invitations sent since a moment, also those sent again or withdrawn."""
    query = select(func.count()).where(Invitation.employer_id == employer.id, Invitation.made_at > moment)
    return db.session.scalar(query) or 0


def invitation(employer_id: str, public_id: str) -> Invitation | None:
    return db.session.scalar(
        select(Invitation)
        .join(Invitation.employer)
        .where(
            Employer.public_id == employer_id,
            Invitation.public_id == public_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    )


def invitation_by_token(token: str) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def joinable(account_id: int | None) -> Select[Employer]:
    """Give the employers somebody may ask to join: shown on the board, with an owner who can answer, and not their own."""
    current = select(Membership.employer_id).where(Membership.ended_at.is_(None))
    answering = (
        select(Membership.employer_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.ended_at.is_(None), Membership.role == Role.OWNER, Account.active)
    )
    return select(Employer).where(
        Employer.suspended_at.is_(None),
        Employer.closed_at.is_(None),
        Employer.unlisted.is_(False),
        Employer.id.in_(answering),
        Employer.id.not_in(current.where(Membership.account_id == account_id)),
    )


def shown_employer(public_id: str) -> Employer | None:
    """Find an employer that somebody may ask to join; None for one that is off the board or has nobody to answer."""
    return db.session.scalar(joinable(None).where(Employer.public_id == public_id))


def join_requests_of(account_id: int | None) -> Sequence[JoinRequest]:
    """Give what a person asked to join, newest first."""
    query = select(JoinRequest).where(JoinRequest.account_id == account_id).order_by(JoinRequest.id.desc())
    return db.session.scalars(query).all()


def waiting_join_requests(employer: Employer) -> Sequence[JoinRequest]:
    """Give who waits to be let in, the first who asked first, with their accounts."""
    return db.session.scalars(
        select(JoinRequest)
        .where(JoinRequest.employer_id == employer.id, JoinRequest.status == JoinStatus.WAITING)
        .options(joinedload(JoinRequest.account))
        .order_by(JoinRequest.id)
    ).all()


def join_requests_by_members(employer: Employer) -> Sequence[JoinRequest]:
    """Give where the people of an employer asked to join another one, newest first."""
    people = select(Membership.account_id).where(Membership.employer_id == employer.id, Membership.ended_at.is_(None))
    return db.session.scalars(
        select(JoinRequest)
        .where(JoinRequest.account_id.in_(people), JoinRequest.employer_id != employer.id)
        .order_by(JoinRequest.id.desc())
        .limit(10)
    ).all()


def join_request(employer_id: str, public_id: str) -> JoinRequest | None:
    """Find a request that waits by both public ids."""
    return db.session.scalar(
        select(JoinRequest)
        .join(JoinRequest.employer)
        .where(Employer.public_id == employer_id, JoinRequest.public_id == public_id, JoinRequest.status == JoinStatus.WAITING)
    )


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
