"""The jobs that fit what a coder's profile says: asked of the search, as if the coder had chosen the filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from careercenter.core.db import db
from careercenter.core.i18n import _, listing
from careercenter.core.places import HOME_STATES
from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import resolve
from careercenter.postings.cards import Card
from careercenter.postings.listing import listed
from careercenter.postings.search_schema import PAY_FLOORS, POSTED_DAYS, Facet
from careercenter.profiles.models import CoderProfile
from careercenter.search.interface import UNSAID, SearchReader, Sort
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.work_terms import Accepts

SHOWN = 5
FIRST_VISIT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class JobsForCoder:
    """`about` says what they were chosen by; `new` of `total` were posted within `days`; `query` is that of the search."""

    about: str
    query: str
    cards: list[Card]
    total: int
    new: int
    days: int


def jobs_for(profile: CoderProfile | None, reader: SearchReader, *, since: datetime | None, at: datetime) -> JobsForCoder:
    """Give the newest jobs that fit; where none does, those that fit the state and credentials alone, the state, or all."""
    days = _days(at - since if since else FIRST_VISIT)
    for request, about in _wider_and_wider(profile):
        found = reader.find(resolve(request).criteria, at=at, size=SHOWN, counted=(Facet.POSTED,))
        cards = [posting.card for posting in listed(db.session(), found.ids, at=at)]
        new = found.facets.get(Facet.POSTED, {}).get(str(days), 0)
        fitting = JobsForCoder(about, request.to_query_string(), cards, found.total, new, days)
        if found.total:
            break
    return fitting


def _days(away: timedelta) -> int:
    """Give the step of the search that is just as long as somebody was away, at most the longest."""
    days = ceil(away / timedelta(days=1))
    return next((step for step in POSTED_DAYS if step >= days), POSTED_DAYS[-1])


def _wider_and_wider(profile: CoderProfile | None) -> Iterator[tuple[SearchRequest, str]]:
    """Give what to look for, the closest first, and what it is in words."""
    everything = SearchRequest(sort=Sort.NEWEST)
    if profile is not None:
        states = _for_states(everything, profile)
        held = _for_credentials(states, profile)
        where = listing([HOME_STATES[code] for code in states.values(Facet.STATE)], either=True)
        named = [one.abbr for slug in held.values(Facet.CREDENTIAL) if (one := catalogue.credential(slug))]
        what = listing(named, either=True)
        about = _about(where, what, beginner=bool(held.values(Facet.ACCEPTS)))
        yield _as_wanted(held, profile), about
        if not held.empty:
            yield held, about
        if where:
            yield states, _about(where, "", beginner=False)
    yield everything, _("The newest jobs")


def _about(where: str, what: str, *, beginner: bool) -> str:
    if beginner:
        words = _("Jobs in %(states)s that take apprentices, or let you earn a credential later", states=where)
        return words if where else _("Jobs that take apprentices, or let you earn a credential later")
    if where and what:
        return _("Jobs in %(states)s that ask for %(credentials)s", states=where, credentials=what)
    if what:
        return _("Jobs that ask for %(credentials)s", credentials=what)
    return _("Jobs in %(states)s", states=where) if where else _("The newest jobs")


def _for_states(request: SearchRequest, profile: CoderProfile) -> SearchRequest:
    states = dict.fromkeys(code for code in (profile.state, *profile.states_wanted) if code in HOME_STATES)
    return request.with_filter(Facet.STATE, *states) if states else request


def _for_credentials(request: SearchRequest, profile: CoderProfile) -> SearchRequest:
    """Look for what is held; for one who holds none or an apprentice's, what takes beginners."""
    held = [slug for slug in profile.credentials if catalogue.credential(slug)]
    if (profile.starting and not held) or (held and all(slug.endswith("-a") for slug in held)):
        return request.with_filter(Facet.ACCEPTS, *(one.value for one in Accepts))
    return request.with_filter(Facet.CREDENTIAL, *held) if held else request


def _as_wanted(request: SearchRequest, profile: CoderProfile) -> SearchRequest:
    """Narrow to the work wanted; a job that says no pay may pay enough."""
    if profile.work_settings:
        request = request.with_filter(Facet.WORK_SETTING, *profile.work_settings)
    if profile.employment_wanted:
        request = request.with_filter(Facet.EMPLOYMENT_TYPE, *profile.employment_wanted)
    floor = max((floor for floor in PAY_FLOORS if floor <= (profile.pay_wanted or 0)), default=None)
    return request.with_filter(Facet.PAY, str(floor), UNSAID) if floor else request
