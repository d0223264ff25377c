"""GET /api/v1/postings: the search of the page, with the same names in its address, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from careercenter.api.v1.schemas import found_json
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.close_matches import close_matches, misses
from careercenter.job_search.execute import result_notes
from careercenter.job_search.request import from_query_params
from careercenter.job_search.resolved import resolve
from careercenter.postings import public_queries
from careercenter.postings.search_schema import Facet
from careercenter.web.auth import public
from careercenter.web.flood import bounded
from careercenter.web.search_reader import search_reader

bp = Blueprint("api", __name__, url_prefix="/api/v1")

PAGE_SIZE = 20


@bp.get("/postings")
@public
@bounded("search")
def postings() -> ResponseReturnValue:
    at = now()
    search = resolve(*from_query_params(request.args.items(multi=True)))
    found = search_reader().find(search.criteria, at=at, page=search.request.page, size=PAGE_SIZE)
    shown = public_queries.in_order(db.session(), found.ids, at=at)
    employers = public_queries.employer_names(db.session(), found.facets.get(Facet.EMPLOYER, {}).keys())
    notes = [*result_notes(found), *search.notes]
    matches = close_matches(search, search_reader(), total=found.total, at=at) if found.total < PAGE_SIZE else {}
    close = [
        (posting, misses(matches[posting.public_id], search, posting.content, posted_at=posting.posted_at, at=at))
        for posting in public_queries.in_order(db.session(), list(matches), at=at)
    ]
    link: Any = current_app.extensions["link"]
    body = found_json(found, shown, close=close, understood=search.interpretation, employers=employers, notes=notes, link=link)
    response = jsonify(body)
    # A job closes at its minute: whoever keeps an answer asks whether it still stands.
    response.cache_control.no_cache = True
    return response


@bp.after_request
def _for_everybody(response: Response) -> Response:
    """Let any site's script read this; a browser sends no cookie along, as no credentials are allowed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
