"""The search page. The same address gives the whole page, or to htmx the part below the search box."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.browse.rendered_pages import RenderedPages
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.autocomplete import suggestions
from careercenter.job_search.request import from_query_params
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.job_search.result_page import MORE_NAME, FoundJobs, find_jobs, result_page
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Sort
from careercenter.web.auth import public
from careercenter.web.flood import bounded
from careercenter.web.search_reader import search_reader

SUGGESTED_FOR = 60  # seconds


@bp.get("/jobs", endpoint="search")
@public
@bounded("search")
def jobs() -> ResponseReturnValue:
    at = now()
    search = resolve(*from_query_params(request.args.items(multi=True)))
    more = MORE_NAME in request.args.getlist("all")
    found = find_jobs(search, search_reader(), db.session(), at=at, more=more)
    partial = request.headers.get("HX-Request-Type") == "partial"
    pages: RenderedPages = current_app.extensions["rendered-pages"]
    body = pages.get(request, found, at=at)
    if body is None:
        body = _render(search, found, partial=partial, at=at).encode()
        pages.keep(request, found, body, at=at)
    response = make_response(body)
    response.vary.update(["HX-Request", "HX-Request-Type"])
    if partial:
        response.headers["HX-Push-Url"] = jobs_address(search.url(page=found.result.page))
    return response


def _render(search: ResolvedSearch, found: FoundJobs, *, partial: bool, at: datetime) -> str:
    opened = _opened(request.args.getlist("all"))
    base = jobs_address()  # looked up once: a page has some twenty links to other searches

    compact = request.args.get("view") == "compact"

    def address(query: str = "") -> str:
        if compact:
            query = f"{query}&view=compact" if query else "view=compact"
        return f"{base}?{query}" if query else base

    return render_template(
        "browse/_found.html" if partial else "browse/search.html",
        results=result_page(search, found, search_reader(), db.session(), at=at, opened=opened),
        address=address,
        compact=compact,
        views=_views(search.url(page=found.result.page)),
        page_address_of=lambda number: address(search.url(page=number)),
        Facet=Facet,
        Sort=Sort,
    )


def _views(query: str) -> dict[str, str]:
    """Give the addresses of the same jobs as cards and as a short list."""
    short = "&".join(filter(None, [query, "view=compact"]))
    return {"cards": jobs_address(query), "compact": jobs_address(short)}


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


def jobs_address(query: str = "") -> str:
    """Give the address of the search with this query."""
    return url_for("browse.search") + (f"?{query}" if query else "")
