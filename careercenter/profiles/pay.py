"""The pay a coder looks for, as people type it in the search: "$30/hr", "62k", "$1,200 a week"."""

from __future__ import annotations

from careercenter.core import numbers
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.language import quantities
from careercenter.taxonomy.work_terms import PayUnit

# Cents an hour; outside of these somebody typed pay of another unit, or a slip.
LEAST, MOST = 700, 50_000
LONGEST = 40
_MOST_DOLLARS_AN_HOUR = 500
_LEAST_DOLLARS_A_YEAR = 10_000


def hourly_cents(text: str) -> int:
    """Read pay as cents an hour, a year having 2,080 hours; RuleBroken for what is no such pay."""
    if len(text) > LONGEST:
        raise RuleBroken(_("Shorten the pay to %(most)s characters.", most=LONGEST), field="pay_wanted")
    cents = _bare(text)
    if cents is None:
        found = quantities.pay(text.lower())
        if found is None:
            raise RuleBroken(_("Enter pay like $34.50, 30 an hour or 62k."), field="pay_wanted")
        cents = found[0].hourly_cents
        if cents is None:
            raise RuleBroken(_("Enter what you want to earn in an hour or a year, like $34.50 or 62k."), field="pay_wanted")
    if not LEAST <= cents <= MOST:
        least, most = LEAST // 100, MOST // 100
        raise RuleBroken(
            _("Enter pay between $%(least)s and $%(most)s an hour, or the same for a year.", least=least, most=most),
            field="pay_wanted",
        )
    return cents


def _bare(text: str) -> int | None:
    """Read a number without a unit: as small as pay for an hour, or as large as pay for a year."""
    cents = numbers.cents(text)
    if cents is None:
        return None
    if cents <= _MOST_DOLLARS_AN_HOUR * 100:
        return cents
    hours = PayUnit.YEAR.hours
    assert hours is not None
    if cents >= _LEAST_DOLLARS_A_YEAR * 100:
        return round(cents / hours)
    raise RuleBroken(_("Say what the pay is for: an hour, a week, a month or a year."), field="pay_wanted")
