"""Pay out of words: "$28.50 - $34/hr", "70k", "45,000-60,000 USD yearly", "$0.85 per chart".

Only US dollars count, and only what is said: a federal grade is no amount, and a number without a unit is pay only where its
size leaves one reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from careercenter.importing.foreign_money import foreign_money, pays_in_other_money
from careercenter.postings.content import PayBasis


@dataclass(frozen=True, slots=True)
class Pay:
    """Amounts in cents, in the unit of `basis`; either may be missing: "up to", "from"."""

    basis: PayBasis
    low: int | None
    high: int | None
    said: str = ""


# Commas part thousands: "28,50" is no number here, and neither half of it is one.
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,7})?(?:(?<=\d)\.\d{1,2}|(?<![\d,])\.\d{1,2}|(?<=\d))"
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
# The unit that follows an amount, or stands just before it; how often a year it is paid. 0: a unit nothing is kept in.
_UNITS: tuple[tuple[PayBasis, int, str], ...] = (
    (
        PayBasis.PER_CHART,
        1,
        r"(?:/|per|an?|each) ?(?:coded )?(?:chart|record|encounter|account|case|claim|report|note|medical record)s?\b|piece rate",
    ),
    (PayBasis.PER_PROJECT, 1, r"(?:/|per|a) ?project\b|flat (?:rate|fee)\b|for the project"),
    (PayBasis.PER_PROJECT, 0, r"(?:/|per|an?|each) ?(?:visit|line|page|word|minute|patient|referral|placement|unit|quarter|month(?:ly)? retainer)s?\b|quarterly\b|bi-?monthly\b"),
    (PayBasis.PER_DIEM, 1, r"(?:/|per|a) ?(?:day|diem|shift)\b|daily\b"),
    (PayBasis.HOURLY, 1, r"(?:/|p(?:er)?|an?) ?(?:h|hr|hrs|hour)\b|ph\b|hourly\b"),
    (PayBasis.SALARY, 26, r"(?:/|per|a|every) ?(?:two|2|other) ?(?:weeks?|wks?)\b|bi-? ?weekly\b|fortnightly\b|(?:/|per|a) ?fortnight\b|every pay period"),
    (PayBasis.SALARY, 24, r"semi-? ?monthly\b|twice (?:a|per) month\b|twice monthly\b"),
    (PayBasis.SALARY, 52, r"(?:/|per|a) ?(?:week|wk)\b|(?<!bi-)(?<!bi )weekly\b"),
    (PayBasis.SALARY, 12, r"(?:/|per|a) ?(?:month|mo)\b|(?<!semi-)(?<!semi )(?<!bi-)monthly\b"),
    (PayBasis.SALARY, 1, r"(?:/|per|an?) ?(?:year|yr|annum)\b|annual(?:ly|ized)?\b|yearly\b|p\.?a\.?(?:\b|$)|salar(?:y|ied)\b"),
)  # fmt: skip
_AFTER = tuple(
    (basis, times, re.compile(rf"^[\s,(]{{0,4}}(?:USD|dollars)?\s?(?:(?:paid|payable) )?(?:{words})", re.I))
    for basis, times, words in _UNITS
)
_NEAR = tuple((basis, times, re.compile(rf"(?<![a-z])(?:{words})", re.I)) for basis, times, words in _UNITS)
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
# Cents within which an amount can be meant in its unit. Outside it the unit or the number is wrong, and nothing is read.
_LIKELY = {
    PayBasis.HOURLY: (3_00, 250_00),
    PayBasis.SALARY: (10_000_00, 900_000_00),
    PayBasis.PER_CHART: (10, 150_00),
    PayBasis.PER_DIEM: (50_00, 3_000_00),
    PayBasis.PER_PROJECT: (50_00, 200_000_00),
}
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
        unit_said = found["between"] or any(pattern.search(after) for _, _, pattern in _AFTER)
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
    basis, times = _unit(text[end:], found["between"] or "", text[:start])
    if times == 0:
        return None
    values = sorted(value * times for value in (first, second) if value is not None)
    bare = found["a_sign"] is None and found["b_sign"] is None
    if basis is None:
        basis = _by_size(values, bare=bare, thousand=any(thousand))
    if basis is None:
        return None
    low, high = values[0], values[-1]
    if low == 0:
        return _checked(basis, None, high)
    if second is None:
        head = text[:start][-25:]
        if re.search(r"(?:up to|max(?:imum)?(?: of)?|as much as)\W*$", head, re.I):
            return _checked(basis, None, high)
        if found["more"] or re.search(r"(?:from|starting(?: at)?|starts at|min(?:imum)?(?: of)?|at least)\W*$", head, re.I):
            return _checked(basis, low, None)
    return _checked(basis, low, high)


def _amount(found: re.Match[str], name: str) -> Decimal | None:
    if not found[name]:
        return None
    return Decimal(found[name].replace(",", "")) * (1000 if found[f"{name}_k"] else 1)


def _unit(after: str, between: str, before: str) -> tuple[PayBasis | None, int]:
    for basis, times, pattern in _AFTER:
        if pattern.search(after) or (between and pattern.search(between)):
            return basis, times
    near = f"{before[-40:]} | {after[:30]}"
    for basis, times, pattern in _NEAR:
        if pattern.search(near):
            return basis, times
    return None, 1


def _by_size(values: list[Decimal], *, bare: bool, thousand: bool) -> PayBasis | None:
    """Without a unit: five digits or a K are a year's pay; two digits are an hour's only with a dollar sign or cents."""
    if values[-1] >= 15_000 and (values[0] >= 10_000 or values[0] == 0):
        return PayBasis.SALARY
    cents = any(value != value.to_integral_value() for value in values)
    if not thousand and all(10 <= value <= 120 for value in values) and (not bare or cents):
        return PayBasis.HOURLY
    return None


def _checked(basis: PayBasis, low: Decimal | None, high: Decimal | None) -> Pay | None:
    least, most = _LIKELY[basis]
    cents = [None if value is None else int(value * 100) for value in (low, high)]
    if any(value is not None and not least <= value <= most for value in cents):
        return None
    if low and high and high > low * _WIDEST:
        return None
    return Pay(basis, cents[0], cents[1])
