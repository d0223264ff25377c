"""Credentials out of words: which are asked for all together, which as one of several, which are only preferred.

CCS is never CCS-P, CPC never CPC-A, CRC never CRCR, COSC never COS-C: the longest name that stands there whole is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from careercenter.core.prefiltered import PrefilteredPattern
from careercenter.importing.statements import Statement
from careercenter.taxonomy import catalogue


@dataclass(frozen=True, slots=True)
class Credentials:
    """Slugs; `within_months` is set where one may be earned after hire."""

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    apprentice: bool = False
    within_months: int | None = None
    said: Mapping[str, str] = field(default_factory=dict)  # name of the field -> the words it was read from


# Abbreviations that are words of other trades too: they count only beside other words of certification.
_DOUBTFUL = frozenset({"rn", "cdc", "chc", "ccc", "cmc", "casc", "ccm", "cca", "cic", "ods-c", "cmis", "cmom", "chts", "cema"})
_APPRENTICES = frozenset({"cpc-a", "coc-a", "cic-a"})
# A sentence that holds neither names no credential.
_ABBREVIATION = re.compile(r"[A-Z][A-Z]")
_FULL_NAME = PrefilteredPattern(r"certif|registered|specialist", re.IGNORECASE)
_CERTIFICATION = re.compile(
    r"certif|credential|AAPC|AHIMA|ACDIS|NHA\b|licens|registered|RHI[AT]\b|\bC(?:PC|CS|OC|RC)\b|BCHH|HFMA|AAHAM|\b(?:required|preferred)\b",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"prefer|nice to have|desir|\bplus\b|bonus|advantag|ideal|\basset\b|would be (?:great|helpful)|strongly encouraged|not required|\bbeneficial\b|\bwelcome\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:no|not?|without)\s{1,9}(?:\w{1,30}\s{1,9}){0,2}(?:certification|credential)s?\s{1,9}(?:is |are )?(?:required|needed|necessary)"
    r"|not (?:required|needed|necessary|mandatory)|\bno\b[^.;]{0,30}\b(?:required|needed|necessary)|(?:not|n['’]t) (?:need|require|accept)|in place of|exam (?:fee|voucher)|reimburse"
    r"|help you (?:earn|get|obtain)|we(?:'|’| wi)ll pay|\bpaid by|\bpays? for|study for|tuition|\btitles? may change\b(?!.*include)|prepar(?:e|es|ing) for|course",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\bor\b|/|\bsuch as\b|\bone of\b|\bat least one\b|\beither\b|\bequivalent\b|\bany (?:of|one)\b|\binclud(?:e|es|ing)\b|\be\.?g\b|\blike\b|\bi\.e"
    r"|\bthe following\b|\bacceptable\b|\||\bother\b|\bsimilar\b|\brelated\b|\balternativ|\bvarious\b|\beligible\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\bboth\b|\band\b|&|\+|\bas well as\b|\bin addition\b|\bdual\b|\balso\b", re.IGNORECASE)
# Needed by some only, or said of others: a level of the job, those who hold something else, colleagues, a company.
_OF_SOME = re.compile(
    r"\bif\b|\bunless\b|\bwhen hired\b|\bholders?\b|\bthose (?:who|with)\b|\b(?:for|at) (?:the |a |an )?(?:\w{1,30} )?(?:level|grade|GS)\b|\blevel (?:I|V|\d)|\bcoder (?:I{1,3}|IV|[1-4])\b ?[:–-]"
    r"|\bGS-?\d|\bdepending\b|\bmay\b|\bpromot|\bsupervis\w{1,30} (?:of )?\w{0,30}\b|\bour (?:\w{1,30} )?(?:coders|team|staff|nurses)\b|\bwork(?:s|ing)? (?:closely )?with\b|\bcollaborat|\bcommunicat|\bgraduate"
    r"|\btrain(?:s|ing)?\b(?! and cert)|\bpathway\b|\bworking toward|\bpursuing\b|\bin progress\b",
    re.IGNORECASE,
)
# People and their trades, not what this job asks for.
_NEVER = re.compile(
    r"\b(?:clinical|nursing) experience\b|\bexperience,? (?:as an?|such as)\b|^no\b"
    r"|\b(?:except|excluding|exempt|other than|unlike|apart from|with the exception)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:within|in(?:side)?|by)\s{1,9}(?:the\s{1,9})?(?:first\s{1,9})?(?:(\d{1,2})|(one|two|three|six|nine|twelve|eighteen|twenty[- ]four|a))\s{0,9}"
    r"(?:\(\d+\)\s{0,9})?(months?|years?|days?)\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18, "twenty-four": 24}
_TO_EARN = re.compile(
    r"obtain|earn|achiev|acquire|become|complete|attain|(?:after|of|from|upon) (?:the )?(?:date of )?(?:hire|start|employment)|of hire",
    re.IGNORECASE,
)
_APPRENTICE = re.compile(
    r"apprentic(?:e|es)\s{1,9}(?:status\s{1,9})?(?:\w{1,30}\s{1,9})?(?:accept|welcome|consider|ok|eligible|may apply)|(?:accept|welcom|consider|open to)\w{0,30}\s{1,9}(?:\w{1,30}\s{1,9}){0,3}apprentice",
    re.IGNORECASE,
)  # fmt: skip
_APPRENTICE_WELCOME = re.compile(r"accept|welcom|consider|eligible|may apply|open to|encouraged", re.IGNORECASE)
_DEMANDED = re.compile(
    r"requir|\bmust\b|\bneed|mandatory|\bactive\b|\bcurrent\b|\bhold|possess|minimum|\bessential\b|\bvalid\b", re.IGNORECASE
)
_MOST_OTHER_WORDS = 4  # beside a name that stands for itself: "Certification: CPC (AAPC)"
_LISTED = 3  # names on lines of their own make a list of what counts


def find_credentials(title: str, stated: Iterable[Statement]) -> Credentials:
    """Read a title and what a description states.

    All together are asked for only those that a statement demands without an alternative and without a condition; what is named
    by the way is not asked for.
    """
    found = _Found()
    for one in (Statement(title, needed=True), *stated):
        if _named(one.text) or "pprentic" in one.text:
            _read(one, found)
    return _settled(found)


@dataclass(slots=True)
class _Found:
    """Slugs, each with the words that name it; `alone` are those that stand for themselves on a line."""

    every: dict[str, str] = field(default_factory=dict)
    some: dict[str, str] = field(default_factory=dict)
    alone: dict[str, str] = field(default_factory=dict)
    preferred: dict[str, str] = field(default_factory=dict)
    apprentice: str = ""
    months: int | None = None
    months_said: str = ""


def _read(one: Statement, found: _Found) -> None:
    text = one.text
    named = _named(text)
    if not found.apprentice and (_APPRENTICE.search(text) or _APPRENTICES.intersection(named)) and not _NOT_ASKED.search(text):
        found.apprentice = text
    choice = one.choice or _is_choice(text, named)
    if len(named) > 1 or _APPRENTICE_WELCOME.search(text):
        named = tuple(slug for slug in named if slug not in _APPRENTICES)
    if (
        not named
        or _NEVER.search(text)
        or (_NOT_ASKED.search(text) and not re.search(r"prefer|plus\b|desir", text, re.IGNORECASE))
    ):
        return
    if one.preferred or _PREFERRED.search(text):
        _split_preference(one, named, found)
        return
    listed = _certificates(text)
    if _OF_SOME.search(text) and not (listed and choice):
        return
    if found.months is None and (months := _months(text)):
        found.months, found.months_said = months, text
    alone = _stands_alone(text)
    if choice and (one.needed or alone or listed or _DEMANDED.search(text)):
        _add_missing(found.some, named, text)
    elif alone and not _DEMANDED.search(text):
        _add_missing(found.alone, named, text)
    elif _DEMANDED.search(text) and (listed or alone or _demanded_itself(text)):
        _add_missing(found.every, named, text)
    elif one.needed and listed:
        _add_missing(found.alone, named, text)


def _add_missing(into: dict[str, str], slugs: Iterable[str], text: str) -> None:
    for slug in slugs:
        into.setdefault(slug, text)


def _certificates(text: str) -> bool:
    """Say whether a statement speaks of certificates as such, and does not just name people who hold one."""
    return bool(re.search(r"certif|credential|licens|registered|registration|AHIMA|AAPC", text, re.IGNORECASE))


def _demanded_itself(text: str) -> bool:
    """Say whether the demand stands close to a name: "CPC required", "must hold the CCS", "CPMA is mandatory"."""
    return bool(_NAME_DEMANDED.search(text))


_NAME_DEMANDED = re.compile(
    r"\b[A-Z]{2,5}(?:-[A-Z]{1,2})?\b\W{1,3}(?:\w+\W{1,2}){0,3}(?:required|mandatory|needed|essential|a must\b)"
    r"|(?i:\b(?:must|requires?|required|need(?:s|ed)?|active|current|valid|hold(?:s|ing)?|possess)\b)[^.;]{0,30}\b[A-Z]{2,5}(?:-[A-Z]{1,2})?\b"
)


def _stands_alone(text: str) -> bool:
    """Say whether a statement is little more than names of credentials."""
    rest = _names()[0].sub(" ", text)
    return len(re.findall(r"[^\W\d_]{3,}", rest)) <= _MOST_OTHER_WORDS


def _split_preference(one: Statement, named: tuple[str, ...], found: _Found) -> None:
    """ "CPC required, CHONC preferred" asks for the first and prefers the second."""
    text = one.text
    parts = re.split(r",\s{0,9}(?:and\s{1,9}|with\s{1,9}|but\s{1,9})?|;\s{0,9}|\bwith\b|\bbut\b|\(|\)", text)
    demanded = [
        part for part in parts if re.search(r"requir|must|mandatory|need", part, re.IGNORECASE) and not _PREFERRED.search(part)
    ]
    if one.preferred or not any(_named(part) for part in demanded):
        _add_missing(found.preferred, named, text)
        return
    head = text[: text.find(demanded[-1]) + len(demanded[-1])]
    asked = tuple(slug for slug in named if slug in set(_named(head)))
    if not _OF_SOME.search(head):
        _add_missing(found.some if one.choice or _is_choice(head, asked) else found.every, asked, text)
    _add_missing(found.preferred, [slug for slug in named if slug not in asked], text)


def _is_choice(sentence: str, found: tuple[str, ...]) -> bool:
    """Several named with "or", a slash or "such as" are a choice; joined by "and" they are all asked for; a bare list is a choice.

    One with an alternative ("CPC or equivalent", "RHIT or a bachelor's degree") is one of several too.
    """
    if _ANY.search(_within_names(sentence)):
        return True
    return len(found) > 1 and not _ALL.search(sentence)


def _within_names(sentence: str) -> str:
    """Take out what looks like an alternative and is none: "and/or" stays one, "AAPC/AHIMA" and "ICD-10-CM/PCS" name no two ways."""
    return re.sub(
        r"\b(?:AAPC|AHIMA|CM|PCS|ICD-?10|HCPCS|CPT)\s?/\s?(?:AAPC|AHIMA|PCS|CM|CPT|HCPCS)\b|\bor (?:higher|more|better|above)\b|\bw/",
        " ",
        sentence,
    )


def _settled(found: _Found) -> Credentials:
    choice = dict(found.some)
    # One that stands for itself beside a list of several is one more of the list, and so are several such lines.
    if choice or len(found.alone) >= _LISTED:
        choice |= {slug: text for slug, text in found.alone.items() if slug not in found.every}
        alone: dict[str, str] = {}
    else:
        alone = found.alone
    demanded = {slug: text for slug, text in (found.every | alone).items() if slug not in choice}
    if len(demanded) > _LISTED:  # nobody asks for four at once: they are a list of what counts
        choice, demanded = demanded | choice, {}
    preferred = {slug: text for slug, text in found.preferred.items() if slug not in demanded and slug not in choice}
    return Credentials(
        tuple(demanded),
        tuple(choice),
        tuple(preferred),
        bool(found.apprentice),
        found.months,
        {
            "credentials_all": _first(demanded),
            "credentials_any": _first(choice),
            "credentials_preferred": _first(preferred),
            "apprentice_accepted": found.apprentice,
            "credential_within_months": found.months_said,
        },
    )


def _first(said: dict[str, str]) -> str:
    return next(iter(said.values()), "")


def _months(sentence: str) -> int | None:
    found = _WITHIN.search(sentence)
    if not found or not _TO_EARN.search(sentence):
        return None
    number = int(found[1]) if found[1] else _NUMBERS[found[2].lower().replace(" ", "-")]
    unit = found[3].lower()
    months = number * 12 if unit.startswith("year") else number if unit.startswith("month") else max(1, round(number / 30))
    return months if 1 <= months <= 36 else None


@lru_cache(maxsize=4096)  # announcements repeat most of their sentences
def _named(sentence: str) -> tuple[str, ...]:
    """Give the credentials a sentence names, in its order."""
    if not _ABBREVIATION.search(sentence) and not _FULL_NAME.may_match(sentence):
        return ()
    pattern, names, beginnings = _names()
    if beginnings.isdisjoint(_BEGINNING.findall(sentence.lower())):
        return ()
    out: list[str] = []
    for match in pattern.finditer(sentence):
        slug = names[_key(match.group())]
        abbreviated = match.group().isupper() or "-" in match.group()
        if not abbreviated and len(match.group()) < 8:
            continue  # "cic" and "rn" in small letters are other words
        others = sentence[: match.start()] + sentence[match.end() :]
        if slug in _DOUBTFUL and abbreviated and not (_CERTIFICATION.search(sentence) and _CERTIFICATION.search(others)):
            continue
        if slug == "cdc" and "dental" not in sentence.lower():
            continue
        out.append(slug)
    return tuple(dict.fromkeys(out))


def without_credentials(text: str) -> str:
    """Take the names of credentials out: a Certified Outpatient Coder codes what the job is about."""
    pattern, _, beginnings = _names()
    return text if beginnings.isdisjoint(_BEGINNING.findall(text.lower())) else pattern.sub(" ", text)


def _key(text: str) -> str:
    return re.sub(r"[\s‐-―-]+", " ", text.lower().replace("physician-based", "physician based")).strip()


_BEGINNING = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """One pattern of every abbreviation and full name, longest first; what each means; and the words they begin with."""
    names: dict[str, str] = {}
    for one in catalogue.credentials():
        for name in (one.abbr, one.name, *one.other_names):
            names.setdefault(_key(name), one.slug)
    words = sorted(names, key=len, reverse=True)
    gap = r"[\s‐-―-]{1,3}"
    parts = [gap.join(re.escape(word) for word in name.split(" ")) for name in words]
    # Not inside a longer name: CCS of "CCS-P", CRC of "CRCR", CCC of "CCC-SLP". An "s" may follow: "CPCs".
    pattern = rf"(?<![\w@.])(?<!\w-)(?:{'|'.join(parts)})(?=s?(?![\w@]|-[A-Z]))"
    first = {match.group() for name in names if (match := _BEGINNING.search(name))}
    return re.compile(pattern, re.IGNORECASE), names, frozenset(first | {f"{word}s" for word in first})
