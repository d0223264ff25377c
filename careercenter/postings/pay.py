"""Pay in its own unit, and in the other one with the words of how it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from careercenter.core.i18n import _, _n, money, number
from careercenter.postings.content import EmploymentType, PayBasis, PostingContent

WEEKS = 52
FULL_WEEK = 40
YEARLY_HOURS = FULL_WEEK * WEEKS  # 2,080: the divisor US payrolls use
HOURS_A_DAY = 8

# Without hours of its own, work of these kinds says nothing about a year: an equivalent would promise what is not offered.
_NOT_A_FULL_WEEK = frozenset({EmploymentType.PART_TIME, EmploymentType.PRN})
# Nor does work that ends, as long as nobody says that it lasts a year.
_ENDS = frozenset(
    {
        EmploymentType.CONTRACT_1099,
        EmploymentType.CONTRACT_W2,
        EmploymentType.CONTRACT_TO_HIRE,
        EmploymentType.INTERNSHIP,
    }
)
_SHORT_IN_DOLLARS = 1_000  # cents: of $10 an hour and more a card drops the cents


@dataclass(frozen=True, slots=True)
class PayWords:
    """ "$34–41", "an hour", "about $70,700–85,300 a year", "at 40 hours × 52 weeks", "$71–85k a year".

    The last three are "" when nothing follows.
    """

    amount: str
    unit: str
    equivalent: str = ""
    how: str = ""
    short: str = ""  # the equivalent on a card

    @property
    def words(self) -> str:
        """Give the pay in its own unit: "$34–41 an hour"."""
        return _("%(amount)s %(unit)s", amount=self.amount, unit=self.unit)


def describe_pay(content: PostingContent) -> PayWords | None:
    """Give pay in words; None when the basis or both amounts are missing."""
    basis = content.pay_basis
    if basis is None or (content.pay_min is None and content.pay_max is None):
        return None
    other = _other_unit(content)
    amount = _range(content.pay_min, content.pay_max)
    return PayWords(amount, basis.label, _equivalent(other), other.how if other else "", _short_equivalent(other))


def hourly_range(content: PostingContent) -> tuple[int, int] | None:
    """Give lowest and highest pay in hourly cents, the same twice when one is said; None when it cannot be said per hour.

    Pay per chart becomes hourly only by the employer's own charts an hour: any other rate would be a guess.
    """
    said = [cents for cents in (content.pay_min, content.pay_max) if cents is not None]
    factor = _hourly_factor(content)
    if not said or factor is None:
        return None
    return _rounded(min(said) * factor), _rounded(max(said) * factor)


def _hourly_factor(content: PostingContent) -> Decimal | None:
    match content.pay_basis:
        case PayBasis.HOURLY:
            return Decimal(1)
        case PayBasis.SALARY:
            return 1 / Decimal((content.hours_per_week or FULL_WEEK) * WEEKS)
        case PayBasis.PER_CHART if content.charts_per_hour:
            return Decimal(content.charts_per_hour)
        case PayBasis.PER_DIEM:
            return 1 / Decimal(HOURS_A_DAY)
    return None


class _OtherUnit(NamedTuple):
    """Pay in the unit it was not said in, in cents: an hour, or for so many weeks; and how it was computed."""

    weeks: int | None
    low: int | None
    high: int | None
    how: str


def _other_unit(content: PostingContent) -> _OtherUnit | None:
    if content.pay_basis is PayBasis.HOURLY:
        return _for_all_of_it(content)
    hours = content.hours_per_week or FULL_WEEK
    by_the_year = _("at %(hours)s hours × %(weeks)s weeks", hours=number(hours), weeks=WEEKS)
    factor = _hourly_factor(content)
    if factor is None:
        return None
    low, high = (None if cents is None else _rounded(cents * factor) for cents in (content.pay_min, content.pay_max))
    how = {
        PayBasis.SALARY: by_the_year,
        PayBasis.PER_CHART: _("at the employer’s own %(charts)s charts an hour", charts=content.charts_per_hour),
        PayBasis.PER_DIEM: _("at %(hours)s hours a day", hours=HOURS_A_DAY),
    }
    assert content.pay_basis is not None
    return _OtherUnit(None, low, high, how[content.pay_basis])


def _for_all_of_it(content: PostingContent) -> _OtherUnit | None:
    """Give hourly pay for a year, or for as long as the work lasts where that is less; nothing where neither is known."""
    if content.hours_per_week is None and content.employment_type in _NOT_A_FULL_WEEK:
        return None
    lasts = content.lasts_weeks
    if lasts is None and content.employment_type in _ENDS:
        return None
    hours, weeks = content.hours_per_week or FULL_WEEK, min(lasts or WEEKS, WEEKS)
    said = (content.pay_min, content.pay_max)
    low, high = (None if cents is None else _to_hundreds(cents * hours * weeks) for cents in said)
    how = _n("at %(hours)s hours × %(num)s week", "at %(hours)s hours × %(num)s weeks", weeks, hours=number(hours))
    return _OtherUnit(weeks, low, high, how)


def _equivalent(other: _OtherUnit | None) -> str:
    if other is None:
        return ""
    if other.weeks is None:
        return _an_hour(other.low, other.high)
    return _a_year(other.low, other.high) if other.weeks == WEEKS else _for_weeks(other.low, other.high, other.weeks)


def _short_equivalent(other: _OtherUnit | None) -> str:
    """Say it for a card: "$71–85k a year", "$12–14k for 10 weeks", "$33–41 an hour"."""
    if other is None:
        return ""
    low, high = (None if cents is None else _shortened(cents, hourly=other.weeks is None) for cents in (other.low, other.high))
    amounts = f"{low}–{high.removeprefix('$')}" if low and high and low != high else low or high or ""
    if other.weeks:
        amounts = _("%(thousands)sk", thousands=amounts)
    if high is None:
        amounts = _("from %(amount)s", amount=amounts)
    elif low is None:
        amounts = _("up to %(amount)s", amount=amounts)
    if other.weeks is None:
        return _("%(amount)s an hour", amount=amounts)
    if other.weeks == WEEKS:
        return _("%(amount)s a year", amount=amounts)
    return _n("%(amount)s for %(num)s week", "%(amount)s for %(num)s weeks", other.weeks, amount=amounts)


def _shortened(cents: int, *, hourly: bool) -> str:
    if hourly:
        return money(_rounded(Decimal(cents) / 100) * 100 if cents >= _SHORT_IN_DOLLARS else cents)
    return money(_rounded(Decimal(cents) / 100_000) * 100)


def _for_weeks(low: int | None, high: int | None, weeks: int) -> str:
    if low is None:
        return _n(
            "up to about %(amount)s for %(num)s week", "up to about %(amount)s for %(num)s weeks", weeks, amount=money(high)
        )
    if high is None:
        return _n("from about %(amount)s for %(num)s week", "from about %(amount)s for %(num)s weeks", weeks, amount=money(low))
    return _n("about %(amounts)s for %(num)s week", "about %(amounts)s for %(num)s weeks", weeks, amounts=_span(low, high))


def _range(low: int | None, high: int | None) -> str:
    if low is None:
        return _("up to %(amount)s", amount=money(high))
    if high is None:
        return _("from %(amount)s", amount=money(low))
    return _span(low, high)


def _a_year(low: int | None, high: int | None) -> str:
    if low is None:
        return _("up to about %(amount)s a year", amount=money(high))
    if high is None:
        return _("from about %(amount)s a year", amount=money(low))
    return _("about %(amounts)s a year", amounts=_span(low, high))


def _an_hour(low: int | None, high: int | None) -> str:
    if low is None:
        return _("up to about %(amount)s an hour", amount=money(high))
    if high is None:
        return _("from about %(amount)s an hour", amount=money(low))
    return _("about %(amounts)s an hour", amounts=_span(low, high))


def _span(low: int, high: int) -> str:
    """Write "$34–41", the sign of the currency once, or "$34" where both are the same."""
    return money(low) if low == high else f"{money(low)}–{money(high).removeprefix('$')}"


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _to_hundreds(cents: float) -> int:
    """Round to hundreds of dollars: the words say "about", and the last digits would pretend to more."""
    return _rounded(Decimal(cents) / 10_000) * 10_000
