"""Cards as pages show them: what was made of one is kept, with holes for what a search marks in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app
from markupsafe import Markup

from careercenter.core.i18n import _, ago, current_locale_name
from careercenter.job_search.close_matches import Miss
from careercenter.job_search.highlighting import Fragment
from careercenter.job_search.result_page import Hit
from careercenter.postings.presentation import Card
from careercenter.profiles.current_coder import held
from careercenter.web.typesetting import unbroken

# Where the template leaves room.
TITLE, EXCERPT = "\x02title\x03", "\x02excerpt\x03"


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(card=shown, result_cards=result_cards)


def shown(card: Card, level: int = 2, *, with_employer: bool = True) -> Markup:
    """Give one posting of a list."""
    how = _Shown(level, with_employer, held(), ago(card.posted_at), current_locale_name())
    return _filled(card, how, unbroken(card.title))


def result_cards(hits: Iterable[Hit], level: int = 2) -> Markup:
    """Give what a search found: each marks what was searched for, and says what is lacking, as no other page does."""
    who, locale = held(), current_locale_name()
    made = []
    for hit in hits:
        how = _Shown(level, True, who, ago(hit.card.posted_at), locale)
        made.append(_marked_card(hit, how) if hit.misses else _cached_card(hit, how))
    return Markup("\n".join(made))  # noqa: S704 - all are markup already


class _Shown(NamedTuple):
    """All but the posting that a card is made of: who hold the same credentials see it alike while it is as old in words."""

    level: int
    with_employer: bool
    held: frozenset[str]
    age: str
    locale: str


def _marked_card(hit: Hit, how: _Shown) -> Markup:
    excerpt = f'\n  <p class="job-card__excerpt">{_marked(hit.excerpt)}</p>' if hit.excerpt else ""
    return _filled(hit.card, how, _marked(hit.title), (_misses(hit.misses) if hit.misses else "") + excerpt)


# 2 KB each. What a posting lacks is said of one search alone.
_cached_card = lru_cache(maxsize=2_000)(_marked_card)


def _filled(card: Card, how: _Shown, title: str, excerpt: str = "") -> Markup:
    before, between, after = _shell(card, how)
    return Markup(f"{before}{title}{between}{excerpt}{after}")  # noqa: S704 - all five are markup already


@lru_cache(maxsize=2_000)  # 2 KB each
def _shell(card: Card, how: _Shown) -> tuple[str, str, str]:
    """Give what stands before, between and after the holes of a card."""
    module: Any = current_app.jinja_env.get_template("browse/_card.html").module
    made = str(module.card(card, level=how.level, with_employer=how.with_employer, title=TITLE, excerpt=EXCERPT))
    # Nothing people wrote stands before the first hole or after the second.
    before, _, rest = made.partition(TITLE)
    between, _, after = rest.rpartition(EXCERPT)
    return before, between, after


def _misses(misses: Iterable[Miss]) -> str:
    items = Markup().join(Markup("<li>{}</li>").format(unbroken(miss.words)) for miss in misses)
    return str(Markup('\n  <ul class="job-card__misses" aria-label="{}">{}</ul>').format(_("What does not match"), items))


def _marked(fragments: Iterable[Fragment]) -> str:
    return "".join(
        f"<mark>{unbroken(fragment.text)}</mark>" if fragment.marked else unbroken(fragment.text) for fragment in fragments
    )
