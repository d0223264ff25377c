"""The first page, and the pages of words: safety, help, privacy."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.result_page import ranked_specialties
from careercenter.postings.listing import listed
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Sort
from careercenter.web.auth import current_actor, public
from careercenter.web.search_reader import search_reader

NEWEST = 6
SPECIALTIES = 12


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    actor: Any = current_actor()
    if actor.is_coder or actor.memberships:
        return redirect(url_for("browse.my_home"))
    at = now()
    found = search_reader().find(Criteria(sort=Sort.NEWEST), at=at, size=NEWEST, counted=(Facet.SPECIALTY, Facet.WORK_SETTING))
    return render_template(
        "browse/home.html",
        total=None if found.note else found.total,  # while the index is away not all are known
        cards=[posting.card for posting in listed(db.session(), found.ids, at=at)],
        specialties=ranked_specialties(found.facets.get(Facet.SPECIALTY, {}), SPECIALTIES),
        settings=found.facets.get(Facet.WORK_SETTING, {}),
        at=at,
    )


@bp.get("/safety")
@public
def safety() -> ResponseReturnValue:
    return render_template("browse/safety.html")


@bp.get("/help", endpoint="help")
@public
def help_page() -> ResponseReturnValue:
    return render_template("browse/help.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("browse/privacy.html", settings=current_app.config["SETTINGS"])
