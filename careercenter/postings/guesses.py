"""What an import read out of a posting's words, for those who check it: each value with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.core.i18n import _
from careercenter.postings.content import LABELS, PostingContent
from careercenter.postings.diff import say
from careercenter.postings.models import Posting
from careercenter.postings.pay import describe_pay

# Read and shown as one: "$25–30 an hour".
_AMOUNTS = ("pay_min", "pay_max")


@dataclass(frozen=True, slots=True)
class Guess:
    """`said` quotes the title or description; it is "" where no words say it, and `place_alone` tells what does."""

    field: str
    label: str
    value: str
    said: str
    place_alone: bool = False


def guesses_of(posting: Posting) -> list[Guess]:
    """Give the guesses nobody has set since, in the order of the form."""
    return [
        _guess(posting, field, said)
        for field in LABELS
        if (said := posting.inferred.get(field)) is not None and not (field in _AMOUNTS and "pay_basis" in posting.inferred)
    ]


def marks(posting: Posting, shown: PostingContent) -> dict[str, str]:
    """Say at which fields of a form, which shows `shown`, a guess stands that nobody has changed, and what it was read from."""
    return {
        field: _("Read from your ad: “%(words)s”", words=said) if said else _("This is a guess. Your ad doesn’t say it.")
        for field, said in posting.inferred.items()
        if getattr(shown, field, None) == getattr(posting.content, field, None)
    }


def _guess(posting: Posting, field: str, said: str) -> Guess:
    pay = describe_pay(posting.content) if field == "pay_basis" else None
    if pay is not None:
        return Guess(field, _("Pay"), pay.words, said)
    return Guess(field, str(LABELS[field]), say(posting.content, field), said, place_alone=field == "work_setting" and not said)
