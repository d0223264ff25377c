"""What a résumé says and its coder's profile does not: offered to the coder, who takes what is right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _n
from careercenter.core.numbers import whole
from careercenter.core.places import HOME_STATES
from careercenter.profiles import resume_facts
from careercenter.profiles.answers import MOST_SPECIALTIES, MOST_TOOLS
from careercenter.profiles.models import CoderProfile, Resume, ResumeText
from careercenter.taxonomy import catalogue


@dataclass(frozen=True, slots=True)
class Offer:
    """`field` is one of a profile; `said` the résumé's words; `now` what the profile says and would say no more."""

    field: str
    value: str
    words: str
    said: str
    now: str = ""

    @property
    def key(self) -> str:
        return f"{self.field}:{self.value}"


def offers(profile: CoderProfile | None, resume: Resume, *, today: date) -> list[Offer]:
    """Give what a résumé adds to a profile, in the order of the profile; nothing while its text is not read."""
    if resume.text_status is not ResumeText.READ:
        return []
    return list(_offers(profile or CoderProfile(), resume_facts.read(resume.text, today=today)))


def _offers(profile: CoderProfile, found: resume_facts.ResumeFacts) -> Iterator[Offer]:
    for fact in found.state:
        if fact.value != (profile.state or ""):
            yield Offer("state", fact.value, HOME_STATES[fact.value], fact.words, HOME_STATES.get(profile.state or "", ""))
    held = set(profile.credentials or ())
    for fact in found.credentials:
        one = catalogue.credential(fact.value)
        if one and one.slug not in held and one.slug.removesuffix("-a") not in held:
            yield Offer("credentials", one.slug, f"{one.abbr}, {one.name}", fact.words)
    for fact in found.years:
        if whole(fact.value) != profile.years:
            yield Offer("years", fact.value, _year_words(whole(fact.value)), fact.words, _year_words(profile.years))
    said = {one["slug"] for one in profile.specialties or ()}
    coded = said | {parent.slug for slug in said for parent in catalogue.ancestors(slug)}
    for fact in found.specialties:
        named = catalogue.specialty(fact.value)
        if named and named.slug not in coded:
            yield Offer("specialties", named.slug, named.name, fact.words)
    known = {tool.casefold() for tool in profile.tools or ()}
    yield from (
        Offer("tools", fact.value, fact.value, fact.words) for fact in found.tools if fact.value.casefold() not in known
    )


def _year_words(years: int | None) -> str:
    return "" if years is None else _n("%(num)s year", "%(num)s years", years)


def changes(profile: CoderProfile | None, offered: list[Offer], taken: Collection[str]) -> dict[str, Any]:
    """Give the fields of a profile with what was taken of the offers, by key; RuleBroken for none, or more than fit."""
    kept = [one for one in offered if one.key in taken]
    if not kept:
        raise RuleBroken(_("Check what is right, then add it."), field="taken")
    profile = profile or CoderProfile()
    made: dict[str, Any] = {}
    for one in kept:
        if one.field in ("state", "years"):
            made[one.field] = whole(one.value) if one.field == "years" else one.value
        elif one.field == "specialties":
            rows = ((said["slug"], said["years"]) for said in profile.specialties or ())
            made[one.field] = (*made.get(one.field, tuple(rows)), (one.value, None))
        else:
            made[one.field] = (*made.get(one.field, tuple(getattr(profile, one.field) or ())), one.value)
    if "credentials" in made:
        made["starting"] = False
    for name, most in (("specialties", MOST_SPECIALTIES), ("tools", MOST_TOOLS)):
        if len(made.get(name, ())) > most:
            raise RuleBroken(_("A profile holds %(most)s of these. Check fewer.", most=most), field="taken")
    return made
