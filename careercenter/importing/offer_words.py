"""Out of words: schedule, hours a week, equipment, benefits and the hiring test."""

from __future__ import annotations

import re
from collections.abc import Iterable

from careercenter.core import numbers
from careercenter.importing.fact_words import OF_THE_APPLICANT, POSSIBLE, Said, find_only, names_one, sayings
from careercenter.importing.statements import Statement, quote
from careercenter.language import phrases
from careercenter.postings.content import Benefit, Equipment, HiringTest, Schedule

E, B, H = Equipment, Benefit, HiringTest

_BEGINNING = re.compile(
    r"\b(?:train\w{0,4}|orientation|onboarding|initial\w{0,2}|until|after (?:the )?(?:\w+ ){0,3}(?:days|weeks|months))\b",
    re.IGNORECASE,
)
_SOMETIMES = re.compile(
    r"\b(?:rotat\w{1,5}|on[- ]call|coverage|overtime|every other|one weekend|holidays?|clinic hours|hours of operation|open)\b",
    re.IGNORECASE,
)
# What a search reads as a wish too; an announcement has to state it.
_SCHEDULE = sayings(
    *((Schedule(value), pattern) for value, pattern in phrases.stating("schedule").items()),
    unless=(POSSIBLE, OF_THE_APPLICANT, _BEGINNING, _SOMETIMES),
)

_HOURS = re.compile(
    r"(?<![\d$.,–/-])(?<! to )\b(?P<hours>\d{1,2}(?:\.[05])?) ?(?:hours?|hrs?\.?) ?(?:a|per|each|every|/) ?(?:week|wk)\b",
    re.IGNORECASE,
)
_HOURS_VARY = re.compile(
    r"\d ?(?:-|–|to) ?\d{1,2}(?:\.5)? ?(?:hours?|hrs?)|\bup to\b|\bat least\b|\bminimum\b|\bmaximum\b|\bor more\b|\bmore than\b|\bless than\b|\bovertime\b|\babout\b|\bapprox\w{0,8}\b|~|\blonger than\b|\bbenefits?\b|\bwho work\b|\bemployees\b|\bCEUs?\b",
    re.IGNORECASE,
)

_GEAR = r"(?:equipment|laptops?|computers?|hardware|workstations?)"
_EQUIPMENT = sayings(
    (E.EMPLOYER, rf"\b{_GEAR}(?: and (?:\w{{1,12}} )?(?:monitors?|phones?|screens?|software|encoder))? (?:(?:is|are|will be) )?(?:provided|supplied|furnished|issued)\b"),
    (E.EMPLOYER, rf"\b(?:we|the company|the employer|our team|IT) (?:will )?(?:provides?|suppl(?:y|ies)|furnish(?:es)?|issues?|sends?|ships?) (?:you )?(?:with )?(?:all |the |an? |your |necessary |needed ){{0,3}}(?:\w{{1,14}} )?{_GEAR}\b"),
    (E.EMPLOYER, rf"\b(?:company|employer)[- ](?:provided|issued|supplied|furnished) (?:\w{{1,12}} )?{_GEAR}\b"),
    (E.OWN, rf"\b(?:must (?:have|use|provide|supply|own)|need|required to (?:have|use|provide)|(?:use|provide|supply|bring)) (?:your|their|his or her) own (?:\w{{1,12}} )?{_GEAR}\b"),
    (E.OWN, rf"\b{_GEAR} (?:is|are|will be) not (?:provided|supplied|furnished|included)\b|\bown {_GEAR} (?:is )?(?:required|needed)\b"),
    (E.STIPEND, rf"\bown {_GEAR}\b[^.;]{{0,50}}\b(?:stipend|allowance)\b|\b(?:stipend|allowance)\b[^.;]{{0,40}}\b(?:your|their) own {_GEAR}\b"),
    denies=(E.OWN,),
)  # fmt: skip

_TEST = r"(?:coding|pre-?employment|pre-?hire|skills)"
_HIRING_TEST = sayings(
    (H.NONE, rf"\bno (?:{_TEST} )?(?:coding|skills) (?:test|assessment|exam)\b|\bno pre-?(?:employment|hire) (?:coding |skills )?(?:test|assessment)\b|\bwithout an? coding (?:test|assessment)\b|\bdo(?: not|n['’]t) (?:give|require|have) an? coding (?:test|assessment)\b"),
    (H.TIMED_CASES, rf"\btimed (?:{_TEST} ){{0,2}}(?:test|assessment|exam|cases|exercise)\b"),
    (H.MULTIPLE_CHOICE, rf"\bmultiple[- ]choice (?:{_TEST} ){{1,2}}(?:test|assessment|exam)\b|\b{_TEST} (?:test|assessment|exam)\b[^.;]{{0,12}}\bmultiple[- ]choice\b"),
    (H.CASES, rf"\b{_TEST} (?:{_TEST} )?(?:test|assessment|exam|exercise) (?:of|with|on|using) (?:\w{{1,14}} ){{0,3}}(?:cases|charts|records|scenarios|notes)\b"),
    denies=(H.NONE,),
    unless=(POSSIBLE, re.compile(r"\b(?:drug|certification|continuing|experience|prefer\w{0,6})\b", re.IGNORECASE)),
)  # fmt: skip

