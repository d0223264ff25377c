"""What is named to be kept out, or not to be needed: "not onsite", "no nights or 1099", "weekends off", "RHIT not required"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from careercenter.job_search.understanding.entities import FACTS, LIMITS, NOT, Entity
from careercenter.language import lexicon, locations
from careercenter.taxonomy.vocabulary import vocabulary

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer

NEGATION_WORDS = frozenset(
    {"not", "no", "except", "without", "excluding", "never", "non", "avoid", "besides", "minus", "zero", "cannot", "cant"}
)
# Words that deny what follows by their last word: "do not want", "other than".
_PHRASES_BY_LAST_WORD: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _said in vocabulary().denials:
    _PHRASES_BY_LAST_WORD[_said.split()[-1]].append(tuple(_said.split()))
_ALTERNATIVES = frozenset({"or", "nor"})
CONJUNCTIONS = _ALTERNATIVES | {"and"}
# May stand between a negation and what it keeps out: "not on weekends", "without any nights", "not paid per chart".
_FILLERS = frozenset("any a an the my on in for interested paid as do work working doing mandatory required".split())
_MOST_FILLERS = 2
_NEEDED = frozenset({"required", "needed", "necessary", "require", "need", "requirement"})
# Nobody keeps out jobs for another benefit: "no ceu requirement" and "no exam fee" refuse to pay, not to be given.
_REFUSED_BENEFITS = frozenset({"sign-on", "production-bonus", "differential"})
# Of these "not required" is said; where the second are in use or possible all the same, nothing is kept out.
_ASKED_OF_CODERS = frozenset({"credential", "schedule", "ehr", "encoder", "setting"})
_IN_USE_ALL_THE_SAME = frozenset({"ehr", "encoder", "setting"})
# Who refuses an internship or apprentices refuses no other work of beginners.
_TERMS = frozenset({"employment", "accepts"})
_NO_SHIFT = frozenset({"holiday"})  # named beside shifts; nobody's postings are kept out for it
_MOST_WORDS = 4
# A list goes on to its "or": "not gi, cardiology or oncology".
_LIST_ENDS = re.compile(r"(?: ?, ?[\w/&.'-][\w/&.' -]{0,39}?){0,6} ?,? (?:or|nor)\b")
_QUOTA = "quota"
# Right before a number: "not 40 hours".
BEFORE_NUMBER = re.compile(r"(?<!\w)(?:no|not|never|non)\s{1,2}$")
# What is denied goes on behind these to a condition of the work: "not let go for a missed quota" wishes for no quota.
_LINKS = frozenset({"for", "of", "from", "by", "when", "if", "because", "with", "about", "over", "under"})
_CONDITIONS = frozenset({_QUOTA, "missed_quota", "productivity", "accuracy", "test", "monitoring"})
EXCLUDABLE = frozenset({*FACTS, "specialty", _QUOTA})


def match_negation(recognizer: EntityRecognizer, meant: Iterable[lexicon.Meaning], start: int, end: int) -> bool:
    """Mark what the tokens from `start` to `end` mean, with the words that keep it out; False where nothing does."""
    meant = list(meant)
    if any(one.kind in LIMITS or one.kind.startswith(NOT) for one in meant) and _refused(recognizer, start, end):
        return True
    kinds = list(dict.fromkeys(meaning.kind for meaning in meant if meaning.kind in EXCLUDABLE))
    if not kinds:
        return False
    if not _TERMS.isdisjoint(kinds):
        kinds = [kind for kind in kinds if kind in _TERMS]
    first, last = _with_holidays(recognizer, start, end) if "schedule" in kinds else (start, end)
    off = not {"schedule", "monitoring"}.isdisjoint(kinds) and form_at(recognizer, last) == "off"
    needless = _needless_after(recognizer, last) if not _ASKED_OF_CODERS.isdisjoint(kinds) else 0
    negation = _negation_before(recognizer, first)
    if negation is None and (_joined_to_excluded(recognizer, start, end, kinds) or _joined_to_denied_words(recognizer, start)):
        negation = first = start - (form_at(recognizer, start - 1) in CONJUNCTIONS)
    if negation is None and not off and not needless and not ("schedule" in kinds and _goes_on_to_off(recognizer, last)):
        return False
    begin = recognizer.tokens[first if negation is None else negation].start
    unsaid = needless and not _IN_USE_ALL_THE_SAME.isdisjoint(kinds)
    if unsaid or (kinds == ["benefit"] and not any(meaning.value in _REFUSED_BENEFITS for meaning in meant)):
        last += needless or form_at(recognizer, last) in _NEEDED
        recognizer.deny(begin, recognizer.tokens[last - 1].end)
        return True
    for kind in kinds:
        values = [value for meaning in meant if meaning.kind == kind for value in meaning.value.split("|")]
        recognizer.mark(begin, recognizer.tokens[last - 1 + off + needless].end, *_excluded(kind, values))
    return True


def _refused(recognizer: EntityRecognizer, start: int, end: int) -> bool:
    """Note as refused what has no opposite that can be asked for, where it is denied: "no ramp-up", "not untimed"."""
    negation = _negation_before(recognizer, start)
    if negation is None:
        return False
    recognizer.deny(recognizer.tokens[negation].start, recognizer.tokens[end - 1].end)
    return True


def negated_words(recognizer: EntityRecognizer) -> Iterator[tuple[int, int]]:
    """Give where a negation stands before words that nothing was read from: "no overtime", "no on call or cold calls".

    Also where they go on what was read: "no nights or on call".
    """
    at = 0
    while at < len(recognizer.tokens):
        after = at + 1
        if not recognizer.consumed[at]:
            negation = _denies(recognizer, at)
            if negation or _goes_on(recognizer, at):
                after = _end_of_words(recognizer, at)
            if negation or after > at + 1:
                yield at - max(negation - 1, 0), after
        at = after


def _goes_on(recognizer: EntityRecognizer, at: int) -> bool:
    """Say whether an "or" stands behind what is kept out or denied."""
    ends = recognizer.tokens[at - 1].end if at else 0
    behind = ends in recognizer.denied_ends or any(_is_excluded(recognizer, one.key, ends) for one in recognizer.entities)
    return behind and form_at(recognizer, at) in _ALTERNATIVES


def denied_with(recognizer: EntityRecognizer, start: int, end: int) -> Entity | None:
    """Give the condition that the denied words from `start` to `end` lead up to; None where they lead to none."""
    denied = {form_at(recognizer, at) for at in range(start + 1, end)}
    if end >= len(recognizer.tokens) or _LINKS.isdisjoint(denied) or _parted(recognizer, end):
        return None
    next_start = recognizer.tokens[end].start
    found = (one for one in recognizer.entities if one.kind in _CONDITIONS and recognizer.spans[one.key][0] == next_start)
    return next(found, None)


def form_at(recognizer: EntityRecognizer, number: int) -> str:
    """Give the plain form of a token, "" where there is none."""
    return recognizer.tokens[number].form if 0 <= number < len(recognizer.tokens) else ""


def _excluded(kind: str, values: list[str]) -> tuple[str, ...]:
    """Give the kind and the values of the entity that stands for what is kept out."""
    if kind == _QUOTA:
        return kind, "none"
    fact = FACTS.get(kind)
    if fact and fact.none and fact.some == set(values):
        return kind, fact.none
    return f"{NOT}{kind}", *values


def _needless_after(recognizer: EntityRecognizer, end: int) -> int:
    """Count the tokens that say that what stands before is not asked for: "not required", "experience not needed"."""
    skilled = form_at(recognizer, end) == "experience"
    end += skilled
    return 2 + skilled if form_at(recognizer, end) == "not" and form_at(recognizer, end + 1) in _NEEDED else 0


def _negation_before(recognizer: EntityRecognizer, start: int) -> int | None:
    """Give the first token of what denies that which begins at a token: "not" of "not on weekends"."""
    back = start - 1
    for _filler in range(_MOST_FILLERS):
        if form_at(recognizer, back) in _FILLERS and not recognizer.consumed[back] and not _parted(recognizer, back + 1):
            back -= 1
    if back < 0 or any(_parted(recognizer, at) for at in range(back + 1, start + 1)):
        return None
    if (form_at(recognizer, back - 1), form_at(recognizer, back)) == ("nothing", "without"):
        recognizer.mark(recognizer.tokens[back - 1].start, recognizer.tokens[back].end, "")
        return None
    if form_at(recognizer, back) in NEGATION_WORDS:
        return None if recognizer.consumed[back] else back
    if length := _denies(recognizer, back):
        return back - length + 1
    if form_at(recognizer, back) in locations.LEAVING_OUT and form_at(recognizer, back - 1) in locations.QUANTITIES:
        return back  # "everything but inpatient"
    return None


def _denies(recognizer: EntityRecognizer, last: int) -> int:
    """Count the tokens up to this one that deny what follows: "not", "do not want"; 0 where none do."""
    if form_at(recognizer, last) in NEGATION_WORDS:
        return 1
    for words in _PHRASES_BY_LAST_WORD.get(form_at(recognizer, last), ()):
        if tuple(form_at(recognizer, at) for at in range(last - len(words) + 1, last + 1)) == words:
            return len(words)
    return 0


def _parted(recognizer: EntityRecognizer, at: int) -> bool:
    """Say whether a comma or the like stands before a token."""
    return _text_between(recognizer, at - 1, at).strip(" -") != ""


def _text_between(recognizer: EntityRecognizer, before: int, after: int) -> str:
    if before < 0 or after >= len(recognizer.tokens):
        return ""
    return recognizer.text[recognizer.tokens[before].end : recognizer.tokens[after].start]


def _joined_to_excluded(recognizer: EntityRecognizer, start: int, end: int, kinds: list[str]) -> bool:
    """Say whether a list of what is kept out goes on here.

    "or" joins anything, "and" and a comma only more of a kind: "no weekends and remote" keeps no remote work out.
    """
    conjunction = form_at(recognizer, start - 1) if form_at(recognizer, start - 1) in CONJUNCTIONS else ""
    before = start - 1 - bool(conjunction)
    if before < 0:
        return False
    ends = recognizer.tokens[before].end
    excluded = {one.kind.removeprefix(NOT) for one in recognizer.entities if _is_excluded(recognizer, one.key, ends)}
    if conjunction in _ALTERNATIVES:
        return bool(excluded)
    alike = not excluded.isdisjoint(kinds)
    if conjunction or not alike or _text_between(recognizer, before, start).strip() != ",":
        return bool(conjunction) and alike
    return "schedule" in kinds or bool(_LIST_ENDS.match(recognizer.text, recognizer.tokens[end - 1].end))


def _joined_to_denied_words(recognizer: EntityRecognizer, start: int) -> bool:
    """Say whether an "or" joins what begins here to denied words of which nothing was read: "no on call or" nights."""
    if form_at(recognizer, start - 1) not in _ALTERNATIVES:
        return False
    last = start - 2
    if last >= 0 and recognizer.tokens[last].end in recognizer.denied_ends:
        return True
    for back in range(last, max(last - 1 - _MOST_WORDS, -1), -1):
        if recognizer.consumed[back] or (back < last and _parted(recognizer, back + 1)):
            return False
        # "non profit or remote" is no refusal of remote work.
        if form_at(recognizer, back) != "non" and _denies(recognizer, back):
            return back < last
    return False


def _is_excluded(recognizer: EntityRecognizer, key: str, end: int) -> bool:
    return key.startswith(NOT) and not key.startswith(f"{NOT}state") and recognizer.spans[key][1] == end


def _with_holidays(recognizer: EntityRecognizer, start: int, end: int) -> tuple[int, int]:
    """Give the tokens with the holidays joined to them."""
    while form_at(recognizer, start - 1) in CONJUNCTIONS and form_at(recognizer, start - 2) in _NO_SHIFT:
        start -= 2
    while form_at(recognizer, end) in CONJUNCTIONS and form_at(recognizer, end + 1) in _NO_SHIFT:
        end += 2
    return start, end


def _goes_on_to_off(recognizer: EntityRecognizer, end: int) -> bool:
    """Say whether more schedules are joined to this, and "off" behind the last: "nights and" weekends off."""
    if form_at(recognizer, end) not in CONJUNCTIONS:
        return False  # "night shift, weekends off" asks for nights
    named = [token.form for token in recognizer.tokens[end:] if token.form not in CONJUNCTIONS]
    shifts = next((at for at, form in enumerate(named) if not _is_schedule(form)), len(named))
    return named[shifts : shifts + 1] == ["off"]


def _is_schedule(form: str) -> bool:
    return form in _NO_SHIFT or any(meaning.kind == "schedule" for meaning in lexicon.meanings().get((form,), ()))


def _end_of_words(recognizer: EntityRecognizer, at: int) -> int:
    """Give the token after the words that a negation denies: as far as nothing was read and nothing parts them."""
    end = at + 1
    while (
        end < len(recognizer.tokens)
        and end - at <= _MOST_WORDS
        and not recognizer.consumed[end]
        and not _parted(recognizer, end)
        and form_at(recognizer, end) not in NEGATION_WORDS
    ):
        end += 1
    while end - 1 > at and form_at(recognizer, end - 1) in CONJUNCTIONS:
        end -= 1
    return end
