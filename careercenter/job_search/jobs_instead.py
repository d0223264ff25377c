"""Jobs shown where none is found and none comes close, so that nobody meets an empty page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl

from careercenter.core.i18n import _
from careercenter.job_search.links import SearchLinkWithCount
from careercenter.job_search.request import from_query_params
from careercenter.job_search.resolved import resolve
from careercenter.search.interface import Criteria, SearchReader, Sort

MOST = 5


class JobsInstead(NamedTuple):
    """Public ids, and the search they are the first of."""

    search: SearchLinkWithCount
    ids: tuple[str, ...]


def jobs_instead(broader: Sequence[SearchLinkWithCount], engine: SearchReader, *, at: datetime) -> JobsInstead | None:
    """Give the first jobs of the first of these searches for less, without any the newest; None on an empty board."""
    if broader:
        criteria = resolve(*from_query_params(parse_qsl(broader[0].query))).criteria
    else:
        criteria = Criteria(sort=Sort.NEWEST)
    found = engine.find(criteria, at=at, size=MOST, counted=())
    link = broader[0] if broader else SearchLinkWithCount(_("The newest jobs"), found.total, "sort=newest")
    return JobsInstead(link, tuple(found.ids)) if found.ids else None