_BENEFITS = tuple(
    (value, re.compile(pattern, re.IGNORECASE))
    for value, pattern in (
        (B.HEALTH, r"\b(?:health|medical)(?:(?:,|,? and|,? &) (?:dental|vision|life|and|&)){0,4} (?:insurance|coverage|plans?|benefits?)\b|\bmedical(?:, | and | & )dental\b"),
        (B.DENTAL_VISION, r"\bdental(?:,? and|,? &|,|/) ?vision\b"),
        (B.RETIREMENT, r"\b401 ?\(?k\)?[^.;]{0,20}\bmatch|\b403 ?\(?b\)?[^.;]{0,20}\bmatch|\bretirement[^.;]{0,20}\bmatch|\bmatching (?:401|403|retirement)"),
        (B.PTO, r"\bPTO\b|\bpaid time[- ]off\b|\bpaid vacation\b"),
        (B.PARENTAL, r"\bpaid (?:parental|maternity|family) leave\b"),
        (B.CEU, r"\bCEUs? (?:\w{1,12} )?(?:paid|provided|reimburse\w{0,4}|covered|allowance)\b|\b(?:paid|free|reimbursed) CEUs?\b|\bcontinuing education (?:reimbursement|allowance|paid|covered)\b"),
        (B.DUES, r"\b(?:membership|AAPC|AHIMA|professional|association) (?:dues|fees) (?:are |is )?(?:paid|covered|reimbursed)\b|\b(?:dues|membership) reimbursement\b|\bpaid (?:AAPC |AHIMA |professional )?(?:membership|dues)\b"),
        (B.BOOKS, r"\b(?:code|coding) books? (?:are |is )?(?:provided|supplied|paid|included|covered)\b|\bfree (?:code|coding) books\b"),
        (B.EXAM, r"\b(?:exam|certification) fees? (?:are |is )?(?:paid|covered|reimbursed)\b|\bcertification reimbursement\b"),
        (B.TUITION, r"\btuition (?:reimbursement|assistance|help|support)\b"),
        (B.SIGN_ON, r"\bsign(?:ing)?[- ]on bonus\b|\bsigning bonus\b"),
        (B.PRODUCTION, r"\b(?:production|productivity|quality|performance) bonus(?:es)?\b"),
        (B.DIFFERENTIAL, r"\b(?:shift|weekend|evening|night) differentials?\b"),
    )
)  # fmt: skip
# Each of the patterns holds one of these.
_BENEFIT_WORDS = (
    "health", "medical", "dental", "match", "pto", "paid", "ceu", "education", "dues", "fees", "membership", "book", "exam",
    "certification", "tuition", "bonus", "differential",
)  # fmt: skip
_OFFERED = re.compile(
    r"\b(?:we offer|offers?|benefits?|package|perks|compensation includes|includ\w{1,3}|you(?:['’]ll| will)? (?:get|receive|enjoy))\b",
    re.IGNORECASE,
)
_NOT_FOR_ALL = re.compile(
    r"\b(?:no|not|without|except|may|might|could|if|unless|eligib\w{1,6}|depend\w{0,5}|after|full[- ]time (?:employees|staff)|part[- ]time|verif\w{1,6}|claims?|payers?|billing|bill|experience|process\w{0,3})\b",
    re.IGNORECASE,
)  # fmt: skip


def find_offer(stated: list[Statement]) -> dict[str, Said]:
    found = find_only(stated, {"schedule": _SCHEDULE, "equipment": _EQUIPMENT, "hiring_test": _HIRING_TEST})
    if hours := _hours(stated):
        found["hours_per_week"] = hours
    if benefits := _benefits(stated):
        found["benefits"] = benefits
    return found


def _hours(stated: Iterable[Statement]) -> Said | None:
    found: dict[float, str] = {}
    for one in stated:
        if not names_one(one.text, ("hour", "hr"), ("week", "wk")):
            continue
        if (
            POSSIBLE.search(one.text)
            or OF_THE_APPLICANT.search(one.text)
            or _HOURS_VARY.search(one.text)
            or _BEGINNING.search(one.text)
        ):
            continue
        for match in _HOURS.finditer(one.text):
            if hours := numbers.halves(match["hours"], low=4, high=60):
                found.setdefault(hours, one.text)
    return next(((hours, quote(said)) for hours, said in found.items()), None) if len(found) == 1 else None


def _benefits(stated: Iterable[Statement]) -> Said | None:
    """Give all benefits that are offered to everybody hired, and the statements of them."""
    found: set[Benefit] = set()
    said: list[str] = []
    for one in stated:
        if (
            not names_one(one.text, _BENEFIT_WORDS)
            or not (one.offered or _OFFERED.search(one.text))
            or _NOT_FOR_ALL.search(one.text)
        ):
            continue
        if named := {value for value, pattern in _BENEFITS if pattern.search(one.text)}:
            if named - found:
                said.append(one.text)
            found |= named
    return (tuple(value for value in Benefit if value in found), quote(" · ".join(said))) if found else None
