"""Where: states one lives in or keeps out of, cities with or without their state, ZIP codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core import places
from careercenter.core.places import Point, state_code
from careercenter.language import lexicon, phrases
from careercenter.language.tokenizer import Token, fold, phrase, tokens
from careercenter.taxonomy.vocabulary import vocabulary

_WORDS = vocabulary().places
# Two letters: states wherever they stand; trade words or words of English too; numbers of Rome too. See places.toml.
PLAIN, DOUBTFUL, WORDS, NUMERALS = _WORDS.plain, _WORDS.doubtful, _WORDS.words, _WORDS.numerals
NOT, NOT_PHRASES = _WORDS.left_out, _WORDS.left_out_phrases
# After these "but" and "save" leave something out: "all states but CA", "everything but Texas".
QUANTITIES, LEAVING_OUT = _WORDS.quantities, _WORDS.after_quantities
REGIONS = _WORDS.regions
# What says that a place follows; and what stands around its name and only says that it is one.
INTO, LEADING, FOLLOWING = _WORDS.into, _WORDS.leading, _WORDS.following
# What says the whole country and asks for nothing more. The words are no words to look for.
_COUNTRY = "(?:us|usa|american|united)"
_HOW_MANY = "(?:4[89]|5[01]|fifty|forty[- ](?:eight|nine))"
_EXCEPT = "(?:but|save|except|excepting|excluding|minus|besides|other than|apart from|aside from)"
LEFT_OUT_AFTER = re.compile(rf" {_EXCEPT}\b")
EVERYWHERE = re.compile(
    rf"\b(?:all|any|every|each)\b(?: of)?(?: the)?(?: (?:lower |other )?{_HOW_MANY})?(?: {_COUNTRY})?[ -]states?\b"
    rf"|\b(?:the )?(?:lower )?{_HOW_MANY}(?: {_COUNTRY})?[ -]states\b"
    r"|\bnation[ -]?wide\b|\bcountry[ -]?wide\b|\bcoast[ -]to[ -]coast\b|\beverywhere\b"
    r"|\ball over(?: the)?(?: (?:us|usa|country|nation))?\b|\b(?:across|throughout) the (?:us|usa|country|nation)\b"
    rf"|\b(?:all|any|every|everything|anything|anyplace|anywhere)(?= {_EXCEPT}\b)|\bwith the(?= exception of\b)"
)

ZIP_FOUR = re.compile(r"(?<![\w$.-])(?:zip\s{0,9}(?:codes?)?\s{0,9}:?\s{0,9})?(?P<zip>\d{5})(?:-\d{4})?(?![\w.%,]\d|\w)")
# "cpt code 99205" and "99213, 99214" are no places.
ZIP_BEFORE = re.compile(r"(?:\bzip(?:\s{0,9}codes?)?|\b(?:near|around|from|in|by|close to)|(?<!\d),)\s{0,9}:?\s{0,9}$")

# A city named without its state has at least so many ZIP codes: smaller ones are surnames and words too often.
_PROMINENT = 7
# One is asked after beside a namesake where it has so many; of Springfields three.
_NO_VILLAGE = 5
_MOST_NAMESAKES = 3
_MOST_WORDS = 4


def _by_zips() -> list[tuple[tuple[str, str], int]]:
    """Give each city and its state with the number of its ZIP codes, the most first."""
    return Counter((place.city, place.state) for place in places.zip_places()).most_common()


@lru_cache(maxsize=1)
def _cities() -> dict[tuple[str, ...], tuple[str, str]]:
    """Map names of the larger cities to the one that is meant when no state is said: the one with the most ZIP codes."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    known = {**_WORDS.unmistakable_cities, **_WORDS.known_cities}
    taken = {name for name, meant in lexicon.meanings().items() if len(name) == 1 or meant[0].kind == "state"}
    for (city, state), number in _by_zips():
        wanted = known.get(city.casefold())
        if number < _PROMINENT and not wanted and city.casefold() not in _WORDS.ambiguous_cities:
            continue
        name = phrase(city)
        if name in taken or (len(name) == 1 and name[0] in phrases.GENERIC) or (wanted and wanted != state):
            continue
        found.setdefault(name, (city, state))
    found.update({phrase(short): place for short, place in _WORDS.city_names.items()})
    return found


