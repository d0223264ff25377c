"""Applications: a coder's, a posting's, and what happened to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from careercenter.accounts.models import Account
from careercenter.applications.lifecycle import ENDED, ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application, ApplicationDraft, ApplicationMessage, ResumeOpening, TakenStep
from careercenter.audit.queries import trail_of
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import Words, _l
from careercenter.employers.models import Employer, MailScope, Membership, Role
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume


def by_public_id(public_id: str) -> Application | None:
    return db.session.scalar(select(Application).where(Application.public_id == public_id))


def of_employer_by_public_id(employer: str, posting: str, application: str) -> Application | None:
    """Load by all three public ids together: under another employer's or posting's address it is not there."""
    return db.session.scalar(
        select(Application)
        .join(Posting, Posting.id == Application.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(Employer.public_id == employer, Posting.public_id == posting, Application.public_id == application)
    )


def of_posting_by_public_ids(posting: Posting, public_ids: Sequence[str]) -> Sequence[Application]:
    """Give those of `public_ids` that are applications to this posting, oldest first; others are passed over."""
    resume = joinedload(Application.resume, innerjoin=True).defer(Resume.text)
    query = select(Application).where(Application.posting_id == posting.id, Application.public_id.in_(public_ids))
    query = query.options(resume)
    return db.session.scalars(query.order_by(Application.applied_at, Application.id)).all()


def of_posting_by_ids(posting: Posting, ids: Sequence[int]) -> list[Application]:
    """Give the applications to this posting with these ids, in their order, without the words of the résumés."""
    resume = joinedload(Application.resume, innerjoin=True).defer(Resume.text)
    query = select(Application).where(Application.posting_id == posting.id, Application.id.in_(ids)).options(resume)
    found = {one.id: one for one in db.session.scalars(query)}
    return [found[number] for number in ids if number in found]


def sent_to(posting_id: int, account_id: int, *, lock: bool = False) -> Application | None:
    """Give what an account sent to a posting; with `lock`, as it is now, and nobody else changes it before the commit."""
    query = select(Application).where(Application.posting_id == posting_id, Application.account_id == account_id)
    if lock:
        query = query.with_for_update(of=Application).execution_options(populate_existing=True)
    return db.session.scalar(query)


def draft_of(posting_id: int, account_id: int) -> ApplicationDraft | None:
    return db.session.scalar(
        select(ApplicationDraft).where(ApplicationDraft.posting_id == posting_id, ApplicationDraft.account_id == account_id)
    )


def last_of(account_id: int) -> Application | None:
    """Give the application an account sent last; its answers fill the next form."""
    query = select(Application).where(Application.account_id == account_id)
    return db.session.scalar(query.order_by(Application.applied_at.desc(), Application.id.desc()).limit(1))


def of_account(account_id: int, *, ended: bool) -> Select[Any]:
    """Select a coder's applications with their messages and openings, the last sent first.

    Not ordered by the last change: that would show that something was decided.
    """
    untold = exists().where(TakenStep.application_id == Application.id, TakenStep.told_at > now())
    open_to_them = Application.status.not_in(ENDED) | untold
    over = ~open_to_them if ended else open_to_them
    return (
        select(Application)
        .where(Application.account_id == account_id, over)
        .options(selectinload(Application.messages), selectinload(Application.openings))
        .order_by(Application.applied_at.desc(), Application.id.desc())
    )


def applied_moments(session: Session, account_id: int) -> dict[str, datetime]:
    """Map the public ids of the postings an account applied to, and did not withdraw from, to when (UTC)."""
    query = (
        select(Posting.public_id, Application.applied_at)
        .join(Application, Application.posting_id == Posting.id)
        .where(Application.account_id == account_id, Application.status != ApplicationStatus.WITHDRAWN)
    )
    return dict(session.execute(query).all())


def applicants_of(postings: Sequence[Posting]) -> dict[int, tuple[int, int]]:
    """Count the applications of several postings and how many of them are new, by posting id; those without any left out."""
    new = func.count().filter(Application.status == ApplicationStatus.SUBMITTED)
    query = select(Application.posting_id, func.count(), new).where(Application.posting_id.in_([one.id for one in postings]))
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query.group_by(Application.posting_id))}


def recruiting_accounts(employer_id: int) -> Sequence[Account]:
    """Give who is told of new applications: the owners and recruiters of today."""
    query = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.employer_id == employer_id,
            Membership.ended_at.is_(None),
            Membership.role.in_((Role.OWNER, Role.RECRUITER)),
            Account.active.is_(True),
        )
    )
    return db.session.scalars(query.order_by(Account.id)).unique().all()


def last_words(employer_id: int, action: ApplicationAction) -> str:
    """Give what an employer last wrote with an action, on any of its jobs; "" when it never did."""
    query = select(ApplicationMessage.words).join(Application, Application.id == ApplicationMessage.application_id)
    query = query.join(Posting, Posting.id == Application.posting_id)
    query = query.where(Posting.employer_id == employer_id, ApplicationMessage.step == action.value)
    return db.session.scalar(query.order_by(ApplicationMessage.id.desc()).limit(1)) or ""


def was_opened_by(application: Application, account_id: int | None, *, since: datetime) -> bool:
    """Say whether a member opened the résumé since a moment, so that to show it to them again is nothing new."""
    opened = select(ResumeOpening.id).where(
        ResumeOpening.application_id == application.id,
        ResumeOpening.account_id == account_id,
        ResumeOpening.opened_at >= since,
    )
    return account_id is not None and db.session.scalar(opened.limit(1)) is not None


def recruiting_members(posting: Posting, *, also: int | None = None) -> Sequence[Membership]:
    """Give the owners and recruiters who want e-mails about a posting's applicants, and account `also` in any case."""
    wanted = or_(
        Membership.mail_applicants == MailScope.ALL,
        and_(Membership.mail_applicants == MailScope.MINE, Membership.account_id == posting.author_id),
        Membership.account_id == also,
    )
    query = select(Membership).join(Account, Account.id == Membership.account_id).options(joinedload(Membership.account))
    query = query.where(
        Membership.employer_id == posting.employer_id,
        Membership.ended_at.is_(None),
        Membership.role.in_((Role.OWNER, Role.RECRUITER)),
        Account.active.is_(True),
        wanted,
    )
    return db.session.scalars(query.order_by(Membership.id)).unique().all()


