"""Out of words: how long the work lasts, by whose clock, education, checks, on-call duty, visas, a sign-on bonus and how many are hired."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from careercenter.core import numbers
from careercenter.importing.fact_words import OF_THE_APPLICANT, POSSIBLE, Said, find_only, names_one, sayings
from careercenter.importing.statements import Statement, quote
from careercenter.language.quantities import weeks_of_months
from careercenter.postings.content import BOUNDS, Check, Education, OnCall, VisaSponsorship, WorkZone

D, V, Z = Education, VisaSponsorship, WorkZone

_NOT_ASKED = re.compile(
    r"\b(?:prefer\w{0,6}|desir\w{1,5}|a plus|nice to have|ideal\w{0,2}|equivalent (?:combination|experience|work)|in lieu|substitut\w{0,5}"
    r"|(?:and/)?or (?:an? )?equivalent (?:combination|experience|work|training)|not required|tuition|reimburse\w{0,5}|progress|or experience)\b",
    re.IGNORECASE,
)
_EDUCATION = sayings(
    (D.NONE, r"\bno (?:college )?degree (?:is )?(?:required|needed|necessary)\b|\b(?:college )?degree is not (?:required|needed|necessary)\b"),
    (D.HIGH_SCHOOL, r"\bhigh[- ]school (?:diploma|graduate|education)\b|\bGED\b"),
    (D.ASSOCIATE, r"\bassociate(?:['’]?s|s['’])? degree\b|\bassociate['’]s\b"),
    (D.BACHELOR, r"\bbachelor(?:['’]?s|s['’])?(?: of \w{3,10})? degree\b|\bbachelor['’]s\b"),
    (D.MASTER, r"\bmaster(?:['’]?s|s['’])?(?: of \w{3,10})? degree\b|\bmaster['’]s\b"),
    denies=(D.NONE,),
    unless=(re.compile(r"\b(?:tuition|assistance|reimburse\w{0,5})\b", re.IGNORECASE),),
)  # fmt: skip
_ASKED = re.compile(r"\b(?:requir\w{1,6}|must|minimum|need(?:ed|s)?)\b", re.IGNORECASE)

_CLOCK = r"(?:work\w{0,4}|hours|schedule|shifts?|monday|mon)\b[^.;]{0,60}?"
_ZONES = sayings(
    *(
        (zone, rf"\b{_CLOCK}\b(?:{name} (?:standard |daylight )?(?:time(?: zone)?|hours|business hours)|{letters})\b")
        for zone, name, letters in (
            (Z.EASTERN, "eastern", "E[SD]?T"), (Z.CENTRAL, "central", "C[SD]T"), (Z.MOUNTAIN, "mountain", "M[SD]T"),
            (Z.PACIFIC, "pacific", "P[SD]T"), (Z.ALASKA, "alaska", "AK[SD]T"), (Z.HAWAII, "hawaii", "HST"),
        )
    ),
    (Z.OWN, rf"\b{_CLOCK}\b(?:in )?your (?:own |local )?time zone\b"),
    unless=(
        POSSIBLE,
        OF_THE_APPLICANT,
        re.compile(r"\b(?:apply|deadline|interview\w{0,3}|meetings?|calls?|closes?|posting|help ?desk|support|train\w{0,4}|office hours)\b", re.IGNORECASE),
    ),
)  # fmt: skip

_VISA_WORDS = r"(?:visas?|immigration|employment|work|employer|H-?1B)"
_VISA = sayings(
    (V.NOT_OFFERED, rf"\b(?:do(?:es)? not|don['’]t|cannot|can['’]t|can not|will not|won['’]t|unable to|not able to) (?:\w{{1,14}} ){{0,3}}?(?:sponsor (?:\w{{1,12}} ){{0,2}}{_VISA_WORDS}|(?:{_VISA_WORDS} )?sponsorship)"),
    (V.NOT_OFFERED, rf"\b(?:{_VISA_WORDS} )?sponsorship (?:is |are |will )?(?:not (?:be )?(?:available|offered|provided|considered)|unavailable)\b"),
    (V.NOT_OFFERED, rf"\bno {_VISA_WORDS} sponsorship\b|\bwithout (?:the need (?:for|of) |requiring |needing )?(?:{_VISA_WORDS} ){{0,2}}sponsorship\b"),
    (V.OFFERED, r"\bvisa sponsorship (?:is )?(?:available|offered|provided)\b|\bwe (?:do )?sponsor (?:\w{1,8} )?visas\b"),
    denies=(V.NOT_OFFERED,),
    unless=(re.compile(r"\b(?:may|might|depend\w{0,5}|case[- ]by[- ]case)\b", re.IGNORECASE),),
)  # fmt: skip

_CALL = sayings(
    (
        OnCall.NONE,
        r"\bno (?:weekends?,? (?:or|and) |holidays?,? (?:or|and) |nights?,? (?:or|and) )?on[- ]call\b(?! experience)",
    ),
    (
        OnCall.NONE,
        r"\bno call (?:shifts?|rotations?|duty)\b|\bon[- ]call (?:duty |work |coverage )?is not (?:required|needed|expected)\b",
    ),
    (OnCall.SOME, r"\bon[- ]call (?:rotations?|duty|shifts?|coverage|schedule|weekends?|responsibilit(?:y|ies))\b"),
    (
        OnCall.SOME,
        r"\b(?:is|are|be|takes?|taking|shares?) on[- ]call\b|\b(?:takes?|taking|shares?) call\b|\bon[- ]call (?:is )?required\b",
    ),
    (
        OnCall.SOME,
        r"\b(?:participat\w{1,4}|rotat\w{1,4}) in (?:the |an |our )?(?:\w{1,12} )?(?:on[- ])?call\b(?! cent(?:er|re)s?)",
    ),
    denies=(OnCall.NONE,),
)

_CHECKED = re.compile(
    r"\b(?:must|required?|requires|mandatory|subject to|contingent (?:up)?on|conditional (?:up)?on|pass|undergo|complete|conducts?|performs?|pre-?employment)\b",
    re.IGNORECASE,
)
_NOT_OF_ALL = re.compile(
    r"\b(?:may|might|could|if|unless|some|certain|depend\w{0,5}|patients?|charts?|code[sd]?|coding|laborator\w{1,3}|lab|experience|not|no|never|without)\b",
    re.IGNORECASE,
)
_CHECKS = tuple(
    (check, re.compile(pattern, re.IGNORECASE))
    for check, pattern in (
        (Check.BACKGROUND, r"\bbackground (?:check|screen\w{0,3}|investigation)s?\b"),
        (Check.DRUG_TEST, r"\bdrug[- ](?:test|screen)(?:ing|s)?\b"),
        (Check.VACCINATION, r"\b(?:covid(?:-19)?|flu|influenza) vaccin\w{1,6}\b|\bvaccination\b|\bfully vaccinated\b"),
    )
)
_UNASKED = tuple(
    (check, re.compile(pattern, re.IGNORECASE))
    for check, pattern in (
        (Check.NO_DRUG_TEST, r"\bno (?:pre-?employment )?drug[- ](?:test|screen)(?:ing|s)?\b|\bdo(?: not|n['’]t) (?:require a )?drug[- ](?:test|screen)\b|\bdrug[- ](?:test|screen)(?:ing)? is not required\b"),
        (Check.NO_VACCINATION, r"\bno vaccin(?:e|ation)s? (?:is |are )?(?:required|needed|mandate)\b|\bvaccinations? (?:is|are) not required\b|\bdo(?: not|n['’]t) require vaccination\b"),
    )
)  # fmt: skip

_WORK = r"(?:contract|assignment|engagement)"
_SPAN = r"(?<![-–\d$.] )(?<![-–\d$.])\b(?P<number>\d{1,3})[- ]?(?P<span>weeks?|wks?|months?)\b"
_LASTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_SPAN}(?:[- ]long)? (?:(?:W-?2|1099|remote|travel|temporary|coding|initial) ){{0,2}}{_WORK}\b(?![- ]?to[- ])",
        rf"\b{_WORK} (?:length|duration|term)(?: is|:)? {{0,2}}{_SPAN}",
        rf"\b(?:length|duration|term) of (?:the )?{_WORK}(?: is|:)? {{0,2}}{_SPAN}",
        rf"\b{_WORK} (?:for|of|lasts?|lasting) {_SPAN}",
        rf"\b(?:temporary|seasonal) (?:position|role|job|work) (?:for|of|lasting) {_SPAN}",
    )
)
_NO_LENGTH = re.compile(
    r"\d ?(?:-|–|to|or) ?\d{1,3}[- ]?(?:weeks?|months?)|\bup to\b|\bat least\b|\bminimum\b|\bmaximum\b|\bexperience\b|\bafter\b|\bpermanent\b|\bto[- ]hire\b|\bnotice\b",
    re.IGNORECASE,
)
_EXTENDED = re.compile(
    r"\b(?:may|can|could|might) be (?:extended|renewed)\b|\b(?:possible|potential|likely|possibility (?:of|for)|potential for|option (?:to|of|for)|opportunity for) (?:an? )?(?:exten(?:sions?|d)|renewals?)\b"
    r"|\bextensions? (?:is |are )?(?:possible|likely|available)\b",
    re.IGNORECASE,
)
_OF_THE_WORK = re.compile(rf"\b{_WORK}s?\b|\btemporary\b|\bseasonal\b", re.IGNORECASE)

_BONUS = re.compile(
    r"(?<!up to )\$(?P<one>\d{1,2},?\d{3}|\d{3})(?:\.00)? (?:sign(?:ing)?[- ]on|signing|sign-?on|hiring) bonus\b"
    r"|\b(?:sign(?:ing)?[- ]on|signing|sign-?on) bonus(?: of|:)? \$(?P<two>\d{1,2},?\d{3}|\d{3})\b",
    re.IGNORECASE,
)
_NO_BONUS = re.compile(
    r"\b(?:up to|no|not|may|might|depend\w{0,5}|referral|retention|eligib\w{1,6}|relocation)\b", re.IGNORECASE
)
_OPENINGS = re.compile(
    r"(?<![-–\d,.] )(?<![-–\d,.])\b(?P<number>\d{1,2}) (?:openings|vacancies|open positions|positions (?:available|open|to fill))\b"
    r"|\b(?:number of )?(?:openings|vacancies):? {0,2}(?P<told>\d{1,2})\b(?![-–/.,]\d)",
    re.IGNORECASE,
)


def find_conditions(title: str, stated: list[Statement]) -> dict[str, Said]:
    """Give each condition that is said in one way only."""
    found = find_only(stated, {"work_zone": _ZONES, "visa_sponsorship": _VISA, "on_call": _CALL})
    found |= find_only(_asked_schooling(stated), {"education": _EDUCATION})
    numbers_said = {
        "lasts_weeks": _only(_lengths([Statement(title), *stated])),
        "sign_on_bonus": _only(_bonuses(stated)),
        "openings": _only(_openings(stated)),
    }
    found |= {name: said for name, said in numbers_said.items() if said}
    if extended := next((one.text for one in stated if _EXTENDED.search(one.text) and _OF_THE_WORK.search(one.text)), ""):
        found["may_extend"] = True, quote(extended)
    if checks := _checks(stated):
        found["checks"] = checks
    return found


def _asked_schooling(stated: Iterable[Statement]) -> Iterator[Statement]:
    """Leave out what is preferred, what experience stands in for, and what nobody says is needed."""
    for one in stated:
        if (one.needed or _ASKED.search(one.text) or "degree" in one.text.lower()) and not _NOT_ASKED.search(
            one.text.replace("is not required", "")
        ):
            yield one


def _lengths(stated: Iterable[Statement]) -> Iterator[tuple[int, str]]:
    for one in stated:
        if not names_one(one.text, ("week", "wk", "month")) or _NO_LENGTH.search(one.text):
            continue
        for match in (match for pattern in _LASTS for match in pattern.finditer(one.text)):
            number = int(match["number"])
            weeks = weeks_of_months(number) if match["span"].lower().startswith("m") else number
            if BOUNDS["lasts_weeks"][0] <= weeks <= BOUNDS["lasts_weeks"][1]:
                yield weeks, one.text


def _bonuses(stated: Iterable[Statement]) -> Iterator[tuple[int, str]]:
    for one in stated:
        if names_one(one.text, ("bonus",)) and not _NO_BONUS.search(one.text):
            for match in _BONUS.finditer(one.text):
                if cents := numbers.cents(match["one"] or match["two"]):
                    yield cents, one.text


def _openings(stated: Iterable[Statement]) -> Iterator[tuple[int, str]]:
    for one in stated:
        for match in _OPENINGS.finditer(one.text) if names_one(one.text, ("opening", "vacanc", "positions")) else ():
            if count := int(match["number"] or match["told"]):
                yield count, one.text


def _only(found: Iterable[tuple[int, str]]) -> Said | None:
    """Give the one number that is said; two say nothing."""
    said: dict[int, str] = {}
    for number, text in found:
        said.setdefault(number, quote(text))
    return next(iter(said.items())) if len(said) == 1 else None


def _checks(stated: Iterable[Statement]) -> Said | None:
    """Give all checks that are asked of everybody hired, and those that are said not to be; what is said both ways is neither."""
    found: dict[Check, str] = {}
    for one in stated:
        if not names_one(one.text, ("background", "drug", "vaccin")) or one.preferred:
            continue
        denied = {check: one.text for check, pattern in _UNASKED if pattern.search(one.text)}
        asked = bool(_CHECKED.search(one.text)) and not denied and not _NOT_OF_ALL.search(one.text)
        found = denied | {check: one.text for check, pattern in _CHECKS if asked and pattern.search(one.text)} | found
    for both in ({Check.DRUG_TEST, Check.NO_DRUG_TEST}, {Check.VACCINATION, Check.NO_VACCINATION}):
        if both <= set(found):
            found = {check: text for check, text in found.items() if check not in both}
    return (
        (tuple(check for check in Check if check in found), quote(" · ".join(dict.fromkeys(found.values())))) if found else None
    )
