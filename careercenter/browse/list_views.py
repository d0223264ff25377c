"""How the jobs found are shown: as cards, as a short list, or as a list with the job chosen beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask import request, url_for
from markupsafe import Markup

from careercenter.postings.cards import Card

VIEW, JOB, BESIDE = "view", "job", "beside"  # in addresses: the view, the job chosen, and the place where it stands


class ListView(StrEnum):
    CARDS = "cards"
    COMPACT = "compact"
    DETAIL = "detail"


def asked_job() -> str:
    """Read which job was chosen; "" where none was, or what is named is no public id."""
    asked = request.args.get(JOB, "")
    return asked if asked.isalnum() else ""


@dataclass(frozen=True, slots=True)
class LinksBeside:
    """Where the titles of a list lead that has the job chosen beside it: back to the list, with another job beside it.

    `address` gives that of a job by its public id. Scripts take the page of its own from `data-page`.
    """

    chosen: str
    address: Callable[[str], str]

    def of(self, card: Card) -> Markup:
        """Give the attributes of one title's link."""
        page = url_for("browse.posting", key=f"{card.public_id}-{card.slug}")
        current = Markup(' aria-current="true"') if card.public_id == self.chosen else ""
        return Markup('href="{}#{}" data-page="{}"{}').format(self.address(card.public_id), BESIDE, page, current)
