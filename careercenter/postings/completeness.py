"""What a posting lacks before it can be submitted, and what in it cannot be: each line names its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from careercenter.core.clock import zone
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, day, money, number
from careercenter.core.places import HOME_STATES
from careercenter.postings.content import (
    SPECS,
    ApplyHow,
    Check,
    EmploymentType,
    LiveIn,
    PayBasis,
    PostingContent,
    WorkSetting,
)
from careercenter.postings.pay import hourly_range
from careercenter.taxonomy.catalogue import credential, specialty


@dataclass(frozen=True, slots=True)
class Lack:
    """`field` is a field of PostingContent (and of the form); `message` says what to do."""

    field: str
    message: str


class Incomplete(RuleBroken):
    """The posting cannot go public as it is. `lacks` names everything, not only the first."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(lacks[0].message, field=lacks[0].field)
        self.lacks = lacks


MOST_SPECIALTIES = 5
MOST_PLACES = 50
LONGEST_TITLE = 120
SHORTEST_DESCRIPTION = 100
LONGEST_DESCRIPTION = 30_000
LONGEST_OPEN_DAYS = 90

# What an import may leave out where a form may not: real announcements often say neither.
LEFT_OUT_BY_IMPORTS = frozenset({"pay_basis", "pay_min", "pay_max", "experience", "employment_type", "live_in", "places"})

_PLACED = frozenset({WorkSetting.HYBRID, WorkSetting.ONSITE, WorkSetting.REMOTE_AFTER_TRAINING})
_LIVED = frozenset({WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING})


def missing(content: PostingContent, at: datetime, *, imported: bool = False) -> list[Lack]:
    """Give everything that stands between this content and submitting it, in the order of the form."""
    lacks = [*_about(content), *_asked(content), *_where(content), *_terms(content), *_words(content), *_closing(content, at)]
    return [lack for lack in lacks if not (imported and lack.field in LEFT_OUT_BY_IMPORTS and not getattr(content, lack.field))]


def today(content: PostingContent, at: datetime) -> date:
    """Give the day it is in the posting's own time zone."""
    return at.astimezone(zone(content.time_zone)).date()


def latest_closing(content: PostingContent, at: datetime) -> date:
    return today(content, at) + timedelta(days=LONGEST_OPEN_DAYS)


def _about(content: PostingContent) -> Iterator[Lack]:
    if not content.title:
        yield Lack("title", _("Enter a job title."))
    elif len(content.title) > LONGEST_TITLE:
        yield Lack("title", _("Shorten the job title to %(most)s characters.", most=LONGEST_TITLE))
    if not content.specialties:
        yield Lack("specialties", _("Choose at least one specialty."))
    elif len(content.specialties) > MOST_SPECIALTIES:
        yield Lack("specialties", _("Choose at most %(most)s specialties.", most=MOST_SPECIALTIES))
    if any(specialty(slug) is None for slug in content.specialties):
        yield Lack("specialties", _("Choose specialties from the list."))


def _asked(content: PostingContent) -> Iterator[Lack]:
    for field in ("credentials_all", "credentials_any", "credentials_preferred"):
        if any(credential(slug) is None for slug in getattr(content, field)):
            yield Lack(field, _("Choose credentials from the list."))
    if content.experience is None:
        yield Lack("experience", _("Choose how much experience you ask for."))


def _where(content: PostingContent) -> Iterator[Lack]:
    setting = content.work_setting
    if setting is None:
        yield Lack("work_setting", _("Choose where the work is done."))
    if setting in _PLACED and not content.places:
        yield Lack("places", _("Enter at least one place of work, with its city and state."))
    elif any(not place.city or place.state not in HOME_STATES for place in content.places):
        yield Lack("places", _("Enter the city and the state of each place."))
    if setting in _LIVED and content.live_in is None:
        yield Lack("live_in", _("Choose in which states one may live."))
    if content.live_in in (LiveIn.LISTED, LiveIn.ALL_BUT) and not content.live_in_states:
        yield Lack("live_in_states", _("Choose at least one state."))
    if any(code not in HOME_STATES for code in content.live_in_states):
        yield Lack("live_in_states", _("Choose states from the list."))


def _terms(content: PostingContent) -> Iterator[Lack]:
    if content.employment_type is None:
        yield Lack("employment_type", _("Choose the kind of employment."))
    if content.pay_basis is None:
        yield Lack("pay_basis", _("Choose what pay is counted by."))
    if content.pay_min is None:
        yield Lack("pay_min", _("Enter the lowest pay."))
    if content.pay_max is None:
        yield Lack("pay_max", _("Enter the highest pay; when pay is fixed, the same amount again."))
    if content.productivity is not None and content.productivity_unit is None:
        yield Lack("productivity_unit", _("Choose whether the productivity is an hour or a day."))
    if content.productivity is not None and content.record_type is None:
        yield Lack("record_type", _("Choose what the productivity counts."))
    yield from contradictions(content)


def contradictions(content: PostingContent) -> Iterator[Lack]:
    """Give what cannot be true however incomplete the rest is; a draft is held to these too."""
    if content.pay_min is not None and content.pay_max is not None and content.pay_min > content.pay_max:
        yield Lack("pay_max", _("The highest pay must be at least the lowest."))
    if content.publish_on and content.closing_on and content.publish_on >= content.closing_on:
        yield Lack("publish_on", _("The publishing day must come before the closing day."))
    if len(content.places) > MOST_PLACES:
        yield Lack("places", too_many_places())
    yield from _impossible_pay(content)
    yield from _impossible_days_on_site(content)
    yield from _impossible_quota(content)
    yield from _impossible_checks(content)


