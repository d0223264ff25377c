"""Who may see, write and move an employer's postings. Judging them is `moderation`'s question."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from careercenter.core.permissions import Actor, admins, allow, any_of
from careercenter.employers.models import Employer, Role


class PostingPermission(StrEnum):
    LIST = "posting.list"
    CREATE = "posting.create"
    VIEW = "posting.view"
    EDIT = "posting.edit"
    SUBMIT = "posting.submit"
    ACT = "posting.act"


def members(actor: Actor, subject: Any) -> bool:
    """Everybody in the employer, viewers too. `subject` is an employer, or a posting or template of one."""
    return _role(actor, subject) is not None


def recruiting_members(actor: Actor, subject: Any) -> bool:
    return _role(actor, subject) in (Role.OWNER, Role.RECRUITER)


def _role(actor: Actor, subject: Any) -> str | None:
    return actor.role_in(subject.id if isinstance(subject, Employer) else subject.employer_id)


allow(PostingPermission.LIST, any_of(members, admins))
allow(PostingPermission.VIEW, any_of(members, admins))
allow(PostingPermission.CREATE, recruiting_members)
allow(PostingPermission.EDIT, recruiting_members)
allow(PostingPermission.SUBMIT, recruiting_members)
allow(PostingPermission.ACT, recruiting_members)
