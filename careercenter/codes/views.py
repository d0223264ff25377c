"""The pages of codes: finding one, one page a set, one page a code with the jobs that name it and those of its specialties."""

from __future__ import annotations

import re
from datetime import datetime

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.codes.blueprint import bp
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.query_parser import code_clause
from careercenter.language.code_mentions import whose
from careercenter.postings import public_queries
from careercenter.postings.cards import Card, make_card
from careercenter.postings.listing import listed
from careercenter.postings.models import Posting
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Sort
from careercenter.search.query import Query
from careercenter.taxonomy import catalogue, code_tables
from careercenter.taxonomy import codes as medical
from careercenter.taxonomy.code_labels import ABOUT, OWNERS, status_label
from careercenter.taxonomy.code_shapes import LONGEST, SET_OF_SLUG, SETS, SLUGS
from careercenter.taxonomy.codes import MedicalCode
from careercenter.web.auth import public
from careercenter.web.code_addresses import code_address
from careercenter.web.search_reader import search_reader

MOST_NAMING = 10
MOST_OF_SPECIALTIES = 10
# The index finds a number wherever it stands, as a ZIP too: so many of a page are looked at for those that name the code.
LOOKED_AT = 20

blueprints = (bp,)


@bp.get("/codes")
@public
def codes() -> ResponseReturnValue:
    typed = " ".join(request.args.get("q", "").replace("\x00", " ").split())[:LONGEST]
    found = medical.lookup(typed)
    if len(found) == 1:
        return redirect(code_address(found[0]), code=303)
    return render_template(
        "codes/codes.html",
        typed=typed,
        found=found,
        close=[] if found else medical.close(typed),
        sets=[(name, SLUGS[name], ABOUT[name], len(medical.listed(name))) for name in SETS],
        address=code_address,
    )


@bp.get("/codes/<code_set>")
@public
def code_set(code_set: str) -> ResponseReturnValue:
    name = SET_OF_SLUG.get(code_set.lower()) or abort(404)
    if code_set != SLUGS[name]:
        return redirect(url_for("codes.code_set", code_set=SLUGS[name]), code=301)
    held = code_tables.table(name)
    return render_template(
        "codes/code_set.html",
        name=name,
        about=ABOUT[name],
        owner=OWNERS[name],
        listed=medical.listed(name),
        as_of=held.as_of if held else "",
        address=code_address,
        specialty=catalogue.specialty,
    )


@bp.get("/codes/<code_set>/<code>")
@public
def code(code_set: str, code: str) -> ResponseReturnValue:
    name = SET_OF_SLUG.get(code_set.lower()) or abort(404)
    found = medical.get(name, code)
    if found is None:
        close = medical.lookup(code) or medical.close(f"{name} {code}")
        page = render_template("codes/code_unknown.html", name=name, typed=code[:20], close=close, address=code_address)
        return make_response(page, 404)
    if request.path != code_address(found):
        return redirect(code_address(found), code=301)
    at = now()
    replaced_by = medical.replacement(found)
    naming = _naming([found, *replaced_by], at=at)
    others, total = _of_specialties(found, {one.public_id for one in naming}, at=at)
    response = make_response(
        render_template(
            "codes/code.html",
            code=found,
            status=status_label(found),
            replaced_by=replaced_by,
            above=medical.above(found),
            below=medical.below(found),
            others=[one for one in medical.lookup(found.code) if one.code_set != found.code_set],
            specialties=[one for slug in found.specialties if (one := catalogue.specialty(slug))],
            credentials=_credentials(found),
            naming=naming,
            cards=others,
            total=total,
            whose=whose(found),
            owner=OWNERS[name],
            slug=SLUGS[name],
            address=code_address,
        )
    )
    if not found.described:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _credentials(code: MedicalCode) -> list[catalogue.Credential]:
    """Give the credentials that fit the code's specialties, those that fit most of them first."""
    slugs = [slug for one in code.specialties if (found := catalogue.specialty(one)) for slug in found.credentials]
    ordered = sorted(dict.fromkeys(slugs), key=lambda slug: -slugs.count(slug))
    return [known for slug in ordered if (known := catalogue.credential(slug))]


def _naming(found: list[MedicalCode], *, at: datetime) -> list[Card]:
    """Give the live postings that name one of these codes, a range around it or its category; best first, code after code."""
    # A search for a code puts what names it first, what names its successors among it.
    # What one employer has beyond its share of the first page begins the second.
    criteria = Criteria(Query(must=(code_clause(found[0]),)))
    pages = [search_reader().find(criteria, at=at, page=page, size=LOOKED_AT, counted=()) for page in (1, 2)]
    postings = public_queries.in_order(db.session(), list(dict.fromkeys(one for hits in pages for one in hits.ids)), at=at)
    named = [[posting for posting in postings if names(posting, code)] for code in found]
    return [make_card(posting) for posting in dict.fromkeys(one for each in named for one in each)][:MOST_NAMING]


def names(posting: Posting, code: MedicalCode) -> bool:
    """Say whether a posting names the code: among its codes, or by itself in its words."""
    content = posting.content
    if any(medical.names(named, code) for named in content.codes):
        return True
    marked = r"DRGs?\s*0*" + code.code.lstrip("0") if code.code_set == "MS-DRG" else re.escape(code.code)
    return (
        re.search(rf"(?<![\w.-]){marked}(?![\w-]|\.\w)", f"{content.title}\n{content.description}", re.IGNORECASE) is not None
    )


def _of_specialties(code: MedicalCode, shown: set[str], *, at: datetime) -> tuple[list[Card], int]:
    """Give the newest live postings of the code's specialties without those shown already, and how many there are in all."""
    if not code.specialties:
        return [], 0
    criteria = Criteria(chosen={Facet.SPECIALTY: whose(code)}, sort=Sort.NEWEST)
    hits = search_reader().find(criteria, at=at, size=MOST_OF_SPECIALTIES + len(shown), counted=())
    left = [one for one in hits.ids if one not in shown][:MOST_OF_SPECIALTIES]
    return [posting.card for posting in listed(db.session(), left, at=at)], hits.total
