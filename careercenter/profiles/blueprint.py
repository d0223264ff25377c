"""The pages of coders about themselves."""

from __future__ import annotations

from typing import cast

from flask import Blueprint

from careercenter.accounts.models import Account
from careercenter.web.auth import current_actor

blueprint = Blueprint("profiles", __name__)


def own_account() -> Account:
    """Give the signed-in coder, where a permission has made sure of it."""
    return cast(Account, current_actor())