def inviter_of(application: Application) -> int | None:
    """Give the account of the member who wrote the last invitation or offer."""
    asked = (ApplicationAction.INTERVIEW.value, ApplicationAction.OFFER.value)
    return next((one.author_id for one in reversed(application.messages) if one.step in asked), None)


@dataclass(frozen=True, slots=True)
class ApplicationEvent:
    """One line of an application's history, for the employer. `who` is "" for one who is gone."""

    at: datetime
    words: Words
    who: str


ACTION_LABELS: dict[str, Words] = {
    "sent": _l("Applied"),
    "shortlist": _l("Shortlisted"),
    "interview": _l("Invited to interview"),
    "offer": _l("Offer made"),
    "hire": _l("Hired"),
    "turn_down": _l("Turned down, not told yet"),
    "tell": _l("Told they were not selected"),
    "tell_late": _l("Told by the board that they were not selected"),
    "undo": _l("Undid the last step"),
    "move_back": _l("Moved back to the shortlist"),
    "reconsider": _l("Taken back into consideration"),
    "accept_interview": _l("Accepted the interview"),
    "another_time": _l("Asked for another time"),
    "accept": _l("Accepted the offer"),
    "decline": _l("Declined the offer"),
    "withdraw": _l("Withdrew"),
    "apply_again": _l("Applied again"),
    "resume_opened": _l("Opened the résumé"),
    "note_added": _l("Added a note"),
}


def history(application: Application) -> list[ApplicationEvent]:
    """Give what happened to an application, the latest first."""
    entries = db.session.scalars(trail_of(application)).all()
    names = names_of([entry.actor_id for entry in entries if entry.actor_id])
    return [
        ApplicationEvent(entry.at, ACTION_LABELS[what], names.get(entry.actor_id or 0, ""))
        for entry in entries
        if (what := entry.what.removeprefix("application.")) in ACTION_LABELS
    ]


def names_of(account_ids: Sequence[int]) -> dict[int, str]:
    query = select(Account.id, Account.name, Account.email).where(Account.id.in_(set(account_ids)))
    return {account_id: name or email for account_id, name, email in db.session.execute(query)}
