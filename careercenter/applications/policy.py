"""Who may apply, and who may see and judge what was sent."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from careercenter.applications.models import Application
from careercenter.applications.reach import why_not
from careercenter.core.permissions import Actor, allow, bar, coders, signed_in
from careercenter.employers.models import Role


class ApplicationPermission(StrEnum):
    APPLY = "application.apply"
    LIST_OWN = "application.list_own"
    SEE_OWN = "application.see_own"
    SEE_APPLICANTS = "application.see_applicants"
    JUDGE = "application.judge"
    CHOOSE_MAIL = "application.choose_mail"


def applicant(actor: Actor, application: Any) -> bool:
    return actor.account_id is not None and application.account_id == actor.account_id


def members(actor: Actor, subject: Any) -> bool:
    """Everybody in the employer, viewers too. Moderators and admins are not among them: applications are not theirs to read."""
    return _role(actor, subject) is not None


def recruiting_members(actor: Actor, subject: Any) -> bool:
    return _role(actor, subject) in (Role.OWNER, Role.RECRUITER)


def recruiting_members_of(actor: Actor, employer: Any) -> bool:
    return actor.role_in(employer.id) in (Role.OWNER, Role.RECRUITER)


def _role(actor: Actor, subject: Any) -> str | None:
    posting = subject.posting if isinstance(subject, Application) else subject
    return actor.role_in(posting.employer_id)


# Whoever is signed in reaches the page; one who did not sign up as a coder is told there what to do.
allow(ApplicationPermission.APPLY, signed_in)
allow(ApplicationPermission.LIST_OWN, coders)
allow(ApplicationPermission.SEE_OWN, applicant)
allow(ApplicationPermission.SEE_APPLICANTS, members)
allow(ApplicationPermission.JUDGE, recruiting_members)
allow(ApplicationPermission.CHOOSE_MAIL, recruiting_members_of)
bar(ApplicationPermission.SEE_APPLICANTS, why_not)
bar(ApplicationPermission.JUDGE, why_not)
