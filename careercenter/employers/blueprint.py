"""The blueprint the employer's pages hang on, and how they find what an address names."""

from __future__ import annotations

from typing import cast

from flask import Blueprint

from careercenter.accounts.models import Account
from careercenter.employers import queries
from careercenter.employers.models import Employer, Invitation, JoinRequest, Membership
from careercenter.web.auth import current_actor

blueprint = Blueprint("employers", __name__)


def load_employer(employer: str) -> Employer | None:
    return queries.by_public_id(employer)


def load_membership(employer: str, membership: str) -> Membership | None:
    return queries.membership(employer, membership)


def load_invitation(employer: str, invitation: str) -> Invitation | None:
    return queries.invitation(employer, invitation)


def load_joinable(employer: str) -> Employer | None:
    return queries.shown_employer(employer)


def load_join_request(employer: str, request: str) -> JoinRequest | None:
    return queries.join_request(employer, request)


def current_account() -> Account:
    """Give the signed-in account, for pages that only one can reach."""
    return cast(Account, current_actor())
