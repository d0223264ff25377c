"""Credentials out of words: which are asked for all together, which as one of several, which are only preferred.

CCS is never CCS-P, CPC never CPC-A, CRC never CRCR, COSC never COS-C: the longest name that stands there whole is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from careercenter.taxonomy import catalogue


@dataclass(frozen=True, slots=True)
class Credentials:
    """Slugs; `within_months` is set where one may be earned after hire."""

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    apprentice: bool = False
    within_months: int | None = None


# Abbreviations that are words of other trades too: they count only beside other words of certification.
_DOUBTFUL = frozenset({"rn", "cdc", "chc", "ccc", "cmc", "casc", "ccm", "cca", "cic", "ods-c", "cmis", "cmom", "chts", "cema"})
_APPRENTICES = frozenset({"cpc-a", "coc-a", "cic-a"})
_PERHAPS = re.compile(r"[A-Z]{2}|(?i:certif|registered|specialist)")
_CERTIFICATION = re.compile(
    r"certif|credential|AAPC|AHIMA|ACDIS|NHA\b|licens|registered|RHI[AT]\b|\bC(?:PC|CS|OC|RC)\b|BCHH|HFMA|AAHAM|\b(?:required|preferred)\b",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"prefer|nice to have|desir|\bplus\b|bonus|advantag|ideal|\basset\b|would be (?:great|helpful)|strongly encouraged|not required",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"(?:no|not?|without)\s+(?:\w+\s+){0,2}(?:certification|credential)s?\s+(?:is |are )?(?:required|needed|necessary)"
    r"|not required|not accept|in place of|exam (?:fee|voucher)|reimburse|help you (?:earn|get|obtain)|we(?:'| wi)ll pay|paid by|study for|tuition",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\bor\b|/|\bsuch as\b|\bone of\b|\bat least one\b|\beither\b|\bequivalent\b|\bany (?:of|one)\b|\binclud(?:e|es|ing)\b|\be\.?g\b"
    r"|\bthe following\b|\bacceptable\b|\|",
    re.IGNORECASE,
)
_ALL = re.compile(r"\bboth\b|\band\b|&|\+|\bas well as\b|\bin addition\b|\bdual\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?:within|in(?:side)?|by)\s+(?:the\s+)?(?:first\s+)?(?:(\d{1,2})|(one|two|three|six|nine|twelve|eighteen|twenty[- ]four|a))\s*"
    r"(?:\(\d+\)\s*)?(months?|years?|days?)\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18, "twenty-four": 24}
_TO_EARN = re.compile(
    r"obtain|earn|achiev|acquire|become|complete|attain|(?:after|of|from|upon) (?:the )?(?:date of )?(?:hire|start|employment)|of hire",
    re.IGNORECASE,
)
_APPRENTICE = re.compile(
    r"apprentic(?:e|es)\s+(?:status\s+)?(?:\w+\s+)?(?:accept|welcome|consider|ok|eligible|may apply)|(?:accept|welcom|consider|open to)\w*\s+(?:\w+\s+){0,3}apprentice",
    re.IGNORECASE,
)  # fmt: skip
_APPRENTICE_WELCOME = re.compile(r"accept|welcom|consider|eligible|may apply|open to|encouraged", re.IGNORECASE)
_DEMANDED = re.compile(r"requir|\bmust\b|\bneed|mandatory|\bactive\b|\bcurrent\b|\bhold|possess|minimum", re.IGNORECASE)
_HEADING_PREFERRED = re.compile(
    r"^\W*(?:preferred|desired|nice[- ]to[- ]have|bonus|additional|ideal)\b[^.]{0,60}$|^\W*what (?:would be|is) a plus\b.{0,30}$",
    re.I,
)
_HEADING = re.compile(r"^\s*(?:#{1,6}\s|\*\*[^*]+\*\*:?\s*$)|^[A-Z][A-Za-z /&’']{2,60}:?\s*$")
_HEADING_TITLE = re.compile(
    r"qualif|require|must have|what you|who you|skills|experience|education|responsib|benefit|duties|about|offer|certif|licens",
    re.I,
)


def find_credentials(title: str, text: str) -> Credentials:
    """Read a title and a description's plain words, headings and list items on lines of their own."""
    every: list[str] = []
    some: list[str] = []
    weak: list[str] = []
    preferred: list[str] = []
    apprentice, months = False, None
    under_preferred = False
    for line in [title, *text.split("\n")]:
        if len(line) < 90 and (_HEADING_PREFERRED.match(line) and not _named(line)):
            under_preferred = True
            continue
        if _is_heading(line):
            under_preferred = bool(_HEADING_PREFERRED.match(line.strip("#* :")))
        if not _PERHAPS.search(line) and "pprentic" not in line:
            continue
        for sentence in re.split(r"(?<=[a-z)\w])[.;!?]\s+(?=[A-Z(])|•|●", line):
            found = _named(sentence)
            apprentice = apprentice or bool(_APPRENTICES.intersection(found))
            apprentice = apprentice or ("pprentic" in sentence.lower() and bool(_APPRENTICE.search(sentence)))
            if not found:
                continue
            choice = _is_choice(sentence, found)
            if len(found) > 1 or _APPRENTICE_WELCOME.search(sentence):
                found = [slug for slug in found if slug not in _APPRENTICES]
            if not found or (_NOT_ASKED.search(sentence) and not re.search(r"prefer|plus\b|desir", sentence, re.I)):
                continue
            if under_preferred or _PREFERRED.search(sentence):
                _split_preference(sentence, found, every, some, preferred, under_preferred=under_preferred)
                continue
            if months is None:
                months = _months(sentence)
            (some if choice else every if _DEMANDED.search(sentence) else weak).extend(found)
    # One named without "required" beside a list of several is one more of the list.
    (some if some else every).extend(weak)
    return _settled(every, some, preferred, apprentice, months)


