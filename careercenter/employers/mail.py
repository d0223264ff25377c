"""The e-mails about an employer, to people in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from careercenter.accounts.models import Account
from careercenter.employers.models import Employer, EmployerRevision, Role
from careercenter.mail.message import Recipient, post


def to_members(employer: Employer, template: str, **context: Any) -> None:
    send(template, employer, [one.account for one in employer.members], **context)


def to_owners(employer: Employer, template: str, **context: Any) -> None:
    send(template, employer, _owners(employer), **context)


def to_author(revision: EmployerRevision, template: str, **context: Any) -> None:
    """Write to whoever asked for the change while they belong to the employer; else to its owners."""
    employer = revision.employer
    author = [one.account for one in employer.members if one.account_id == revision.author_id]
    send(template, employer, author or _owners(employer), **context)


def send(template: str, employer: Employer, to: Iterable[Account], **context: Any) -> None:
    """Write to people whose account is in use; moments are written in the zone they chose, else in the employer's."""
    for account in to:
        if account.active:
            recipient = Recipient(account.email, account.name, account.time_zone or employer.time_zone)
            post(template, recipient, employer=employer.name, employer_id=employer.public_id, **context)


def _owners(employer: Employer) -> list[Account]:
    return [one.account for one in employer.members if one.role is Role.OWNER]
