"""What a posting says, in words: for its page, its card in a list, the employer's preview and the moderator's difference.

Everything here is a plain value made from a PostingContent, so that a draft, a revision and a live posting are shown alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from careercenter.core.clock import end_of_day, last_minute
from careercenter.core.i18n import _, _l, day
from careercenter.employers.models import Employer, EmployerKind, Verification
from careercenter.postings.content import ApplyHow, PostingContent
from careercenter.postings.facts import (
    FactRow,
    facts,
)
from careercenter.postings.lifecycle import ENDED, PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.pay import describe_pay

UNTITLED = _l("Untitled job")


@dataclass(frozen=True, slots=True)
class EmployerWords:
    name: str
    public_id: str
    slug: str
    kind: str  # "Physician group"; "" for one of no named kind
    place: str
    verified_at: datetime | None
    verified: str  # "verified by e-mail at meridian.example.com, Nov 3, 2026", or ""


@dataclass(frozen=True, slots=True)
class PostingView:
    """What the page of a posting shows. `ended` is "" while one may apply."""

    public_id: str
    slug: str
    title: str
    employer: EmployerWords
    facts: tuple[FactRow, ...]
    description: str  # Markdown
    apply_how: ApplyHow
    apply_url: str
    apply_email: str
    posted_at: datetime | None
    closing_on: date | None
    closes_by: datetime | None  # the last minute in which one may apply
    time_zone: str
    specialties: tuple[str, ...]
    pay: str = ""  # in its own unit: "$34–41 an hour"
    ended: str = ""
    ended_at: datetime | None = None
    paused: bool = False
    equal_opportunity: str = ""  # Markdown, of the employer

    @property
    def mail_to(self) -> str:
        """Give the address that opens an e-mail to where one applies, with the job in its subject (RFC 6068)."""
        return f"mailto:{self.apply_email}?subject={quote(f'{self.title}, {self.employer.name}', safe='')}"


def view(posting: Posting, *, at: datetime, content: PostingContent | None = None) -> PostingView:
    """Give the page of a posting; `content` shows another than the approved one, for previews of a draft or an edit."""
    content = content or posting.content
    ended = _ended(posting, at)
    return PostingView(
        public_id=posting.public_id,
        slug=posting.slug,
        title=content.title or str(UNTITLED),
        employer=employer_words(posting.employer),
        facts=facts(content),
        description=content.description,
        apply_how=content.apply_how,
        apply_url=content.apply_url,
        apply_email=content.apply_email,
        posted_at=posting.posted_at,
        closing_on=posting.last_day or content.closing_on,
        closes_by=_closes_by(posting, content),
        time_zone=content.time_zone,
        specialties=content.specialties,
        pay=pay.words if (pay := describe_pay(content)) else "",
        ended=ended[0],
        ended_at=ended[1],
        paused=posting.status is PostingStatus.PAUSED,
        equal_opportunity=posting.employer.equal_opportunity,
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
    when = day(employer.verified_at, employer.time_zone)
    if employer.verified_by is Verification.MAIL_AT_DOMAIN and employer.verified_what:
        return _("verified by e-mail at %(host)s, %(day)s", host=employer.verified_what, day=when)
    if employer.verified_by:
        return _("verified by %(how)s, %(day)s", how=employer.verified_by.label, day=when)
    return _("verified %(day)s", day=when)


def _closes_by(posting: Posting, content: PostingContent) -> datetime | None:
    """Of a posting that was never approved, and so has no closing moment yet, by the day it asks for."""
    if posting.closes_at is not None:
        return last_minute(posting.closes_at)
    return last_minute(end_of_day(content.closing_on, content.time_zone)) if content.closing_on else None


# The clock ends these at their closing moment, and notes it a little later.
STANDING_UNTIL_CLOSED = (PostingStatus.LIVE, PostingStatus.PAUSED)


def _ended(posting: Posting, at: datetime) -> tuple[str, datetime | None]:
    if posting.status is PostingStatus.CLOSED:
        return _("This job is closed. It no longer takes applications."), posting.closed_at
    over = posting.closes_at
    if posting.status is PostingStatus.PAUSED and over and at < over:
        return _("This job is paused. It takes no applications for now, and may open again."), None
    if posting.status in ENDED or (posting.status in STANDING_UNTIL_CLOSED and over and over <= at):
        said = _("The closing day of this job has passed. It no longer takes applications.")
        return said, last_minute(over) if over else None
    return "", None
