"""The credentials a résumé's text says its writer holds.

One counts where it is listed as held, and not where it is studied for, awaited, over, or somebody else's: CPC-A is never CPC,
and "sitting for the CCS in May" is no CCS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from careercenter.core.numbers import whole
from careercenter.profiles.resume_sections import JOB_LINE, ResumePiece, Section
from careercenter.taxonomy import catalogue

# Not held: studied for, awaited, over.
_NOT_YET = (
    r"pursu(?:ing|e|it)|study(?:ing)?|studies|sit(?:s|ting)? for|prepar\w{1,5}|prep|toward|plan(?:s|ning|ned)?|expect\w{0,4}"
    r"|anticipat\w{1,4}|schedul\w{1,4}|eligib\w{1,6}|enroll\w{0,3}|in progress|pending|candidate|aspiring|seeking|goal|upcoming"
    r"|will|awaiting|student|course\w{0,5}|class(?:es)?|program|attempt\w{0,3}|working on|target\w{0,3}|next|again"
)
_OVER = (
    r"expired|lapsed?|inactive|retired|former(?:ly)?|previous(?:ly)?|cancel\w{1,4}|surrendered|revoked|not renewed|discontinued"
    r"|no longer|dropped|until|was"
)
_LACKED = re.compile(rf"\b(?:{_NOT_YET}|{_OVER}|no|not|without|never|nor)\b", re.IGNORECASE)
# Said after it, these are of it ("CCS, expected in May"), or it is of those people ("CPC coders").
_LACKED_AFTER = re.compile(
    r"\b(?:expect\w{0,4}|anticipat\w{1,4}|schedul\w{1,4}|in progress|pending|eligib\w{1,6}|prep|exam(?:ination)?|course\w{0,5}"
    r"|class(?:es)?|program|study|track|instructors?|awaiting|in training|candidates?|students?|apprentices?|coders|colleagues"
    rf"|staff|team|holders|{_OVER})\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:hold(?:s|ing)?|held|earned|obtained|passed|achieved|maintain(?:s|ed)?|active|current|certified|credentialed|am an?"
    r"|since)\b",
    re.IGNORECASE,
)
# "Previously held", "plan to earn", "not certified" say the opposite.
_TAKEN_BACK = re.compile(rf"(?:\bto|{_LACKED.pattern})\s{{1,2}}(?:[a-z'’-]{{1,12}}\s{{1,2}}){{0,2}}$", re.IGNORECASE)
_EARNED = re.compile(r"\b(?:I hold|earned|obtained|passed|achieved|since)\b", re.IGNORECASE)
# Other people's.
_OTHERS = re.compile(
    r"\b(?:train\w{0,4}|mentor\w{0,3}|supervis\w{1,4}|manag\w{1,4}|led|leads?|leading|team|staff|taught|teach\w{0,3}"
    r"|instruct\w{1,4}|coach\w{0,3}|hir(?:ed|ing|e)|recruit\w{0,3}|precept\w{0,4}|onboard\w{0,3}|help\w{0,3}|work\w{0,3} with"
    r"|alongside|under|report\w{0,3}|students?|peers?|assist\w{0,3}|our|wife|husband|sister|brother|mother|father|daughter|son|friend|colleagues?|coworkers?"
    r"|(?:review|audit)ed by|s?he|they|who)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:exp(?:ires?|iration|\.)?|valid (?:through|until|thru|to)|through|thru|renew\w{0,4}|good through)[^\d]{0,14}"
    r"(?:(\d{1,2})[/-])?(?:\d{1,2}[/-])?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:19|20)\d\d\s?[-–—]\s?((?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_IN_BRACKETS = re.compile(r"\s{0,3}\(([^()]{0,80})\)")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_ITEM_END = re.compile(r"[,;|]|(?<!\d)/|\b(?:with|while|but)\b")
# Abbreviations that are words of other trades too.
_DOUBTFUL = frozenset("rn cdc chc ccc cmc casc cca cic ods-c cmis cmom chts cema cuc rcc".split())
_CERTIFICATION = re.compile(r"certif|credential|licen[cs]e", re.IGNORECASE)
_LONGEST_SHORT = 6  # letters of an abbreviation
_POSTNOMINAL_LINES = 2  # the name, and what stands below it
_DATED = re.compile(r"\s{0,2}(?:[A-Za-z]{3,9}\.?\s{1,2}|\d{1,2}/)?(?:19|20)\d\d\b")
_APPRENTICE = re.compile(r"[-‑–]\s?A\b|\s?\(\s?(?:A|[Aa]pprentice)\s?\)|\s{1,2}[-–]?\s{0,2}[Aa]pprentice\b")


def credentials(said: Iterable[ResumePiece], today: date) -> Iterator[tuple[str, str]]:
    """Give the slug of each held, with the words that say so. What a résumé says to be held and over is not given."""
    found: list[tuple[str, str]] = []
    lacked: set[str] = set()
    for one in said:
        for slug, start, end, short in named_in(one.text):
            if one.section is Section.OTHER:
                continue
            own = one.section is Section.CERTIFICATES or (one.section is Section.HEAD and one.line <= _POSTNOMINAL_LINES)
            if one.section is Section.OVER or _is_lacked(one.text[:start], one.text[end:], today, listed=own):
                if one.section in (Section.OVER, Section.CERTIFICATES):
                    lacked.add(slug)
            elif own or _is_claimed(one, slug, start, short=short):
                found.append((slug, one.text))
    held = {slug for slug, _words in found} - lacked
    # The "A" was removed: who holds both holds the one in full.
    yield from ((slug, words) for slug, words in found if slug in held and slug.removesuffix("-a") not in held - {slug})


def _is_claimed(one: ResumePiece, slug: str, start: int, *, short: bool) -> bool:
    """Say whether a sentence claims a credential for its writer: it begins with it, or says that it is held."""
    if short and slug in _DOUBTFUL and not _CERTIFICATION.search(one.text):
        return False
    if one.section in (Section.HEAD, Section.SUMMARY, Section.SKILLS):
        return bool(_HELD.search(one.text)) or not re.search(r"[a-z]{2}", _without_names(one.text[:start]))
    return bool(_EARNED.search(one.text[:start])) and not JOB_LINE.search(one.text)


def _without_names(text: str) -> str:
    by_name, by_abbreviation = _patterns()
    return by_abbreviation.sub(" ", by_name.sub(" ", text)).replace(" and ", " ")


def _is_lacked(before: str, after: str, today: date, *, listed: bool) -> bool:
    """Say whether what stands around says that it is not held, or not by this person; `listed`: it stands among one's own."""
    held_at = max(
        (match.end() for match in _HELD.finditer(before) if not _TAKEN_BACK.search(before[: match.start()])), default=-1
    )
    lacked_at = max((match.end() for match in _LACKED.finditer(before)), default=-1)
    if lacked_at > held_at or (not listed and _OTHERS.search(before)):
        return True
    bracket = _IN_BRACKETS.match(after)
    bare = _BRACKETS.sub(" ", after)
    cut = _ITEM_END.search(bare)
    own, beyond = (bare[: cut.start()], bare[cut.end() :]) if cut else (bare, "")
    # A date, and what is missing, may stand behind a comma: "CCS, May 2027", "CCS, expected in May".
    dated = match[0] if (match := _DATED.match(beyond) or _UNTIL.match(beyond.lstrip())) else ""
    around = " ".join(part for part in (bracket[1] if bracket else "", own, dated) if part)
    if _LACKED_AFTER.search(around) or _LACKED_AFTER.match(beyond.lstrip()):
        return True
    return _is_over_or_to_come(around, today)


