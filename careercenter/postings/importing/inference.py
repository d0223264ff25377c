"""What a row's columns leave open, read out of its words; and which fields were."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from careercenter.postings.content import LiveIn, PostingContent, WorkSetting
from careercenter.postings.importing.credential_words import find_credentials
from careercenter.postings.importing.pay_words import find_pay, read_pay
from careercenter.postings.importing.place_words import find_live_in, find_places, live_in_of_location, read_places
from careercenter.postings.importing.specialty_words import find_specialties, is_this_work
from careercenter.postings.importing.work_words import (
    find_code_sets,
    find_employment,
    find_setting,
    patients_of_title,
    read_employment,
    setting_of_label,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The columns that hold words rather than values, as they came. `text` is Markdown."""

    title: str = ""
    text: str = ""
    location: str = ""
    pay: str = ""
    employment: str = ""
    employer: str = ""


def infer(content: PostingContent, words: Words) -> tuple[PostingContent, tuple[str, ...]]:
    """Fill the empty fields that the words say something of; give the content and the names of the fields that were guessed.

    A field that a column set is never touched, and what is not said stays empty. "$28-$34/hr" in a column of its own is no
    guess: only what comes out of a title or a description is.
    """
    text = words.text.replace("**", "").replace("\\", "")
    content = _filled(content, _of_columns(content, words, text))[0]
    found: dict[str, Any] = {}
    if is_this_work(words.title, text):
        found["specialties"] = find_specialties(words.title, text, employer=words.employer)
        found["patient_types"] = patients_of_title(words.title)
        found["code_sets"] = find_code_sets(text)
        found.update(_credentials(content, words.title, text))
    found.update(_where(content, words, text))
    found["employment_type"] = find_employment(words.title, text)
    if content.pay_basis is None and (pay := find_pay(f"{words.title}\n{text}")):
        found.update(pay_basis=pay.basis, pay_min=pay.low, pay_max=pay.high)
    return _filled(content, found)


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
        if find_live_in(text)[0] in (None, LiveIn.ALL):
            found["live_in"], found["live_in_states"] = live_in_of_location(words.location)
        if found.get("live_in") is LiveIn.LISTED and not any(place.city for place in found["places"]):
            found["places"] = ()  # "Remote - Texas": a state to live in, and no place of work
    if content.pay_min is None and content.pay_max is None and content.pay_basis is None and (pay := read_pay(words.pay)):
        found.update(pay_basis=pay.basis, pay_min=pay.low, pay_max=pay.high)
    return found


def _credentials(content: PostingContent, title: str, text: str) -> dict[str, Any]:
    if content.credentials_all or content.credentials_any or content.credentials_preferred:
        return {}  # a column that names some has named all
    asked = find_credentials(title, text)
    return {
        "credentials_all": asked.all_of,
        "credentials_any": asked.any_of,
        "credentials_preferred": asked.preferred,
        "apprentice_accepted": asked.apprentice,
        "credential_within_months": asked.within_months,
    }


def _where(content: PostingContent, words: Words, text: str) -> dict[str, Any]:
    """Title, then description; a city alone, without a word of remote work, is a place to come to."""
    places = content.places or _places_of_title(words.title)
    setting = content.work_setting or setting_of_label(words.title) or find_setting(text)
    if not places and not words.location:
        places = find_places(text)
    if setting is None and any(place.city for place in places):
        setting = WorkSetting.ONSITE
    found: dict[str, Any] = {"work_setting": setting, "places": places}
    if setting in (WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING):
        live_in, states = find_live_in(text)
        if content.live_in is None:
            found.update(live_in=live_in, live_in_states=states)
    return found


def _places_of_title(title: str) -> tuple[Any, ...]:
    """Only what stands behind a dash, a bar, a comma or in brackets: "Coder II - Houston, TX"."""
    _, found, tail = (
        title.partition(" - ") if " - " in title else title.partition("(") if "(" in title else title.partition(" | ")
    )
    return tuple(place for place in read_places(tail.rstrip(")")) if place.city) if found else ()


def _filled(content: PostingContent, found: dict[str, Any]) -> tuple[PostingContent, tuple[str, ...]]:
    empty = PostingContent()
    changes = {
        name: value
        for name, value in found.items()
        if value not in (None, (), "", False) and getattr(content, name) == getattr(empty, name)
    }
    return dataclasses.replace(content, **changes), tuple(changes)
