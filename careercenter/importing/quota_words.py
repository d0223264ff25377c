"""Out of words: how much is expected and how right it has to be, that nobody counts, and what follows when it is missed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from careercenter.core.prefiltered import PrefilteredPattern
from careercenter.importing.fact_words import OF_THE_APPLICANT, POSSIBLE, Said, find_only, names_one, sayings
from careercenter.importing.statements import Statement, quote
from careercenter.postings.content import BOUNDS, MissedQuota, ProductivityUnit, RecordType

Q, R, U = MissedQuota, RecordType, ProductivityUnit

_BEGINNING = re.compile(
    r"\b(?:train\w{0,4}|orientation|onboarding|first|initial\w{0,2}|until|ramp\w{0,4}|while|during|probation\w{0,4})\b",
    re.IGNORECASE,
)
_COUNTED = r"(?:productivity|production|volume|hourly|daily|chart)"
_NO_QUOTA = sayings(
    (True, rf"\b(?:no|without(?: an?y?)?|free of) (?:{_COUNTED} )?(?:quotas?|(?<=y )(?:targets?|standards?|requirements?|goals?))(?! (?:of|for) )"),
    (True, rf"\bno (?:set |minimum |fixed )?{_COUNTED} (?:quotas?|targets?|standards?|requirements?|goals?)\b"),
    (True, r"\bquota[- ]free\b|\b(?:production|productivity) (?:is )?not (?:required|measured|counted)\b|\bwe do(?: not|n['’]t) (?:count|measure) (?:charts|records|encounters|productivity)\b"),
    denies=(True,),
    unless=(POSSIBLE, OF_THE_APPLICANT, _BEGINNING, re.compile(r"\bsales\b", re.IGNORECASE)),
)  # fmt: skip

# What is counted, the more exact first. Encounters and accounts alone may be of any kind.
_RECORDS = (
    (R.INPATIENT, r"inpatient (?:charts?|records?|accounts?|stays?|discharges?|cases)"),
    (R.OUTPATIENT, r"outpatient (?:facility )?(?:charts?|records?|accounts?|encounters?|visits?)"),
    (R.EM, r"E ?/ ?M (?:encounters?|visits?|charts?|levels?|notes?)"),
    (R.ED, r"(?:E[DR]|emergency(?: department| room)?) (?:charts?|records?|visits?|encounters?|accounts?)"),
    (R.RADIOLOGY, r"radiology (?:reports?|exams?|studies|charts?)"),
    (R.SURGERY, r"(?:surgical|surgery|same[- ]day surgery|operative) (?:charts?|cases?|records?|reports?)"),
    (R.HCC, r"(?:HCC|risk adjustment) (?:charts?|records?)"),
    (R.INFUSION, r"infusion (?:charts?|encounters?|visits?|accounts?)"),
    (R.PROFEE, r"(?:pro-?fee|professional(?: fee)?) (?:charts?|encounters?|visits?|records?)"),
    (R.CLAIMS, r"claims"),
    (R.CHARTS, r"(?:medical )?(?:charts?|records?)"),
)  # fmt: skip
_PACES = tuple(
    (kind, PrefilteredPattern(rf"(?<![\d$.,/–-])(?<!\d to )\b(?P<count>\d{{1,4}}) {record} ?(?:per|an?|each|/) ?(?P<unit>hour|hr|day)\b", re.IGNORECASE))
    for kind, record in _RECORDS
)  # fmt: skip
_A_DIGIT = re.compile(r"\d")
_RANGE = re.compile(
    r"\d ?(?:-|–|to) ?\d{1,4} (?:\w+[ /-]){0,3}(?:charts?|records?|encounters?|visits?|accounts?|claims|reports?)",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:productivity|production|quota|standards?|expect\w{0,7}|targets?|goals?|must|requir\w{1,7}|maintain\w{0,3}|meet\w{0,3}|minimum|at least|benchmarks?|pace|measure|settled|count on)\b|\d{2} ?(?:%|percent)",
    re.IGNORECASE,
)
_PAID = re.compile(r"\$|\bpa(?:y|id)\b|\bearn\w{0,3}\b|\bper[- ]chart (?:pay|rate)\b", re.IGNORECASE)
_UNCERTAIN = re.compile(
    r"\b(?:may|might|could|depend\w{0,5}|previous(?:ly)?|prior|former(?:ly)?|used to|average[sd]?|up to|varies|experience\w{0,2}|prefer\w{0,6}|ideal\w{0,2}|example)\b",
    re.IGNORECASE,
)

_WEEKS = re.compile(
    r"\b(?:after|within|by|over|in) (?:the )?(?:first |week )?(?P<count>\d{1,3})(?: |-)?(?P<unit>weeks?|days?|months?)?\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:full|expected|target|required) (?:productivity|production)|\b(?:productivity|production) (?:standards?|targets?|goals?|expectations?|quotas?)\b|\bramp[- ]?up\b",
    re.IGNORECASE,
)

_ACCURACY = (
    re.compile(r"\b(?P<percent>\d{2,3})(?:\.0)? ?(?:%|percent)(?: or (?:higher|better|above|greater|more)|\+)? (?:coding |DRG |overall |minimum )?(?:accuracy|quality (?:score|rate|standard))\b", re.IGNORECASE),
    re.compile(r"\b(?:accuracy|quality)(?: (?:rate|score|standard|level|goal|target|rating))?s? (?:of |is |at |must be |above )?(?:at least |a minimum of |minimum of |no less than )?(?P<percent>\d{2,3})(?:\.0)? ?(?:%|percent)", re.IGNORECASE),
)  # fmt: skip
_OF_A_TEST = re.compile(
    r"\b(?:test|exam\w{0,7}|assessment|score on|passing|pass(?:ed)? (?:with|at)|claims? (?:acceptance|rate)|clean claims?)\b",
    re.IGNORECASE,
)

_MISSED = re.compile(
    r"\b(?:fail\w{0,5}|unable|inability|not able|do(?:es)? not|not) (?:to )?(?:consistently )?(?:meet|meeting|reach|maintain|achieve)\w{0,3}\b[^.;]{0,40}\b(?:productivity|production|quotas?|volume)"
    r"|\b(?:below|short of|miss(?:es|ed|ing)?) (?:\w{1,10} ){0,3}(?:productivity|production|quotas?)"
    r"|\b(?:quotas?|productivity|production)\b[^.;]{0,30}\b(?:is|are) (?:not met|missed)",
    re.IGNORECASE,
)  # fmt: skip
# From what weighs least to what weighs most: of several that are named, the last can follow.
_FOLLOWS = (
    (Q.NOTHING, re.compile(r"\bno (?:penalt\w{1,3}|consequences?|disciplin\w{1,4})\b|\bnothing (?:happens|follows)\b|\bnot (?:penali[sz]ed|punished|disciplined)\b", re.IGNORECASE)),
    (Q.COACHING, re.compile(r"\b(?:coach\w{0,3}|retrain\w{0,3}|mentor\w{0,3}|education plan|extra (?:help|support|training)|additional (?:training|support|education))\b", re.IGNORECASE)),
    (Q.BONUS_LOST, re.compile(r"\b(?:los\w{1,3}|forfeit\w{0,3}|no|without|ineligible for|not eligible for)\b[^.;]{0,25}\bbonus\w{0,2}\b", re.IGNORECASE)),
    (Q.WARNING, re.compile(r"\b(?:warnings?|corrective action|disciplinary action|improvement plan|PIP|counsel\w{0,4})\b", re.IGNORECASE)),
    (Q.ENDS, re.compile(r"\b(?:terminat\w{1,4}|dismiss\w{0,3}|separation|end (?:of )?(?:the |your )?(?:job|employment|assignment|contract)|release from)\b", re.IGNORECASE)),
)  # fmt: skip


def find_quota(stated: list[Statement]) -> dict[str, Said]:
    """Read the pace with its unit, the weeks to reach it, accuracy, that there is no quota, and what follows a missed one."""
    found = find_only(stated, {"no_quota": _NO_QUOTA})
    if pace := _pace(stated):
        kind, count, unit, said = pace
        found |= {"productivity": (count, said), "productivity_unit": (unit, said), "record_type": (kind, said)}
        found.pop("no_quota", None)  # said of a part of the work, or wrongly
        if weeks := _ramp_up(stated):
            found["ramp_up_weeks"] = weeks
    if accuracy := _accuracy(stated):
        found["accuracy_percent"] = accuracy
    if "no_quota" not in found and (missed := _missed(stated)):
        found["missed_quota"] = missed
    return found


def _pace(stated: Iterable[Statement]) -> tuple[RecordType, int, ProductivityUnit, str] | None:
    """Read "9 charts an hour": one number of one kind; a range, or several kinds of records, say no single one."""
    found: dict[tuple[RecordType, int, ProductivityUnit], str] = {}
    for one in stated:
        text = one.text
        if one.choice or one.preferred or not names_one(text, ("hour", "hr", "day")) or not _A_DIGIT.search(text):
            continue
        if (
            not _EXPECTED.search(text)
            or _RANGE.search(text)
            or _PAID.search(text)
            or _UNCERTAIN.search(text)
            or _BEGINNING.search(_WEEKS.sub(" ", text))
        ):
            continue
        for kind, pattern in _PACES:
            for match in pattern.finditer(text):
                unit = U.PER_DAY if match["unit"].lower() == "day" else U.PER_HOUR
                if 0 < int(match["count"]) <= BOUNDS["productivity"][1]:
                    found.setdefault((kind, int(match["count"]), unit), text)
    if len(found) != 1:
        return None
    ((kind, count, unit), said), *_ = found.items()
    return kind, count, unit, quote(said)


def _ramp_up(stated: Iterable[Statement]) -> Said | None:
    found: dict[int, str] = {}
    for one in stated:
        if (
            not names_one(one.text, ("production", "productivity", "ramp"))
            or not _FULL.search(one.text)
            or _UNCERTAIN.search(one.text)
        ):
            continue
        for match in _WEEKS.finditer(one.text):
            weeks = _in_weeks(
                int(match["count"]), (match["unit"] or ("week" if "week" in match.group().lower() else "")).lower()
            )
            if weeks and weeks <= BOUNDS["ramp_up_weeks"][1]:
                found.setdefault(weeks, one.text)
    return _single(found)


def _in_weeks(count: int, unit: str) -> int:
    """Give whole weeks, rounded up: 90 days are 13, three months too; 0 where the unit is not said."""
    if unit.startswith("month"):
        return -(-count * 52 // 12)
    return -(-count // 7) if unit.startswith("day") else count if unit.startswith("week") else 0


def _accuracy(stated: Iterable[Statement]) -> Said | None:
    low, high = BOUNDS["accuracy_percent"]
    found: dict[int, str] = {}
    for one in stated:
        if (
            one.preferred
            or not names_one(one.text, ("accuracy", "quality"), ("%", "percent"))
            or _OF_A_TEST.search(one.text)
            or _UNCERTAIN.search(one.text)
        ):
            continue
        for match in (match for pattern in _ACCURACY for match in pattern.finditer(one.text)):
            if low <= int(match["percent"]) <= high:
                found.setdefault(int(match["percent"]), one.text)
    return _single(found)


def _missed(stated: Iterable[Statement]) -> Said | None:
    found: dict[MissedQuota, str] = {}
    for one in stated:
        if (
            names_one(one.text, ("production", "productivity", "quota", "volume"))
            and _MISSED.search(one.text)
            and (follows := [value for value, pattern in _FOLLOWS if pattern.search(one.text)])
        ):
            found.setdefault(follows[-1], one.text)
    return _single(found)


def _single(found: dict[int, str] | dict[MissedQuota, str]) -> Said | None:
    return next(((value, quote(said)) for value, said in found.items()), None) if len(found) == 1 else None
