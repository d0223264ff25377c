"""Employers who hire now, and the public page of one with its live postings."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.paging import Page, page_number
from careercenter.postings import public_queries
from careercenter.postings.cards import make_card
from careercenter.postings.presentation import employer_words
from careercenter.web.auth import public
from careercenter.web.urls import split_slug


@bp.get("/employers")
@public
def employers() -> ResponseReturnValue:
    page = public_queries.hiring_employers(db.session(), at=now(), number=page_number(request.args.get("page")))
    rows = [(employer_words(employer), live) for employer, live in page.items]
    return render_template(
        "browse/employers.html", rows=rows, page=page, employers_address=lambda number: url_for("browse.employers", page=number)
    )


@bp.get("/employers/<key>")
@public
def employer(key: str) -> ResponseReturnValue:
    at = now()
    public_id, slug = split_slug(key)
    found = public_queries.employer(db.session(), public_id)
    if found is None:
        other = public_queries.merged_into(db.session(), public_id) or abort(404)
        return redirect(url_for("browse.employer", key=f"{other.public_id}-{other.slug}"), code=302)
    if slug != found.slug:
        return redirect(url_for("browse.employer", key=f"{found.public_id}-{found.slug}"), code=301)
    postings = public_queries.postings_of(db.session(), found, at=at, number=page_number(request.args.get("page")))
    cards = Page([make_card(posting) for posting in postings.items], postings.total, postings.number, postings.size)
    return render_template(
        "browse/employer.html",
        employer=found,
        words=employer_words(found),
        cards=cards,
        here=lambda number: url_for("browse.employer", key=key, page=number),
    )
