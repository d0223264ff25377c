"""Cards as pages show them: what was made of one is kept, with holes for what a search marks in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app
from markupsafe import Markup

from careercenter.browse.applied import applied
from careercenter.browse.list_views import LinksBeside
from careercenter.core.i18n import _, ago, current_locale_name, short_day
from careercenter.core.places import HOME_STATES
from careercenter.job_search.close_matches import Miss
from careercenter.job_search.highlighting import Fragment
from careercenter.job_search.result_page import Hit
from careercenter.postings.cards import Card
from careercenter.profiles.current_coder import held, home_state
from careercenter.web.typesetting import unbroken

# Where the template leaves room.
LINK, TITLE, EXCERPT = "\x02link\x03", "\x02title\x03", "\x02excerpt\x03"


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(card=shown, result_cards=result_cards)


def shown(card: Card, level: int = 2, *, with_employer: bool = True) -> Markup:
    """Give one posting of a list."""
    return _filled(card, _reader(level, with_employer=with_employer).of(card), unbroken(card.title))


def result_cards(hits: Iterable[Hit], level: int = 2, links: LinksBeside | None = None) -> Markup:
    """Give what a search found: each marks what was searched for, and says what is lacking, as no other page does.

    `links` say where the titles lead while one of the jobs stands beside the list.
    """
    reader = _reader(level, anchored=True, beside=links is not None)
    made = []
    for hit in hits:
        how = reader.of(hit.card)
        one = _marked_card(hit, how) if hit.misses else _cached_card(hit, how)
        made.append(one.replace(LINK, links.of(hit.card), 1) if links else one)
    return Markup("\n".join(made))  # noqa: S704 - all are markup already


class _Shown(NamedTuple):
    """All but the posting that a card is made of: who hold the same credentials see it alike while it is as old in words."""

    level: int
    with_employer: bool
    held: frozenset[str]
    state: str
    locale: str
    anchored: bool  # its place in the list has an address, to come back to
    beside: bool  # its link leads to where the job stands beside the list, and is filled in last
    age: str = ""
    applied: str = ""


@dataclass(frozen=True, slots=True)
class _ListReader:
    """Who reads a list, asked for once and not at each card."""

    shown: _Shown
    applied: Mapping[str, datetime]

    def of(self, card: Card) -> _Shown:
        at = self.applied.get(card.public_id)
        when = _("Applied %(day)s", day=short_day(at.date())) if at else ""
        return self.shown._replace(age=ago(card.posted_at), applied=when)


def _reader(level: int, *, with_employer: bool = True, anchored: bool = False, beside: bool = False) -> _ListReader:
    shown = _Shown(level, with_employer, held(), home_state(), current_locale_name(), anchored, beside)
    return _ListReader(shown, applied())


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
    made = str(
        module.card(
            card,
            level=how.level,
            with_employer=how.with_employer,
            title=TITLE,
            excerpt=EXCERPT,
            living=_living(card, how.state),
            applied=how.applied,
            anchor=how.anchored,
            link=LINK if how.beside else "",
        )
    )
    # Nothing people wrote stands before the first hole or after the second.
    before, _, rest = made.partition(TITLE)
    between, _, after = rest.rpartition(EXCERPT)
    return before, between, after


def _living(card: Card, home: str) -> list[tuple[str, bool]]:
    """Say of the states searched for, or of the one the reader lives in, whether one may live there."""
    if card.asked_for:
        return [(state, True) for state in card.asked_for]
    if card.may_live_in is None or home not in HOME_STATES:
        return []
    return [(HOME_STATES[home], home in card.may_live_in)]


def _misses(misses: Iterable[Miss]) -> str:
    items = Markup().join(Markup("<li>{}</li>").format(unbroken(miss.words)) for miss in misses)
    return str(Markup('\n  <ul class="job-card__misses" aria-label="{}">{}</ul>').format(_("What does not match"), items))


def _marked(fragments: Iterable[Fragment]) -> str:
    return "".join(
        f"<mark>{unbroken(fragment.text)}</mark>" if fragment.marked else unbroken(fragment.text) for fragment in fragments
    )
