"""The difference of two contents, field by field, in words people read."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from careercenter.core import typed
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _, _n, day, money, number
from careercenter.core.places import HOME_STATES, TIME_ZONES
from careercenter.postings.content import LABELS, MONEY, Place, PostingContent
from careercenter.taxonomy.catalogue import credential, specialty

# Texts in which single words change: shown with the words around them.
PROSE = frozenset({"title", "description", "hiring_steps"})
# Slugs chosen from a list; members of an enum always are.
_CHOSEN = frozenset({"specialties", "credentials_all", "credentials_any", "credentials_preferred", "live_in_states"})
_TOKENS = re.compile(r"\s+|[^\s]+")
# Beyond this a word-level comparison costs seconds (it is quadratic in the worst case) and nobody reads it word by word.
MOST_TOKENS = 8000
MOST_PAIRS = 1_500_000  # of equal tokens; comparing them takes half a second of processor time


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words. `kind`: "same", "old" (struck) or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` and `new` in words, "" for not said.

    `pieces` joins both where much stays the same: prose word by word, lists item by item. Else it is empty.
    """

    field: str
    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


def differences(old: PostingContent, new: PostingContent) -> list[Difference]:
    """Give what differs, in the order of the form."""
    return [
        Difference(name, str(LABELS[name]), say(old, name), say(new, name), _joined(old, new, name))
        for name in changed_fields(old, new)
    ]


def _joined(old: PostingContent, new: PostingContent, field: str) -> tuple[Piece, ...]:
    was, now = getattr(old, field), getattr(new, field)
    if field in PROSE and was and now:
        return word_pieces(typed.lines(was), typed.lines(now))
    if isinstance(was, tuple) and isinstance(now, tuple) and set(was) & set(now):
        return _item_pieces([_words(field, item) for item in was], [_words(field, item) for item in now])
    return ()


def _item_pieces(was: list[str], now: list[str]) -> tuple[Piece, ...]:
    items = [Piece("same" if item in now else "old", item) for item in was]
    items += [Piece("new", item) for item in now if item not in was]
    between = Piece("same", ", ")
    return tuple(piece for item in items for piece in (between, item))[1:]


def changed_fields(old: PostingContent, new: PostingContent) -> list[str]:
    return [f.name for f in dataclasses.fields(PostingContent) if not _same(f.name, getattr(old, f.name), getattr(new, f.name))]


def _same(field: str, old: Any, new: Any) -> bool:
    """Say whether nobody would see a difference: a page that is saved untouched changes nothing.

    A list chosen from is the same in another order, which is that of the form's choices; a text is the same with other line
    ends, and with other characters that nobody sees.
    """
    if old == new:
        return True
    if field in _CHOSEN or _are_members(old) or _are_members(new):
        return frozenset(old) == frozenset(new)
    return _text_of(old) is not None and _text_of(old) == _text_of(new)


def _are_members(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(part, LabelledEnum) for part in value)


def _text_of(value: Any) -> str | None:
    """Give words in the one form of the door, as the form hands them over; None for what is no text."""
    if isinstance(value, LabelledEnum):
        return None
    if isinstance(value, str):
        return typed.lines(value)
    if isinstance(value, tuple) and all(type(part) is str for part in value):
        return "\n".join(" ".join(typed.one_line(part).split()) for part in value)
    return None


def say(content: PostingContent, field: str) -> str:
    """Write one field's value in words; "" when it is not said."""
    value = getattr(content, field)
    if field in MONEY and value is not None:
        return money(value)
    if field == "accuracy_percent" and value is not None:
        return _("%(percent)s%%", percent=value)
    if field == "onsite_days" and value is not None:
        return _n("%(num)s day a month", "%(num)s days a month", value)
    if field == "lasts_weeks" and value is not None:
        return _n("%(num)s week", "%(num)s weeks", value)
    return _words(field, value)


def _words(field: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_words(field, item) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, LabelledEnum):
        return value.label
    if isinstance(value, float):
        return number(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Place):
        return f"{value} {value.zip}".strip() if str(value) != value.zip else value.zip
    if field == "specialties":
        return found.name if (found := specialty(value)) else value
    if field.startswith("credentials_"):
        return held.abbr if (held := credential(value)) else value
    if field == "time_zone":
        return str(TIME_ZONES.get(value, value))
    if field == "live_in_states":
        return HOME_STATES.get(value, value)
    return str(value)


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word, line breaks kept."""
    was, now = _TOKENS.findall(old), _TOKENS.findall(new)
    start = _alike(was, now)
    end = _alike(was[start:][::-1], now[start:][::-1])
    before, after = "".join(was[:start]), "".join(was[len(was) - end :])
    was, now = was[start : len(was) - end], now[start : len(now) - end]
    if _too_many(was, now):  # then line by line, and if that is too much, as a whole
        was, now = "".join(was).splitlines(keepends=True), "".join(now).splitlines(keepends=True)
    if _too_many(was, now):
        was, now = ["".join(was)], ["".join(now)]
    between = list(_pieces(was, now))
    return tuple(piece for piece in (Piece("same", before), *between, Piece("same", after)) if piece.text)


def _alike(was: list[str], now: list[str]) -> int:
    """Give how many tokens the two begin with alike."""
    return next((at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now)))


def _too_many(was: list[str], now: list[str]) -> bool:
    """Say whether comparing takes too long: the work grows with the pairs of equal tokens, as in a table of "yes | no"."""
    if len(was) + len(now) > MOST_TOKENS:
        return True
    there = Counter(now)
    return sum(there[token] for token in was) > MOST_PAIRS


def _pieces(was: list[str], now: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(was[i:j]))
            continue
        if j > i:
            yield Piece("old", "".join(was[i:j]))
        if m > k:
            yield Piece("new", "".join(now[k:m]))
