"""Put a job's description together in its employer's voice: the job's own words, and what its fields say, in one template."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from careercenter.cli.demo.reading import DATA, Job
from careercenter.postings.content import ExperienceBand, PostingContent, ProductivityUnit
from careercenter.taxonomy.catalogue import credential

_NUMBERS = ("no", "one", "two", "three", "four", "five")


class SentenceList(tuple[str, ...]):
    """Sentences without their periods: "list" gives bullets, "line" puts them in a row, nothing gives prose."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        if form == "list":
            return "\n".join(f"- {sentence}" for sentence in self)
        if form == "line":
            return "; ".join(self)
        return " ".join(f"{sentence}." for sentence in self)


def describe(job: Job) -> str:
    """Give the description in Markdown; the same job always gets the same words."""
    if job.said.get("plain"):
        return job.text
    voice = _voices()[job.employer.voice]
    say = _voices()["usual"] | voice
    lead, duties, closing = _own_words(job.text)
    gaps = {
        "lead": lead,
        "duties": duties,
        "closing": closing,
        "ways": _ways(job, say["ways"]),
        "required": SentenceList([_years(job.content, say), *_credentials(job.content, say)]),
        "preferred": _preferred(job.content, say),
        "standards": _standards(job.content, say),
        "schedule": _schedule(job.content, say),
        "employer": job.employer.name,
    }
    return _without_empty_parts(block.format_map(gaps) for block in voice["text"].strip().split("\n\n"))


@lru_cache(maxsize=1)
def _voices() -> dict[str, dict[str, Any]]:
    return tomllib.loads((DATA / "voices.toml").read_text(encoding="utf-8"))


def _own_words(text: str) -> tuple[str, str, str]:
    """Split a job's text at its bullets, or, where it has none, into its first, its middle and its last paragraph."""
    parts = text.split("\n\n")
    at = next((number for number, part in enumerate(parts) if part.startswith("- ")), None)
    if at is not None:
        return "\n\n".join(parts[:at]), parts[at], "\n\n".join(parts[at + 1 :])
    return parts[0], "\n\n".join(parts[1:-1]), parts[-1] if len(parts) > 1 else ""


def _without_empty_parts(blocks: Iterable[str]) -> str:
    """Leave out what nothing was said of, with the heading over it."""
    out: list[str] = []
    for block in blocks:
        if not block.strip():
            continue
        if block.startswith("## ") and out and out[-1].startswith("## "):
            out.pop()
        out.append(block.strip())
    return "\n\n".join(out)


def _ways(job: Job, count: int) -> SentenceList:
    rng = Random(f"description of {job.key}")  # its own generator: one changed job does not change the others
    return SentenceList(way.rstrip(".") for way in rng.sample(job.employer.ways, k=min(count, len(job.employer.ways))))


def _years(content: PostingContent, say: dict[str, Any]) -> str:
    assert content.experience is not None
    years: str = say["years"][content.experience.value]
    if not content.specialty_years:
        return years
    if content.experience is ExperienceBand.ONE_TO_TWO:
        return str(say["year_here"])
    return str(say["years_here"]).format(years=years, count=_NUMBERS[content.specialty_years], number=content.specialty_years)


def _credentials(content: PostingContent, say: dict[str, Any]) -> list[str]:
    out = []
    if content.credentials_all:
        out.append(say["all"].format(names=_names(content.credentials_all, "and")))
    if content.credentials_any:
        several = len(content.credentials_any) > 1
        out.append(say["any" if several else "all"].format(names=_names(content.credentials_any, "or")))
    if content.apprentice_accepted:
        out.append(say["apprentice"])
    if content.credential_within_months:
        out.append(say["within"].format(months=content.credential_within_months))
    return out


def _preferred(content: PostingContent, say: dict[str, Any]) -> SentenceList:
    out = []
    if content.credentials_preferred:
        out.append(say["prefer"].format(names=_names(content.credentials_preferred, "or")))
    if tools := [*content.ehrs, *content.encoders][:3]:
        out.append(say["tools"].format(tools=_joined(tools, "and")))
    return SentenceList(out)


def _standards(content: PostingContent, say: dict[str, Any]) -> SentenceList:
    if content.productivity is None or content.record_type is None:
        return SentenceList([say["accuracy"].format(accuracy=content.accuracy_percent)])
    unit = "hour" if content.productivity_unit is ProductivityUnit.PER_HOUR else "day"
    pace = {"count": content.productivity, "records": content.record_type.label, "unit": unit}
    out = [say["pace"].format(**pace, accuracy=content.accuracy_percent)]
    if content.ramp_up_weeks:
        out.append(say["ramp"].format(weeks=content.ramp_up_weeks))
    return SentenceList(out)


def _schedule(content: PostingContent, say: dict[str, Any]) -> SentenceList:
    assert content.employment_type is not None
    assert content.schedule is not None
    assert content.work_setting is not None
    words = {"employment": say["employment"][content.employment_type.value], "shift": say["shift"][content.schedule.value]}
    hours = say["hours" if content.hours_per_week else "no_hours"].format(hours=content.hours_per_week, **words)
    places = _joined([f"{place.city}, {place.state}" for place in content.places], "or") if content.places else ""
    return SentenceList([hours, say["setting"][content.work_setting.value].format(place=places)])


def _names(slugs: Sequence[str], word: str) -> str:
    return _joined([found.abbr if (found := credential(slug)) else slug for slug in slugs], word)


def _joined(words: Sequence[str], word: str) -> str:
    if len(words) > 2:
        return f"{', '.join(words[:-1])}, {word} {words[-1]}"
    return f" {word} ".join(words)
