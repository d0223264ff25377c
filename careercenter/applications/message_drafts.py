"""Words an employer can start a message from. What only they know stands in square brackets, to be filled in or taken out."""

from __future__ import annotations

import re

from careercenter.applications.lifecycle import ApplicationAction
from careercenter.core.i18n import Words, _l

DRAFTS: dict[ApplicationAction, Words] = {
    ApplicationAction.INTERVIEW: _l(
        "Thank you for applying. We would like to talk with you.\n\n"
        "When: [day, time and time zone]\n"
        "Where: [address, video link, or who calls whom]\n"
        "With: [names and roles]\n"
        "How long: [minutes]\n\n"
        "Let us know if that works for you, or which other times would."
    ),
    ApplicationAction.OFFER: _l(
        "We would like to offer you the job.\n\n"
        "Start: [day]\n"
        "Pay: [amount, and for an hour or a year]\n"
        "Hours: [hours a week and schedule]\n"
        "Answer by: [day]\n\n"
        "Accept or decline with your application, or reply with your questions."
    ),
    ApplicationAction.TELL: _l(
        "Thank you for applying and for the time you took. We have decided to move forward with other applicants. "
        "We wish you well in your search."
    ),
}

_BLANK = re.compile(r"\[[^\[\]\n]{1,80}\]")


def draft_for(action: ApplicationAction) -> str:
    """Give the words to start from, "" where there are none."""
    return str(DRAFTS.get(action, ""))


def blanks_in(message: str) -> list[str]:
    """Give the gaps of our drafts that a message still has, in its order; other brackets are the writer's own."""
    ours = {blank for draft in DRAFTS.values() for blank in _BLANK.findall(str(draft))}
    return [found for found in _BLANK.findall(message) if found in ours]