@lru_cache(maxsize=1)
def _namesakes() -> dict[tuple[str, ...], list[str]]:
    """Map names of cities to the states of those that are no village, the one with the most ZIP codes first."""
    found: dict[tuple[str, ...], list[str]] = {}
    for (city, state), number in _by_zips():
        if number >= _NO_VILLAGE:
            found.setdefault(phrase(city), []).append(state)
    return found


def states_meant(city: str, state: str) -> tuple[str, ...]:
    """Give the states of a city named alone: its own, or those of all of its name where none is meant more than another."""
    return _WORDS.ambiguous_cities.get(city.casefold(), (state,))


def namesakes(city: str, state: str) -> list[str]:
    """Give the other states with a city of this name that somebody may have meant."""
    return [other for other in _namesakes().get(phrase(city), []) if other != state][:_MOST_NAMESAKES]


@lru_cache(maxsize=1)
def city_words() -> frozenset[str]:
    return frozenset(word for name in _cities() for word in name)


@lru_cache(maxsize=1)
def words_of_places() -> frozenset[str]:
    """Give every word of the names of places that have a ZIP code, in lower case."""
    return frozenset(" ".join({place.city for place in places.zip_places()}).lower().split())


def words_of_larger_cities() -> frozenset[str]:
    """Give every word of the names of the larger cities as it is written, in lower case."""
    return frozenset(" ".join(city for city, _state in _cities().values()).lower().split())


def city_at(run: list[Token], at: int) -> tuple[str, str, int] | None:
    """Find a larger city beginning at a token: its name, its state and how many tokens it takes."""
    for length in range(min(_MOST_WORDS, len(run) - at), 0, -1):
        found = _cities().get(tuple(token.form for token in run[at : at + length]))
        if found:
            return *found, length
    return None


def unmistakable_city(text: str) -> tuple[str, str] | None:
    """Read the name of a large city that means one place without its state ("NYC", "Houston"): its name and its state."""
    return _unmistakable().get(phrase(text))


@lru_cache(maxsize=1)
def _unmistakable() -> dict[tuple[str, ...], tuple[str, str]]:
    found = {phrase(name): (_capitals(name), state) for name, state in _WORDS.unmistakable_cities.items()}
    return found | {phrase(short): place for short, place in _WORDS.city_names.items()}


def is_city(name: tuple[str, ...]) -> bool:
    return name in _cities()


def city_before(text: str, run: list[Token], end: int, state: str) -> tuple[str, int] | None:
    """Find a city of a state that ends before a token: its name and how many tokens it takes."""
    for length in range(min(_MOST_WORDS, end), 0, -1):
        named = _city_of(text[run[end - length].start : run[end - 1].end], state)
        if named:
            return named, length
    return None


def _city_of(text: str, state: str) -> str | None:
    """Give the name of the city a text names in a state, None where there is none such."""
    plain = phrase(text)
    larger = _WORDS.city_names.get(" ".join(plain)) or _cities().get(plain)
    if larger and larger[1] == state:
        return larger[0]
    return _capitals(text) if places.locate(text, state) else None


def _capitals(text: str) -> str:
    words = [_LETTER_BEFORE.sub(_after_letter, word.capitalize()) for word in text.replace(",", " ").split()]
    return " ".join(words[:1] + [f"d{word[1:]}" if word.startswith("D'") else word for word in words[1:]])


def _after_letter(match: re.Match[str]) -> str:
    """O'Fallon, D'Iberville; of Coeur d'Alene the caller makes a small one."""
    return f"{match[1].upper()}'{match[2].upper()}"


_LETTER_BEFORE = re.compile(r"^([OoDdLl])'(\w)")
_ZIP_WITHOUT_ZERO = 4


def military_state(zip_code: str) -> str | None:
    """Give the state of a ZIP code of the armed forces overseas: 090 to 098 AE, 340 AA, 962 to 966 AP (USPS)."""
    head = zip_code[:3]
    if "090" <= head <= "098":
        return "AE"
    return "AA" if head == "340" else "AP" if "962" <= head <= "966" else None


