"""What a posting says, in words: for its page, its card in a list, the employer's preview and the moderator's difference.

Everything here is a plain value made from a PostingContent, so that a draft, a revision and a live posting are shown alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from careercenter.core.clock import zone
from careercenter.core.i18n import day
from careercenter.core.places import STATES
from careercenter.employers.models import Employer, EmployerKind, Verification
from careercenter.postings.content import ApplyHow, ExperienceBand, LiveIn, PostingContent, WorkSetting
from careercenter.postings.lifecycle import ENDED, PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.pay import PayWords, describe_pay
from careercenter.taxonomy import catalogue

# More states than this are counted in a card instead of named.
MOST_STATES_NAMED = 3
MOST_PATIENT_TYPES = 2
STATES_AND_DC = 51
UNTITLED = "Untitled job"
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value. `kind`: text, strong, small, code, credential (`more`: its full name), list (`more`: its title)."""

    text: str
    kind: str = "text"
    more: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Give the value as plain words, for a difference, a letter or a feed."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class EmployerWords:
    name: str
    public_id: str
    slug: str
    kind: str  # "Physician group"; "" for one of no named kind
    place: str
    verified_at: datetime | None
    verified: str  # "verified by mail at meridian.example.com, Nov 3, 2026", or ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a posting."""

    public_id: str
    slug: str
    title: str
    employer: EmployerWords
    pay: PayWords | None
    where: str
    employment: str
    patients: str
    tools: str
    needs: tuple[Part, ...]
    prefers: tuple[Part, ...]
    measured: str
    posted_at: datetime | None
    closing_on: date | None
    status: PostingStatus


@dataclass(frozen=True, slots=True)
class PostingView:
    """What the page of a posting shows. `ended` is "" while one may apply."""

    public_id: str
    slug: str
    title: str
    employer: EmployerWords
    facts: tuple[Fact, ...]
    description: str  # Markdown
    apply_how: ApplyHow
    apply_url: str
    apply_email: str
    posted_at: datetime | None
    closing_on: date | None
    time_zone: str
    specialties: tuple[str, ...]
    ended: str = ""
    ended_at: datetime | None = None


def view(posting: Posting, *, at: datetime, content: PostingContent | None = None) -> PostingView:
    """Give the page of a posting; `content` shows another than the approved one, for previews of a draft or an edit."""
    content = content or posting.content
    ended = _ended(posting, at)
    return PostingView(
        public_id=posting.public_id,
        slug=posting.slug,
        title=content.title or UNTITLED,
        employer=employer_words(posting.employer),
        facts=facts(content),
        description=content.description,
        apply_how=content.apply_how,
        apply_url=content.apply_url,
        apply_email=content.apply_email,
        posted_at=posting.posted_at,
        closing_on=last_day(posting.closes_at, content.time_zone) or content.closing_on,
        time_zone=content.time_zone,
        specialties=content.specialties,
        ended=ended[0],
        ended_at=ended[1],
    )


def card(posting: Posting) -> Card:
    content = posting.content
    return Card(
        public_id=posting.public_id,
        slug=posting.slug,
        title=content.title or UNTITLED,
        employer=employer_words(posting.employer),
        pay=describe_pay(content),
        where=where_words(content),
        employment=content.employment_type.label if content.employment_type else "",
        patients=" · ".join(kind.label for kind in content.patient_types[:MOST_PATIENT_TYPES]),
        tools=", ".join([*content.ehrs, *content.encoders][:4]),
        needs=needs_parts(content, preferred=False, short=True),
        prefers=tuple(_either(content.credentials_preferred, " and ")),
        measured=measured_words(content),
        posted_at=posting.posted_at,
        closing_on=last_day(posting.closes_at, content.time_zone) or content.closing_on,
        status=posting.status,
    )


def employer_words(employer: Employer) -> EmployerWords:
    return EmployerWords(
        name=employer.name,
        public_id=employer.public_id,
        slug=employer.slug,
        kind="" if employer.kind is EmployerKind.OTHER else employer.kind.label,
        place=", ".join(part for part in (employer.city, employer.state) if part),
        verified_at=employer.verified_at,
        verified=verified_words(employer),
    )


