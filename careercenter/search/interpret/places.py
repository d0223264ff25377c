"""Where: states one lives in or keeps out of, cities with or without their state, ZIP codes."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from careercenter.core import places
from careercenter.search.interpret import names, tables
from careercenter.search.interpret.words import Token, phrase, tokens

# Two letters that are a state wherever they stand.
PLAIN = frozenset(
    "TX FL GA CA NY NJ AZ TN NC SC WI MN IL KY NV NM UT WV WY VT RI NH SD AK KS IA DC OH MI WA MO NE ND".lower().split()
)
# These are words or trade words as well: states beside a city, after "in", in capitals among small letters, or at the very end.
DOUBTFUL = frozenset("AL AR CO CT DE ID LA MA MD MS MT OK PA PR VA".lower().split())
# And these in lower case only where nothing else can be meant.
WORDS = frozenset("IN OR ME HI AS".lower().split())

NOT = frozenset("not except excluding exclude excludes without outside excl minus besides".split())
NOT_PHRASES = (
    ("but", "not"),
    ("not", "in"),
    ("not", "from"),
    ("anywhere", "but"),
    ("everywhere", "but"),
    ("all", "but"),
    ("no",),
)
INTO = frozenset("in from near around outside".split()) | {"live", "living", "reside", "resident", "located", "based"}

# Short names of cities, and those whose plain name is another thing's.
_SHORT = {
    "nyc": ("New York", "NY"),
    "new york city": ("New York", "NY"),
    "manhattan": ("New York", "NY"),
    "philly": ("Philadelphia", "PA"),
    "dfw": ("Dallas", "TX"),
    "vegas": ("Las Vegas", "NV"),
    "st louis": ("Saint Louis", "MO"),
    "st paul": ("Saint Paul", "MN"),
    "st petersburg": ("Saint Petersburg", "FL"),
    "ft worth": ("Fort Worth", "TX"),
    "ft lauderdale": ("Fort Lauderdale", "FL"),
    "winston salem": ("Winston Salem", "NC"),
    "washington dc": ("Washington", "DC"),
    "washington d c": ("Washington", "DC"),
    "l a": ("Los Angeles", "CA"),
}
# A city named without its state has at least so many ZIP codes: smaller ones are surnames and words too often.
_PROMINENT = 7
_SMALL_BUT_KNOWN = {
    "scranton": "PA", "rochester": "NY", "dayton": "OH", "durham": "NC", "cambridge": "MA", "ann arbor": "MI",
    "boise": "ID", "eugene": "OR", "salem": "OR", "provo": "UT", "burlington": "VT", "fargo": "ND", "sioux falls": "SD",
    "billings": "MT", "cheyenne": "WY", "concord": "NH", "dover": "DE", "bismarck": "ND", "annapolis": "MD", "hershey": "PA",
    "cleveland": "OH", "portland": "OR", "columbus": "OH", "aurora": "CO", "arlington": "TX", "plano": "TX", "frisco": "TX",
    "irvine": "CA", "berkeley": "CA", "palo alto": "CA", "santa fe": "NM", "tempe": "AZ", "scottsdale": "AZ", "mesa": "AZ",
    "naperville": "IL", "bethesda": "MD", "hartford": "CT", "new haven": "CT", "stamford": "CT", "lincoln": "NE",
    "charleston": "SC", "augusta": "GA", "springfield": "MO", "bloomington": "IN", "pasadena": "CA", "newark": "NJ",
    "wilmington": "DE", "vancouver": "WA", "bellevue": "WA", "tacoma": "WA", "medford": "OR", "reno": "NV", "henderson": "NV",
    "huntsville": "AL", "jackson": "MS", "lafayette": "LA", "green bay": "WI", "duluth": "MN", "cedar rapids": "IA",
}  # fmt: skip
_MOST_WORDS = 4


@lru_cache(maxsize=1)
def _cities() -> dict[tuple[str, ...], tuple[str, str]]:
    """Map names of the larger cities to the one that is meant when no state is said: the one with the most ZIP codes."""
    counts = Counter((place.city, place.state) for place in places.zips().values())
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    taken = {name for name, meant in names.meanings().items() if len(name) == 1 or meant[0].kind == "state"}
    for (city, state), number in counts.most_common():
        name = phrase(city)
        wanted = _SMALL_BUT_KNOWN.get(city.casefold())
        if name in taken or (len(name) == 1 and name[0] in tables.GENERIC) or (wanted and wanted != state):
            continue
        if number >= _PROMINENT or wanted:
            found.setdefault(name, (city, state))
    found.update({phrase(short): place for short, place in _SHORT.items()})
    return found


@lru_cache(maxsize=1)
def city_words() -> frozenset[str]:
    return frozenset(word for name in _cities() for word in name)


def city_at(run: list[Token], at: int) -> tuple[str, str, int] | None:
    """Find a larger city beginning at a token: its name, its state and how many tokens it takes."""
    for length in range(min(_MOST_WORDS, len(run) - at), 0, -1):
        found = _cities().get(tuple(token.form for token in run[at : at + length]))
        if found:
            return *found, length
    return None


def is_city(name: tuple[str, ...]) -> bool:
    return name in _cities()


def city_before(run: list[Token], end: int, state: str) -> tuple[str, int] | None:
    """Find a city of a state that ends before a token: its name and how many tokens it takes."""
    for length in range(min(_MOST_WORDS, end), 0, -1):
        words = [token.form for token in run[end - length : end]]
        short = _SHORT.get(" ".join(words))
        if short and short[1] == state:
            return short[0], length
        if places.locate(" ".join(words), state):
            return " ".join(word.capitalize() for word in words), length
    return None


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