def _is_heading(line: str) -> bool:
    bare = line.strip()
    return (
        bool(bare) and len(bare) < 80 and bool(_HEADING.match(bare)) and (bare[0] in "#*" or bool(_HEADING_TITLE.search(bare)))
    )


def _split_preference(
    sentence: str, found: list[str], every: list[str], some: list[str], preferred: list[str], *, under_preferred: bool
) -> None:
    """ "CPC required, CHONC preferred" asks for the first and prefers the second."""
    parts = re.split(r",\s*(?:and\s+|with\s+|but\s+)?|;\s*|\bwith\b|\bbut\b|\(|\)", sentence)
    demanded = [part for part in parts if re.search(r"requir|must|mandatory|need", part, re.I) and not _PREFERRED.search(part)]
    asked = [slug for part in demanded for slug in _named(part)]
    if under_preferred or not asked:
        preferred.extend(found)
        return
    head = sentence[: sentence.find(demanded[-1]) + len(demanded[-1])]
    asked = [slug for slug in found if slug in set(_named(head))]
    (some if _is_choice(head, asked) else every).extend(asked)
    preferred.extend(slug for slug in found if slug not in asked)


def _is_choice(sentence: str, found: list[str]) -> bool:
    """Several named with "or", a slash or "such as" are a choice; joined by "and" they are all asked for; a bare list is a choice."""
    if len(found) == 1:
        return bool(re.search(r"or (?:\w+ )?(?:equivalent|similar|other)|equivalent|such as|e\.g|/ ?equiv", sentence, re.I))
    return bool(_ANY.search(sentence)) or not _ALL.search(sentence)


