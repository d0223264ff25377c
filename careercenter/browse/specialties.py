"""What there is to code, how much of it is asked for now, and one page a specialty."""

from __future__ import annotations

from datetime import datetime

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.postings.listing import listed
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Sort
from careercenter.taxonomy import catalogue
from careercenter.web.auth import public
from careercenter.web.search_reader import search_reader

NEWEST = 10


@bp.get("/specialties")
@public
def specialties() -> ResponseReturnValue:
    families = [(top, catalogue.children(top.slug)) for top in catalogue.specialties() if top.parent is None]
    return render_template("browse/specialties.html", families=families, counts=_counts(at=now()))


@bp.get("/specialties/<slug>")
@public
def specialty(slug: str) -> ResponseReturnValue:
    at = now()
    found = catalogue.specialty(slug) or abort(404)
    criteria = Criteria(chosen={Facet.SPECIALTY: (slug,)}, sort=Sort.NEWEST)
    hits = search_reader().find(criteria, at=at, size=NEWEST, counted=(Facet.SPECIALTY,))
    return render_template(
        "browse/specialty.html",
        specialty=found,
        parents=catalogue.ancestors(slug),
        children=catalogue.children(slug),
        credentials=[known for name in found.credentials if (known := catalogue.credential(name))],
        codes=sorted(catalogue.medical_codes(slug), key=lambda code: code.status.startswith("deleted")),
        cards=[posting.card for posting in listed(db.session(), hits.ids, at=at)],
        total=hits.total,
        counts=hits.facets.get(Facet.SPECIALTY, {}),
        at=at,
    )  # fmt: skip


def _counts(*, at: datetime) -> dict[str, int]:
    return dict(search_reader().find(Criteria(), at=at, size=1, counted=(Facet.SPECIALTY,)).facets.get(Facet.SPECIALTY, {}))
