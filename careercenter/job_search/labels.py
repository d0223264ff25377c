"""What facets, their values and places are called on a page, in a letter and in the API."""

from __future__ import annotations

from functools import lru_cache

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _, _l, _n, current_locale_name, money
from careercenter.core.numbers import whole
from careercenter.core.places import HOME_STATES, lookup_zip
from careercenter.language.pay import Pay
from careercenter.language.quantities import Bound
from careercenter.postings.search_schema import AT_LEAST, FROM_HOME, NUMBERS, POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import UNSAID, Criteria, Near
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary
from careercenter.taxonomy.work_terms import (
    Accepts,
    ApplyHow,
    AutonomousCoding,
    Benefit,
    Check,
    CodeSet,
    Education,
    EmployerCheck,
    EmploymentType,
    Equipment,
    ExperienceBand,
    HiringTest,
    MachineApplications,
    MissedQuota,
    Monitoring,
    OnCall,
    PatientType,
    PayBasis,
    PayUnit,
    RecordType,
    Schedule,
    TeamLocation,
    VisaSponsorship,
    WorkSetting,
    WorkZone,
)

# Facets whose values are those of an enum, in its order.
ENUMS: dict[Facet, type[LabelledEnum]] = {
    Facet.WORK_SETTING: WorkSetting,
    Facet.EMPLOYMENT_TYPE: EmploymentType,
    Facet.PATIENT_TYPE: PatientType,
    Facet.EXPERIENCE: ExperienceBand,
    Facet.SCHEDULE: Schedule,
    Facet.PAY_BASIS: PayBasis,
    Facet.HIRING_TEST: HiringTest,
    Facet.CODE_SET: CodeSet,
    Facet.RECORDS: RecordType,
    Facet.EQUIPMENT: Equipment,
    Facet.BENEFIT: Benefit,
    Facet.ACCEPTS: Accepts,
    Facet.TEAM: TeamLocation,
    Facet.WORK_ZONE: WorkZone,
    Facet.EDUCATION: Education,
    Facet.CHECK: Check,
    Facet.ON_CALL: OnCall,
    Facet.VISA: VisaSponsorship,
    Facet.AUTONOMOUS_CODING: AutonomousCoding,
    Facet.MONITORING: Monitoring,
    Facet.MISSED_QUOTA: MissedQuota,
    Facet.MACHINE_APPLICATIONS: MachineApplications,
    Facet.VERIFIED: EmployerCheck,
    Facet.APPLY: ApplyHow,
}


_MOST_NAMED = 3


def value_label(facet: Facet, value: str) -> str:
    """Name a known value beside its facet's name; an employer's name comes from the database, not from here."""
    return _value_label(facet, value, current_locale_name())


@lru_cache(maxsize=4_000)  # a page has some two hundred
def _value_label(facet: Facet, value: str, _locale: str) -> str:
    if facet is Facet.SPECIALTY:
        specialty = catalogue.specialty(value)
        return specialty.name if specialty else value
    if facet is Facet.CREDENTIAL:
        credential = catalogue.credential(value)
        return credential.abbr if credential else value.upper()
    if facet is Facet.STATE:
        return HOME_STATES.get(value, value)
    if value == UNSAID:
        return _("No pay said by the hour")  # pay by the project among them, and for a chart where nobody says how many
    if facet is Facet.PAY:
        return _("%(amount)s an hour", amount=money(whole(value)))
    if facet is Facet.POSTED:
        return _n("%(num)s day", "%(num)s days", whole(value) or 0)
    if facet is Facet.DISTANCE:
        return _n("%(num)s mile", "%(num)s miles", whole(value) or 0)
    if facet is Facet.PAY_BASIS:
        return str(_PAID_BY[value])
    if facet is Facet.APPLY:
        return str(_APPLY[value])
    if facet is Facet.TOOL:
        return vocabulary().written["tool"].get(value, value)
    if facet in NUMBERS:
        return limit_label(facet, Bound.AT_LEAST if facet in AT_LEAST else Bound.AT_MOST, whole(value) or 0)
    if facet is Facet.HOURS:
        return _amount(facet, float(value))
    return ENUMS[facet](value).label if facet in ENUMS else value


_PAID_BY: dict[str, Words] = {
    "hourly": _l("Paid by the hour"),
    "salary": _l("Salary"),
    "per_chart": _l("Paid per chart"),
    "per_diem": _l("Paid by the day"),
    "per_project": _l("Paid per project"),
}


_APPLY: dict[str, Words] = {
    "here": _l("Apply here"),
    "link": _l("Apply on the employer’s site"),
    "address": _l("Apply by e-mail"),
}


