"""Places out of words: "Houston, TX", "US, TX, Houston", "Remote - California", "located in Salem, Virginia"."""

from __future__ import annotations

import re
from functools import lru_cache

from careercenter.core.abroad import city_abroad, country_named, country_of_code
from careercenter.core.places import HOME_STATES, latin, locate, lookup_zip, state_code
from careercenter.language.locations import unmistakable_city
from careercenter.postings.content import Place

_NAMES = "|".join(
    [
        *sorted((re.escape(name) for name in HOME_STATES.values()), key=len, reverse=True),
        r"(?:the )?(?:US |United States )?(?<!British )Virgin Islands",
    ]
)
_CODES = "|".join(HOME_STATES)
# Words and their number are bounded, and no hyphen can be read two ways: a text of any kind is passed over once.
_WORD = r"[A-Z][A-Za-z.']{0,24}(?:-[A-Za-z.']{1,24}){0,2}"
_CITY = rf"{_WORD}(?: (?:{_WORD}|of|de|du|la|d|d'\w{{1,20}})){{0,3}}"
_CITY_STATE = re.compile(rf"(?<![\w-])({_CITY}),? ?(?:\(|, ?| )({_CODES}|{_NAMES})\b(?:\)|[ ,]{{1,3}}(\d{{5}}))?")
_MILITARY = re.compile(r"\b(?:APO|FPO|DPO),? {0,2}(AA|AE|AP)\b(?:[ ,]{1,3}(\d{5})\b)?")
_COUNTRY_FIRST = re.compile(r"^([A-Z]{2,3}), ?([A-Z0-9]{2,3})?,(?: ?(.*))?$")
US = re.compile(r"\b(?:USA?|U\.S\.(?:A\.)?|United States(?: of America)?)(?!\w)")
NOISE = re.compile(
    r"\b(?:remote|hybrid|on-?site|in[- ]office|office|headquarters|hq|relocate|only|accepted|available|metro(?:politan)? area|area)\b"
    r"|\(\d+\)|\*",
    re.IGNORECASE,
)
_STATE_ALONE = re.compile(rf"^\W*({_NAMES}|{_CODES})\W*$")
_PLACED_IN = re.compile(
    r"(?i:\b(?:located|location|based|campus|facility|hospital|clinic|center|office|on-?site|onsite)\b[^.\n]{0,40}?\b(?:in|at|:)|^location:?) ?$"
)


@lru_cache(maxsize=2048)  # the rows of one file have few places
def read_places(text: str) -> tuple[Place, ...]:
    """Read a column that holds a location; () where it names no place of the US."""
    text = " ".join(latin(text).replace("D.C.", "DC").replace("`", "'").split())
    if found := _COUNTRY_FIRST.match(text):
        place = _in_state(found[3] or "", found[2]) if found[1] in ("US", "USA") and found[2] in HOME_STATES else None
        return (place,) if place else ()
    places = _city_states(text)
    if not places:
        parts = [
            part for part in re.split(r"\s{0,9}(?:[|;/&]|\bor\b|\band\b|,)\s{0,9}", US.sub(" ", text)) if part.strip(" -()")
        ]
        if any(city_abroad(part) for part in parts):
            return ()  # "Tbilisi, Georgia"
        for part in parts:
            place = _alone(part)
            # "Darmstadt, DE" is not in Delaware: a code counts by itself, or after a county
            if place and (place.city or len(parts) == 1 or len(part.strip()) > 2 or "County" in text):
                places.append(place)
    return tuple(dict.fromkeys(places))


def _in_state(city: str, state: str) -> Place:
    """A city that is none of this state's ("Central FL, North FL") leaves the state alone."""
    city = re.sub(rf",? {state}$", "", city.strip(), flags=re.IGNORECASE)
    if known := lookup_zip(city):
        return Place(known.city.title(), known.state, city) if known.state == state else Place("", state)
    city = city.title() if city.isupper() or city.islower() else city
    return Place(city if len(city) > 3 and locate(city, state) else "", state)


def find_places(text: str) -> tuple[tuple[Place, ...], str]:
    """Find the places a description says the work is at, and the words that say it; more than three are a list of something else."""
    found: dict[Place, str] = {}
    for line in text.split("\n"):
        for place in _places_at(line):
            found.setdefault(place, line)
    return (tuple(found), next(iter(found.values()))) if 0 < len(found) <= MOST_PLACES else ((), "")


@lru_cache(maxsize=4096)  # announcements repeat most of their lines
def _places_at(line: str) -> tuple[Place, ...]:
    line = latin(line)
    if not _PLACED.search(line):
        return ()
    found = []
    for match in _CITY_STATE.finditer(line):
        before = line[max(0, match.start() - 60) : match.start()]
        if (_PLACED_IN.search(before) or re.search(r"\b(?:in|at) $", before)) and (place := _checked(match)):
            found.append(place)
    return tuple(found)


_PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t) [A-Z]|[Ll]ocat")


MOST_PLACES = 3


def names_us(text: str) -> bool:
    return bool(US.search(_NOT_US.sub(" ", text)))


_NOT_US = re.compile(
    r"\b(?:non|outside|not|excluding|except)\b[- ]?(?:of |in )?(?:the )?(?:USA?|U\.S\.(?:A\.)?|United States(?: of America)?)(?!\w)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s{0,9}(?:[|;/&,()]|\bor\b|\band\b|\bin\b| [-–—] |[-–—](?=[A-Z]))\s{0,9}")