def _is_over_or_to_come(around: str, today: date) -> bool:
    if until := _UNTIL.search(around):
        month = whole(until[1], low=1, high=12) or 12
        return (whole(until[2]) or 0, month) < (today.year, today.month)
    if ended := _RANGE.search(around):
        return (whole(ended[1]) or 0) < today.year
    return any((whole(year) or 0) > today.year for year in _YEAR.findall(around))


def named_in(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Give the credentials a text names: slug, start, end, and whether by its abbreviation."""
    by_name, by_abbreviation = _patterns()
    taken: list[tuple[int, int]] = []
    for match in by_name.finditer(text):
        taken.append(match.span())
        slug = _slugs()[_plain(match[0])]
        bracket = _IN_BRACKETS.match(text[match.end() :])
        inside = by_abbreviation.fullmatch(bracket[1].strip()) if bracket else None
        if inside is None or _slug_of(inside[0], bracket[1]) == slug:  # type: ignore[index]  # there is no inside without it
            yield slug, *match.span(), False
    for match in by_abbreviation.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            slug, end = _slugs()[_plain(match[0])], match.end()
            if (more := _APPRENTICE.match(text[end:])) and catalogue.credential(f"{slug}-a"):
                slug, end = f"{slug}-a", end + more.end()
            yield slug, match.start(), end, True


def _slug_of(abbreviation: str, whole: str) -> str:
    slug = _slugs()[_plain(abbreviation)]
    return f"{slug}-a" if _APPRENTICE.search(whole) and catalogue.credential(f"{slug}-a") else slug


def _plain(text: str) -> str:
    """Give the words of a name, or the letters of an abbreviation, any dash as one: COS-C and COSC are two."""
    return " ".join(re.findall(r"[\w-]+", re.sub(r"[‑–]", "-", text.casefold()).replace(" - ", " ")))


@lru_cache(maxsize=1)
def _slugs() -> dict[str, str]:
    named = {_plain(name): one.slug for one in catalogue.credentials() for name in (*one.other_names, one.name)}
    return named | {_plain(one.abbr): one.slug for one in catalogue.credentials()}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give a pattern of full names in any case, and one of abbreviations in capitals; the longest of each first."""
    listed = catalogue.credentials()
    names = sorted(
        {_plain(name) for one in listed for name in (one.name, *one.other_names) if " " in name}, key=len, reverse=True
    )
    others = (name.upper() for one in listed for name in one.other_names if " " not in name and len(name) <= _LONGEST_SHORT)
    short = sorted({*(one.abbr for one in listed), *others}, key=len, reverse=True)
    by_name = "|".join(r"(?:\s{1,3}|\s?[-‑–]\s?)".join(map(re.escape, re.split(r"[ -]", name))) for name in names)
    by_abbreviation = "|".join(re.escape(abbr).replace(r"\-", "[-‑–]") for abbr in short)
    return re.compile(rf"\b(?:{by_name})\b", re.IGNORECASE), re.compile(rf"(?<![\w-])(?:{by_abbreviation})(?!\w)(?!-[A-Z]\w)")