def _impossible_days_on_site(content: PostingContent) -> Iterator[Lack]:
    days, setting = content.onsite_days, content.work_setting
    if setting is WorkSetting.REMOTE and days:
        yield Lack("onsite_days", _("Remote work has no days on site. Choose hybrid, or take the days out."))
    elif setting is WorkSetting.HYBRID and days == 0:
        yield Lack("onsite_days", _("Hybrid work has at least one day a month on site. Choose remote, or enter the days."))
    elif setting is WorkSetting.ONSITE and days is not None:
        yield Lack("onsite_days", _("Work on site is on site every day. Choose hybrid, or take the days out."))


def _impossible_quota(content: PostingContent) -> Iterator[Lack]:
    if content.no_quota and content.productivity is not None:
        yield Lack("no_quota", _("A job with a productivity expected has a quota. Take one of the two out."))
    if content.no_quota and content.missed_quota is not None:
        yield Lack("missed_quota", _("Where there is no quota, none is missed. Take one of the two out."))


def _impossible_checks(content: PostingContent) -> Iterator[Lack]:
    for asked, denied in ((Check.DRUG_TEST, Check.NO_DRUG_TEST), (Check.VACCINATION, Check.NO_VACCINATION)):
        if asked in content.checks and denied in content.checks:
            yield Lack(
                "checks", _("“%(one)s” and “%(other)s” can’t both be chosen. Remove one.", one=asked.label, other=denied.label)
            )


def too_many_places() -> str:
    return _(
        "A job has at most %(most)s places. Describe further ones in the text, or post a second job for them", most=MOST_PLACES
    )


# Hourly cents that no coder is paid: beyond these the unit or the amount is wrong, whatever else the posting says.
LOWEST_PAY, HIGHEST_PAY = 500, 50_000
HIGHEST_PAY_A_CHART = 20_000


def _impossible_pay(content: PostingContent) -> Iterator[Lack]:
    if content.pay_basis is PayBasis.PER_CHART and max(content.pay_min or 0, content.pay_max or 0) > HIGHEST_PAY_A_CHART:
        yield Lack("pay_max", _("No chart pays more than %(most)s. Check the amount.", most=money(HIGHEST_PAY_A_CHART)))
        return
    pay = hourly_range(content)
    if pay and pay[1] > HIGHEST_PAY:
        yield Lack(
            "pay_max" if content.pay_max is not None else "pay_min",
            _(
                "This is more than %(most)s an hour. Check the amount and what it is counted by: no coder is paid that much.",
                most=money(HIGHEST_PAY),
            ),
        )
    # Of a few hours a week that are not said, a yearly pay says nothing by the hour.
    unsaid = content.hours_per_week is None and content.employment_type in (EmploymentType.PART_TIME, EmploymentType.PRN)
    if pay and pay[0] < LOWEST_PAY and not (unsaid and content.pay_basis is PayBasis.SALARY):
        yield Lack(
            "pay_min" if content.pay_min is not None else "pay_max",
            _(
                "This is less than %(least)s an hour. Check the amount and what it is counted by: no coder is paid so little.",
                least=money(LOWEST_PAY),
            ),
        )


def _words(content: PostingContent) -> Iterator[Lack]:
    length = len(content.description)
    if not length:
        yield Lack("description", _("Describe the work."))
    elif length < SHORTEST_DESCRIPTION:
        yield Lack("description", _("Describe the work in at least %(least)s characters.", least=SHORTEST_DESCRIPTION))
    elif length > LONGEST_DESCRIPTION:
        yield Lack("description", _("Shorten the description to %(most)s characters.", most=number(LONGEST_DESCRIPTION)))
    if content.apply_how is ApplyHow.LINK and not content.apply_url.startswith("https://"):
        yield Lack("apply_url", _("Enter the address to apply at, starting with https://."))
    if content.apply_how is ApplyHow.ADDRESS and not content.apply_email:
        yield Lack("apply_email", _("Enter the e-mail address to apply to."))


def _closing(content: PostingContent, at: datetime) -> Iterator[Lack]:
    last = latest_closing(content, at)
    if content.closing_on is None:
        yield Lack("closing_on", _("Choose a closing day."))
    elif content.closing_on < today(content, at):
        yield Lack("closing_on", _("The closing day has passed. Choose a later one."))
    elif content.closing_on > last:
        yield Lack(
            "closing_on",
            _(
                "Choose a closing day by %(day)s: a job is open for at most %(most)s days.",
                day=day(last),
                most=LONGEST_OPEN_DAYS,
            ),
        )


def told(content: PostingContent) -> float:
    """Give how much of what coders decide by is said, from 0 to 1."""
    credentials = content.credentials_all or content.credentials_any or content.apprentice_accepted
    said = [bool(getattr(content, name)) for name, spec in SPECS.items() if spec.counted and name != "productivity"]
    said += [bool(credentials), content.no_quota or bool(content.productivity)]
    return round(sum(said) / len(said), 2)
