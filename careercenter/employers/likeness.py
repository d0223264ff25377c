"""Employers that look like another one: the same name or nearly, or the same website."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, or_, select

from careercenter.core.db import db
from careercenter.core.looks import look_of
from careercenter.employers.models import Employer, host_of
from careercenter.language.edit_distance import distance

# Forms of a company, and words that set no name apart.
_DROPPED = frozenset((
    "inc", "incorporated", "llc", "llp", "lp", "pllc", "pc", "pa", "plc", "ltd", "limited", "corp", "corporation", "co",
    "company", "the", "and", "of", "us", "usa",
))  # fmt: skip
# Signs that stand for a letter: "M@yo", "Hea|th".
_SIGNS = str.maketrans({"@": "a", "$": "s", "|": "l", "!": "i"})
# Within a word a digit stands for a letter ("C1inic"); a number by itself is a number.
_DIGITS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t"})
_WORDS = re.compile(r"[^\W_]+")
NEAR_FROM = 8  # folded letters: shorter names are near to too many others


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """Write a name as it looks: without case, accents, spaces, points and forms of a company; alike letters are one."""
    plain = look_of(unicodedata.normalize("NFKC", name).casefold()).replace("&", " and ").translate(_SIGNS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    words = _WORDS.findall(bare.replace(".", "").replace("'", "").replace("’", ""))
    words = [word if word.isdigit() else word.translate(_DIGITS) for word in words]
    kept = [word for word in words if word not in _DROPPED]
    return "".join(kept or words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another employer, and in what it is alike: `name` is "same", "near" or "", `site` whether the host is the same."""

    public_id: str
    called: str
    verified: bool
    name: str
    site: bool


def alike(name: str, website: str, *, but: int | None = None, most: int = 5) -> list[Likeness]:
    """Give the employers that look like one of this name and website, verified ones and same names first."""
    wanted, host = folded(name), host_of(website)
    near = len(wanted) >= NEAR_FROM
    length = func.length(Employer.name)
    # A folded name is shorter than the name by what is dropped, so only names much shorter are left out here.
    could_be = [length >= len(wanted) - 2] + ([Employer.website.contains(host, autoescape=True)] if host else [])
    query = select(Employer.id, Employer.public_id, Employer.name, Employer.website, Employer.verified_at).where(or_(*could_be))
    found = []
    for row in db.session.execute(query):
        if row.id == but:
            continue
        theirs = folded(row.name)
        how = "same" if theirs == wanted else "near" if near and _near(wanted, theirs) else ""
        site = bool(host) and host_of(row.website) == host
        if how or site:
            found.append(Likeness(row.public_id, row.name, row.verified_at is not None, how, site))
    return sorted(found, key=lambda one: (not one.verified, one.name != "same", not one.site, one.called))[:most]


def alike_to(employer: Employer) -> list[Likeness]:
    return alike(employer.name, employer.website, but=employer.id)


def _near(one: str, other: str) -> bool:
    """One slip, or two in a long name. Names that differ in a number are of two places, not of one misspelled."""
    forgiven = 1 if min(len(one), len(other)) < 14 else 2
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    if abs(len(one) - len(other)) > forgiven or len(set(one) ^ set(other)) > 2 * forgiven:
        return False
    return distance(one, other, forgiven) <= forgiven
