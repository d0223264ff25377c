"""The list of a posting's applicants: what can be asked of it, what each holds of what the posting needs, and their order.

What profiles said is JSON that the two databases look into differently, so it is read once and judged here; words are
looked for by the database. However many applied, that is two queries, and one for the page that is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import Application, ResumeOpening
from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.numbers import whole
from careercenter.core.paging import Page, page_number
from careercenter.core.places import HOME_STATES
from careercenter.postings.content import PostingContent
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume
from careercenter.taxonomy import catalogue

SIZES = (25, 50, 100)
YEARS = (1, 2, 3, 5, 10)
LONGEST_WORDS = 200
MOST_WORDS = 8


class ApplicantSort(LabelledEnum):
    NEWEST = "newest", _l("Newest first")
    OLDEST = "oldest", _l("Oldest first")
    FIT = "fit", _l("Best fit first")


class Needed(StrEnum):
    """A filter by what the posting needs, in the place of one credential."""

    MET = "needed"


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What is asked of the list.

    `credential` is a slug or `Needed.MET`, `years` a minimum; `unopened` asks for résumés nobody of the employer opened.
    """

    words: str = ""
    status: ApplicationStatus | None = None
    credential: str = ""
    state: str = ""
    years: int | None = None
    unopened: bool = False
    sort: ApplicantSort = ApplicantSort.NEWEST
    size: int = SIZES[0]
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Say whether fewer are asked for than all in a status."""
        return bool(self.words or self.credential or self.state or self.years is not None or self.unopened)

    def arguments(self) -> dict[str, Any]:
        """Give the query string that reads as this request again; what is as usual is left out."""
        said = {
            "q": self.words,
            "status": self.status.value if self.status else "",
            "credential": self.credential,
            "state": self.state,
            "years": "" if self.years is None else str(self.years),
            "unopened": "1" if self.unopened else "",
            "sort": self.sort.value if self.sort is not ApplicantSort.NEWEST else "",
            "size": str(self.size) if self.size != SIZES[0] else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}


def read_request(arguments: Mapping[str, str]) -> ListRequest:
    """Read a query string; what is not known is as if it were not there."""
    size = whole(arguments.get("size"))
    credential, state = arguments.get("credential", ""), arguments.get("state", "")
    return ListRequest(
        words=" ".join(arguments.get("q", "").split())[:LONGEST_WORDS],
        status=next((one for one in ApplicationStatus if one.value == arguments.get("status")), None),
        credential=credential if credential == Needed.MET or catalogue.credential(credential) else "",
        state=state if state in HOME_STATES else "",
        years=whole(arguments.get("years"), high=60),
        unopened=arguments.get("unopened") == "1",
        sort=next((one for one in ApplicantSort if one.value == arguments.get("sort")), ApplicantSort.NEWEST),
        size=size if size in SIZES else SIZES[0],
        page=page_number(arguments.get("page")),
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """The credentials a posting needs, by slug, as one applicant has them. Of alternatives one held is enough."""

    met: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.missing and not self.alternatives

    @property
    def met_words(self) -> tuple[str, ...]:
        return tuple(map(_abbr, self.met))

    @property
    def missing_words(self) -> tuple[str, ...]:
        """Give the abbreviations of what is not held; alternatives of which none is held come as one: "CCS or CPC"."""
        every = [_abbr(slug) for slug in self.missing]
        return (*every, " / ".join(map(_abbr, self.alternatives))) if self.alternatives else tuple(every)


def _abbr(slug: str) -> str:
    found = catalogue.credential(slug)
    return found.abbr if found else slug


def fit_of(held: Collection[str], content: PostingContent) -> Fit:
    """Compare the credentials somebody claims with those the posting needs."""
    every, any_of = content.credentials_all, content.credentials_any
    some = tuple(slug for slug in any_of if slug in held and slug not in every)
    satisfied = any(slug in held for slug in any_of)
    return Fit(
        met=(*(slug for slug in every if slug in held), *some),
        missing=tuple(slug for slug in every if slug not in held),
        alternatives=() if satisfied else any_of,
    )


@dataclass(frozen=True, slots=True)
class ListedApplicant:
    """As much of an application as the list is made by."""

    id: int
    public_id: str
    status: ApplicationStatus
    applied_at: datetime
    said: Mapping[str, Any]
    opened: bool
    fit: Fit

    @property
    def years(self) -> int:
        """Give the years as a coder, -1 when nothing was said of them."""
        years: int | None = self.said.get("years")
        return -1 if years is None else years


@dataclass(frozen=True, slots=True)
class Found:
    """All who applied, those asked for but for their status, and those asked for, in order."""

    everybody: tuple[ListedApplicant, ...]
    of_any_status: tuple[ListedApplicant, ...]
    rows: tuple[ListedApplicant, ...]
    asked: ListRequest

    def counts(self) -> dict[ApplicationStatus, int]:
        """Count those asked for by status, as the tabs show them."""
        counts: dict[ApplicationStatus, int] = {}
        for row in self.of_any_status:
            counts[row.status] = counts.get(row.status, 0) + 1
        return counts

    def credentials(self) -> list[tuple[str, str]]:
        """Give the credentials anybody claims, as (slug, abbreviation)."""
        held = {slug for row in self.everybody for slug in row.said.get("credentials", ())}
        return sorted(((slug, _abbr(slug)) for slug in held if catalogue.credential(slug)), key=lambda one: one[1])

    def states(self) -> list[tuple[str, str]]:
        """Give the states anybody lives in, as (abbreviation, name)."""
        found = {str(row.said.get("state", "")) for row in self.everybody}
        return sorted(((state, str(HOME_STATES[state])) for state in found if state in HOME_STATES), key=lambda one: one[1])

    def ids_of_page(self) -> list[int]:
        asked = self.asked
        first = (asked.page - 1) * asked.size
        return [row.id for row in (self.rows[first : first + asked.size] or self.rows[: asked.size])]

    def page(self) -> Page[Application]:
        """Load the page asked for, or the first when it is past the end."""
        number = self.asked.page if (self.asked.page - 1) * self.asked.size < len(self.rows) else 1
        ids = self.ids_of_page()
        loaded = {one.id: one for one in db.session.scalars(_for_lists().where(Application.id.in_(ids)))}
        items = [loaded[number] for number in ids if number in loaded]
        return Page(items, len(self.rows), number, self.asked.size)

    def fits(self) -> dict[int, Fit]:
        return {row.id: row.fit for row in self.everybody}


def _for_lists() -> Any:
    # The words of résumés are long, and no list shows them.
    resume = joinedload(Application.resume, innerjoin=True).defer(Resume.text)
    return select(Application).options(resume, selectinload(Application.messages))


def find(posting: Posting, asked: ListRequest) -> Found:
    """Give who applied to a posting as `asked`."""
    opened = exists().where(ResumeOpening.application_id == Application.id)
    columns = select(
        Application.id, Application.public_id, Application.status, Application.applied_at, Application.profile, opened
    ).where(Application.posting_id == posting.id)
    everybody = tuple(
        ListedApplicant(number, name, status, sent, said, was_opened, fit_of(said.get("credentials", ()), posting.content))
        for number, name, status, sent, said, was_opened in db.session.execute(columns)
    )
    named = _with_words(posting, asked.words)
    matching = [row for row in everybody if (named is None or row.id in named) and _matches(row, asked)]
    ordered = tuple(_ordered(matching, asked.sort))
    rows = ordered if asked.status is None else tuple(row for row in ordered if row.status is asked.status)
    return Found(everybody, ordered, rows, asked)


def _with_words(posting: Posting, words: str) -> set[int] | None:
    """Find whose name, address, note or résumé has each of the words; None when there are none to look for."""
    if not words:
        return None
    places = (Application.name, Application.email, Application.note, Resume.text)
    query = select(Application.id).join(Resume, Resume.id == Application.resume_id)
    for word in words.split()[:MOST_WORDS]:
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    return set(db.session.scalars(query.where(Application.posting_id == posting.id)))


def _matches(row: ListedApplicant, asked: ListRequest) -> bool:
    said = row.said
    return (
        (
            not asked.credential
            or (row.fit.whole if asked.credential == Needed.MET else asked.credential in said.get("credentials", ()))
        )
        and (not asked.state or said.get("state") == asked.state)
        and (asked.years is None or row.years >= asked.years)
        and not (asked.unopened and row.opened)
    )


def _ordered(rows: list[ListedApplicant], sort: ApplicantSort) -> list[ListedApplicant]:
    newest = sorted(rows, key=lambda row: (row.applied_at, row.id), reverse=sort is not ApplicantSort.OLDEST)
    if sort is not ApplicantSort.FIT:
        return newest
    return sorted(newest, key=lambda row: (len(row.fit.missing) + bool(row.fit.alternatives), -row.years))


def tabs(found: Found) -> list[tuple[int, ApplicationStatus]]:
    """Give the statuses anybody found is in, and the one asked for, each with its number."""
    counts = found.counts()
    return [(counts.get(one, 0), one) for one in ApplicationStatus if counts.get(one) or one is found.asked.status]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where one applicant stands in the list; `number` is None for one it does not hold (any more)."""

    before: str | None
    after: str | None
    number: int | None
    total: int


def neighbours(posting: Posting, asked: ListRequest, application: Application) -> Neighbours:
    """Give who comes before and after an applicant; one whose status left the list stands where it would still be."""
    found = find(posting, replace(asked, status=None))
    order = [row for row in found.rows if asked.status in (None, row.status) or row.id == application.id]
    held = [row for row in order if asked.status in (None, row.status)]
    ids = [row.public_id for row in order]
    if application.public_id not in ids:
        return Neighbours(None, ids[0] if ids else None, None, len(held))
    at = ids.index(application.public_id)
    number = at + 1 if any(row.id == application.id for row in held) else None
    return Neighbours(ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None, number, len(held))
