"""The columns of an import file: their names, what each may hold, and how a row becomes a posting's content.

`docs/import.md` is the table for people. Names are read in any case, with spaces or hyphens for underscores.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from careercenter.core import numbers
from careercenter.core.addresses import NotAnAddress, mail_address, web_address
from careercenter.core.enums import LabelledEnum
from careercenter.core.markdown import to_markdown
from careercenter.core.places import lookup_zip, state_code
from careercenter.importing.days import is_zone, read_day
from careercenter.importing.foreign_money import foreign_money
from careercenter.importing.inference import Words
from careercenter.importing.names import VALUES, WORDS, column_name
from careercenter.importing.place_words import names_us, outside_us, read_places, setting_only
from careercenter.importing.work_words import setting_of_label
from careercenter.postings.content import BOUNDS, KINDS, MONEY, SPECS, ApplyHow, Place, PostingContent, WorkSetting
from careercenter.taxonomy import catalogue

LONGEST_TITLE = 120
LONGEST_REFERENCE = 120

_DAY_COLUMNS = frozenset({"closing_on", "publish_on"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One row as values and words; `problems` make it a bad row, `notes` do not."""

    reference: str | None
    content: PostingContent
    words: Words
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_row(values: dict[str, Any], *, time_zone: str) -> Reading:
    """Read one row; nothing raises, everything wrong is in `problems`."""
    row = {column_name(name): value for name, value in values.items()}
    draft = _Draft()
    title = " ".join(_text(row.get("title")).split())
    if not title:
        draft.problems.append("title is missing.")
    elif len(title) > LONGEST_TITLE:
        draft.problems.append(f"title has {len(title)} characters; at most {LONGEST_TITLE} fit.")
    reference = _text(row.get("id")).strip()
    if len(reference) > LONGEST_REFERENCE:
        draft.problems.append(f"id has {len(reference)} characters; at most {LONGEST_REFERENCE} fit.")
    zone = _text(row.get("time_zone"))
    zone = zone if is_zone(zone) else time_zone
    for name in sorted(VALUES & set(row)):
        _value(draft, name, row[name], zone)
    _apply(draft, row)
    _places(draft, row)
    if _said_yes(row.get("remote")) and "work_setting" not in draft.values:
        draft.values["work_setting"] = WorkSetting.REMOTE
    _abroad(draft, row, title)
    text = _description(draft, row)
    content = PostingContent(**{"time_zone": time_zone, **draft.values, "title": title, "description": text})
    words = Words(
        title=title,
        text=text,
        location="" if content.places else _text(row.get("location")),
        pay=_text(row.get("pay")),
        employment="" if content.employment_type else _text(row.get("employment_type")),
        employer=_text(row.get("employer")),
    )
    return Reading(reference or None, content, words, tuple(draft.problems), tuple(draft.notes))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value).strip()


