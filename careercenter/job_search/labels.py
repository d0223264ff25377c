"""What facets, their values and places are called on a page, in a letter and in the API."""

from __future__ import annotations

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _, _n, money
from careercenter.core.numbers import whole
from careercenter.core.places import HOME_STATES, lookup_zip
from careercenter.postings.content import EmploymentType, ExperienceBand, PatientType, WorkSetting
from careercenter.search import ranking
from careercenter.search.interface import FROM_HOME, UNSAID, Criteria, Facet
from careercenter.taxonomy import catalogue

# Facets whose values are those of an enum, in its order.
ENUMS: dict[Facet, type[LabelledEnum]] = {
    Facet.WORK_SETTING: WorkSetting,
    Facet.EMPLOYMENT_TYPE: EmploymentType,
    Facet.PATIENT_TYPE: PatientType,
    Facet.EXPERIENCE: ExperienceBand,
}


def value_label(facet: Facet, value: str) -> str:
    """Name a known value beside its facet's name; an employer's name comes from the database, not from here."""
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
    return ENUMS[facet](value).label if facet in ENUMS else value


def chip_label(facet: Facet, value: str) -> str:
    """Name a value where it stands alone and so needs the facet's sense with it."""
    words = value_label(facet, value)
    if facet is Facet.DISTANCE:
        return _("within %(miles)s", miles=words)
    if facet is Facet.PAY:
        return _("jobs that say no pay by the hour") if value == UNSAID else _("from %(amount)s", amount=words)
    if facet is Facet.POSTED:
        return _("posted within %(days)s", days=words)
    return _("may live in %(state)s", state=words) if facet is Facet.STATE else words


def near_label(criteria: Criteria) -> str:
    """Say the place to look around, which there must be: "Houston, TX (50 miles), or from home there"."""
    near = criteria.near
    assert near is not None
    at_zip = lookup_zip(near.name)
    place = f"{near.name} {at_zip.city}, {at_zip.state}" if at_zip else near.name
    miles = value_label(Facet.DISTANCE, str(ranking.miles(criteria)))
    if near.or_from_home and from_home_possible(criteria):
        return _("%(place)s (%(miles)s), or from home there", place=place, miles=miles)
    return f"{place} ({miles})"


def from_home_possible(criteria: Criteria) -> bool:
    """Say whether the settings chosen leave any work from home."""
    settings = criteria.values(Facet.WORK_SETTING)
    return not settings or not FROM_HOME.isdisjoint(settings)
