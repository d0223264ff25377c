"""Employment out of words: full time, PRN, 1099 … and only where it is said of this job.

"Contract" and "temporary" leave open whether on a W-2 or a 1099, and so say nothing that can be kept. Benefits "for full-time
employees", "one year of full-time experience" and "may become full time" speak of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from careercenter.core.prefiltered import PrefilteredPattern
from careercenter.importing.statements import Statement
from careercenter.postings.content import EmploymentType

E = EmploymentType

# In the order in which the closer one wins: "contract to hire" is said with "contract", "1099" with "full time".
_KINDS = (
    (E.CONTRACT_TO_HIRE, r"\bcontract[- ](?:to|2)[- ](?:hire|perm\w{0,6})\b|\btemp(?:orary)?[- ](?:to|2)[- ](?:hire|perm\w{0,6})\b|\bC2H\b|\bCTH\b"),
    (E.CONTRACT_1099, r"\b1099(?:-?NEC)?\b|\bindependent contract(?:or|ing)s?\b|\bfreelanc(?:e|er)\b|\bself[- ]employed\b"),
    (E.CONTRACT_W2, r"\bW-?2[ -](?:hourly |temporary )?contract(?:or)?\b|\b(?:contract(?:or)?|temp(?:orary)?)\b(?: (?:position|role|job|assignment))?[ ,(/:–-]{1,3}(?:on (?:a )?|paid (?:on )?(?:a )?|basis,? )?W-?2\b|\bW-?2[ ,)/:–-]{1,3}(?:temp(?:orary)?|contract(?:or)?)\b"),
    (E.INTERNSHIP, r"\bintern(?:ship)?s?\b|\bexternship\b|\bapprenticeship\b"),
    (E.PRN, r"\bPRN\b|\bper[- ]?diem\b|\bas[- ]needed (?:position|role|job|employment|shifts?|coder)\b|\bpool position\b"),
    (E.PART_TIME, r"\bpart[- ]?time\b|\bP/T\b"),
    (E.FULL_TIME, r"\bfull[- ]?time\b|\bF/T\b|\b1\.0 FTE\b|\bfull FTE\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_ANY = PrefilteredPattern("|".join(pattern for _, pattern in _KINDS), re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|no|never|isn['’]t|aren['’]t|without|non|nor|rather than|instead of|other than|than|cannot|replac\w{1,6})\b[^,;.]{0,24}$",
    re.IGNORECASE,
)
# Not certain, not yet, or not of this job.
_ONLY_POSSIBLE = re.compile(
    r"\b(?:may|might|could|would|possib\w{1,6}|potential\w{0,4}|option\w{0,4}|whether|either|if|unless|should you|conver(?:t|ts|ted|sion)"
    r"|lead(?:s|ing)? to|transition\w{0,4}|becom(?:e|es|ing)|grow into|previous(?:ly)?|prior|former(?:ly)?|some|depending|available for|based on need"
    r"|defined as|determined|availability|equivalent|creditable|credit|eligible|eligibility|current(?:ly)? (?:employ|a |work|in )|client|contracts?\b(?= (?:manag|nego|admin|review|law|terms)))",
    re.IGNORECASE,
)
# What stands behind the words when they are about other things.
_OF_OTHERS = re.compile(
    r"^\W{0,3}(?:(?!(?:for|with|in|at|of|to|and) )\w{1,14} ){0,2}?(?:employees|staff|members|teammates|associates|workers|colleagues|roles|positions|jobs|hires|coders|students?|study|studies|academic"
    r"|experience|equivalents?|faculty|enrol\w{1,6}|residents?|credit|status|work ?week|benefits?|medications?|orders?|rates?|schedules? (?:are|may)|students"
    r"|medicine|audit\w{0,4}|programs?|contractors?\b(?= (?:and|who|may|are)))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:^|[|•\n(;] ?)(?:the )?(?:(?:employment|job|position|work|shift|contract|appointment|engagement|role|hours?)[ /]{1,3}){0,2}(?:type|status|schedule|classification|category|commitment|hours|time|terms?|basis|employment|position|job|role)"
    r"(?: ?\([^)]{0,20}\))? {0,2}[:–—-] {0,2}[^:.;]{0,40}$",
    re.IGNORECASE,
)
_JOB_BEHIND = re.compile(
    r"^[\s,/()|-]{0,3}(?:[\w&/-]{1,16}[ ,]{1,2}){0,3}?(?:position|role|job|opportunity|opening|employment|schedule|basis|hours|assignment|engagement|contract|appointment|W-?2"
    r"|coder|biller|auditor|specialist|analyst|technician|manager|registrar|supervisor|educator|representative|coordinator|abstractor|clerk|internship|externship|apprenticeship)\b(?!s)",
    re.IGNORECASE,
)
_JOB_BEFORE = re.compile(
    r"\b(?:this|position|role|job|opportunity|opening|employment|schedule|work|we are|you will be|you'll be|hiring|seeking|looking for|for|hours?)\b[^.;?]{0,60}$",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"\b(?:this|the|our|position|role|job|opportunity|opening|employment|schedule|hours|it)\b[^.;?]{0,50}\b(?:is|are|will be|as)\b[^.;?]{0,40}$|\b(?:hiring|seeking|looking for|need)\b[^.;?]{0,40}$"
    r"|\b(?:work|works|working|engaged|hired|employed|paid)\b[^.;?]{0,20}\b(?:as|on)\b(?: an?)?[^.;?]{0,15}$",
    re.IGNORECASE,
)
_FEW_WORDS = 5


# "Full or part time", "Full/Part-Time", "FT/PT": neither is said.
_EITHER = re.compile(
    r"\b(?:full|part)(?:[- ]?time)?[ ,]{0,2}(?:or|and|and/or|/|&|-|\|)[ ,]{0,2}(?:full|part)[- ]?time\b|\b[FP]/?T ?(?:or|and|/|&) ?[FP]/?T\b",
    re.IGNORECASE,
)


def _kinds_in(text: str) -> dict[EmploymentType, re.Match[str]]:
    """Give the kinds a text names and does not deny, without those that only go with a closer one."""
    found: dict[EmploymentType, re.Match[str]] = {}
    if _EITHER.search(text):
        return found
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not _DENIED.search(text[max(0, match.start() - 40) : match.start()]):
                found.setdefault(kind, match)
    return found


def _only_kind(kinds: Iterable[EmploymentType]) -> EmploymentType | None:
    """Give the kind of all that are named; None where they are alternatives."""
    named = list(kinds)
    for closer in (E.CONTRACT_TO_HIRE, E.CONTRACT_1099, E.CONTRACT_W2, E.INTERNSHIP):
        rest = [kind for kind in named if kind is not closer]
        if closer in named and all(kind in (E.FULL_TIME, E.PART_TIME) for kind in rest):
            # "part-time internship", "full-time 1099 contract"; "1099 or W-2 contract" are two.
            return closer if len(rest) < 2 else None
    return named[0] if len(named) == 1 else None


def read_employment(text: str) -> EmploymentType | None:
    """Read a column: "FullTime", "Part-time", "PRN", "w2_full_time"; None where it leaves the kind open, as "Contract" does."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text[:200]).replace("_", " ")
    return _only_kind(_kinds_in(words))