_UNKNOWN = frozenset("n/a na none - -- unknown remote anywhere tbd any".split())
_EVERYWHERE = re.compile(r"\b(?:worldwide|global(?:ly)?|anywhere|north america|americas?|n?amer)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def outside_us(location: str, *, title: str = "", country: str = "") -> str:
    """Name the country or part of the world where a job is, by its columns; "" where it is in the US, or nothing says that it is not."""
    if country.strip().lower() not in _UNKNOWN and country.strip():
        return _country_outside(country)
    location = " ".join(latin(location).split())
    if _NOT_US.search(location) and not names_us(location):
        return "a place outside the United States"
    if found := _COUNTRY_FIRST.match(location):
        first, second = found[1], found[2]
        if first not in ("US", "USA") and second not in ("US", "USA"):
            return country_of_code(first) or ""
        return ""
    if names_us(location) or _EVERYWHERE.search(location) or read_places(location):
        return ""
    parts = [" ".join(NOISE.sub(" ", part).split()).strip(" -–,.*:") for part in _PARTS.split(location)]
    for part in parts:
        if found_there := city_abroad(part):
            return found_there
    if named := country_named(location):
        return named
    return "" if location and location.lower() not in _UNKNOWN and not setting_only(location) else _title_outside(title)


def _country_outside(text: str) -> str:
    """Read a column that holds countries; where one of several is the US, or nothing is known, it says nothing."""
    parts = [part.strip() for part in re.split(r"[,;|/&]|\band\b|\bor\b", text) if part.strip()]
    found = [outside for part in parts if (outside := country_of_code(part) or country_named(part) or city_abroad(part))]
    ours = any(names_us(part) or part.upper() in _TERRITORIES or part.title() in HOME_STATES.values() for part in parts)
    if text.strip().lower() == "georgia":
        return "Georgia"  # in a column of countries
    return "" if ours or not found else found[0]


_TERRITORIES = frozenset({"PR", "GU", "AS", "MP", "VI", "UM"})


def setting_only(location: str) -> bool:
    """Say whether a location only tells how one works: "Remote", "Hybrid"."""
    return not re.search(r"\w", NOISE.sub(" ", location))


_AT_TITLES_END = re.compile(r"[(\[|,–—-] {0,2}([^()\[\]|,–—-]{2,40})[)\]]?\s{0,9}$")


def _title_outside(title: str) -> str:
    """Read a country at the end of a title, in brackets or behind a dash: "Medical Coder (India)"."""
    found = _AT_TITLES_END.search(title[-80:])
    words = found[1].strip() if found else ""
    return (
        (country_named(words) or "") if words and len(words.split()) <= _COUNTRY_MOST_WORDS and not read_places(title) else ""
    )


_COUNTRY_MOST_WORDS = 3


def state_alone(part: str) -> str | None:
    """Give the state a text names and nothing else."""
    match = _STATE_ALONE.match(part)
    return state_code(match[1]) if match else None


def _city_states(text: str) -> list[Place]:
    """Give the cities that a state follows; of several before one state ("Houston/Dallas, TX"), each that lies in it."""
    found: list[Place] = [Place(f"{match[0][:3]}", match[1], match[2] or "") for match in _MILITARY.finditer(text)]
    for match in _CITY_STATE.finditer(text):
        place = _checked(match)
        if place is None:
            continue
        found += [Place(city, place.state) for city in _before(text[: match.start()], place.state)]
        found.append(place)
    return found


def _before(text: str, state: str) -> list[str]:
    """Give the cities joined to one whose state follows: the Houston of "Houston/Dallas, TX", the Reno of "Reno or Elko, NV"."""
    tail = text[-120:]
    if not re.search(r"(?:[/&|] ?|\b(?:or|and) )$", tail):
        return []
    cities = [part.strip(" (") for part in re.split(r", | ?[/&|] ?| (?:or|and) ", tail) if part.strip()]
    kept: list[str] = []
    for city in reversed(cities):
        if locate(city, state) is None:
            break
        kept.insert(0, city)
    return kept


def _checked(match: re.Match[str]) -> Place | None:
    """Words before the city ("Naval Medical Center, Portsmouth") fall away until a city of that state is left."""
    state = state_code(match[2])
    if state is None:
        return None
    words = match[1].strip(" ,-").split()
    for start in range(len(words)):
        city = " ".join(words[start:]).strip(" ,-–")
        if city and locate(city, state) is not None:
            known = lookup_zip(match[3]) if match[3] else None
            return Place(city, state, match[3] if known and known.state == state else "")
    # A state by its whole name vouches for a place too small to be known.
    # "Tbilisi, Georgia" and "Berlin, Maryland" are told apart by the gazetteer alone.
    small = (
        len(words) <= 2
        and len(match[2]) > 2
        and match[2] != "Georgia"
        and not city_abroad(" ".join(words))
        and "County" not in words
        and not NOISE.search(match[1])
    )
    return Place(" ".join(words), state) if small and match.string.strip() == match.group().strip() else None


def _alone(part: str) -> Place | None:
    part = NOISE.sub(" ", part).strip(" -–,.()*:")
    part = " ".join(part.split())
    if city := unmistakable_city(part):
        return Place(*city)
    code = state_alone(part)
    return Place("", code) if code else None
