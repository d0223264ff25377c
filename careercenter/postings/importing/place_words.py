"""Places out of words: "Houston, TX", "US, TX, Houston", "Remote - California", "located in Salem, Virginia"."""

from __future__ import annotations

import re

from careercenter.core.places import STATES, locate, lookup_zip, state_code
from careercenter.postings.content import LiveIn, Place
from careercenter.postings.importing.sought import Sought

# Large cities people write without their state; only names that mean this one place to a reader in the US.
_WELL_KNOWN = {
    "albuquerque": "NM", "anchorage": "AK", "atlanta": "GA", "austin": "TX", "baltimore": "MD", "boise": "ID", "boston": "MA",
    "chicago": "IL", "cincinnati": "OH", "cleveland": "OH", "dallas": "TX", "denver": "CO", "detroit": "MI", "el paso": "TX",
    "fort worth": "TX", "honolulu": "HI", "houston": "TX", "indianapolis": "IN", "las vegas": "NV", "los angeles": "CA",
    "louisville": "KY", "memphis": "TN", "miami": "FL", "milwaukee": "WI", "minneapolis": "MN", "nashville": "TN",
    "new orleans": "LA", "new york": "NY", "new york city": "NY", "nyc": "NY", "oakland": "CA", "oklahoma city": "OK",
    "omaha": "NE", "orlando": "FL", "palo alto": "CA", "philadelphia": "PA", "phoenix": "AZ", "pittsburgh": "PA",
    "raleigh": "NC", "sacramento": "CA", "salt lake city": "UT", "san antonio": "TX", "san diego": "CA", "san francisco": "CA",
    "san jose": "CA", "santa clara": "CA", "seattle": "WA", "st. louis": "MO", "tampa": "FL", "tucson": "AZ", "tulsa": "OK",
    "brooklyn": "NY", "menlo park": "CA", "mountain view": "CA", "redwood city": "CA", "sunnyvale": "CA", "scottsdale": "AZ",
    "washington dc": "DC", "washington d.c.": "DC",
}  # fmt: skip
_CITY_NAMES = {"nyc": "New York", "new york city": "New York", "washington dc": "Washington", "washington d.c.": "Washington"}

_NAMES = "|".join(sorted((re.escape(name) for name in STATES.values()), key=len, reverse=True))
_CODES = "|".join(STATES)
# A hyphen is part of a word and never between two, and a word is bounded: else "Abc-Abc-Abc…" is tried in every way to part it.
_CITY_WORD = r"[A-Z][A-Za-z.'’-]{0,30}"
_CITY = rf"{_CITY_WORD}(?: (?:{_CITY_WORD}|of|de|du|la)){{0,3}}"
_CITY_STATE = re.compile(rf"\b({_CITY}),? ?(?:\(|, ?| )({_CODES}|{_NAMES})\b(?:\)|[ ,]+(\d{{5}}))?")
_COUNTRY_FIRST = re.compile(r"^([A-Z]{2,3}), ?([A-Z0-9]{2,3})?,(?: ?(.*))?$")
_US = re.compile(r"\b(?:USA?|U\.S\.(?:A\.)?|United States(?: of America)?)(?!\w)")
_NOISE = re.compile(
    r"\b(?:remote|hybrid|on-?site|in[- ]office|office|headquarters|hq|relocate|only|accepted|available|metro(?:politan)? area|area)\b"
    r"|\(\d+\)|\*",
    re.IGNORECASE,
)
_STATE_ALONE = re.compile(rf"^\W*({_NAMES}|{_CODES})\W*$")
_PLACED_IN = re.compile(
    r"(?i:\b(?:located|location|based|campus|facility|hospital|clinic|center|office|on-?site|onsite)\b[^.\n]{0,40}?\b(?:in|at|:)|^location:?) ?$"
)


def read_places(text: str) -> tuple[Place, ...]:
    """Read a column that holds a location; () where it names no place of the US."""
    text = " ".join(text.replace("D.C.", "DC").split())
    if found := _COUNTRY_FIRST.match(text):
        place = _in_state(found[3] or "", found[2]) if found[1] in ("US", "USA") and found[2] in STATES else None
        return (place,) if place else ()
    places = _city_states(text)
    if not places:
        parts = [part for part in re.split(r"\s*(?:[|;/&]|\bor\b|\band\b|,)\s*", _US.sub(" ", text)) if part.strip(" -()")]
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


def find_places(text: str) -> tuple[Place, ...]:
    """Find the places a description says the work is at; more than three are a list of something else."""
    found = []
    for match in _CITY_STATE.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        if (_PLACED_IN.search(before) or re.search(r"\b(?:in|at) $", before)) and (place := _checked(match)):
            found.append(place)
    places = tuple(dict.fromkeys(found))
    return places if len(places) <= 3 else ()


def names_us(text: str) -> bool:
    return bool(_US.search(text))


