"""Who may see and change how the board runs: administrators."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from careercenter.core.permissions import Actor, admins, all_of, allow, none_of


class AdminPermission(StrEnum):
    OVERSEE = "admin.oversee"
    CHANGE = "admin.change"
    NOTE = "admin.note"
    DELETE_NOTE = "admin.delete_note"


def oneself(actor: Actor, subject: Any) -> bool:
    """Say whether an account, or a note's, is the actor's own."""
    return actor.account_id == getattr(subject, "account_id", None)


allow(AdminPermission.OVERSEE, admins)
allow(AdminPermission.CHANGE, admins)
# Nobody reads what others wrote down about them here: what is held of a person is in the download of their data.
allow(AdminPermission.NOTE, all_of(admins, none_of(oneself)))
allow(AdminPermission.DELETE_NOTE, all_of(admins, none_of(oneself)))