def verified_words(employer: Employer) -> str:
    """Say what was checked of an employer and when; "" when nothing was."""
    if employer.verified_at is None:
        return ""
    how = employer.verified_by.label if employer.verified_by else ""
    if employer.verified_by is Verification.MAIL_AT_DOMAIN and employer.verified_what:
        how = f"mail at {employer.verified_what}"
    when = day(employer.verified_at, employer.time_zone)
    return f"verified by {how}, {when}" if how else f"verified {when}"


def last_day(closes_at: datetime | None, time_zone: str) -> date | None:
    """Give the last day on which one may apply: `closes_at` is the first moment after it."""
    return (closes_at - timedelta(seconds=1)).astimezone(zone(time_zone)).date() if closes_at else None


def _ended(posting: Posting, at: datetime) -> tuple[str, datetime | None]:
    if posting.status is PostingStatus.CLOSED:
        return "This job is closed. It no longer takes applications.", posting.closed_at
    if posting.status in ENDED or (posting.status is PostingStatus.LIVE and posting.closes_at and posting.closes_at <= at):
        return "The closing day of this job has passed. It no longer takes applications.", posting.closes_at
    return "", None


def facts(content: PostingContent) -> tuple[Fact, ...]:
    """Give what a posting says as pairs, in the order coders decide by; what is not said is left out."""
    rows: list[tuple[str, Iterable[Part]]] = [
        ("Pay", _pay_parts(content)),
        ("Where", _where_parts(content)),
        ("Needs", needs_parts(content, preferred=False)),
        ("Prefers", _either(content.credentials_preferred, " and ")),
        ("Specialty", _text(" · ".join(_specialty(slug) for slug in content.specialties))),
        ("Patients", _text(" · ".join(kind.label for kind in content.patient_types))),
        ("Codes", _code_parts(content)),
        ("Tools", _text(", ".join([*content.ehrs, *content.encoders]))),
        ("Measured by", _text(measured_words(content))),
        ("Terms", _text(_terms_words(content))),
        ("Equipment", _text(content.equipment.label if content.equipment else "")),
        ("Benefits", _text(", ".join(_lower_after_first([benefit.label for benefit in content.benefits])))),
        ("Hiring steps", _text(_hiring_words(content))),
    ]
    return tuple(Fact(label, tuple(parts)) for label, parts in ((label, list(parts)) for label, parts in rows) if parts)


def where_words(content: PostingContent) -> str:
    """Say in a few words where the work is done or where one may live."""
    setting = content.work_setting
    if setting is None:
        return joined([str(place) for place in content.places])
    places = joined([str(place) for place in content.places[:2]])
    if len(content.places) > 2:
        places = f"{content.places[0]} and {len(content.places) - 1} more places"
    if setting in (WorkSetting.HYBRID, WorkSetting.ONSITE):
        return f"{setting.label} in {places}" if places else setting.label
    after = f", trained in {places}" if setting is WorkSetting.REMOTE_AFTER_TRAINING and places else ""
    words = "Remote after training" if setting is WorkSetting.REMOTE_AFTER_TRAINING else "Remote"
    return words + _live_in_words(content) + after


def _live_in_words(content: PostingContent) -> str:
    states = content.live_in_states
    if content.live_in is LiveIn.ALL:
        return ", all states"
    if content.live_in is LiveIn.LISTED and states:
        return f" in {joined(states)}" if len(states) <= MOST_STATES_NAMED else f" in {len(states)} states"
    if content.live_in is LiveIn.ALL_BUT and states:
        if len(states) <= MOST_STATES_NAMED:
            return f", all states but {joined(states)}"
        return f" in {STATES_AND_DC - len(set(states) - TERRITORIES)} states"
    return ""


def _where_parts(content: PostingContent) -> list[Part]:
    words = where_words(content)
    if not words:
        return []
    parts = [Part(words)]
    remote = content.work_setting in (WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING)
    if remote and content.live_in is not LiveIn.ALL and len(content.live_in_states) > MOST_STATES_NAMED:
        named = ", ".join(STATES.get(code, code) for code in content.live_in_states)
        title = "which" if content.live_in is LiveIn.LISTED else "all but which"
        parts += [Part("; "), Part(named, "list", title)]
    return parts


