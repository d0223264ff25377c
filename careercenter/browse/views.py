"""The visitor's pages, gathered for the factory, and what every template may ask of them."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask

from careercenter.browse import cards, employers, facet_choices, home, my_home, posting, search, specialties
from careercenter.browse.blueprint import bp
from careercenter.browse.rendered_pages import RenderedPages
from careercenter.core.clock import now
from careercenter.core.places import HOME_STATES
from careercenter.job_search import autocomplete, understanding
from careercenter.job_search.query_parser import parse
from careercenter.job_search.zero_results import ZeroResultCounter
from careercenter.profiles.current_coder import held, home_state
from careercenter.search.interface import Criteria, EngineUnavailable
from careercenter.taxonomy import code_tables
from careercenter.web.code_addresses import code_address, code_links, shows_cpt
from careercenter.web.navigation import navigation, page_address
from careercenter.web.typesetting import unbroken

MISTYPED = "codeing"  # a word no posting holds: to answer it the dictionary of those they hold is made

PAGES = (home, my_home, search, posting, employers, specialties)
blueprints = (bp,)


def init_app(app: Flask) -> None:
    app.jinja_env.filters["unbroken"] = unbroken
    cards.init_app(app)
    facet_choices.init_app(app)
    app.extensions["rendered-pages"] = RenderedPages()
    app.extensions["zero-results"] = ZeroResultCounter()
    code_tables.use(app.config["SETTINGS"].codes_folder)
    app.jinja_env.globals.update(navigation=navigation, page_address=page_address, held=held, home_state=home_state)
    app.jinja_env.globals.update(state_name=HOME_STATES.get)
    app.jinja_env.globals.update(code_address=code_address, code_links=code_links, shows_cpt=shows_cpt)


def warm(app: Flask) -> None:
    """Make what the first search, suggestion, mistyped word and page of a job would wait for: tables, templates, queries."""
    understanding.warm()
    autocomplete.warm()
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(("browse/", "layout/", "macros/"))):
        app.jinja_env.get_template(name)
    index = app.extensions["search"]
    with suppress(EngineUnavailable):
        for words in ("coder", MISTYPED):  # many results and none are counted in two ways, each from tables of its own
            index.find(Criteria(parse(words)), at=now(), size=1)
        index.nearest([MISTYPED])
    # As a visitor would: what fails is logged as it is for visitors, and fails nobody else.
    visitor = app.test_client()
    for address in ("/jobs?q=coder", "/suggest?q=onc", "/"):
        visitor.get(address, base_url=app.config["SETTINGS"].public_url)
    app.extensions["zero-results"].take()  # nobody typed these
