"""What the profile form hands over, and what an employer gets of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _, _l, _n
from careercenter.core.places import HOME_STATES
from careercenter.profiles.models import CoderProfile
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.work_terms import EmploymentType, Schedule

MOST_SPECIALTIES = 12
MOST_TOOLS = 20


class SettingWanted(LabelledEnum):
    """The same values as a posting's work setting, in the coder's words."""

    REMOTE = "remote", _l("Remote")
    HYBRID = "hybrid", _l("Hybrid")
    ONSITE = "onsite", _l("On site")
    REMOTE_AFTER_TRAINING = "remote-after-training", _l("Remote after training on site")


@dataclass(frozen=True, slots=True)
class ProfileAnswers:
    """`specialties` are (slug, years or None); `pay_wanted` is in cents an hour, `pay_said` the same as it was typed.

    `starting`: they say that they hold no credential yet.
    """

    headline: str = ""
    phone: str = ""
    city: str = ""
    state: str = ""
    credentials: tuple[str, ...] = ()
    specialties: tuple[tuple[str, int | None], ...] = ()
    years: int | None = None
    tools: tuple[str, ...] = ()
    work_settings: tuple[str, ...] = ()
    pay_wanted: int | None = None
    pay_said: str = ""
    starting: bool = False
    states_wanted: tuple[str, ...] = ()
    employment_wanted: tuple[str, ...] = ()
    schedules_wanted: tuple[str, ...] = ()


def snapshot(profile: CoderProfile | None) -> dict[str, Any]:
    """Give what goes with an application: everything but the pay wanted, which stays with the coder."""
    if profile is None:
        return {}
    said = {
        "headline": profile.headline,
        "city": profile.city,
        "state": profile.state,
        "credentials": list(profile.credentials),
        "specialties": [dict(one) for one in profile.specialties],
        "years": profile.years,
        "tools": list(profile.tools),
        "work_settings": list(profile.work_settings),
        "states_wanted": list(profile.states_wanted),
        "employment_wanted": list(profile.employment_wanted),
        "schedules_wanted": list(profile.schedules_wanted),
    }
    return {name: value for name, value in said.items() if value not in ("", [], None)}


@dataclass(frozen=True, slots=True)
class SnapshotWords:
    """A snapshot for showing. `credentials` are (abbreviation, name)."""

    headline: str
    place: str
    years: str
    credentials: tuple[tuple[str, str], ...]
    specialties: tuple[str, ...]
    tools: str
    settings: str

    @property
    def empty(self) -> bool:
        return not any((self.headline, self.place, self.years, self.credentials, self.specialties, self.tools, self.settings))


def words_of(said: dict[str, Any]) -> SnapshotWords:
    """Put a snapshot, of whatever age, into words; slugs the taxonomy no longer has are passed over."""
    held = [catalogue.credential(slug) for slug in said.get("credentials", [])]
    state = said.get("state", "")
    return SnapshotWords(
        headline=said.get("headline", ""),
        place=", ".join(part for part in (said.get("city", ""), HOME_STATES.get(state, state)) if part),
        years=_years(said.get("years")),
        credentials=tuple((one.abbr, one.name) for one in held if one),
        specialties=tuple(_specialty_words(one) for one in said.get("specialties", []) if catalogue.specialty(one["slug"])),
        tools=", ".join(said.get("tools", [])),
        settings=wanted_words(said),
    )


def wanted_words(said: Mapping[str, Any]) -> str:
    """Say what work is wanted, its pay aside: "Remote, Hybrid; Full time, W-2; Days; Texas, Ohio"."""
    parts = [
        ", ".join(labels[value] for value in said.get(name, []) if value in labels)
        for name, labels in (
            ("work_settings", {one.value: one.label for one in SettingWanted}),
            ("employment_wanted", {one.value: one.label for one in EmploymentType}),
            ("schedules_wanted", {one.value: one.label for one in Schedule}),
            ("states_wanted", HOME_STATES),
        )
    ]
    return "; ".join(part for part in parts if part)


def _specialty_words(one: dict[str, Any]) -> str:
    found = catalogue.specialty(one["slug"])
    assert found is not None
    years = _years(one.get("years"))
    return _("%(specialty)s, %(years)s", specialty=found.name, years=years) if years else found.name


def _years(number: int | None) -> str:
    if number is None:
        return ""
    return _("under 1 year") if number == 0 else _n("%(num)s year", "%(num)s years", number)