def _settled(every: list[str], some: list[str], preferred: list[str], apprentice: bool, months: int | None) -> Credentials:
    choice = tuple(dict.fromkeys(some))
    demanded = tuple(dict.fromkeys(slug for slug in every if slug not in choice))
    if len(demanded) > 3:  # nobody asks for four at once: they are a list of what counts
        choice, demanded = tuple(dict.fromkeys((*demanded, *choice))), ()
    if len(choice) == 1:
        demanded, choice = (*demanded, *choice), ()
    taken = {*demanded, *choice}
    return Credentials(demanded, choice, tuple(dict.fromkeys(s for s in preferred if s not in taken)), apprentice, months)


def _months(sentence: str) -> int | None:
    found = _WITHIN.search(sentence)
    if not found or not _TO_EARN.search(sentence):
        return None
    number = int(found[1]) if found[1] else _NUMBERS[found[2].lower().replace(" ", "-")]
    unit = found[3].lower()
    months = number * 12 if unit.startswith("year") else number if unit.startswith("month") else max(1, round(number / 30))
    return months if 1 <= months <= 36 else None


def _named(sentence: str) -> list[str]:
    """Give the credentials a sentence names, in its order."""
    if not _PERHAPS.search(sentence):
        return []
    pattern, names, beginnings = _names()
    if beginnings.isdisjoint(_BEGINNING.findall(sentence.lower())):
        return []
    certain = bool(_CERTIFICATION.search(sentence))
    out: list[str] = []
    for match in pattern.finditer(sentence):
        slug = names[_key(match.group())]
        abbreviated = match.group().isupper() or "-" in match.group()
        if not abbreviated and len(match.group()) < 8:
            continue  # "cic" and "rn" in small letters are other words
        others = sentence[: match.start()] + sentence[match.end() :]
        if slug in _DOUBTFUL and abbreviated and not (certain and _CERTIFICATION.search(others)):
            continue
        if slug == "cdc" and "dental" not in sentence.lower():
            continue
        out.append(slug)
    return list(dict.fromkeys(out))


def _key(text: str) -> str:
    return re.sub(r"[\s‐-―-]+", " ", text.lower().replace("physician-based", "physician based")).strip()


_BEGINNING = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """One pattern of every abbreviation and full name, longest first; what each means; and the words they begin with."""
    names: dict[str, str] = {}
    for one in catalogue.credentials():
        names.setdefault(_key(one.abbr), one.slug)
        names.setdefault(_key(one.name), one.slug)
    for extra, slug in (
        ("CPC-H", "coc"), ("CTR", "ods-c"), ("ODS", "ods-c"), ("Certified Tumor Registrar", "ods-c"), ("RCC-IR", "rccir"),
        ("Oncology Data Specialist", "ods-c"), ("Certified Coding Specialist - Physician", "ccs-p"),
        ("Certified Coding Specialist-Physician-based", "ccs-p"), ("Certified Coding Specialist (CCS) - Physician-based", "ccs-p"),
        ("Certified Professional Coder Apprentice", "cpc-a"), ("CCSP", "ccs-p"), ("CPCA", "cpc-a"),
        ("Certified Documentation Improvement Practitioner", "cdip"), ("Certified Coding Associate", "cca"),
        ("Certified Interventional Radiology Cardiovascular Coder", "circc"), ("Certified Outpatient Coding", "coc"),
        ("Clinical Documentation Specialist Certification", "ccds"), ("Certified Oncology Coder", "chonc"),
    ):  # fmt: skip
        names.setdefault(_key(extra), slug)
    words = sorted(names, key=len, reverse=True)
    gap = r"[\s‐-―-]+"
    parts = [gap.join(re.escape(word) for word in name.split(" ")) for name in words]
    # Not inside a longer name: CCS of "CCS-P", CRC of "CRCR", CCC of "CCC-SLP". An "s" may follow: "CPCs".
    pattern = rf"(?<![\w@.])(?<!\w-)(?:{'|'.join(parts)})(?=s?(?![\w@]|-[A-Z]))"
    first = {match.group() for name in names if (match := _BEGINNING.search(name))}
    return re.compile(pattern, re.IGNORECASE), names, frozenset(first | {f"{word}s" for word in first})
