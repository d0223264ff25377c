"""What an import read out of a posting's words, for those who check it: each value with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.postings.diff import LABELS, say
from careercenter.postings.models import Posting


@dataclass(frozen=True, slots=True)
class Guess:
    """`said` quotes the title or description; it is "" where no words say it, and `place_alone` tells what does."""

    label: str
    value: str
    said: str
    place_alone: bool = False


def guesses_of(posting: Posting) -> list[Guess]:
    """Give the guesses nobody has set since, in the order of the form."""
    return [
        Guess(str(label), say(posting.content, field), said, place_alone=field == "work_setting" and not said)
        for field, label in LABELS.items()
        if (said := posting.inferred.get(field)) is not None
    ]
