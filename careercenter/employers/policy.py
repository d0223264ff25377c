"""Who may do what with an employer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from careercenter.core.permissions import Actor, admins, allow, any_of, signed_in
from careercenter.employers.models import Invitation, JoinRequest, Membership, Role


class EmployerPermission(StrEnum):
    CREATE = "employer.create"
    SEE = "employer.see"
    EDIT_PROFILE = "employer.edit_profile"
    SEE_MEMBERS = "employer.see_members"
    MANAGE_MEMBERS = "employer.manage_members"
    LEAVE = "employer.leave"
    CLOSE = "employer.close"
    ASK_TO_JOIN = "employer.ask_to_join"
    WITHDRAW_REQUEST = "employer.withdraw_request"


def _employer_id(subject: Any) -> int:
    return int(subject.employer_id if isinstance(subject, Membership | Invitation | JoinRequest) else subject.id)


def members(actor: Actor, subject: Any) -> bool:
    return actor.role_in(_employer_id(subject)) is not None


def recruiting_members(actor: Actor, subject: Any) -> bool:
    """Owners and recruiters: those who write jobs and judge applicants. `subject` is an employer, membership or invitation."""
    return actor.role_in(_employer_id(subject)) in (Role.OWNER, Role.RECRUITER)


def owners(actor: Actor, subject: Any) -> bool:
    return actor.role_in(_employer_id(subject)) == Role.OWNER


def who_asked(actor: Actor, subject: JoinRequest) -> bool:
    return actor.account_id is not None and subject.account_id == actor.account_id


allow(EmployerPermission.CREATE, signed_in)
allow(EmployerPermission.SEE, any_of(members, admins))
allow(EmployerPermission.EDIT_PROFILE, any_of(owners, admins))
allow(EmployerPermission.SEE_MEMBERS, any_of(members, admins))
allow(EmployerPermission.MANAGE_MEMBERS, any_of(owners, admins))
allow(EmployerPermission.LEAVE, members)
allow(EmployerPermission.CLOSE, owners)
allow(EmployerPermission.ASK_TO_JOIN, signed_in)
allow(EmployerPermission.WITHDRAW_REQUEST, who_asked)
