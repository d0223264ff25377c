"""Pay out of words: "$28.50 - $34/hr", "70k", "45,000-60,000 USD yearly", "$0.85 per chart".

Only US dollars count, and only what is said: a federal grade is no amount, and a number without a unit is pay only where its
size leaves one reading.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from careercenter.importing.foreign_money import foreign_money, pays_in_other_money
from careercenter.language.pay import LIKELY, NUMBER, PER, UNIT_OF_BASIS, Pay, dollars, spelled, words_alone, words_per
from careercenter.taxonomy.work_terms import PayUnit

_NUMBER = rf"(?:{NUMBER}|(?<![\d,])\.\d{{1,2}})"
_DASH = r"(?:-|–|—|−|to|and|through|/)"
_EVERY = r"(?:/|per|an|a) ?(?:hr|hour|year|yr|annum|day|chart)\.?"


def _amount_named(name: str) -> str:
    return (
        rf"(?:(?P<{name}_sign>US ?\$|USD ?\$?|\$) ?)?(?P<{name}>{_NUMBER}) ?(?:(?P<{name}_k>k\b)|(?P<{name}_cents>cents?\b|¢))?"
    )


_RANGE = re.compile(
    rf"(?<![\w.,$€£¥-]){_amount_named('a')}(?P<more>\+)?(?: ?(?:USD|dollars))?(?: ?(?P<between>{_EVERY}))?"
    rf"(?: ?{_DASH} ?{_amount_named('b')})?(?![\d%]|[.,]\d| ?(?:million|billion|trillion|[MB]\b))",
    re.IGNORECASE,
)
# What a posting keeps no amount for: the words that make a number none.
_KEPT_IN_NO_UNIT = r"(?:/|per|an?|each) ?(?:visit|line|page|word|minute|patient|referral|placement|unit|quarter|month(?:ly)? retainer)s?\b|quarterly\b|bi-?monthly\b"


def _words(unit: PayUnit) -> str:
    """Give the pattern of a unit behind an amount: "/hr", "per coded chart", "hourly"."""
    return rf"{PER} ?(?:coded )?(?:{spelled(words_per(unit))})(?!\w)|(?<!\bbi-)(?<!\bbi )(?<!\bsemi-)(?<!\bsemi )(?:{spelled(words_alone(unit))})(?!\w)"


# The unit that follows an amount, or stands just before it, in the order of PayUnit: "biweekly" is no "weekly". None: see above.
_UNITS: tuple[tuple[PayUnit | None, str], ...] = (
    *((unit, _words(unit)) for unit in (PayUnit.CHART, PayUnit.PROJECT)),
    (None, _KEPT_IN_NO_UNIT),
    *((unit, _words(unit)) for unit in PayUnit if unit not in (PayUnit.CHART, PayUnit.PROJECT)),
)
_AFTER = tuple(
    (unit, re.compile(rf"^[\s,(]{{0,4}}(?:USD|dollars)?\s?(?:(?:paid|payable) )?(?:{words})", re.I)) for unit, words in _UNITS
)
_NEAR = tuple((unit, re.compile(rf"(?<![a-z])(?:{words})", re.I)) for unit, words in _UNITS)
# What an amount of dollars may be instead of pay.
_NOT_PAY = re.compile(
    r"bonus|stipend|tuition|reimburse|allowance|fund|raised|revenue|valu(?:e|ation)|budget|savings?\b|contribut|401|premium|\bsales\b|\bclaims? (?:worth|total)"
    r"|fee\b|fees\b|cost|deductible|referral|sign[- ]?on|commission|equity|differential|worth of|up to [^.]{0,30} in |\bcharges?\b|\bcollect|\bpenalt|\binsurance\b|\bcredit\b|\bdebt|\baward\b|\bgrants?\b|\bOTE\b|\bon[- ]target\b|\btop\b|\b(?:reps|representatives|agents) (?:make|earn)",
    re.I,
)
_NOT_PAY_BEHIND = re.compile(
    r"\W{0,3}(?:\w+\W{1,2}){0,3}?(?:sign|bonus|stipend|tuition|allowance|differential|retention|relocation|reimburse|in (?:revenue|claims|charges|savings|funding)|fee\b|training|budget|401|worth|OTE\b|on[- ]target)",
    re.I,
)
_PAY = re.compile(
    r"\b(?:pay|salary|salaries|wages?|compensation|rate|range|hourly|base|earn|annual|annually|starting at)\b", re.I
)
# Said of an amount that is no longer, or not, what is paid.
_NOT_THIS = re.compile(
    r"\b(?:not|n['’]t|never|previous(?:ly)?|former(?:ly)?|used to|last year|instead of|rather than|minimum wage|no longer)\b[^.;]{0,30}$",
    re.I,
)
_WIDEST = 6  # times the lowest: a wider "range" is two different numbers


def read_pay(text: str) -> Pay | None:
    """Read a column that holds pay and nothing else."""
    text = " ".join(text[:_LONGEST_COLUMN].replace("\u00a0", " ").split("•")[0].split())
    if re.match(r"grade\b|[gw][a-z]-?\d", text, re.I) or foreign_money(text) or _NOT_PAY.search(text[:40]):
        return None
    for found in _RANGE.finditer(text):
        if found["a"] and (pay := _pay(found, text)):
            return pay
    return None


_LONGEST_COLUMN = 400
_NEARBY = 40  # characters: "$30-$35 an hour. (CAD)"


def find_pay(text: str) -> Pay | None:
    """Find pay in a description: dollars with a unit, or a range of dollars that is called pay."""
    if pays_in_other_money(text):
        return None
    lines = (line for line in text.split("\n") if "$" in line or "USD" in line or "cent" in line or "¢" in line)
    return next((pay for line in lines if (pay := _pay_in(line))), None)


def _pay_in(text: str) -> Pay | None:
    for found in _RANGE.finditer(text):
        dollars = (
            "$" in found[0]
            or "USD" in found[0].upper()
            or found["a_cents"]
            or found["b_cents"]
            or re.match(r" ?USD", text[found.end() : found.end() + 5])
        )
        if not found["a"] or not dollars:
            continue
        start = max(0, found.start() - 90)
        before = re.split(r"[.;!?](?=\s)|\n", text[start : found.start()])[-1]
        after = re.split(r"[.;!?](?=\s|$)|\n", text[found.end() : found.end() + 50])[0]
        if re.search(r"\b(?:costs?|savings?|revenue)\b", after[:40], re.IGNORECASE):
            continue
        if _NOT_PAY.search(before[-40:]) or _NOT_PAY_BEHIND.match(after):
            continue
        if _NOT_THIS.search(before[-60:]) or re.match(r" ?minimum wage\b", after, re.IGNORECASE):
            continue
        nearby = text[max(0, found.start() - _NEARBY) : found.end() + _NEARBY]
        if foreign_money(nearby, column=False):
            continue
        called = bool(_PAY.search(before)) or bool(_PAY.search(after))
        unit_said = found["between"] or any(pattern.search(after) for _, pattern in _AFTER)
        if (called or unit_said) and (pay := _pay(found, f"{before}{found.group()}{after}", at=len(before))):
            return replace(pay, said=f"{before}{found.group()}{after}".strip())
    return None


def _pay(found: re.Match[str], text: str, *, at: int | None = None) -> Pay | None:
    end = (found.start() if at is None else at) + len(found.group())
    start = found.start() if at is None else at
    first, second = _amount(found, "a"), _amount(found, "b")
    if first is None:
        return None
    if bool(found["a_cents"]) and second is None and not found["a_sign"]:
        first /= 100
    elif found["b_cents"] and second is not None and not found["a_sign"]:
        first, second = first / 100, second / 100  # "80-95 cents"
    thousand = bool(found["a_k"]), bool(found["b_k"])
    if second is not None and thousand == (False, True) and first < second / 100:
        first *= 1000  # "60-72K"
    unit, said = _unit(text[end:], found["between"] or "", text[:start])
    if said and unit is None:
        return None
    values = sorted(value for value in (first, second) if value is not None)
    if unit is None:
        bare = found["a_sign"] is None and found["b_sign"] is None
        unit = _by_size(values, bare=bare, thousand=any(thousand))
    if unit is None:
        return None
    low, high = values[0], values[-1]
    if low == 0:
        return _checked(unit, None, high)
    if second is None:
        head = text[:start][-25:]
        if re.search(r"(?:up to|max(?:imum)?(?: of)?|as much as)\W*$", head, re.I):
            return _checked(unit, None, high)
        if found["more"] or re.search(r"(?:from|starting(?: at)?|starts at|min(?:imum)?(?: of)?|at least)\W*$", head, re.I):
            return _checked(unit, low, None)
    return _checked(unit, low, high)


def _amount(found: re.Match[str], name: str) -> Decimal | None:
    if not found[name]:
        return None
    return dollars(found[name], thousands=bool(found[f"{name}_k"]))


def _unit(after: str, between: str, before: str) -> tuple[PayUnit | None, bool]:
    """Give the unit, and whether one is said at all: (None, True) is one that nothing is kept in."""
    for unit, pattern in _AFTER:
        if pattern.search(after) or (between and pattern.search(between)):
            return unit, True
    near = f"{before[-40:]} | {after[:30]}"
    for unit, pattern in _NEAR:
        if pattern.search(near):
            return unit, True
    return None, False


def _by_size(values: list[Decimal], *, bare: bool, thousand: bool) -> PayUnit | None:
    """Without a unit: five digits or a K are a year's pay; two digits are an hour's only with a dollar sign or cents."""
    if values[-1] >= 15_000 and (values[0] >= 10_000 or values[0] == 0):
        return PayUnit.YEAR
    cents = any(value != value.to_integral_value() for value in values)
    if not thousand and all(10 <= value <= 120 for value in values) and (not bare or cents):
        return PayUnit.HOUR
    return None


def _checked(unit: PayUnit, low: Decimal | None, high: Decimal | None) -> Pay | None:
    """Give the amounts as a posting keeps them, a salary for a year; None where nobody is paid so."""
    least, most = LIKELY[unit.basis]
    cents = [None if value is None else int(value * unit.times_a_year * 100) for value in (low, high)]
    if any(value is not None and not least <= value <= most for value in cents):
        return None
    if low and high and high > low * _WIDEST:
        return None
    return Pay(UNIT_OF_BASIS[unit.basis], cents[0], cents[1])
