"""Applications in every status, made as people make them: through the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from careercenter.accounts.models import Account
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application
from careercenter.cli.demo.factories import WAYS_TO, send_application, take_step
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Membership, Role
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume
from tests.factories.accounts import make_coder
from tests.factories.postings import make_posting
from tests.factories.profiles import make_resume

A = ApplicationStatus

TOLD = "Thank you for applying. We chose somebody with more years in infusion coding."


def make_application(
    status: ApplicationStatus = A.SUBMITTED,
    *,
    posting: Posting | None = None,
    coder: Account | None = None,
    resume: Resume | None = None,
    at: datetime | None = None,
    **answers: Any,
) -> Application:
    """Send an application and walk it to `status`; the employer's steps are taken by one of its owners."""
    at = at or now()
    posting = posting or make_posting()
    coder = coder or make_coder()
    resume = resume or make_resume(coder, (coder.name, "CPC"))
    application = send_application(posting, coder, resume, at=at, **answers)
    judge = owner_of(posting)
    for step in WAYS_TO[status]:
        walk(application, step, coder=coder, judge=judge, at=at)
    db.session.flush()
    return application


def walk(application: Application, step: ApplicationAction, *, coder: Account, judge: Account, at: datetime) -> None:
    message = TOLD if step is ApplicationAction.TELL else ""
    take_step(application, step, coder=coder, member=judge, at=at, message=message)


def owner_of(posting: Posting) -> Account:
    query = select(Account).join(Membership).where(Membership.employer_id == posting.employer_id, Membership.role == Role.OWNER)
    return db.session.scalars(query.order_by(Membership.id)).unique().first() or _new_owner(posting)


def _new_owner(posting: Posting) -> Account:
    from tests.factories.employers import make_member

    owner = make_coder(is_coder=False)
    make_member(posting.employer, owner, Role.OWNER)
    return owner
