"""US states, ZIP codes, cities and the distance between them. Nothing here asks a database or the network."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from careercenter.core.i18n import Words, _l
from careercenter.core.sorted_lines import SortedLines

SHIPPED = Path(__file__).with_name("data") / "places.tsv.gz"

_STATES_AND_DC = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
_TERRITORIES = {
    "AS": "American Samoa",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
}

# Where the armed forces and their families get their mail overseas: the states of APO, FPO and DPO addresses.
MILITARY = MappingProxyType({"AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific"})

# Two-letter code -> name; the states and DC by name, then the territories.
STATES = MappingProxyType({**_STATES_AND_DC, **_TERRITORIES})
# What an address may have for a state, and so where one may live: those, and the armed forces overseas.
HOME_STATES = MappingProxyType({**STATES, **MILITARY})
# Other names people write, in the form of `plain`.
OTHER_NAMES = MappingProxyType(
    {
        "virgin islands": "VI",
        "us virgin islands": "VI",
        "usvi": "VI",
        "united states virgin islands": "VI",
        "washington dc": "DC",
        "washington d c": "DC",
        "d c": "DC",
        "northern marianas": "MP",
        "cnmi": "MP",
        "armed forces the americas": "AA",
        "armed forces middle east": "AE",
        "armed forces africa": "AE",
        "armed forces canada": "AE",
    }
)

# IANA name -> words: every zone of the states and territories, from east to west, the usual ones of each first.
TIME_ZONES: MappingProxyType[str, Words] = MappingProxyType(
    {
        "America/New_York": _l("Eastern"),
        "America/Detroit": _l("Eastern (Michigan)"),
        "America/Indiana/Indianapolis": _l("Eastern (most of Indiana)"),
        "America/Indiana/Marengo": _l("Eastern (Crawford County, Indiana)"),
        "America/Indiana/Petersburg": _l("Eastern (Pike County, Indiana)"),
        "America/Indiana/Vevay": _l("Eastern (Switzerland County, Indiana)"),
        "America/Indiana/Vincennes": _l("Eastern (southwest Indiana)"),
        "America/Indiana/Winamac": _l("Eastern (Pulaski County, Indiana)"),
        "America/Kentucky/Louisville": _l("Eastern (Louisville, Kentucky)"),
        "America/Kentucky/Monticello": _l("Eastern (Wayne County, Kentucky)"),
        "America/Chicago": _l("Central"),
        "America/Indiana/Knox": _l("Central (Starke County, Indiana)"),
        "America/Indiana/Tell_City": _l("Central (Perry County, Indiana)"),
        "America/Menominee": _l("Central (Michigan)"),
        "America/North_Dakota/Beulah": _l("Central (Mercer County, North Dakota)"),
        "America/North_Dakota/Center": _l("Central (Oliver County, North Dakota)"),
        "America/North_Dakota/New_Salem": _l("Central (Morton County, North Dakota)"),
        "America/Denver": _l("Mountain"),
        "America/Boise": _l("Mountain (Idaho and eastern Oregon)"),
        "America/Phoenix": _l("Mountain, without daylight saving (Arizona)"),
        "America/Los_Angeles": _l("Pacific"),
        "America/Anchorage": _l("Alaska"),
        "America/Juneau": _l("Alaska (Juneau)"),
        "America/Nome": _l("Alaska (west)"),
        "America/Sitka": _l("Alaska (Sitka)"),
        "America/Metlakatla": _l("Alaska (Annette Island)"),
        "America/Yakutat": _l("Alaska (Yakutat)"),
        "America/Adak": _l("Hawaii-Aleutian, with daylight saving (Adak)"),
        "Pacific/Honolulu": _l("Hawaii"),
        "America/Puerto_Rico": _l("Atlantic (Puerto Rico)"),
        "America/St_Thomas": _l("Atlantic (U.S. Virgin Islands)"),
        "Pacific/Pago_Pago": _l("American Samoa"),
        "Pacific/Guam": _l("Guam"),
        "Pacific/Saipan": _l("Northern Mariana Islands"),
    }
)

# What browsers still call some of them.
_OLDER_ZONES = {
    "America/Fort_Wayne": "America/Indiana/Indianapolis",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Louisville": "America/Kentucky/Louisville",
    "America/Knox_IN": "America/Indiana/Knox",
    "US/Eastern": "America/New_York",
    "US/Central": "America/Chicago",
    "US/Mountain": "America/Denver",
    "US/Arizona": "America/Phoenix",
    "US/Pacific": "America/Los_Angeles",
    "US/Alaska": "America/Anchorage",
    "US/Hawaii": "Pacific/Honolulu",
}

_CODES = {name.casefold(): code for code, name in HOME_STATES.items()}
_EARTH_RADIUS_MILES = 3958.8


class Point(NamedTuple):
    latitude: float
    longitude: float


class ZipPlace(NamedTuple):
    """Where a ZIP code is. `time_zone` is an IANA name."""

    city: str
    state: str
    latitude: float
    longitude: float
    time_zone: str


def state_choices() -> list[tuple[str, str]]:
    return list(HOME_STATES.items())


def state_name(code: str) -> str | None:
    return HOME_STATES.get(code.upper())


def state_code(text: str) -> str | None:
    """Read a state from its code or its name, in any case; None when it is neither."""
    text = " ".join(text.split())
    return text.upper() if text.upper() in HOME_STATES else _CODES.get(text.casefold()) or OTHER_NAMES.get(plain(text))


def lookup_zip(text: str) -> ZipPlace | None:
    """Find a five-digit ZIP code ("95117" or "95117-1234"); None when there is none such in a state or territory."""
    head, _, tail = text.strip().partition("-")
    if len(head) != 5 or not (head.isascii() and head.isdigit()) or (tail and not (tail.isdigit() and len(tail) == 4)):
        return None
    line = zip_lines().find(head)
    return None if line is None else _zip_place(line)


def zip_places() -> Iterator[ZipPlace]:
    """Give the place of every ZIP code, in the order of the codes."""
    return map(_zip_place, zip_lines())


def locate(city: str, state: str) -> Point | None:
    """Find the middle of a city: the mean of its ZIP codes. `state` is the two-letter code."""
    line = city_lines().find(f"{plain(city)}\t{state.strip().upper()}")
    if line is None:
        return None
    latitude, longitude = line.rsplit("\t", 2)[1:]
    return Point(float(latitude), float(longitude))


def cities_of_the_us() -> frozenset[str]:
    """Give every name a city goes by, plain."""
    return frozenset(line.partition("\t")[0] for line in city_lines())


def distance_miles(here: tuple[float, float], there: tuple[Any, Any]) -> Any:
    """Give the great-circle distance in miles from a (latitude, longitude) to another, or to an array of each (haversine)."""
    lat1, lon1 = np.radians(here[0]), np.radians(here[1])
    lat2, lon2 = np.radians(there[0]), np.radians(there[1])
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(1.0, half)))


def plain(city: str) -> str:
    """Fold what people write differently: case, accents, dots, "St." and "Ft.", "O'Fallon" and "O Fallon"."""
    if not city.isascii():
        city = latin(city).encode("ascii", "ignore").decode()
    words = city.lower().replace(".", " ").replace("-", " ").replace("'", "").replace("`", "").split()
    return _apart(" ".join([_SHORT.get(word, word) for word in words]))


def latin(text: str) -> str:
    """Write names of places with the letters, hyphens and apostrophes of their tables: "San José", "Winston‑Salem"."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Cf"))


