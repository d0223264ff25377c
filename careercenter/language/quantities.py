"""Numbers with a meaning: pay, years, miles, and the limits set to the work. Each finder gives what it read and where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from careercenter.language.pay import LIKELY, NUMBER, PER, Pay, dollars, spelled, unit_said, words_alone, words_per
from careercenter.taxonomy.work_terms import PayBasis, PayUnit

# Where in a text something stands: from, to before.
Span = tuple[int, int]

_UNIT = spelled(tuple(word for unit in PayUnit for word in (*words_per(unit), *words_alone(unit))))
_LEAD = r"(?:(?:(?:pay(?:s|ing)?|paid|salary|rate|wage)\s{1,9})?(?:at\s{1,9}least|minimum(?:\s{1,9}of)?|min\.?|over|above|more\s{1,9}than|from|starting(?:\s{1,9}at)?|start\s{1,9}at)\s{1,9}|(?:pay(?:s|ing)?|paid|salary|rate|wage)\s{1,9}|>=?\s{0,9})?"
_TAIL = r"(?:\s{0,9}(?:\+|plus\b|and\s{1,9}up\b|or\s{1,9}(?:more|above|better|higher|up)\b|min(?:imum)?\b))?"
_SELDOM = (*words_alone(PayUnit.TWO_WEEKS), *words_alone(PayUnit.HALF_MONTH))
_BARE = spelled(("hourly", "ph", "hour", "hr", "hrs", "annually", "yearly", *_SELDOM))
_PER = rf"(?:\s{{0,9}}{PER}\s{{0,9}}(?P<unit>{_UNIT})(?!\w)|\s{{0,9}}(?P<bare>{_BARE})\b(?!\s{{0,9}}(?:shift|week|day|work)))"
_MONEY = rf"(?!1099\b|401\s?k\b)(?P<amount>{NUMBER})(?P<k>\s?k\b|\s?k(?=[+\s/]|$)|\s?grand\b)?"
_UPTO = r"(?P<upto>\s{0,9}(?:-|(?:up\s{1,9})?to)\s{0,9}\$?\s{0,9}\d[\d,]{0,12}(?:\.\d+)?\s?k?(?:\b|(?=(?:ph|hr)\b)))?"
_WITH_SIGN = re.compile(rf"{_LEAD}\$\s{{0,9}}{_MONEY}{_UPTO}{_TAIL}{_PER}?{_TAIL}")
_WITH_UNIT = re.compile(rf"{_LEAD}(?<![\w.$]){_MONEY}(?:\s?dollars|\s?bucks|\s?usd)?{_UPTO}{_TAIL}{_PER}{_TAIL}")
_THOUSANDS = re.compile(
    rf"{_LEAD}(?<![\w.$])(?!401\s?k\b)(?P<amount>\d{{2,3}}(?:\.\d)?)"
    rf"(?:(?P<k>\s?k)\b(?P<upto>\s{{0,9}}(?:-|(?:up\s{{1,9}})?to)\s{{0,9}}\d{{2,3}}\s?k\b)?|\s{{0,9}}(?:-|to)\s{{0,9}}\d{{2,3}}\s?k\b){_TAIL}"
)
_DOLLARS = re.compile(rf"{_LEAD}(?<![\w.$])(?P<amount>\d{{2,6}}(?:\.\d+)?)(?P<k>)\s?(?:dollars|bucks|usd)\b{_TAIL}")
_PAYS = re.compile(
    r"\b(?:pay(?:s|ing)?|paid|wage|rate|salary)\s{1,9}(?:at\s{1,9}least\s{1,9}|over\s{1,9}|from\s{1,9}|min(?:imum)?\s{1,9})?"
    r"(?P<amount>\d{2}(?:\.\d+)?|\d{5,6}|\d{2,3},\d{3})(?P<k>)(?![\w-])"
)
_THOUSANDS_OF_A_YEAR = re.compile(rf"{_LEAD}(?<![\w.$,-])(?P<amount>\d{{2,3}},000)(?P<k>)(?![\w,]){_TAIL}")
_BETWEEN = re.compile(
    rf"\bbetween\s{{1,9}}(?P<sign>\$\s{{0,9}})?{_MONEY}{_PER}?\s{{0,9}}(?:and|to|-|&)\s{{0,9}}\$?\s{{0,9}}\d[\d,]{{0,12}}(?:\.\d+)?(?P<most_k>\s?k\b)?"
    rf"{_PER.replace('unit>', 'last_unit>').replace('bare>', 'last_bare>')}?"
)
# What before or after an amount makes it the most one may pay, or turns that around: "not under $25" is the least again.
_PAID = r"(?:(?:pay(?:s|ing)?|paid|salary|rate|wage)\s{1,9})?"
_MOST_BEFORE = re.compile(
    rf"\b{_PAID}(?:up\s{{0,9}}to|max(?:imum)?(?:\s{{1,9}}of)?|under|below|less\s{{1,9}}than|lower\s{{1,9}}than|at\s{{1,9}}most)\s{{0,9}}:?\s{{0,9}}$|(?<!\S)<=?\s{{0,9}}$"
)
_NOT_BEFORE = re.compile(r"\b(?:no|not|nothing|never)\s{1,9}$")
_MOST_AFTER = re.compile(r"\s{0,9}(?:max(?:imum)?|tops|or\s{1,9}(?:less|under|below|lower))\b")
_MORE = re.compile(r"over\b|above\b|more\s{1,9}than\b")
# What an hour may pay and a year may not; between the two no unit is likely.
_LEAST_HOURLY = 5
_MOST_HOURLY, _LEAST_YEARLY = LIKELY[PayBasis.HOURLY][1] // 100, LIKELY[PayBasis.SALARY][0] // 100
_THOUSAND = 1000

_ONE_TO_TEN = "one two three four five six seven eight nine ten".split()
_SOME_YEARS = rf"(?:\d{{1,2}}|{'|'.join(_ONE_TO_TEN)})"
_SAID = re.compile(rf"\b{_SOME_YEARS}(?!\w)")
_YEARS = re.compile(
    rf"(?<![\w$-])(?:between\s{{1,9}}(?P<least>{_SOME_YEARS})\s{{1,9}}and\s{{1,9}}{_SOME_YEARS}"
    rf"|(?P<low>{_SOME_YEARS})(?:\s{{0,9}}(?:-|to)\s{{0,9}}{_SOME_YEARS})?)"
    r"\s{0,9}\+?\s{0,9}(?:plus\s{1,9})?(?:years?|yrs?)\b\.?(?!\s{0,9}old)"
    r"(?:\s{0,9}(?:of\s{1,9})?(?:coding\s{1,9})?(?:experience|exp)\b)?"
)
_EXPERIENCE = re.compile(r"\b(?:experience|exp)\s{1,9}(?P<low>\d{1,2})\+?(?!\w)")
_IN = re.compile(r"\s{1,9}(?:of\s{1,9})?(?:experience\s{1,9}|exp\s{1,9})?in\s{1,9}")
_IN_THE_SPECIALTY = re.compile(rf"{_IN.pattern}(?:(?:the|a|that|this|my|your|same)\s{{1,9}}){{0,2}}specialt(?:y|ies)\b")
_BANDS = ((1, "0-1"), (3, "1-2"), (5, "3-4"), (10, "5-9"))

_MILES = re.compile(
    r"\b(?:with)?in\s{1,9}(?:a\s{1,9})?(?P<one>\d{1,3})[\s-]{0,9}(?:mi|mile|miles)\b(?:\s{1,9}radius)?(?:\s{1,9}(?:of|from))?"
    r"|(?<![\w$.])(?P<two>\d{1,3})[\s-]{0,9}(?:mi|mile|miles)\b(?:\s{1,9}radius)?(?:\s{1,9}(?:of|from|around))?"
    r"|\bradius\s{1,9}(?:of\s{1,9})?(?P<three>\d{1,3})\b(?:\s{0,9}(?:mi|miles)\b)?"
)
_FARTHEST = 500


def pay(text: str) -> tuple[Pay, Span] | None:
    """Find the least pay asked for: "30/hr", "$28", "70k+", "at least $1,200 a week"; of a range its lower end."""
    return next(((found, span) for found, span, most in _amounts(text) if not most), None)


def ceiling(text: str) -> Span | None:
    """Find the most one would be paid: "up to 35 an hour", "max $40/hr", "under $25". It asks for no least pay."""
    return next((span for _found, span, most in _amounts(text) if most), None)


def _amounts(text: str) -> Iterator[tuple[Pay, Span, bool]]:
    """Give each pay found, the surest first, with where it stands and whether it is the most of it."""
    for match in _BETWEEN.finditer(text):
        found = _between(match)
        if found is not None:
            yield found, match.span(), False
    for pattern in (_WITH_SIGN, _WITH_UNIT, _THOUSANDS, _DOLLARS, _PAYS, _THOUSANDS_OF_A_YEAR):
        for match in pattern.finditer(text):
            found = _pay(match)
            if found is not None:
                yield (found, *_bound(text, match))


def _bound(text: str, match: re.Match[str]) -> tuple[Span, bool]:
    """Give where an amount stands with what makes it a least or a most, and whether it is the most."""
    start, end = match.span()
    if match.groupdict().get("upto"):
        return (start, end), False
    before = _MOST_BEFORE.search(text, 0, start)
    denied = _NOT_BEFORE.search(text, 0, before.start() if before else start)
    if before:
        return (denied.start() if denied else before.start(), end), not denied
    if denied and _MORE.match(match[0]):
        return (denied.start(), end), True
    after = _MOST_AFTER.match(text, end)
    return (start, after.end() if after else end), bool(after)


def _between(match: re.Match[str]) -> Pay | None:
    """Read the lower end of "between 25 and 35 an hour"; what is said of the upper end holds for both."""
    amount = dollars(match["amount"])
    said = match["unit"] or match["bare"] or match["last_unit"] or match["last_bare"]
    if not (match["sign"] or match["k"] or match["most_k"] or said or amount >= _LEAST_YEARLY):
        return None  # between two miles, years or numbers of charts
    thousands = bool(match["k"] or match["most_k"]) and amount < _THOUSAND
    return _likely(amount * _THOUSAND if thousands else amount, said, thousands=thousands)


def _pay(match: re.Match[str]) -> Pay | None:
    groups = match.groupdict()
    amount = dollars(groups["amount"])
    said = groups.get("unit") or groups.get("bare")
    thousands = bool(groups.get("k")) or (bool(re.search(r"\d\s?k\b", match[0])) and amount < _THOUSAND)
    return _likely(amount * _THOUSAND if thousands else amount, said, thousands=thousands)


def _likely(amount: Decimal, said: str | None, *, thousands: bool) -> Pay | None:
    """Give a pay in the unit that was said or is likely; None where nobody is paid so."""
    if said:
        unit = unit_said(said)
    else:
        unit = PayUnit.YEAR if thousands or amount >= _LEAST_YEARLY else PayUnit.HOUR
    if amount <= 0 or (unit is PayUnit.HOUR and (amount > _MOST_HOURLY or (amount < _LEAST_HOURLY and not said))):
        return None
    return Pay(unit, round(amount * 100))


class YearsOfExperience(NamedTuple):
    """`band` is what the fewest years said fall in, `most` the most said: of "3 to 5 years" 5."""

    band: str
    most: int
    span: Span


def experience(text: str) -> YearsOfExperience | None:
    """Find years of experience, in digits or in words."""
    dated = "year" in text or "yr" in text  # else the words for numbers are tried in vain
    match = (_YEARS.search(text) if dated else None) or _EXPERIENCE.search(text)
    if match is None:
        return None
    said = [int(number) if number.isdigit() else _ONE_TO_TEN.index(number) + 1 for number in _SAID.findall(match[0])]
    return YearsOfExperience(next((band for most, band in _BANDS if said[0] < most), "10-up"), said[-1], match.span())


def in_the_specialty(text: str, start: int) -> int | None:
    """Give where "in the specialty" ends that stands right behind years; None where it does not stand there."""
    match = _IN_THE_SPECIALTY.match(text, start)
    return match.end() if match else None


def after_in(text: str, start: int) -> int | None:
    """Give where that begins in which years were worked: of "2 years in oncology" the place of "oncology"."""
    match = _IN.match(text, start)
    return match.end() if match else None


def miles(text: str) -> tuple[int, Span] | None:
    match = _MILES.search(text)
    if match is None:
        return None
    far = int(match["one"] or match["two"] or match["three"])
    return (far, match.span()) if 0 < far <= _FARTHEST else None


class Bound(StrEnum):
    UNDER = "under"
    AT_MOST = "at-most"
    EXACTLY = "exactly"
    AT_LEAST = "at-least"
    OVER = "over"


class Measure(NamedTuple):
    """`least` is the lower end where two are said: "20 to 25 hours". `number` is in the unit postings state it in: records an hour, hours a week, percent, days a month, weeks."""

    kind: str
    bound: Bound
    number: float
    span: Span
    least: float | None = None


# Said before a number, the longer first: "no more than" is not "more than".
_LIMIT_BEFORE = {
    Bound.AT_MOST: r"at\s{1,2}most|up\s{1,2}to|max(?:imum)?(?:\s{1,2}of)?|(?:no|not|never)\s{1,2}(?:more\s{1,2}than|over|above|higher\s{1,2}than)|<=",
    Bound.AT_LEAST: r"at\s{1,2}least|min(?:imum)?(?:\s{1,2}of)?|(?:no|not|never)\s{1,2}(?:less\s{1,2}than|fewer\s{1,2}than|under|below)|>=",
    Bound.UNDER: r"under|below|(?:less|fewer|lower)\s{1,2}than|<",
    Bound.OVER: r"over|above|(?:more|greater|higher)\s{1,2}than|>",
    Bound.EXACTLY: r"only|exactly|just",
}
_LIMIT_AFTER = {
    Bound.AT_MOST: r"max(?:imum)?\b|tops\b|or\s{1,2}(?:less|fewer|under|below|lower)\b",
    Bound.AT_LEAST: r"min(?:imum)?\b|or\s{1,2}(?:more|over|above|better|higher|up)\b|\+|plus\b",
}
_BOUNDS_BEFORE = {bound: re.compile(words) for bound, words in _LIMIT_BEFORE.items()}
_BOUNDS_AFTER = {bound: re.compile(words) for bound, words in _LIMIT_AFTER.items()}
_LIMIT = r"(?:(?P<before>{})\s{{0,2}})?".format("|".join(f"(?:{words})" for words in _LIMIT_BEFORE.values()))
_LIMIT_TAIL = r"(?:\s{{0,2}}(?P<after>{}))?".format("|".join(f"(?:{words})" for words in _LIMIT_AFTER.values()))
_COUNT = r"(?<![\w$.])(?:(?P<least>\d{1,3})\s{0,2}(?:-|to)\s{0,2})?(?P<number>\d{1,3}(?:\.\d)?)(?P<plus>\s?\+)?"
_EVERY = r"\s{0,2}(?:/|\bper\b|\ban?\b|\beach\b|\bevery\b|-)?\s{0,2}"
_RECORDS = r"(?:charts?|encounters?|records?|accounts?|cases?|visits?|reports?|notes?|claims?)"
_TIME = rf"{_EVERY}(?P<time>hours?|hrs?|hourly|days?|daily)\b"
_PERCENT = r"\s{0,2}(?:%|percent)?"
_DAYS_EVERY = rf"days?(?:{_EVERY}(?P<time>weeks?|wk|months?)\b)?"
_ON_SITE = r"(?:on[\s-]?site|in[\s-](?:the\s{1,2})?office|in[\s-]person|at\s{1,2}the\s{1,2}office)"

# Kind, what is meant where no limit is said, and how it is written.
_WRITTEN: tuple[tuple[str, Bound, str], ...] = (
    ("productivity", Bound.AT_MOST, rf"{_LIMIT}{_COUNT}\s{{0,2}}{_RECORDS}{_TIME}{_LIMIT_TAIL}"),
    (
        "productivity",
        Bound.AT_MOST,
        rf"\b(?:quota|productivity)(?:\s{{1,2}}(?:standard|quota|goal))?(?:\s{{1,2}}(?:of|is|at|about))?\s{{1,2}}{_LIMIT}{_COUNT}"
        rf"(?:\s{{0,2}}{_RECORDS})?(?:{_TIME})?{_LIMIT_TAIL}",
    ),
    (
        "hours",
        Bound.EXACTLY,
        rf"{_LIMIT}{_COUNT}[\s-]{{0,3}}(?:hours?|hrs?){_EVERY}(?:work[\s-]?)?(?:weeks?|weekly|wk)\b{_LIMIT_TAIL}",
    ),
    (
        "hours",
        Bound.EXACTLY,
        rf"(?<!within\s){_LIMIT}{_COUNT}\s{{0,2}}(?:hours|hrs)\b{_LIMIT_TAIL}(?!{_EVERY}(?:day|daily|shift|chart|month|year)|\s{{1,2}}(?:of|notice|training|ceus?)\b)",
    ),
    (
        "accuracy",
        Bound.AT_MOST,
        rf"{_LIMIT}{_COUNT}\s{{0,2}}(?:%|percent)?\s{{0,2}}(?:coding\s{{1,2}})?accuracy\b(?:\s{{1,2}}(?:rate|standard))?{_LIMIT_TAIL}",
    ),
    (
        "accuracy",
        Bound.AT_MOST,
        rf"\baccuracy(?:\s{{1,2}}(?:rate|standard|goal))?(?:\s{{1,2}}(?:of|is|at))?\s{{1,2}}{_LIMIT}{_COUNT}{_PERCENT}{_LIMIT_TAIL}",
    ),
    (
        "onsite_days",
        Bound.AT_MOST,
        rf"{_LIMIT}{_COUNT}\s{{0,2}}{_DAYS_EVERY}{_LIMIT_TAIL}\s{{0,2}}(?:of\s{{1,2}})?(?:{_ON_SITE}|(?=hybrid))\b",
    ),
    (
        "onsite_days",
        Bound.AT_MOST,
        rf"(?:{_ON_SITE}|(?<=\bhybrid))\s{{1,2}}{_LIMIT}{_COUNT}\s{{0,2}}{_DAYS_EVERY}{_LIMIT_TAIL}",
    ),
    (
        "lasts",
        Bound.EXACTLY,
        rf"{_LIMIT}{_COUNT}[\s-]{{0,3}}(?P<time>weeks?|wks?|months?){_LIMIT_TAIL}[\s-]{{0,2}}(?:long\s{{1,2}})?(?=(?:w-?2\s{{1,2}}|1099\s{{1,2}})?(?:contract|assignment|project|temp)\b)",
    ),
    (
        "lasts",
        Bound.EXACTLY,
        rf"(?<=\bcontract)(?:\s{{1,2}}(?:of|for|lasting))?\s{{1,2}}{_LIMIT}{_COUNT}[\s-]{{0,3}}(?P<time>weeks?|wks?|months?)\b{_LIMIT_TAIL}",
    ),
    (
        "ramp_up",
        Bound.AT_LEAST,
        rf"{_LIMIT}{_COUNT}[\s-]{{0,3}}(?:weeks?|wks?)\s{{0,2}}(?:of\s{{1,2}}|to\s{{1,2}})?ramp(?:[\s-]?up)?\b{_LIMIT_TAIL}",
    ),
    (
        "ramp_up",
        Bound.AT_LEAST,
        rf"\bramp(?:[\s-]?up)?(?:\s{{1,2}}of)?\s{{1,2}}{_LIMIT}{_COUNT}[\s-]{{0,3}}(?:weeks?|wks?)\b{_LIMIT_TAIL}",
    ),
)
_PATTERNS = [(kind, usual, re.compile(pattern)) for kind, usual, pattern in _WRITTEN]
_BOUND_BEFORE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<b{n}>{words})' for n, words in enumerate(_LIMIT_BEFORE.values()))})\s{{0,2}}$"
)
_HOURS_A_DAY = 8
# Hours a week, and days a month of who comes on some days; other numbers say something else: none on site is work from home.
_LIKELY = {"hours": (4, 60), "onsite_days": (1, 20)}
_WEEKS_A_MONTH = 52 / 12


def measures(text: str) -> Iterator[Measure]:
    """Find each number of the work in a text in small letters; the same place may be found twice."""
    for kind, usual, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            least = _in_unit(kind, float(match["least"]), match) if match["least"] else None
            number = _in_unit(kind, float(match["number"]), match)
            fewest, most = _LIKELY.get(kind, (0, number))
            if fewest <= number <= most:
                yield Measure(kind, _limit(match) or usual, number, match.span(), least)


def bound_before(text: str, end: int) -> tuple[Bound, int] | None:
    """Give the limit that stands right before a place in a text, and where it begins."""
    match = _BOUND_BEFORE.search(text, 0, end)
    if match is None:
        return None
    return next(bound for n, bound in enumerate(_LIMIT_BEFORE) if match[f"b{n}"]), match.start()


def bound_after(text: str, start: int) -> tuple[Bound, int] | None:
    """Give the limit that stands right after a place in a text, and where it ends."""
    for bound, pattern in _BOUNDS_AFTER.items():
        if match := pattern.match(text, start + (text[start : start + 1] == " ")):
            return bound, match.end()
    return None


def _limit(match: re.Match[str]) -> Bound | None:
    for words, bounds in ((match["before"], _BOUNDS_BEFORE), (match["after"] or match["plus"], _BOUNDS_AFTER)):
        if words:
            return next(bound for bound, pattern in bounds.items() if pattern.fullmatch(words.strip()))
    return None


def _in_unit(kind: str, number: float, match: re.Match[str]) -> float:
    """Give a number in the unit postings state it in."""
    time = match.groupdict().get("time") or ""
    if kind == "productivity" and time.startswith("da"):
        return round(number / _HOURS_A_DAY, 2)
    if kind == "onsite_days" and not time.startswith("m"):  # "2 days in office" is said of a week
        return days_a_month(number)
    if kind == "lasts" and time.startswith("m"):
        return float(weeks_of_months(number))
    return number


def weeks_of_months(months: float) -> int:
    """Give the weeks that some months are, at 52 weeks in 12 months: 3 are 13, 6 are 26."""
    return round(months * _WEEKS_A_MONTH)


def days_a_month(days_a_week: float) -> int:
    """Give the days a month that some days a week are, at 52 weeks in 12 months: 2 are 9."""
    return round(days_a_week * _WEEKS_A_MONTH)