_LISTED = Sought(
    r"(?:(?:must|should|need to|required to|candidates?|applicants?|you|who|currently|able to)[^.\n]{0,60}\b(?:resid(?:e|ing|ents?)|liv(?:e|ing)|located|based)\b[^.\n]{0,20}?\bin\b"
    r"|(?:hiring|hire|available|open|considered|eligible|employ|recruit)[^.\n]{0,50}\b(?:in|from|to residents of)\b[^.\n]{0,40}?(?:following )?states?\b"
    r"|(?:following|approved|eligible|these) states?\b[^.\n:]{0,40}:"
    r"|residents of)",
    re.IGNORECASE,
)  # fmt: skip
_BUT = Sought(
    r"(?:except(?:ing)?(?: for)?|exclud(?:ing|es?)|other than|all states but|not (?:available|open|eligible|accepting|accept)[^.\n]{0,50}\b(?:in|to|from|of)"
    r"|(?:cannot|can't|can not|unable to|do not|does not|don't|not able to|not) (?:currently )?(?:hire|employ|hiring|employing|consider|accept)[^.\n]{0,50}\b(?:in|from|of))",
    re.IGNORECASE,
)
_ALL = Sought(
    r"anywhere (?:in|within) the (?:US|U\.S\.|United States|continental)|(?:all|any) (?:of the )?(?:50|fifty) (?:US |U\.S\. )?states"
    r"|any (?:US )?state\b|nationwide|work from anywhere in the (?:US|United States)|all states\b(?! but| except)"
    r"|(?:must|need to) (?:reside|live|be located|be based) (?:in|within) the (?:continental )?(?:US|U\.S\.|United States)",
    re.IGNORECASE,
)
_ONE_STATE = re.compile(rf"\b(?:({_NAMES})|({_CODES}))\b")


def states_in(text: str) -> tuple[str, ...]:
    """Give the states a list names. Codes count in capitals only, and words that are codes too ("OR", "IN") among others only."""
    found = []
    for match in _ONE_STATE.finditer(text):
        code = state_code(match[1]) if match[1] else match[2]
        doubtful = match[2] in ("OR", "IN", "ME", "HI", "OK", "VA", "DE", "PA", "MA", "MD") and not re.search(
            r"^\s*(?:[,;/&)]|$|\.|and\b|or\b)|[,;/(&:]\s*$|\band\s$|\bor\s$|\bin\s$",
            text[match.end() : match.end() + 5] if not text[: match.start()].rstrip().endswith((",", ":", "(", "/")) else ",",
        )
        if code and not doubtful:
            found.append(code)
    return tuple(dict.fromkeys(found))


def find_live_in(text: str) -> tuple[LiveIn | None, tuple[str, ...]]:
    """Find in which states one may live: those listed, all but those, all; (None, ()) where nothing is said."""
    for pattern, meaning in ((_BUT, LiveIn.ALL_BUT), (_LISTED, LiveIn.LISTED)):
        for match in pattern.finditer(text):
            rest = re.split(r"(?<=[a-z)])\.(?:\s|$)|(?<=[A-Z]{2})\.(?:\s|$)|\n\n", text[match.end() : match.end() + 700])[0]
            if states := states_in(rest):
                return meaning, states
    return (LiveIn.ALL, ()) if _ALL.search(text) else (None, ())


_PART_OF_US = re.compile(r"non-|outside|coast|time ?zone|midwest|north ?east|south", re.IGNORECASE)


def live_in_of_location(text: str) -> tuple[LiveIn | None, tuple[str, ...]]:
    """Read in which states one may live from a location column that says "remote"."""
    rest = _NOISE.sub(" ", text)
    listed = [code for part in re.split(r"[|;,/&()]|\bor\b|\band\b| - ", rest) if (code := _state(part))]
    if listed and not any(place.city for place in read_places(text)):
        return LiveIn.LISTED, tuple(dict.fromkeys(listed))
    return (LiveIn.ALL, ()) if _US.search(text) and not read_places(text) and not _PART_OF_US.search(text) else (None, ())


def _state(part: str) -> str | None:
    match = _STATE_ALONE.match(part)
    return state_code(match[1]) if match else None


def _city_states(text: str) -> list[Place]:
    return [place for match in _CITY_STATE.finditer(text) if (place := _checked(match))]


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
    small = len(words) <= 2 and len(match[2]) > 2 and "County" not in words and not _NOISE.search(match[1])
    return Place(" ".join(words), state) if small and match.string.strip() == match.group().strip() else None


def _alone(part: str) -> Place | None:
    part = _NOISE.sub(" ", part).strip(" -–,.()*:")
    part = " ".join(part.split())
    if code := _WELL_KNOWN.get(part.lower()):
        return Place(_CITY_NAMES.get(part.lower(), part), code)
    code = _state(part)
    return Place("", code) if code else None
