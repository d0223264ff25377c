"""The visitor's pages, gathered for the factory, and what every template may ask of them."""

from __future__ import annotations

from flask import Flask

from careercenter.browse import employers, health, home, posting, search, specialties, style
from careercenter.browse.blueprint import bp
from careercenter.browse.navigation import navigation, page_address
from careercenter.browse.reader import held
from careercenter.browse.typesetting import unbroken

PAGES = (home, search, posting, employers, specialties, style, health)
blueprints = (bp,)


def init_app(app: Flask) -> None:
    app.jinja_env.filters["unbroken"] = unbroken
    app.jinja_env.globals.update(navigation=navigation, page_address=page_address, held=held, style_url=style.style_url)
