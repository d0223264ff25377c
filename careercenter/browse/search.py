"""The search page. The same address gives the whole page, or to htmx the part below the search box."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.autocomplete import suggestions
from careercenter.job_search.request import from_query_params
from careercenter.job_search.resolved import resolve
from careercenter.job_search.result_page import result_page
from careercenter.search.interface import Facet, Sort
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
    page = result_page(search, search_reader(), db.session(), at=at, opened=_opened(request.args.getlist("all")))
    partial = request.headers.get("HX-Request-Type") == "partial"
    name = "browse/_found.html" if partial else "browse/search.html"
    response = make_response(
        render_template(
            name,
            results=page,
            address=jobs_address,
            page_address_of=lambda number: jobs_address(search.url(page=number)),
            Facet=Facet,
            Sort=Sort,
        )
    )
    response.vary.update(["HX-Request", "HX-Request-Type"])
    if partial:
        response.headers["HX-Push-Url"] = jobs_address(search.url(page=page.hits.number))
    return response


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