def stated_label(facet: Facet, value: str) -> str:
    """Name a value as a posting states it: of a number, the number itself."""
    if facet in NUMBERS:
        return limit_label(facet, Bound.EXACTLY, float(value))
    return value_label(facet, value)


def few(words: list[str]) -> list[str]:
    """Name a few, and say how many more there are."""
    if len(words) <= _MOST_NAMED:
        return words
    return [*words[: _MOST_NAMED - 1], _n("%(num)s more", "%(num)s more", len(words) - _MOST_NAMED + 1)]


def limit_label(facet: Facet, bound: str, number: float) -> str:
    """Say a limit to a number: "under 15 records an hour"."""
    if facet is Facet.PRODUCTIVITY and not number:
        return _("No quota")
    amount = _amount(facet, number)
    match Bound(bound):
        case Bound.UNDER:
            return _("under %(amount)s", amount=amount)
        case Bound.AT_MOST:
            return _("at most %(amount)s", amount=amount)
        case Bound.AT_LEAST:
            return _("at least %(amount)s", amount=amount)
        case Bound.OVER:
            return _("over %(amount)s", amount=amount)
        case Bound.EXACTLY:
            return amount


def _amount(facet: Facet, number: float) -> str:
    text = f"{number:g}"
    match facet:
        case Facet.PRODUCTIVITY:
            return _n("%(number)s record an hour", "%(number)s records an hour", _plural_count(number), number=text)
        case Facet.LEAST_PAY:
            return _("%(amount)s an hour", amount=money(round(number * 100)))
        case Facet.HOURS:
            return _n("%(number)s hour a week", "%(number)s hours a week", _plural_count(number), number=text)
        case Facet.ACCURACY:
            return _("%(number)s percent", number=text)
        case Facet.RAMP_UP | Facet.LASTS:
            return _n("%(number)s week", "%(number)s weeks", _plural_count(number), number=text)
        case Facet.ONSITE_DAYS:
            return _n("%(number)s day a month on site", "%(number)s days a month on site", _plural_count(number), number=text)
        case Facet.SPECIALTY_YEARS:
            return _n("%(number)s year", "%(number)s years", _plural_count(number), number=text)
    return text


def _plural_count(number: float) -> int:
    """Give a whole number of the same plural: of what is no whole number there are several."""
    return int(number) if number == int(number) else 2


def chip_label(facet: Facet, value: str) -> str:
    """Name a value where it stands alone and so needs the facet's sense with it."""
    words = value_label(facet, value)
    if facet is Facet.DISTANCE:
        return _("within %(miles)s", miles=words)
    if facet is Facet.PAY:
        return (
            _("jobs that say no pay by the hour") if value == UNSAID else _("from %(amount)s (lowest pay first)", amount=words)
        )
    if facet is Facet.POSTED:
        return _("posted within %(days)s", days=words)
    return _("may live in %(state)s", state=words) if facet is Facet.STATE else words


def near_label(criteria: Criteria, near: Near) -> str:
    """Say a place to look around: "Houston, TX (50 miles), or from home there"."""
    at_zip = lookup_zip(near.name)
    place = f"{near.name} {at_zip.city}, {at_zip.state}" if at_zip else near.name
    miles = value_label(Facet.DISTANCE, str(ranking.miles(POSTINGS, criteria)))
    if near.or_from_home and from_home_possible(criteria):
        return _("%(place)s (%(miles)s), or from home there", place=place, miles=miles)
    return f"{place} ({miles})"


def from_home_possible(criteria: Criteria) -> bool:
    """Say whether the settings chosen leave any work from home."""
    settings = criteria.values(Facet.WORK_SETTING)
    return not settings or not FROM_HOME.isdisjoint(settings)


_PAY_FOR: dict[PayUnit, Words] = {
    PayUnit.HOUR: _l("%(amount)s an hour"),
    PayUnit.DAY: _l("%(amount)s a day"),
    PayUnit.WEEK: _l("%(amount)s a week"),
    PayUnit.TWO_WEEKS: _l("%(amount)s every two weeks"),
    PayUnit.HALF_MONTH: _l("%(amount)s twice a month"),
    PayUnit.MONTH: _l("%(amount)s a month"),
    PayUnit.YEAR: _l("%(amount)s a year"),
    PayUnit.CHART: _l("%(amount)s a chart"),
    PayUnit.PROJECT: _l("%(amount)s a project"),
}


def pay_label(pay: Pay) -> str:
    """Give an amount with its unit, as "$30 an hour"."""
    return str(_PAY_FOR[pay.unit]) % {"amount": money(pay.low or 0)}
