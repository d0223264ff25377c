"""Cards as pages show them: the same ones are listed again and again, so what was made of one is kept for the next page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from careercenter.core.i18n import ago, current_locale
from careercenter.postings.presentation import Card
from careercenter.profiles.current_coder import held


def init_app(app: Flask) -> None:
    app.jinja_env.globals["card"] = shown


def shown(card: Card, level: int = 2, *, with_employer: bool = True, found: Any = None) -> Markup:
    """Give one posting of a list; `found` marks what was searched for, which no other page shows alike."""
    if found is not None:
        return _made(card, level, with_employer=with_employer, found=found)
    age = ago(card.posted_at)
    return _rendered(card, level, with_employer, held(), age, str(current_locale()))


@lru_cache(maxsize=2_000)  # 2 KB each
def _rendered(card: Card, level: int, with_employer: bool, _held: frozenset[str], _age: str, _locale: str) -> Markup:
    """Make a card once for all who see it alike: who hold the same credentials, while it is as old in words."""
    return _made(card, level, with_employer=with_employer, found=None)


def _made(card: Card, level: int, *, with_employer: bool, found: Any) -> Markup:
    module: Any = current_app.jinja_env.get_template("browse/_card.html").module
    return Markup(module.card(card, level=level, with_employer=with_employer, found=found))  # noqa: S704 - the macro escapes
