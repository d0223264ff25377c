"""Everybody decides about their own account, and nobody else here does: what administrators may is said in `admin`."""

from __future__ import annotations

from enum import StrEnum

from careercenter.core.permissions import allow, signed_in


class AccountPermission(StrEnum):
    OWN = "account.own"


allow(AccountPermission.OWN, signed_in)
