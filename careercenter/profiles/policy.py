"""Who may see and change what coders say of themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from careercenter.core.permissions import Actor, all_of, allow, coders, moderators, none_of, signed_in
from careercenter.profiles.models import Resume


class ProfilePermission(StrEnum):
    START = "profile.start"
    EDIT = "profile.edit"
    RESUME = "profile.resume"


def its_owner(actor: Actor, resume: Any) -> bool:
    return isinstance(resume, Resume) and resume.account_id == actor.account_id and resume.removed_at is None


# Moderators and admins judge what employers write; they do not apply under the same account.
allow(ProfilePermission.START, all_of(signed_in, none_of(moderators)))
allow(ProfilePermission.EDIT, coders)
allow(ProfilePermission.RESUME, all_of(coders, its_owner))
