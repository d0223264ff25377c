"""The search page. The same address gives the whole page, or to htmx the part below the search box."""

from __future__ import annotations

import re
from datetime import datetime

from flask import current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.browse.list_views import JOB, VIEW, LinksBeside, ListView, asked_job
from careercenter.browse.posting import job_beside
from careercenter.browse.rendered_pages import RenderedPages
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.autocomplete import suggestions
from careercenter.job_search.request import from_query_params
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.job_search.result_page import MORE_NAME, FoundJobs, find_jobs, result_page
from careercenter.job_search.zero_results import ZeroResultCounter
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Sort
from careercenter.web.auth import current_actor, public
from careercenter.web.flood import bounded
from careercenter.web.search_reader import search_reader

SUGGESTED_FOR = 60  # seconds
_CRAWLER = re.compile(r"bot|crawl|spider", re.IGNORECASE)


@bp.get("/jobs", endpoint="search")
@public
@bounded("search")
def jobs() -> ResponseReturnValue:
    at = now()
    search = resolve(*from_query_params(request.args.items(multi=True)))
    more = MORE_NAME in request.args.getlist("all")
    found = find_jobs(search, search_reader(), db.session(), at=at, more=more)
    if not found.result.total and not found.result.note:
        _count_zero_results(search, at=at)
    response = make_response(_body(search, found, at=at))
    response.vary.update(["HX-Request", "HX-Request-Type"])
    if _partial():
        response.headers["HX-Push-Url"] = jobs_address(_in_view(search.url(page=found.result.page), _asked_view()))
    return response


def _count_zero_results(search: ResolvedSearch, *, at: datetime) -> None:
    """Count in memory what a person typed; not what staff try out, nor what programs follow links to."""
    staff = current_actor().is_moderator or current_actor().is_admin
    if not staff and not _CRAWLER.search(request.user_agent.string):
        counter: ZeroResultCounter = current_app.extensions["zero-results"]
        counter.count(search, at=at)


def _partial() -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


def _body(search: ResolvedSearch, found: FoundJobs, *, at: datetime) -> bytes:
    if _asked_view() is ListView.DETAIL:
        return _render(search, found, at=at).encode()  # the job beside the list may be none of those found
    pages: RenderedPages = current_app.extensions["rendered-pages"]
    body = pages.get(request, found, at=at)
    if body is None:
        body = _render(search, found, at=at).encode()
        pages.keep(request, found, body, at=at)
    return body


def _render(search: ResolvedSearch, found: FoundJobs, *, at: datetime) -> str:
    base = jobs_address()  # looked up once: a page has some twenty links to other searches
    view, here = _asked_view(), search.url(page=found.result.page)
    results = result_page(search, found, search_reader(), db.session(), at=at, opened=_opened(request.args.getlist("all")))
    beside = job_beside(asked_job(), results.hits.items, at=at) if view is ListView.DETAIL else None

    def address(query: str = "", job: str = "") -> str:
        query = _in_view(query, view, job=job)
        return f"{base}?{query}" if query else base

    return render_template(
        "browse/_found.html" if _partial() else "browse/search.html",
        results=results,
        address=address,
        view=view,
        views=[(other, jobs_address(_in_view(here, other))) for other in ListView],
        beside=beside,
        links=LinksBeside(beside.posting.public_id, lambda job: address(here, job)) if beside else None,
        page_address_of=lambda number: address(search.url(page=number)),
        Facet=Facet,
        Sort=Sort,
    )


@bp.get("/suggest")
@public
@bounded("suggest")
def suggest() -> ResponseReturnValue:
    """Answer the search box while a person types: a list to be put below it."""
    groups = suggestions(request.args.get("q", ""), search_reader(), db.session(), at=now())
    response = make_response(render_template("browse/_suggestions.html", groups=groups, address=jobs_address))
    # The same letters are typed again within the minute; nothing here hangs on who asks.
    response.cache_control.public = True
    response.cache_control.max_age = SUGGESTED_FOR
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _opened(named: list[str]) -> tuple[Facet, ...]:
    """Read of which facets all choices are to be shown, and not only the commonest."""
    return tuple(facet for facet in Facet if facet.value in named)


def _asked_view() -> ListView:
    """Read the view from the address; cards are what one gets unasked."""
    asked = request.args.get(VIEW, "")
    return ListView(asked) if asked in set(ListView) else ListView.CARDS


def _in_view(query: str, view: ListView, *, job: str = "") -> str:
    """Give the query of a search with its view, and with the job chosen."""
    parts = (query, f"{VIEW}={view}" if view is not ListView.CARDS else "", f"{JOB}={job}" if job else "")
    return "&".join(part for part in parts if part)


def jobs_address(query: str = "") -> str:
    """Give the address of the search with this query."""
    return url_for("browse.search") + (f"?{query}" if query else "")