def spot(city: str, state: str) -> Point | None:
    """Give the middle of a city of a state (two letters)."""
    return places.locate(city, state)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A ZIP code or a city as people write it ("77002", "Houston, TX"), its middle, and its state's two letters."""

    name: str
    latitude: float
    longitude: float
    state: str


def place_named(text: str) -> NamedPlace | None:
    """Read one place as people write it: "77002", "Houston, TX", "houston texas", a larger city by its name alone."""
    text = " ".join(fold(text)[0].split()).strip(" ,")
    if len(text) == _ZIP_WITHOUT_ZERO and text.isdigit():
        text = f"0{text}"
    if at_zip := places.lookup_zip(text):
        return NamedPlace(text[:5], at_zip.latitude, at_zip.longitude, at_zip.state)
    parts = tokens(text.lower())
    for length in range(1, min(_MOST_WORDS, len(parts) - 1) + 1):
        at = parts[-length].start
        state = state_code(text[at:].replace(".", ""))
        city = _city_of(text[:at].rstrip(" ,"), state) if state else None
        if state and city:
            return city_named(city, state)
    alone = _WORDS.city_names.get(" ".join(phrase(text))) or _cities().get(phrase(text)) or (text, state_code(text) or "")
    return city_named(*alone)


def city_named(city: str, state: str) -> NamedPlace | None:
    middle = spot(city, state)
    return NamedPlace(f"{_capitals(city) if city.islower() else city}, {state}", *middle, state) if middle else None


def short_zip(text: str) -> places.ZipPlace | None:
    """Find a ZIP code that lost its zero ("2115")."""
    return places.lookup_zip(f"0{text}") if len(text) == _ZIP_WITHOUT_ZERO and text.isdigit() else None


_ARMED_FORCES = re.compile(r"\b(?:apo|fpo|dpo)\b[ ,]{0,3}(?:(?P<state>aa|ae|ap)\b)?(?:[ ,]{0,3}(?P<zip>\d{5})(?:-\d{4})?\b)?")


def armed_forces(text: str) -> Iterator[tuple[str, int, int]]:
    """Give the state of each address of the armed forces overseas ("apo ae 09012", "dpo 34002"), and where it stands."""
    for match in _ARMED_FORCES.finditer(text):
        code = match["state"].upper() if match["state"] else military_state(match["zip"] or "")
        if code:
            yield code, *match.span()


def state_named(text: str) -> str | None:
    """Read a state from its name or its two letters, whatever else these may mean."""
    meant = lexicon.meanings().get(phrase(text), ())
    named = next((meaning.value for meaning in meant if meaning.kind == "state"), None)
    return named or (text.upper() if text in PLAIN or text in DOUBTFUL or text in WORDS else None)


def state_written_out(form: str) -> bool:
    """Say whether one word is the whole name of a state."""
    return any(meaning.kind == "state" for meaning in lexicon.meanings().get((form,), ()))


def ends_with_state(text: str) -> bool:
    """Say whether a text ends with a state, after which five digits are a ZIP code."""
    last = [token.form for token in tokens(text)][-2:]
    return bool(last) and bool(state_named(last[-1]) or (len(last) == 2 and state_named(" ".join(last))))


def state_of(token: Token, *, cased: str, shouting: bool) -> tuple[str, bool] | None:
    """Read two letters as a state: its code and whether it is beyond doubt where it stands."""
    written = cased[token.start : token.end]
    low = written.lower()
    if low in PLAIN:
        return low.upper(), True
    if low in DOUBTFUL:
        return low.upper(), written.isupper() and not shouting
    return (low.upper(), False) if low in WORDS else None


def zip_place(text: str) -> places.ZipPlace | None:
    return places.lookup_zip(text)


def shout(text: str) -> bool:
    """Say whether a text is in capitals throughout, so that capitals tell nothing."""
    letters = [token for token in tokens(text) if text[token.start : token.end].isalpha()]
    return bool(letters) and all(text[token.start : token.end].isupper() for token in letters)
