"""Make people, employers, postings and applications in every status, through the services that make real ones.

The demonstration uses these with days between the steps; the tests take all steps at one moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from careercenter.accounts import passwords
from careercenter.accounts.models import Account
from careercenter.applications import services as applications
from careercenter.applications import services_answers, services_employer
from careercenter.applications.lifecycle import ANSWERS, ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application
from careercenter.core.db import db
from careercenter.core.ids import PUBLIC_ID_LENGTH
from careercenter.employers import services as employers
from careercenter.employers.models import Employer, Membership, Role, Verification
from careercenter.employers.services import EmployerProfile
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import CloseReason, PostingAction, PostingStatus
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume

S, A = PostingStatus, ApplicationStatus

# The actions that lead a drafted posting to each status, in order.
PATHS: dict[PostingStatus, tuple[PostingAction, ...]] = {
    S.DRAFT: (),
    S.PENDING: (PostingAction.SUBMIT,),
    S.CHANGES_ASKED: (PostingAction.SUBMIT, PostingAction.ASK_CHANGES),
    S.REJECTED: (PostingAction.SUBMIT, PostingAction.REJECT),
    S.SCHEDULED: (PostingAction.SUBMIT, PostingAction.APPROVE),  # with a publishing day to come
    S.LIVE: (PostingAction.SUBMIT, PostingAction.APPROVE),
    S.PAUSED: (PostingAction.SUBMIT, PostingAction.APPROVE, PostingAction.PAUSE),
    S.CLOSED: (PostingAction.SUBMIT, PostingAction.APPROVE, PostingAction.CLOSE),
    S.EXPIRED: (PostingAction.SUBMIT, PostingAction.APPROVE, PostingAction.EXPIRE),
    S.FROZEN: (PostingAction.SUBMIT, PostingAction.APPROVE, PostingAction.FREEZE),
    S.REMOVED: (PostingAction.SUBMIT, PostingAction.APPROVE, PostingAction.REMOVE),
    S.ARCHIVED: (PostingAction.SUBMIT, PostingAction.APPROVE, PostingAction.CLOSE, PostingAction.ARCHIVE),
}

# The steps that lead a sent application to each status, in order.
WAYS_TO: dict[ApplicationStatus, tuple[ApplicationAction, ...]] = {
    A.SUBMITTED: (),
    A.SHORTLISTED: (ApplicationAction.SHORTLIST,),
    A.INTERVIEWING: (ApplicationAction.SHORTLIST, ApplicationAction.INTERVIEW),
    A.OFFERED: (ApplicationAction.INTERVIEW, ApplicationAction.OFFER),
    A.ACCEPTED: (ApplicationAction.OFFER, ApplicationAction.ACCEPT),
    A.HIRED: (ApplicationAction.INTERVIEW, ApplicationAction.OFFER, ApplicationAction.HIRE),
    A.UNSUCCESSFUL: (ApplicationAction.TURN_DOWN,),
    A.UNSUCCESSFUL_INTERVIEW: (ApplicationAction.INTERVIEW, ApplicationAction.TURN_DOWN),
    A.REJECTED: (ApplicationAction.TURN_DOWN, ApplicationAction.TELL),
    A.DECLINED: (ApplicationAction.OFFER, ApplicationAction.DECLINE),
    A.WITHDRAWN: (ApplicationAction.WITHDRAW,),
}

# What an employer says where a step needs words and the story has none of its own.
USUAL_WORDS = {
    ApplicationAction.INTERVIEW: "Can we talk by telephone on Thursday at 10 AM Central? It takes half an hour.",
    ApplicationAction.OFFER: "We would like you to start next month, at the pay the job names. Tell us by Friday.",
}

_hashes: dict[str, str] = {}


def make_account(
    email: str, name: str, *, at: datetime, password: str | None = None, confirmed: bool = True, **values: Any
) -> Account:
    """Add a person; without a password nobody can sign in. Hashing is done once a password, as it is slow on purpose."""
    made = Account(email=email, name=name, created_at=at, confirmed_at=at if confirmed else None, **values)
    if password is not None:
        if password not in _hashes:
            passwords.keep(made, password)
            _hashes[password] = str(made.password)
        made.password = _hashes[password]
    db.session.add(made)
    db.session.flush()
    return made


def make_employer(profile: EmployerProfile, owner: Account, *, at: datetime) -> Employer:
    made = employers.create(profile, actor=owner, at=at)
    db.session.flush()
    return made


def add_member(employer: Employer, account: Account, role: Role, *, at: datetime) -> Membership:
    made = Membership(employer_id=employer.id, account_id=account.id, role=role, since=at)
    db.session.add(made)
    db.session.flush()
    db.session.expire(employer, ["members"])
    db.session.expire(account, ["memberships"])
    return made


def verify(employer: Employer, by: Verification, what: str, *, moderator: Account, at: datetime) -> None:
    employers.verify(employer, by=by, what=what, actor=moderator, at=at)


def take_action(
    posting: Posting,
    action: PostingAction,
    *,
    author: Account,
    moderator: Account,
    at: datetime,
    reason: str = "pay-unclear",
    words: str = "Say what the job pays.",
    close_reason: CloseReason = CloseReason.FILLED,
) -> None:
    """Take one action of PATHS as whoever may take it."""
    told = {"reason": reason, "words": words}
    acts: dict[PostingAction, Callable[[], Any]] = {
        PostingAction.SUBMIT: lambda: postings.submit(posting, actor=author, at=at),
        PostingAction.APPROVE: lambda: postings.approve(posting, actor=moderator, at=at),
        PostingAction.ASK_CHANGES: lambda: postings.ask_changes(posting, actor=moderator, at=at, **told),
        PostingAction.REJECT: lambda: postings.reject(posting, actor=moderator, at=at, **told),
        PostingAction.PAUSE: lambda: postings.pause(posting, actor=author, at=at),
        PostingAction.CLOSE: lambda: postings.close(posting, reason=close_reason, actor=author, at=at),
        PostingAction.EXPIRE: lambda: postings.expire_due(at),
        PostingAction.FREEZE: lambda: postings.freeze(posting, actor=moderator, at=at, **told),
        PostingAction.REMOVE: lambda: postings.remove(posting, actor=moderator, at=at, **told),
        PostingAction.ARCHIVE: lambda: postings.archive(posting, actor=author, at=at),
    }
    acts[action]()
    db.session.flush()


def send_application(posting: Posting, coder: Account, resume: Resume, *, at: datetime, **answers: str) -> Application:
    """Fill the form, check the answers and send them, in one moment."""
    said = applications.Answers(**{"name": coder.name, "email": coder.email, **answers})
    applications.keep_draft(posting, coder, at=at, answers=said, resume=resume)
    sent = applications.send(posting, coder, actor=coder, at=at)
    db.session.flush()
    return sent


def take_step(
    application: Application, step: ApplicationAction, *, coder: Account, member: Account, at: datetime, message: str = ""
) -> None:
    """Take one step of WAYS_TO as whoever may take it."""
    if step is ApplicationAction.WITHDRAW:
        applications.withdraw(application, actor=coder, at=at)
    elif step is ApplicationAction.DECLINE:
        applications.decline(application, actor=coder, at=at)
    elif step in ANSWERS:
        services_answers.answer(application, step, actor=coder, at=at, message=message)
    else:
        services_employer.take(application, step, actor=member, at=at, message=message or USUAL_WORDS.get(step, ""))
    db.session.flush()


def fixed_id(key: str) -> str:
    """Give a public id that is the same on every machine: addresses in notes and pictures of the demonstration stay true."""
    return "".join(Random(f"id of {key}").choices("23456789bcdfghjkmnpqrstvwxz", k=PUBLIC_ID_LENGTH))