def _items(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else re.split(r"[|;]", _text(value))
    return [text for part in parts if (text := _text(part))]


def _said_yes(value: Any) -> bool:
    return _text(value).lower() in ("1", "yes", "true", "y", "t", "remote", "telecommute")


# Free text is usual in these columns of real files: it is read as words, and only what nothing is made of is noted.
_LENIENT = frozenset({"employment_type", "benefits", "apply_url"})


def _value(draft: _Draft, name: str, value: Any, zone: str) -> None:
    try:
        read = read_day(_text(value), zone, ends=name == "closing_on") if name in _DAY_COLUMNS else _typed(name, value)
    except (ValueError, InvalidOperation, OverflowError) as error:
        if name not in _LENIENT:
            draft.problems.append(f"{name}: {error}" if str(error) else f"{name} cannot be read: {_text(value)[:60]!r}.")
        return
    if read not in (None, (), ""):
        draft.values[name] = read


def _typed(name: str, value: Any) -> Any:
    kind = KINDS[name]
    if kind.several:
        return tuple(dict.fromkeys(_typed_one(name, kind.type, item) for item in _items(value)))
    return _typed_one(name, kind.type, value)


def _typed_one(name: str, kind: Any, value: Any) -> Any:
    text = _text(value)
    if name in MONEY:
        return _cents(text)
    if name in ("specialties", "credentials_all", "credentials_any", "credentials_preferred"):
        return _slug(name, text)
    if name == "time_zone":
        return _need(text if is_zone(text) else None, f"{text[:40]!r} is no time zone. Write it like America/Chicago.")
    if name == "live_in_states":
        return _need(state_code(text), f"{text[:40]!r} is no state.")
    if name == "apply_url":
        return _address(web_address, text)
    if name in ("apply_email", "contact_email"):
        return _address(mail_address, text)
    if kind is bool:
        return _said_yes(value)
    if kind is int:
        return _whole(text, *BOUNDS[name])
    if kind is float:
        low, high = BOUNDS[name]
        return _need(numbers.halves(text, low=low, high=high), f"{text[:40]!r} is no number of hours from {low} to {high}.")
    if isinstance(kind, type) and issubclass(kind, LabelledEnum):
        return _member(kind, text)
    longest = SPECS[name].longest
    return (
        text[:200]
        if not longest
        else _need(text if len(text) <= longest else None, f"{text[:40]!r}… is longer than {longest} characters.")
    )


def _need(found: Any, otherwise: str) -> Any:
    if found is None:
        raise ValueError(otherwise)
    return found


def _address(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except NotAnAddress as error:
        raise ValueError(str(error)) from error


def _whole(text: str, low: int, high: int) -> int:
    """Read a whole number, also as spreadsheets write it: "40.0"."""
    number = numbers.whole(re.sub(r"\.0{1,9}$", "", text), low=low, high=high)
    if number is None:
        raise ValueError(f"{text[:40]!r} is no whole number from {low} to {high}.")
    return number


def _cents(text: str) -> int:
    if not re.fullmatch(r"\$?\s?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.\d{1,2})?", text):
        raise ValueError(f"{text[:40]!r} is no amount of dollars.")
    cents = int(Decimal(text.replace("$", "").replace(",", "").strip()) * 100)
    return int(_need(cents or None, "0 is no pay. Leave the column empty where pay is not said."))


def _member(kind: type[LabelledEnum], text: str) -> LabelledEnum:
    found = _members(kind).get(_folded(text))
    if found is None:
        raise ValueError(f"{text[:40]!r} is not one of {', '.join(member.value for member in kind)}.")
    return found


@lru_cache(maxsize=64)
def _members(kind: type[LabelledEnum]) -> dict[str, LabelledEnum]:
    """Give each member by its value, its name and its words."""
    names = [(text, member) for member in kind for text in (member.value, member.name, member.label)]
    return {_folded(text): member for text, member in reversed(names)}


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.lower())


def _slug(name: str, text: str) -> str:
    words = [catalogue.misspellings().get(word, word) for word in text.lower().split()]
    found = _slugs(name == "specialties").get(" ".join(words))
    if found is None:
        raise ValueError(f"{text[:40]!r} is not in the list.")
    return found


@lru_cache(maxsize=2)
def _slugs(specialties: bool) -> dict[str, str]:
    """Give the slugs of specialties or credentials by every name they go by; a synonym of several is none of any."""
    rows: tuple[Any, ...] = catalogue.specialties() if specialties else catalogue.credentials()
    known = {name.lower(): one.slug for one in rows for name in (one.slug, one.name, getattr(one, "abbr", one.slug))}
    synonyms: dict[str, set[str]] = {}
    for one in rows:
        for name in one.synonyms if specialties else one.aliases:
            synonyms.setdefault(name.lower(), set()).add(one.slug)
    return {name: min(slugs) for name, slugs in synonyms.items() if len(slugs) == 1} | known


def _apply(draft: _Draft, row: dict[str, Any]) -> None:
    if "apply_url" in draft.values:
        draft.values["apply_how"] = ApplyHow.LINK
    elif "apply_email" in draft.values:
        draft.values["apply_how"] = ApplyHow.ADDRESS
    elif row.get("apply_url"):
        draft.notes.append(
            "the address to apply at does not begin with https:// or is no public site; people apply here instead."
        )


def _places(draft: _Draft, row: dict[str, Any]) -> None:
    city, state, zip_code = (_text(row.get(name)) for name in ("city", "state", "zip"))
    if not (city or state or zip_code):
        return
    code = state_code(state) if state else ""
    known = lookup_zip(zip_code.zfill(5) if zip_code.isdigit() else zip_code) if zip_code else None
    if code is None:
        draft.problems.append(f"state: {state[:40]!r} is no state.")
    elif zip_code and known is None:
        draft.problems.append(f"zip: {zip_code[:40]!r} is no ZIP code.")
    elif known and code and known.state != code:
        draft.problems.append(f"zip: {zip_code} is in {known.state}, not in {code}.")
    else:
        found = Place(
            city or (known.city.title() if known else ""),
            code or (known.state if known else ""),
            zip_code[:5].zfill(5) if known else "",
        )
        draft.values["places"] = (found,)


def _abroad(draft: _Draft, row: dict[str, Any], title: str) -> None:
    """Refuse jobs outside the United States and pay in other money; note a location and an employment nothing is made of."""
    location, pay, country = (_text(row.get(name)) for name in ("location", "pay", "country"))
    column, said, where = "country", country, outside_us("", country=country)
    # A state of its own in the row is a place in the US, whatever the rest says; `_places` has looked at it.
    if not where and "places" not in draft.values:
        column, said, where = "location", location, outside_us(location)
    if not where and "places" not in draft.values:
        column, said, where = "title", title, outside_us(location, title=title)
    if where:
        draft.problems.append(
            f"{column}: {said[:60]!r} is outside the United States ({where}); this board keeps jobs of the United States."
        )
    elif location and not draft.values.get("places") and not read_places(location) and not _understood(location):
        draft.notes.append(f"location: {location[:60]!r} was not read as a place of the United States.")
    money = foreign_money(pay) or _other_currency(_text(row.get("currency")))
    if money:
        draft.problems.append(f"pay: {pay[:60] or money!r} is not in US dollars ({money}).")


def _understood(location: str) -> bool:
    """Say whether a location that names no place says something else: that the work is remote, or anywhere in the US."""
    return setting_only(location) or setting_of_label(location) is not None or names_us(location)


def _other_currency(text: str) -> str:
    return "" if text.upper() in ("", "USD", "US$", "$", "US DOLLAR", "US DOLLARS", "DOLLARS") else text[:20]


def _description(draft: _Draft, row: dict[str, Any]) -> str:
    parts = [to_markdown(_text(row.get("description")))]
    for name, heading in (("requirements", "Requirements"), ("benefits", "Benefits")):
        if name in row and name not in draft.values and (text := to_markdown("\n".join(_items(row[name])))):
            parts.append(f"## {heading}\n\n{text}")
    return "\n\n".join(part for part in parts if part)


def describe() -> list[tuple[str, str]]:
    """Give (column, what it may hold) for every column, for the documentation and `--columns`."""
    return [(name, _holds(name)) for name in (*sorted(WORDS), *(name for name in SPECS if name in VALUES))]


def _holds(name: str) -> str:
    if name in WORDS:
        return "text"
    spec, kind = SPECS[name], KINDS[name]
    if spec.column:
        what = spec.column
    elif spec.bounds:
        what = f"a whole number from {spec.bounds[0]} to {spec.bounds[1]}"
    elif issubclass(kind.type, LabelledEnum):
        what = ", ".join(member.value for member in kind.type)
    else:
        what = "yes or no" if kind.type is bool else "text"
    return f"several: {what}" if kind.several and not spec.column else what
