"""What a row's columns leave open, read out of its words; and which fields were, each with the words that say it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from careercenter.importing.condition_words import find_conditions
from careercenter.importing.conduct_words import find_conduct, find_machine_applications, find_onsite_days
from careercenter.importing.credential_words import find_credentials
from careercenter.importing.employment_words import find_employment, read_employment
from careercenter.importing.experience_words import find_experience
from careercenter.importing.live_in_words import find_live_in, live_in_of_location
from careercenter.importing.offer_words import find_offer
from careercenter.importing.pay_words import find_pay, read_pay
from careercenter.importing.place_words import find_places, read_places
from careercenter.importing.quota_words import find_quota
from careercenter.importing.specialty_words import find_specialties, is_this_work
from careercenter.importing.statements import Statement, quote, statements
from careercenter.importing.tool_words import find_tools
from careercenter.importing.work_words import find_code_sets, find_setting, patients_of_title, setting_of_label
from careercenter.postings.content import LiveIn, PostingContent, WorkSetting

# The words for what no words say: a place alone makes a job one to come to.
THE_PLACE_ALONE = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The columns that hold words rather than values, as they came. `text` is Markdown."""

    title: str = ""
    text: str = ""
    location: str = ""
    pay: str = ""
    employment: str = ""
    employer: str = ""


@lru_cache(maxsize=2)
def _live_in(text: str) -> tuple[LiveIn | None, tuple[str, ...], str]:
    """The columns are weighed against it first, and then it fills what they leave open."""
    return find_live_in(text)


def infer(content: PostingContent, words: Words) -> tuple[PostingContent, dict[str, str]]:
    """Fill the empty fields that the words say something of; give the content, and for each guess the words it came from.

    A field that a column set is never touched, and what is not said stays empty. "$28-$34/hr" in a column of its own is no
    guess: only what comes out of a title or a description is.
    """
    text = words.text.replace("**", "").replace("\\", "")
    stated = statements(text)
    content = _filled(content, {name: (value, "") for name, value in _of_columns(content, words, text).items()})[0]
    found: dict[str, tuple[Any, str]] = {}
    if is_this_work(words.title, text):
        found["specialties"] = find_specialties(words.title, stated, employer=words.employer)
        found["patient_types"] = patients_of_title(words.title), words.title
        found["code_sets"] = find_code_sets(stated)
        found.update(_credentials(content, words.title, stated))
        found.update(_experience(content, stated))
        found.update(_stated_facts(content, stated, text))
        found.update(find_conditions(words.title, stated))
    found.update(_where(content, words, text))
    if employment := find_employment(words.title, stated):
        found["employment_type"] = employment
    if content.pay_basis is None and (pay := find_pay(f"{words.title}\n{text}")):
        found.update(pay_basis=(pay.basis, pay.said), pay_min=(pay.low, pay.said), pay_max=(pay.high, pay.said))
    content, guesses = _filled(content, found)
    return _with_days_on_site(content, guesses, stated)


def _stated_facts(content: PostingContent, stated: list[Statement], text: str) -> dict[str, tuple[Any, str]]:
    """Read what the work is like; of a pace a column has said all or nothing, and what contradicts a column is no guess."""
    found = {**find_conduct(stated), **find_quota(stated), **find_offer(stated), **find_tools(stated)}
    if said := find_machine_applications(text):
        found["machine_applications"] = said
    if content.productivity is not None or content.no_quota:
        for name in ("productivity", "productivity_unit", "record_type", "ramp_up_weeks", "no_quota"):
            found.pop(name, None)
    if content.no_quota:
        found.pop("missed_quota", None)
    if content.missed_quota is not None:
        found.pop("no_quota", None)
    return found


def _with_days_on_site(
    content: PostingContent, guesses: dict[str, str], stated: list[Statement]
) -> tuple[PostingContent, dict[str, str]]:
    """Read how often one comes, once it is known that the work is hybrid."""
    if content.work_setting is not WorkSetting.HYBRID or not (said := find_onsite_days(stated)):
        return content, guesses
    content, more = _filled(content, {"onsite_days": said})
    return content, guesses | more