_MARKS = str.maketrans(
    {**dict.fromkeys("\u2018\u2019\u02bc\u02bb\u00b4`", "'"), **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")}
)


def _apart(name: str) -> str:
    """Join a letter that an apostrophe parts from its word: "o fallon", "coeur d alene"."""
    return _LETTER.sub(r"\1", name)


_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_LETTER = re.compile(r"\b([odl]) (?=[a-z]{2})")


# The shipped table has the ZIP codes first, after an empty line the cities. Each part is read when it is first asked for.


@lru_cache(maxsize=1)
def zip_lines() -> SortedLines:
    """Give a line a ZIP code: the code, city, state, latitude, longitude, time zone."""
    return SortedLines(_shipped()[0])


@lru_cache(maxsize=1)
def city_lines() -> SortedLines:
    """Give a line a name of a city: the name in the form of `plain`, state, latitude, longitude."""
    return SortedLines(_shipped()[2])


def _zip_place(line: str) -> ZipPlace:
    _code, city, state, latitude, longitude, time_zone = line.split("\t")
    return ZipPlace(city, state, float(latitude), float(longitude), time_zone)


def _shipped() -> tuple[bytes, bytes, bytes]:
    return gzip.decompress(SHIPPED.read_bytes()).partition(b"\n\n")


def table(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Make the shipped table of rows as the package `zipcodes` gives them; see `flask places build`."""
    by_zip: dict[str, ZipPlace] = {}
    points: dict[tuple[str, str], list[Point]] = defaultdict(list)
    other_names: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in rows:
        point = Point(float(row["lat"]), float(row["long"]))
        # Military addresses and closed ZIP codes without a place stand at 0, 0.
        if row["state"] not in STATES or point == (0.0, 0.0) or not row["timezone"]:
            continue
        by_zip[row["zip_code"]] = ZipPlace(row["city"], row["state"], *point, row["timezone"])
        if row["active"]:
            points[plain(row["city"]), row["state"]].append(point)
            for name in (*row["acceptable_cities"], *row["unacceptable_cities"]):
                other_names[plain(name), row["state"]].append(point)
    cities = {key: _middle(found) for key, found in (*other_names.items(), *points.items())}
    lines = [*("\t".join(map(str, (code, *place))) for code, place in sorted(by_zip.items())), ""]
    lines += ["\t".join(map(str, (*name, *point))) for name, point in sorted(cities.items())]
    return gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)


def _middle(points: list[Point]) -> Point:
    return Point(
        round(sum(point.latitude for point in points) / len(points), 4),
        round(sum(point.longitude for point in points) / len(points), 4),
    )


def time_zone_said(by_browser: str | None) -> str | None:
    """Give the zone of the states and territories that a browser names, None for any other."""
    said = by_browser or ""
    zone = _OLDER_ZONES.get(said, said)
    return zone if zone in TIME_ZONES else None
