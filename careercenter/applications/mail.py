"""E-mails about applications. None of them holds a private note.

Those to the coder go to the address of their account, which they proved is theirs, not to the contact address they typed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from careercenter.applications import digest, queries
from careercenter.applications.digest import words_of
from careercenter.applications.lifecycle import ApplicationAction
from careercenter.applications.models import Application
from careercenter.core.i18n import Words, _l
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter
from careercenter.mail.render import Rendered, render
from careercenter.postings.models import Posting


def sent(application: Application) -> None:
    """Tell the coder that it arrived, and the employer's owners and recruiters that there is one to read."""
    _to_coder("application_received", application)
    digest.tell_of(application)


def step_taken(
    application: Application, step: ApplicationAction, message: str, *, reply_to: str | None, due_at: datetime | None = None
) -> Letter | None:
    """Tell the coder, at `due_at` or at once; what they answer goes to `reply_to`. None: nobody is there to tell."""
    news = _news(application, step, message, reply_to)
    return _to_coder("application_step", application, reply_to=reply_to, due_at=due_at, **news)


def step_letter(application: Application, step: ApplicationAction, message: str, *, reply_to: str | None) -> Rendered:
    """Give the e-mail `step_taken` would send, for a look before it goes."""
    to = Recipient(application.account.email, application.name)
    return render("application_step", recipient=to, **words_of(application), **_news(application, step, message, reply_to))


def answered(application: Application, answer: ApplicationAction, message: str) -> None:
    """Tell the employer what the coder answered; who replies to the e-mail writes to the coder."""
    sentence = str(ANSWERED[answer]) % {"applicant": application.name, "job": application.posting.title}
    _to_employer(
        "application_answered", application,
        also=queries.inviter_of(application), reply_to=application.email, news=sentence, message=message,
    )  # fmt: skip


def withdrawn(application: Application) -> None:
    _to_employer("application_withdrawn", application)


def declined(application: Application) -> None:
    _to_employer("application_declined", application)


ANSWERED: dict[ApplicationAction, Words] = {
    ApplicationAction.ACCEPT_INTERVIEW: _l("%(applicant)s accepts your invitation to an interview for %(job)s."),
    ApplicationAction.ANOTHER_TIME: _l("%(applicant)s asks for another time for the interview for %(job)s."),
    ApplicationAction.ACCEPT: _l("%(applicant)s accepts your offer for %(job)s."),
}

# What the e-mail of a step says: its headline, and the news in a sentence.
NEWS: dict[ApplicationAction, tuple[Words, Words]] = {
    ApplicationAction.SHORTLIST: (_l("You are shortlisted"), _l("%(employer)s has shortlisted you for %(job)s.")),
    ApplicationAction.INTERVIEW: (
        _l("Invitation to an interview"),
        _l("%(employer)s would like to interview you for %(job)s."),
    ),
    ApplicationAction.OFFER: (_l("A job offer"), _l("%(employer)s makes you an offer for %(job)s.")),
    ApplicationAction.MOVE_BACK: (
        _l("You are being considered again"),
        _l("%(employer)s has reversed its last decision and is considering you again for %(job)s."),
    ),
    ApplicationAction.HIRE: (_l("You are hired"), _l("%(employer)s has marked you as hired for %(job)s.")),
    ApplicationAction.TELL: (
        _l("About your application"),
        _l("%(employer)s has decided not to move forward with your application for %(job)s."),
    ),
    ApplicationAction.TELL_LATE: (
        _l("About your application"),
        _l(
            "%(employer)s has decided not to move forward with your application for %(job)s."
            " They hadn’t written to you, so we’re letting you know."
        ),
    ),
}


def _news(application: Application, step: ApplicationAction, message: str, reply_to: str | None) -> dict[str, Any]:
    headline, sentence = NEWS[step]
    posting = application.posting
    news = str(sentence) % {"employer": posting.employer.name, "job": posting.title}
    return {"headline": str(headline), "news": news, "message": message, "answerable": bool(reply_to)}


# E-mails that carry the employer's words, or its decisions.
IN_THEIR_WORDS = frozenset({"application_step"})


def _to_coder(
    template: str, application: Application, *, reply_to: str | None = None, due_at: datetime | None = None, **context: Any
) -> Letter | None:
    account = application.account
    if not account.active or account.erased_at is not None:
        return None
    through = application.posting.through if template in IN_THEIR_WORDS else None
    to = Recipient(account.email, application.name, account.time_zone)
    return post(template, to, reply_to=reply_to, through=through, due_at=due_at, **words_of(application), **context)


def _to_employer(
    template: str, application: Application, *, reply_to: str | None = None, also: int | None = None, **context: Any
) -> None:
    _to_recruiters(template, application.posting, reply_to=reply_to, also=also, **words_of(application), **context)


def _to_recruiters(template: str, of: Posting, *, reply_to: str | None = None, also: int | None = None, **context: Any) -> None:
    for member in queries.recruiting_members(of, also=also):
        # It says who applied: stopped too when the employer is not to reach coders any more.
        post(template, digest.recipient(member), reply_to=reply_to, through=of.through, **context)


def out_of_reach(application: Application) -> None:
    """Tell a coder that the employer no longer reaches them here, and what to do when it writes elsewhere."""
    _to_coder("application_out_of_reach", application)


def within_reach(application: Application) -> None:
    """Tell a coder that the employer can read and answer the application again."""
    _to_coder("application_within_reach", application)


def not_told(posting: Posting, number: int, *, tells_on: date | None) -> None:
    """Remind the employer of decisions about applicants to a posting that nobody told; `tells_on` is when the board will."""
    _to_recruiters(
        "decisions_not_told", posting, number=number, tells_on=tells_on, job=posting.title,
        posting=posting.public_id, employer=posting.employer.public_id, employer_name=posting.employer.name,
    )  # fmt: skip