def _of_columns(content: PostingContent, words: Words, text: str) -> dict[str, Any]:
    """Read what the columns of words say of themselves."""
    found: dict[str, Any] = {
        "places": read_places(words.location),
        "work_setting": setting_of_label(words.location),
        "employment_type": read_employment(words.employment),
    }
    setting = content.work_setting or found["work_setting"]
    if setting is WorkSetting.REMOTE and words.location and content.live_in is None:
        # What a description says ("not CA or NY") is closer than "Remote - United States".
        if _live_in(text)[0] in (None, LiveIn.ALL):
            found["live_in"], found["live_in_states"] = live_in_of_location(words.location)
        if found.get("live_in") is LiveIn.LISTED and not any(place.city for place in found["places"]):
            found["places"] = ()  # "Remote - Texas": a state to live in, and no place of work
    if content.pay_min is None and content.pay_max is None and content.pay_basis is None and (pay := read_pay(words.pay)):
        found.update(pay_basis=pay.basis, pay_min=pay.low, pay_max=pay.high)
    return found


def _credentials(content: PostingContent, title: str, stated: list[Statement]) -> dict[str, tuple[Any, str]]:
    if content.credentials_all or content.credentials_any or content.credentials_preferred:
        return {}  # a column that names some has named all
    asked = find_credentials(title, stated)
    values = {
        "credentials_all": asked.all_of,
        "credentials_any": asked.any_of,
        "credentials_preferred": asked.preferred,
        "apprentice_accepted": asked.apprentice,
        "credential_within_months": asked.within_months,
    }
    return {name: (value, asked.said[name]) for name, value in values.items()}


def _experience(content: PostingContent, stated: list[Statement]) -> dict[str, tuple[Any, str]]:
    if content.experience is not None or content.specialty_years is not None:
        return {}
    asked = find_experience(stated)
    return {"experience": (asked.band, asked.band_said), "specialty_years": (asked.specialty_years, asked.specialty_said)}


def _where(content: PostingContent, words: Words, text: str) -> dict[str, tuple[Any, str]]:
    """Title, then description; a city alone, without a word of remote work, is a place to come to."""
    places, places_said = content.places, words.location
    if not places:
        places, places_said = _places_of_title(words.title), words.title
    setting, setting_said = content.work_setting, ""
    if setting is None:
        setting, setting_said = setting_of_label(words.title), words.title
    if setting is None:
        setting, setting_said = find_setting(text) or (None, "")
    if not places and not words.location:
        places, places_said = find_places(text)
    if setting is None and any(place.city for place in places):
        setting, setting_said = WorkSetting.ONSITE, THE_PLACE_ALONE
    found: dict[str, tuple[Any, str]] = {"work_setting": (setting, setting_said), "places": (places, places_said)}
    if setting in (WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING) and content.live_in is None:
        live_in, states, said = _live_in(text)
        found.update(live_in=(live_in, said), live_in_states=(states, said))
    return found


def _places_of_title(title: str) -> tuple[Any, ...]:
    """Only what stands behind a dash, a bar, a comma or in brackets: "Coder II - Houston, TX"."""
    _, found, tail = (
        title.partition(" - ") if " - " in title else title.partition("(") if "(" in title else title.partition(" | ")
    )
    return tuple(place for place in read_places(tail.rstrip(")")) if place.city) if found else ()


def _filled(content: PostingContent, found: dict[str, tuple[Any, str]]) -> tuple[PostingContent, dict[str, str]]:
    empty = PostingContent()
    changes = {
        name: (value, said)
        for name, (value, said) in found.items()
        if value not in (None, (), "", False) and getattr(content, name) == getattr(empty, name)
    }
    guesses = {name: quote(" ".join(said.split())) for name, (_, said) in changes.items()}
    return dataclasses.replace(content, **{name: value for name, (value, _) in changes.items()}), guesses
