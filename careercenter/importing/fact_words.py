"""How announcements say a fact in words: a table of sayings a field, and what makes a saying no statement of this job.

Precision comes before recall: what is denied, only possible, wished of the applicant or said in two ways says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from careercenter.core.prefiltered import PrefilteredPattern, any_words, lowered
from careercenter.importing.statements import Statement, quote

# The value of a field that words say, and the words.
Said = tuple[Any, str]

_DENIED = re.compile(
    r"\b(?:not|no|never|without|non|nor|neither|isn['’]t|aren['’]t|doesn['’]t|don['’]t|won['’]t|rather than|instead of|other than|than|except)\b[^,;.:]{0,28}$",
    re.IGNORECASE,
)
# Not certain, not yet, not always, not of everybody, or of another place.
POSSIBLE = re.compile(
    r"\b(?:may|might|could|would|possib\w{1,6}|potential\w{0,4}|option\w{0,4}|whether|if|unless|either|depend\w{0,5}|sometimes|occasional\w{0,2}|as needed"
    r"|where available|when available|in the future|upcoming|soon|plan(?:s|ned|ning)? to|previous(?:ly)?|prior|former(?:ly)?|past|used to|some|certain|select(?:ed)?"
    r"|eligible|eligibility|consider\w{0,4}|request\w{0,3}|temporar\w{1,4})\b",
    re.IGNORECASE,
)
# What the applicant knows, likes or brings is no word of the place.
OF_THE_APPLICANT = re.compile(
    r"\b(?:experience\w{0,2}|knowledge|familiar\w{0,4}|proficien\w{1,4}|understanding|ability to|able to|skill\w{0,3}|prefer\w{0,6}|desir\w{1,5}|a plus|bonus points|ideal\w{0,2}"
    r"|nice to have|background in|expertise|comfortable|candidates? (?:with|who)|you (?:have|are|know)|willing\w{0,4}|availab\w{1,6})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A value, and a pattern that says it. `denies`: the pattern holds its own "no", and what is before it is not asked."""

    value: Any
    pattern: PrefilteredPattern
    denies: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sayings:
    """All ways in which one field is said. What `unless` finds anywhere in a statement makes it no statement of the fact.

    `words`: small-letter words of which every saying holds one, so that most statements are put aside by looking for them.
    """

    sayings: tuple[Saying, ...]
    words: tuple[str, ...]
    unless: tuple[re.Pattern[str], ...] = (POSSIBLE, OF_THE_APPLICANT)

    def values_in(self, text: str) -> tuple[Any, ...]:
        """Give the values a text says, each once."""
        return _values_in(self, text)

    def look(self, text: str) -> tuple[Any, ...]:
        if not names_one(text, self.words):
            return ()
        found = [
            one.value for one in self.sayings if any(not _denied(one, text, match) for match in one.pattern.finditer(text))
        ]
        if not found or any(pattern.search(text) for pattern in self.unless):
            return ()
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16_384)  # announcements repeat most of their sentences, and each is asked for by every table
def _values_in(table: Sayings, text: str) -> tuple[Any, ...]:
    return table.look(text)


def sayings(
    *pairs: tuple[Any, str],
    denies: Iterable[Any] = (),
    unless: Sequence[re.Pattern[str]] = (POSSIBLE, OF_THE_APPLICANT),
) -> Sayings:
    """Make a table of (value, pattern); patterns of values in `denies` say their "no" themselves."""
    of_no = set(denies)
    found = tuple(Saying(value, PrefilteredPattern(pattern, re.IGNORECASE), value in of_no) for value, pattern in pairs)
    return Sayings(found, any_words(one.pattern for one in found), tuple(unless))


def _denied(one: Saying, text: str, match: re.Match[str]) -> bool:
    return not one.denies and bool(_DENIED.search(text[max(0, match.start() - 40) : match.start()]))


def names_one(text: str, *words: tuple[str, ...]) -> bool:
    """Say whether a text holds one of each group of small-letter words, without which no pattern need be tried."""
    low = lowered(text)
    return all(any(map(low.__contains__, group)) for group in words)


def find_only(stated: Iterable[Statement], tables: Mapping[str, Sayings]) -> dict[str, Said]:
    """Give each field whose statements all say one value, with the first that does."""
    said: dict[str, dict[Any, str]] = {name: {} for name in tables}
    for one in stated:
        if one.choice or one.preferred:
            continue
        for name, table in tables.items():
            for value in table.values_in(one.text):
                said[name].setdefault(value, one.text)
    return {name: (value, quote(text)) for name, values in said.items() if len(values) == 1 for value, text in values.items()}
