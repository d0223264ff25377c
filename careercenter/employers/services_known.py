"""Which employers are here already for somebody who is about to set one up: by their own address, or by the name they typed.

An employer is recognized by an address where somebody was seen to be at that domain: a moderator verified its website, or a
member confirmed an address there. A website alone is a claim: whoever sets up a false employer could wait under it for the
people of the true one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select

from careercenter.accounts.models import Account
from careercenter.core.contacts import is_public_mail
from careercenter.core.db import db
from careercenter.employers import likeness, queries
from careercenter.employers.mail_domains import at_site, domain_of
from careercenter.employers.models import Employer, JoinRequest, JoinStatus, Membership
from careercenter.employers.services import EmployerProfile
from careercenter.employers.services_joining import ASKED_AGAIN_AFTER

MOST = 5


def by_address(account: Account, *, at: datetime) -> list[Employer]:
    """Give the employers at whose domain the person has confirmed an address, and in which they are not; by name."""
    domain = domain_of(account.email)
    if account.confirmed_at is None or is_public_mail(domain):
        return []
    theirs = (
        select(Membership.employer_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.ended_at.is_(None),
            Account.active,
            Account.confirmed_at.is_not(None),
            Account.email.endswith(f"@{domain}", autoescape=True),
        )
    )
    verified = Employer.verified_at.is_not(None) & or_(*_websites(domain))
    found = db.session.scalars(
        _to_ask(account, at).where(or_(Employer.id.in_(theirs), verified)).order_by(Employer.name, Employer.id)
    ).all()
    members = set(db.session.scalars(theirs.where(Membership.employer_id.in_([one.id for one in found]))))
    return [one for one in found if one.id in members or at_site(account.email, one.host)][:MOST]


def _to_ask(account: Account, at: datetime) -> Select[Employer]:
    """Leave out those the person has asked and that have not answered, or lately not added them."""
    declined = and_(JoinRequest.status == JoinStatus.DECLINED, JoinRequest.decided_at > at - ASKED_AGAIN_AFTER)
    asked = select(JoinRequest.employer_id).where(
        JoinRequest.account_id == account.id, or_(JoinRequest.status == JoinStatus.WAITING, declined)
    )
    return queries.joinable(account.id).where(Employer.id.not_in(asked))


def _websites(domain: str) -> list[ColumnElement[bool]]:
    """Say which websites could stand on the domain or a parent of it; the hosts are compared afterwards."""
    labels = domain.split(".")
    parents = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return [Employer.website.contains(parent, autoescape=True) for parent in parents]


def by_profile(profile: EmployerProfile, account: Account, *, at: datetime) -> list[Employer]:
    """Give the employers that look like one of this name and website, the most alike first."""
    alike = [one.public_id for one in likeness.alike(profile.name, profile.website, most=4 * MOST)]
    found = db.session.scalars(_to_ask(account, at).where(Employer.public_id.in_(alike))).all()
    return sorted(found, key=lambda one: alike.index(one.public_id))[:MOST]


def all_of(profile: EmployerProfile, account: Account, *, at: datetime) -> list[Employer]:
    """Give those known by the person's address, and then those that look like what they typed."""
    return list(dict.fromkeys([*by_address(account, at=at), *by_profile(profile, account, at=at)]))
