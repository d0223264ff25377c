"""Places in a text: ZIP codes, cities, states, the whole country; and what of them is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careercenter.job_search.understanding.entities import NOT
from careercenter.language import locations, phrases, quantities

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer

# May stand between a place and what leaves it out: "not working in CA".
_PASSED = frozenset("or and state the living resident job work working of for".split())


def armed_forces(recognizer: EntityRecognizer) -> None:
    """Read an address of the armed forces overseas as the state it has: "APO AE 09012", "FPO AP", "DPO 34002"."""
    for code, start, end in locations.armed_forces(recognizer.text):
        if recognizer.free(start, end):
            mark_state(
                recognizer, code, start, end, next(at for at, token in enumerate(recognizer.tokens) if token.start >= start)
            )


def zips_beyond_doubt(recognizer: EntityRecognizer) -> None:
    for match in locations.ZIP_FOUR.finditer(recognizer.text):
        before = recognizer.text[: match.start("zip")]
        named = (
            bool(locations.ZIP_BEFORE.search(before))
            or locations.ends_with_state(before)
            or quantities.miles(before[-25:]) is not None
        )
        if (named or "-" in match[0]) and recognizer.free(*match.span()):
            mark_zip(recognizer, match["zip"], match.start(), match.end())


def short_zips(recognizer: EntityRecognizer) -> None:
    """Offer four digits nothing was made of as the ZIP code that lost its zero: 2115 is 02115, Boston."""
    for at, token in enumerate(recognizer.tokens):
        place = locations.short_zip(recognizer.text[token.start : token.end])
        if place and not recognizer.consumed[at] and not token.glued:
            words = f"{recognizer.cased[: token.start]}zip 0{recognizer.cased[token.start :]}"
            recognizer.offers.append((words, f"the ZIP code of {place.city}, {place.state}"))


def mark_zip(recognizer: EntityRecognizer, text: str, start: int, end: int) -> bool:
    """Mark a ZIP code; False where it is none that is known."""
    place = locations.zip_place(text)
    if place is None:
        return False
    recognizer.zip, recognizer.city = recognizer.zip or text, recognizer.city or place.city
    recognizer.mark(start, end, "zip", text)
    return True


def cities_before_states(recognizer: EntityRecognizer) -> None:
    """Read the city before a state that is written out: "Dayton, Ohio"."""
    for reading in [one for one in recognizer.entities if one.kind == "state" and one.typed]:
        at = next(
            (n for n, token in enumerate(recognizer.tokens) if recognizer.cased[token.start :].startswith(reading.typed)), 0
        )
        if not at or recognizer.consumed[at - 1] or recognizer.city:
            continue
        city = locations.city_before(recognizer.text, recognizer.tokens, at, reading.values[0])
        if city and not any(recognizer.consumed[at - city[1] : at]) and city[0].casefold() not in phrases.GENERIC:
            mark_city(
                recognizer,
                city[0],
                reading.values,
                at - city[1],
                recognizer.tokens[at - 1].end,
            )


def around_places(recognizer: EntityRecognizer) -> None:
    """What only says that a place is meant, and not more of it, is no word to look for: "around", "metro area"."""
    for reading in recognizer.entities:
        if reading.kind not in ("city", "zip", "state", "not_state"):
            continue
        start, end = recognizer.spans[reading.key]
        before = [at for at, token in enumerate(recognizer.tokens) if token.end <= start]
        after = [at for at, token in enumerate(recognizer.tokens) if token.start >= end]
        for run, words in ((before[::-1], locations.LEADING), (after, locations.FOLLOWING)):
            for at in run:
                if recognizer.tokens[at].form not in words:
                    break
                recognizer.consumed[at] = True


def everywhere(recognizer: EntityRecognizer) -> None:
    """Read what says the whole country: "all states", "nationwide". Before what is left out of it, that says it all."""
    but = any(one.kind in ("not_state", "not_region") for one in recognizer.entities)
    for match in locations.EVERYWHERE.finditer(recognizer.text):
        is_less = but or locations.LEFT_OUT_AFTER.match(recognizer.text, match.end())  # "anything but inpatient"
        recognizer.mark(*match.span(), "" if is_less else "everywhere", "US")


def is_all_but(recognizer: EntityRecognizer, start: int, end: int) -> bool:
    """Say whether tokens name the whole country before what is left out of it: who types "anywhere but Houston" may commute."""
    named = end - start == 1 and recognizer.tokens[start].form in locations.QUANTITIES
    return named and bool(locations.LEFT_OUT_AFTER.match(recognizer.text, recognizer.tokens[start].end))


def mark_city(recognizer: EntityRecognizer, city: str, states: tuple[str, ...], at: int, end: int) -> None:
    """Mark a city; where its name means no one more than another, those of all its states. It begins with the token `at`."""
    start = recognizer.tokens[at].start
    if is_left_out(recognizer, at):
        recognizer.verbatim.append((start, f'-"{recognizer.text[start:end]}"'))
        recognizer.cities_left_out.append((start, end))
        recognizer.mark(start, end, "")
        return
    recognizer.city = recognizer.city or city
    for state in states:
        recognizer.mark(start, end, "city", city, state)


def mark_state(recognizer: EntityRecognizer, code: str, start: int, end: int, at: int) -> None:
    recognizer.mark(start, end, f"{NOT if is_left_out(recognizer, at) else ''}state", code)


def is_left_out(recognizer: EntityRecognizer, at: int) -> bool:
    """Say whether what begins at a token is kept out: "not in CA", "except CA or NY", "anywhere but TX"."""
    back = at - 1
    while back >= 0:
        word = recognizer.tokens[back].form
        before = recognizer.tokens[back - 1].form if back else ""
        if (before, word) in locations.NOT_PHRASES:
            recognizer.consumed[back - 1] = recognizer.consumed[back] = True
            return True
        left_out = word in locations.LEAVING_OUT and before in locations.QUANTITIES
        if left_out or word in locations.NOT or (word,) in locations.NOT_PHRASES:
            recognizer.consumed[back] = True
            return True
        passed = word in locations.INTO or word in _PASSED
        if not passed and not (recognizer.consumed[back] and _excludes(recognizer, back)):
            return False
        back -= 1
    return False


def _excludes(recognizer: EntityRecognizer, at: int) -> bool:
    """Say whether a consumed token is part of a state or a city that is kept out: a list goes on."""
    token = recognizer.tokens[at]
    if any(start <= token.start < end for start, end in recognizer.cities_left_out):
        return True
    typed = recognizer.cased[token.start : token.end]
    return any(one.kind == "not_state" and typed in one.typed for one in recognizer.entities)
