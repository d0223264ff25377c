"""Which changes of a live posting a moderator judges first, and which apply at once.

A moderator approved what the posting promises: pay, place, requirements, how to apply. Changing a promise is judged again;
mending a word, naming a benefit or closing earlier is not.
"""

from __future__ import annotations

import dataclasses
import re
from difflib import SequenceMatcher

from careercenter.core.clock import end_of_day
from careercenter.postings.content import SPECS, PostingContent
from careercenter.postings.diff import changed_fields
from careercenter.postings.signals import signals

MATERIAL = frozenset(name for name, spec in SPECS.items() if spec.material)

# Prose is material unless only typing mistakes were mended.
MATERIAL_PROSE = frozenset({"description", "hiring_steps"})
MOST_MENDED_WORDS = 3
LIKENESS_OF_A_MENDED_WORD = 0.6
LONGEST_MENDED = 200  # characters of the words that differ at one place
AFTERWARDS = 2  # words that must follow alike, so that a common word by chance is no end of what differs

_TELLING = re.compile(r"[\d@$%/:]|https?|www\.", re.IGNORECASE)


def material_changes(old: PostingContent, new: PostingContent) -> tuple[str, ...]:
    """Give the changed fields that have to be judged; the other changed fields may apply at once."""
    changed = changed_fields(old, new)
    if set(signals(new)) - set(signals(old)):
        return tuple(changed)  # a new sign of a scam in any field: nothing of this edit goes up unseen
    return tuple(field for field in changed if _is_material(field, old, new))


def merge(base: PostingContent, edit: PostingContent, current: PostingContent) -> PostingContent:
    """Put what `edit` changed of `base` onto `current`, which may have had small changes since."""
    return dataclasses.replace(current, **{field: getattr(edit, field) for field in changed_fields(base, edit)})


def _is_material(field: str, old: PostingContent, new: PostingContent) -> bool:
    if field in MATERIAL:
        return True
    if field in MATERIAL_PROSE:
        return not only_mended(getattr(old, field), getattr(new, field))
    if field in ("closing_on", "time_zone"):
        return closes_later(old, new)
    return False


def closes_later(old: PostingContent, new: PostingContent) -> bool:
    """Say whether the new closing day ends later than the old; an earlier end shows less, so nobody has to look."""
    if old.closing_on is None or new.closing_on is None:
        return old.closing_on is not new.closing_on
    return end_of_day(new.closing_on, new.time_zone) > end_of_day(old.closing_on, old.time_zone)


def only_mended(old: str, new: str) -> bool:
    """Say whether the texts differ by a few typing mistakes: like words for words, no number, amount or address touched."""
    was, now = old.split(), new.split()
    i = j = mended = 0
    while i < len(was) or j < len(now):
        if was[i : i + 1] == now[j : j + 1]:
            i, j = i + 1, j + 1
            continue
        more, less = _until_alike(was, now, i, j, most=MOST_MENDED_WORDS - mended)
        before, after = " ".join(was[i : i + more]), " ".join(now[j : j + less])
        if _TELLING.search(before) or _TELLING.search(after) or not _alike(before, after):
            return False
        i, j, mended = i + more, j + less, mended + max(more, less)
    return True


def _until_alike(was: list[str], now: list[str], i: int, j: int, *, most: int) -> tuple[int, int]:
    """Give how many words of each differ before the texts go on alike; (0, 0) when that is more than `most`.

    It looks no further than that: a whole difference of two long texts costs the square of their length.
    """
    within = sorted(
        ((more, less) for more in range(most + 1) for less in range(most + 1)), key=lambda pair: (max(pair), sum(pair))
    )
    for more, less in within:
        if (more or less) and was[i + more : i + more + AFTERWARDS] == now[j + less : j + less + AFTERWARDS]:
            return more, less
    return 0, 0


def _alike(before: str, after: str) -> bool:
    """A negation added or dropped ("no", "not") is a short word put in, and never alike."""
    if not before or not after or len(before) + len(after) > LONGEST_MENDED:
        return False
    return SequenceMatcher(None, before.lower(), after.lower()).ratio() >= LIKENESS_OF_A_MENDED_WORD
