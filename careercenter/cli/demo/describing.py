"""Put a job's description together: its own hand-written words first, then what the fields say, in one of several shapes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from careercenter.cli.demo.reading import Job
from careercenter.postings.content import ExperienceBand, PostingContent, ProductivityUnit
from careercenter.taxonomy.catalogue import credential

_DUTIES = (
    "What you will do",
    "The work",
    "Your days here",
    "What lands on your desk",
    "In the queue",
    "What you would take on",
)
_ASKED = ("What we look for", "Who we hope to hear from", "What you bring", "Good to have behind you", "What helps here")
_TEAM = ("How we work", "The team", "What it is like here", "A word about us", "Around you")

_YEARS = {
    ExperienceBand.ENTRY: (
        "Up to a year of experience is fine; so is none",
        "This can be your first or second position",
        "A beginning coder will manage with the training we give",
        "We read applications from people in their first year",
    ),
    ExperienceBand.ONE_TO_TWO: (
        "A year or two of coding",
        "At least one full year at a coder's desk",
        "One to two years of coding behind you",
        "You have coded for a year or a little longer",
    ),
    ExperienceBand.THREE_TO_FOUR: (
        "Three or four years of coding",
        "Some three years of production coding",
        "You have coded for three years or thereabouts",
        "At least three years as a coder",
    ),
    ExperienceBand.FIVE_TO_NINE: (
        "Five years of coding or more",
        "You have coded for at least five years",
        "Five years or more, wherever they were",
        "Five to nine years as a coder",
    ),
    ExperienceBand.TEN_UP: (
        "Ten years in the field",
        "Ten years of coding and of reading what others coded",
        "At least ten years, not all of them in one place",
    ),
}
_A_YEAR_HERE = (
    "At least a year of coding in this specialty",
    "A year or two of coding, one of them on records like ours",
    "One full year in the specialty, wherever it was",
    "You have coded this for a year or a little longer",
)
_NUMBERS = ("no", "one", "two", "three", "four", "five")


def describe(job: Job) -> str:
    """Give the description in Markdown; the same job always gets the same words."""
    if job.said.get("plain"):
        return job.text
    rng = Random(f"description of {job.key}")  # its own generator: one changed job does not change the others
    parts = job.text.split("\n\n")
    bullets = next(part for part in parts if part.startswith("- "))
    at = parts.index(bullets)
    lead, closing = "\n\n".join(parts[:at]), "\n\n".join(parts[at + 1 :])
    duties = f"## {rng.choice(_DUTIES)}\n\n{bullets}"
    asked = f"## {rng.choice(_ASKED)}\n\n{_as_list_or_prose(_asked(job.content, rng), rng)}"
    ways = rng.sample(job.employer.ways, k=min(2, len(job.employer.ways)))
    team = f"## {rng.choice(_TEAM)}\n\n{' '.join(ways)}"
    shapes = (
        (lead, duties, closing, asked, team),
        (lead, duties, asked, closing, team),
        (lead, asked, duties, closing, team),
        (lead, duties, closing, team, asked),
        (lead, team, duties, closing, asked),
    )
    return "\n\n".join(part for part in rng.choice(shapes) if part)


def _as_list_or_prose(sentences: list[str], rng: Random) -> str:
    if rng.random() < 0.5:
        return "\n".join(f"- {sentence}" for sentence in sentences)
    return " ".join(f"{sentence}." for sentence in sentences)


def _asked(content: PostingContent, rng: Random) -> list[str]:
    out = [_years(content, rng), *_credentials(content, rng), _tools(content, rng), _measure(content, rng)]
    return [sentence for sentence in out if sentence]


def _years(content: PostingContent, rng: Random) -> str:
    assert content.experience is not None
    words = rng.choice(_YEARS[content.experience])
    if not content.specialty_years:
        return words
    if content.experience is ExperienceBand.ONE_TO_TWO:
        return rng.choice(_A_YEAR_HERE)
    years = _NUMBERS[content.specialty_years]
    return words + rng.choice((f", {years} of them in this specialty", f", {years} of them on records like ours"))


def _credentials(content: PostingContent, rng: Random) -> list[str]:
    out = []
    if content.credentials_all:
        out.append(f"{_names(content.credentials_all, 'and')}, " + rng.choice(("held now", "current", "in good standing")))
    if content.credentials_any:
        names = _names(content.credentials_any, "or")
        held = (f"{names}, current", f"{names}, in good standing", f"{names}, held now")
        will_do = "either" if len(content.credentials_any) == 2 else "any of them"
        several = (f"{names}; {will_do} will do", f"You hold {names}", f"A current {names}", f"One of these: {names}")
        out.append(rng.choice(held if len(content.credentials_any) == 1 else several))
    if content.apprentice_accepted:
        out.append(rng.choice((
            "Apprentice credentials count", "An A behind your letters is no obstacle", "Apprentices are read with equal care",
        )))  # fmt: skip
    if content.credentials_preferred:
        names = _names(content.credentials_preferred, "or")
        known = set(content.credentials_preferred) <= {*content.credentials_any, *content.credentials_all}
        beside = (f"{names} is welcome", f"We would be glad of {names}", f"{names} helps", f"Better still with {names}")
        out.append(f"Best of all {names}" if known else rng.choice(beside))
    if content.credential_within_months:
        months = content.credential_within_months
        out.append(rng.choice((
            f"Without the credential you have {months} months to earn it", f"Not certified yet? You have {months} months",
            f"The credential may be earned within {months} months",
        )))  # fmt: skip
    return out


def _tools(content: PostingContent, rng: Random) -> str:
    tools = [*content.ehrs, *content.encoders][:3]
    if not tools:
        return ""
    names, either = _joined(tools, "and"), _joined(tools, "or")
    return rng.choice((
        f"{names}, or the patience to learn", f"We use {names}; any of it you know saves a week", f"Some knowledge of {names}",
        f"Ease with software: here it is {names}", f"You need not know {either} yet, but you will use them daily",
    )) if len(tools) > 1 else rng.choice((
        f"{names}, or something like it", f"We work in {names} and teach it", f"Some knowledge of {names}",
    ))  # fmt: skip


def _measure(content: PostingContent, rng: Random) -> str:
    accuracy = content.accuracy_percent
    if content.productivity is None or content.record_type is None:
        return rng.choice((
            f"Accuracy of {accuracy} percent, and no count of records", f"We look at accuracy alone: {accuracy} percent",
            f"There is no hourly target; accuracy is {accuracy} percent",
        ))  # fmt: skip
    unit = "an hour" if content.productivity_unit is ProductivityUnit.PER_HOUR else "a day"
    pace = f"{content.productivity} {content.record_type.label} {unit}"
    sentence = rng.choice((
        f"{pace} at {accuracy} percent once you are settled", f"The measure is {pace}, {accuracy} percent right",
        f"In time, {pace} and {accuracy} percent accuracy", f"We count on {pace} with {accuracy} percent accuracy",
    ))  # fmt: skip
    if content.ramp_up_weeks:
        sentence += rng.choice((
            f"; you have {content.ramp_up_weeks} weeks to get there",
            f"; the first {content.ramp_up_weeks} weeks have no target",
        ))  # fmt: skip
    return sentence


def _names(slugs: Sequence[str], word: str) -> str:
    return _joined([found.abbr if (found := credential(slug)) else slug for slug in slugs], word)


def _joined(words: Sequence[str], word: str) -> str:
    return f"{', '.join(words[:-1])} {word} {words[-1]}" if len(words) > 1 else words[0]
