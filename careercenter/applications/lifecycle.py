"""The life of an application, whole, on one page.

Buttons, rules, docs and tests read TRANSITIONS. The decision about an applicant and telling them are two actions:
`unsuccessful` is decided, `rejected` is told. A coder is shown only what they were told: see SHOWN_AS and `shown_status`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from careercenter.core.clock import now
from careercenter.core.enums import LabelledEnum
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _, _l
from careercenter.core.transitions import Transition, transition

if TYPE_CHECKING:
    from careercenter.applications.models import Application, ApplicationMessage, TakenStep


class ApplicationStatus(LabelledEnum):
    SUBMITTED = "submitted", _l("New")
    SHORTLISTED = "shortlisted", _l("Shortlisted")
    INTERVIEWING = "interviewing", _l("Interviewing")
    OFFERED = "offered", _l("Offered")
    ACCEPTED = "accepted", _l("Offer accepted")
    HIRED = "hired", _l("Hired")
    UNSUCCESSFUL = "unsuccessful", _l("Turned down, not told yet")
    UNSUCCESSFUL_INTERVIEW = "unsuccessful_interview", _l("Interviewed, not told yet")
    REJECTED = "rejected", _l("Turned down, told")
    DECLINED = "declined", _l("Offer declined")
    WITHDRAWN = "withdrawn", _l("Withdrawn")


A = ApplicationStatus

# How an applicant stands, said to the employer.
STANDING: dict[ApplicationStatus, Words] = {
    A.SUBMITTED: _l("%(name)s is new now."),
    A.SHORTLISTED: _l("%(name)s is shortlisted now."),
    A.INTERVIEWING: _l("%(name)s is interviewing now."),
    A.OFFERED: _l("%(name)s has an offer now."),
    A.ACCEPTED: _l("%(name)s accepted the offer."),
    A.HIRED: _l("%(name)s is hired now."),
    A.UNSUCCESSFUL: _l("%(name)s was turned down."),
    A.UNSUCCESSFUL_INTERVIEW: _l("%(name)s was turned down after an interview."),
    A.REJECTED: _l("%(name)s was told that they were turned down."),
    A.DECLINED: _l("%(name)s declined the offer."),
    A.WITHDRAWN: _l("%(name)s withdrew."),
}

ENDED = frozenset({A.HIRED, A.REJECTED, A.DECLINED, A.WITHDRAWN})
UNTOLD = frozenset({A.UNSUCCESSFUL, A.UNSUCCESSFUL_INTERVIEW})


class ApplicationAction(LabelledEnum):
    SHORTLIST = "shortlist", _l("Shortlist")
    INTERVIEW = "interview", _l("Invite to interview")
    OFFER = "offer", _l("Make an offer")
    HIRE = "hire", _l("Hire")
    TURN_DOWN = "turn_down", _l("Turn down")
    TELL = "tell", _l("Tell the applicant")
    TELL_LATE = "tell_late", _l("Tell the applicant for the employer")
    RECONSIDER = "reconsider", _l("Reconsider")
    MOVE_BACK = "move_back", _l("Move back to the shortlist")
    ACCEPT_INTERVIEW = "accept_interview", _l("Accept the interview")
    ANOTHER_TIME = "another_time", _l("Ask for another time")
    ACCEPT = "accept", _l("Accept the offer")
    DECLINE = "decline", _l("Decline the offer")
    WITHDRAW = "withdraw", _l("Withdraw")
    APPLY_AGAIN = "apply_again", _l("Apply again")


INTERVIEWED = {A.INTERVIEWING: A.INTERVIEWING, A.UNSUCCESSFUL_INTERVIEW: A.UNSUCCESSFUL_INTERVIEW}

TRANSITIONS: dict[ApplicationAction, Transition[ApplicationStatus, ApplicationStatus]] = {
    ApplicationAction.SHORTLIST: transition({A.SUBMITTED}, A.SHORTLISTED, "employer"),
    # Again for another time, or another round.
    ApplicationAction.INTERVIEW: transition(
        {A.SUBMITTED, A.SHORTLISTED, A.INTERVIEWING}, A.INTERVIEWING, "employer", needs_message=True
    ),
    ApplicationAction.OFFER: transition(
        {A.SUBMITTED, A.SHORTLISTED, A.INTERVIEWING}, A.OFFERED, "employer", needs_message=True
    ),
    ApplicationAction.HIRE: transition({A.OFFERED, A.ACCEPTED}, A.HIRED, "employer"),
    ApplicationAction.TURN_DOWN: Transition(
        {A.SUBMITTED: A.UNSUCCESSFUL, A.SHORTLISTED: A.UNSUCCESSFUL, A.INTERVIEWING: A.UNSUCCESSFUL_INTERVIEW}, "employer"
    ),
    ApplicationAction.TELL: transition({A.UNSUCCESSFUL, A.UNSUCCESSFUL_INTERVIEW}, A.REJECTED, "employer", needs_message=True),
    # When the employer was reminded and has still not told it: see services_untold.
    ApplicationAction.TELL_LATE: transition(UNTOLD, A.REJECTED, "clock"),
    ApplicationAction.RECONSIDER: Transition(
        {A.UNSUCCESSFUL: A.SHORTLISTED, A.UNSUCCESSFUL_INTERVIEW: A.INTERVIEWING}, "employer"
    ),
    # After the time in which a step is undone without a word: with words, since the coder was told.
    ApplicationAction.MOVE_BACK: transition(
        {A.INTERVIEWING, A.OFFERED, A.ACCEPTED, A.HIRED, A.REJECTED}, A.SHORTLISTED, "employer", needs_message=True
    ),
    # Who was decided against and not told answers as before: what is offered must not give it away.
    ApplicationAction.ACCEPT_INTERVIEW: Transition(INTERVIEWED, "coder"),
    ApplicationAction.ANOTHER_TIME: Transition(INTERVIEWED, "coder", needs_message=True),
    ApplicationAction.ACCEPT: transition({A.OFFERED}, A.ACCEPTED, "coder"),
    ApplicationAction.DECLINE: transition({A.OFFERED}, A.DECLINED, "coder"),
    ApplicationAction.WITHDRAW: transition(
        {A.SUBMITTED, A.SHORTLISTED, A.INTERVIEWING, A.OFFERED, A.ACCEPTED, A.UNSUCCESSFUL, A.UNSUCCESSFUL_INTERVIEW},
        A.WITHDRAWN,
        "coder",
    ),
    ApplicationAction.APPLY_AGAIN: transition({A.WITHDRAWN}, A.SUBMITTED, "coder"),
}

# The coder's words for what they are shown. A decision that was not told has none: they go on seeing the status before it.
SHOWN_AS: dict[ApplicationStatus, Words] = {
    A.SUBMITTED: _l("Received"),
    A.SHORTLISTED: _l("Shortlisted"),
    A.INTERVIEWING: _l("Interviewing"),
    A.OFFERED: _l("Offer made"),
    A.ACCEPTED: _l("You accepted the offer"),
    A.HIRED: _l("Hired"),
    A.REJECTED: _l("Not selected"),
    A.DECLINED: _l("You declined the offer"),
    A.WITHDRAWN: _l("Withdrawn"),
}


# Actions the coder hears of by mail even when the employer adds no words.
ALWAYS_MAILED = frozenset(
    {
        ApplicationAction.INTERVIEW,
        ApplicationAction.OFFER,
        ApplicationAction.HIRE,
        ApplicationAction.TELL,
        ApplicationAction.MOVE_BACK,
    }
)
# Actions the coder must not learn of, so no words can go with them.
SILENT = frozenset({ApplicationAction.TURN_DOWN, ApplicationAction.RECONSIDER})
# Actions whose e-mail is answered to the member who took them: what they ask needs an answer.
ANSWERABLE = frozenset(
    {
        ApplicationAction.SHORTLIST,
        ApplicationAction.INTERVIEW,
        ApplicationAction.OFFER,
        ApplicationAction.HIRE,
        ApplicationAction.MOVE_BACK,
    }
)
# The coder's answers, which may carry words of theirs.
ANSWERS = frozenset({ApplicationAction.ACCEPT_INTERVIEW, ApplicationAction.ANOTHER_TIME, ApplicationAction.ACCEPT})


def may(application: Application, action: ApplicationAction) -> bool:
    return application.status in TRANSITIONS[action].to


def open_actions(status: ApplicationStatus, by: str) -> list[ApplicationAction]:
    """Give the actions `by` ("employer" or "coder") may take in a status, in the order of the table."""
    return [action for action, row in TRANSITIONS.items() if row.by == by and status in row.to]


def apply_action(application: Application, action: ApplicationAction, *, at: datetime) -> None:
    """Move the status along the table and stamp the time; RuleBroken, with nothing changed, when the table has none."""
    if not may(application, action):
        raise RuleBroken(_("This application has moved on, so that step is not open now."))
    before = application.status
    _stand(application, TRANSITIONS[action].to[before], at)
    # A status one stays in is not reached anew. Whoever is reconsidered was never told, so the day they were shown stays.
    stays = application.status is before or action is ApplicationAction.RECONSIDER
    if not stays or application.status.value not in application.status_times:
        application.status_times = {**application.status_times, application.status.value: at.isoformat()}


def _stand(application: Application, status: ApplicationStatus, at: datetime) -> None:
    application.status = status
    application.changed_at, application.reminded_at = at, None


def take_back(application: Application, step: TakenStep, *, at: datetime) -> None:
    """Let the application stand where it stood before a step, its times too."""
    _stand(application, step.before, at)
    application.status_times = dict(step.times_before)


def pending_step(application: Application, at: datetime) -> TakenStep | None:
    """Give the employer's last step while the coder does not see it yet and nothing has happened since."""
    step = application.last_step
    if step is None or at >= step.told_at:
        return None
    return step if TRANSITIONS[ApplicationAction(step.action)].to.get(step.before) is application.status else None


def shown_status(application: Application, *, at: datetime | None = None) -> ApplicationStatus:
    """Give the last status the coder knows of at a moment, by default now."""
    step = pending_step(application, at or now())
    status = step.before if step else application.status
    return status if status not in UNTOLD else shown_times(application, at=at)[-1][0]


def shown_messages(application: Application, *, at: datetime | None = None) -> list[ApplicationMessage]:
    """Give the messages the coder knows of."""
    step = pending_step(application, at or now())
    return [one for one in application.messages if step is None or one.id != step.message_id]


def shown_times(application: Application, *, at: datetime | None = None) -> list[tuple[ApplicationStatus, datetime]]:
    """Give the statuses the coder knows of with the moment of each, in the order they were reached."""
    step = pending_step(application, at or now())
    times = step.times_before if step else application.status_times
    reached = [(A(name), datetime.fromisoformat(moment)) for name, moment in times.items()]
    return sorted(((status, moment) for status, moment in reached if status not in UNTOLD), key=lambda one: one[1])
