"""The parts a profile has: what each says, what is missing, and what it is good for."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _, _l
from careercenter.profiles.answers import snapshot, wanted_words, words_of
from careercenter.profiles.models import CoderProfile

Pairs = list[tuple[str, str]]


class ProfilePart(LabelledEnum):
    """The value stands in addresses."""

    ABOUT = "about", _l("Who you are and where")
    CREDENTIALS = "credentials", _l("Credentials")
    EXPERIENCE = "experience", _l("Experience and specialties")
    TOOLS = "tools", _l("Systems and encoders")
    WORK = "work", _l("The work you want")


@dataclass(frozen=True, slots=True)
class ProfileLack:
    """Something a profile does not say, on the page where it can be said, and what saying it is good for."""

    part: ProfilePart
    what: str
    why: str


_LACKS: tuple[tuple[str, ProfilePart, Words, Words], ...] = (
    (
        "state", ProfilePart.ABOUT, _l("The state you live in"),
        _l("Many remote jobs are open to some states only. Each job then says whether yours is one of them."),
    ),
    (
        "credentials", ProfilePart.CREDENTIALS, _l("Your credentials"),
        _l("Each job marks the ones it asks for that you hold."),
    ),
    (
        "years", ProfilePart.EXPERIENCE, _l("Your years as a coder"),
        _l("Most employers require some, and look here before your résumé."),
    ),
    (
        "specialties", ProfilePart.EXPERIENCE, _l("Your specialties"),
        _l("They tell an employer what you can code from the first day."),
    ),
    (
        "tools", ProfilePart.TOOLS, _l("The systems and encoders you know"),
        _l("Employers look for people who know theirs."),
    ),
    (
        "work", ProfilePart.WORK, _l("The work you want"),
        _l("New jobs on your home page follow it. The pay you look for is never sent."),
    ),
)  # fmt: skip


def lacks(profile: CoderProfile | None) -> list[ProfileLack]:
    """Give what a profile does not say yet, what matters most first."""
    return [ProfileLack(part, str(what), str(why)) for name, part, what, why in _LACKS if not _says(profile, name)]


def _says(profile: CoderProfile | None, name: str) -> bool:
    if profile is None:
        return False
    if name == "credentials":
        return bool(profile.credentials) or profile.starting
    if name == "work":
        return bool(wanted_words(snapshot(profile))) or profile.pay_wanted is not None
    return getattr(profile, name) not in ("", [], None)


def stated_by_part(profile: CoderProfile | None) -> dict[ProfilePart, Pairs]:
    """Give what a profile says, part by part, as (label, words)."""
    said = words_of(snapshot(profile))
    return {
        ProfilePart.ABOUT: _stated_pairs(
            (_("In one line"), said.headline),
            (_("Lives in"), said.place),
            (_("Phone"), profile.phone if profile else ""),
        ),
        ProfilePart.CREDENTIALS: _stated_pairs(
            (_("You hold"), ", ".join(abbr for abbr, _name in said.credentials)),
            (_("You hold"), _("None yet") if profile and profile.starting else ""),
        ),
        ProfilePart.EXPERIENCE: _stated_pairs((_("As a coder"), said.years), (_("Specialties"), "; ".join(said.specialties))),
        ProfilePart.TOOLS: _stated_pairs((_("You know"), said.tools)),
        ProfilePart.WORK: _stated_pairs((_("Pay"), pay_words(profile)), (_("Work"), said.settings)),
    }


def pay_words(profile: CoderProfile | None) -> str:
    """Give the pay looked for as it was typed."""
    if profile is None or profile.pay_wanted is None:
        return ""
    cents = profile.pay_wanted
    return profile.pay_said or (f"${cents // 100}" if cents % 100 == 0 else f"${cents / 100:.2f}")


def _stated_pairs(*pairs: tuple[str, str]) -> Pairs:
    return [pair for pair in pairs if pair[1]]