def find_employment(title: str, stated: Iterable[Statement]) -> tuple[EmploymentType, str] | None:
    """Find it in the title, else where it is said of the job; with the words that say it. Two that differ say nothing."""
    if _ANY.search(title):
        of_title = _kinds_in(title)
        kind = _only_kind(of_title)
        if kind is E.INTERNSHIP and re.search(r"\b(?:coordinator|manager|supervisor|director|program)\b", title, re.IGNORECASE):
            kind = None
        return (kind, title) if kind else None
    said: dict[EmploymentType, str] = {}
    for one in stated:
        if not one.choice and (kind := _of_job(one.text)):
            said.setdefault(kind, one.text)
    kind = _only_kind(said)
    return (kind, said[kind]) if kind else None


@lru_cache(maxsize=4096)  # announcements repeat most of their sentences
def _of_job(text: str) -> EmploymentType | None:
    if not _ANY.search(text):
        return None
    named = _kinds_in(text)
    if not named or _only_kind(named) is None:
        return None
    labelled = any(_LABEL.search(text[: match.start()]) for match in named.values())
    if _ONLY_POSSIBLE.search(text) and not labelled:
        return None
    return _only_kind(kind for kind, match in named.items() if labelled or _said_of_job(text, match))


def _said_of_job(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if _OF_OTHERS.match(after):
        return False
    if len(text.split()) <= _FEW_WORDS and not re.search(r"\w{4,}", before):
        return True  # "Full-time", "Full time, Monday to Friday"
    if _JOB_BEHIND.match(after):
        return bool(_COPULA.search(before)) or not re.search(r"\w{4,}", before) or bool(_JOB_BEFORE.search(before))
    return bool(_COPULA.search(before))