def needs_parts(content: PostingContent, *, preferred: bool = True, short: bool = False) -> tuple[Part, ...]:
    """Give the credentials and years asked for, with *or* and *and* between; `preferred` adds those that are a plus.

    `short` names only one measure of years, for a card: those in the specialty, which are the harder to have.
    """
    parts = _either(content.credentials_all, " and ")
    if content.credentials_any:
        if parts:
            parts.append(Part(", and one of " if len(content.credentials_any) > 1 else " and "))
        parts += _either(content.credentials_any, " or ")
    if content.credential_within_months and parts:
        parts.append(Part(f", earned within {content.credential_within_months} months of starting"))
    if content.apprentice_accepted:
        parts.append(Part(", apprentice (‑A) accepted" if parts else "an apprentice (‑A) credential at least"))
    years = _years_words(content, short=short)
    if years:
        parts.append(Part(f", {years}" if parts else years.replace("entry level", "up to 1 year of experience")))
    if preferred and content.credentials_preferred:
        parts += [Part(", prefers " if parts else "Prefers "), *_either(content.credentials_preferred, " and ")]
    return tuple(parts)


def needs_words(content: PostingContent) -> str:
    return "".join(part.text for part in needs_parts(content))


def _years_words(content: PostingContent, *, short: bool) -> str:
    words = []
    if content.experience and not (short and content.specialty_years):
        band = content.experience.label.lower()
        words.append("entry level" if content.experience is ExperienceBand.ENTRY else band if short else f"{band} as a coder")
    if content.specialty_years:
        words.append(f"{content.specialty_years} year{'' if content.specialty_years == 1 else 's'} in the specialty")
    return joined(words)


def measured_words(content: PostingContent) -> str:
    """Say the productivity and accuracy asked for: "9 charts an hour after 8 weeks, 95 % accuracy"."""
    words = []
    if content.productivity:
        record = content.record_type.label if content.record_type else "charts"
        unit = content.productivity_unit.label if content.productivity_unit else ""
        after = f" after {content.ramp_up_weeks} weeks" if content.ramp_up_weeks else ""
        words.append(f"{content.productivity} {record} {unit}".strip() + after)
    if content.accuracy_percent:
        words.append(f"{content.accuracy_percent}\u00a0% accuracy")
    return ", ".join(words)


def joined(words: Iterable[Any], last: str = " and ") -> str:
    """Write "a", "a and b", "a, b and c"."""
    listed = [str(word) for word in words]
    return last.join(part for part in (", ".join(listed[:-1]), listed[-1]) if part) if listed else ""


def _lower_after_first(words: list[str]) -> list[str]:
    return words[:1] + [word if word[:2].isupper() else word[0].lower() + word[1:] for word in words[1:]]


def _text(words: str) -> list[Part]:
    return [Part(words)] if words else []


def _either(slugs: tuple[str, ...], between: str) -> list[Part]:
    parts: list[Part] = []
    for number, slug in enumerate(slugs):
        if number:
            parts.append(Part(between if number == len(slugs) - 1 else ", "))
        known = catalogue.credential(slug)
        parts.append(Part(known.abbr, "credential", known.name) if known else Part(slug.upper(), "credential"))
    return parts


def _specialty(slug: str) -> str:
    known = catalogue.specialty(slug)
    return known.name if known else slug


def _pay_parts(content: PostingContent) -> list[Part]:
    pay = describe_pay(content)
    if pay is None:
        return [Part("Not said by the employer")]
    parts = [Part(f"{pay.amount} {pay.unit}".strip(), "strong")]
    if pay.equivalent:
        parts.append(Part(f" {pay.equivalent}" + (f" {pay.how}" if pay.how else ""), "small"))
    return parts


def _code_parts(content: PostingContent) -> list[Part]:
    parts: list[Part] = []
    for number, code in enumerate(content.codes):
        parts += [Part(", ")] * bool(number) + [Part(code.replace("-", "–") if "-" in code else code, "code")]
    sets = ", ".join(code_set.label for code_set in content.code_sets)
    if sets:
        parts.append(Part(f", {sets}" if parts else sets))
    return parts


def _terms_words(content: PostingContent) -> str:
    words = [
        content.employment_type.label if content.employment_type else "",
        content.schedule.label.lower() if content.schedule else "",
        f"{content.hours_per_week} hours a week" if content.hours_per_week else "",
    ]
    said = ", ".join(word for word in words if word)
    return said[:1].upper() + said[1:]


def _hiring_words(content: PostingContent) -> str:
    test = f"Coding test: {content.hiring_test.label.lower()}" if content.hiring_test else ""
    steps = content.hiring_steps.strip()
    return f"{test}. {steps}" if steps and test else steps or test
