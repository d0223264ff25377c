"""The choices beside the results. A page has some fifty, nearly all as on the page before but for their counts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from careercenter.core.i18n import current_locale
from careercenter.job_search.facets import FacetChoice, FacetGroup
from careercenter.postings.search_schema import Facet

COUNT = "\x02count\x03"  # where the template leaves room


def init_app(app: Flask) -> None:
    app.jinja_env.globals["facet_choice"] = facet_choice


def facet_choice(group: FacetGroup, choice: FacetChoice) -> Markup:
    """Give one choice of a group as a field of the search form."""
    kind = "radio" if group.kind in ("radios", "near") and choice != group.also else "checkbox"
    locale = str(current_locale())
    before, after = _shell(group.facet, choice.value, choice.label, kind, choice.chosen, locale)
    return Markup(f"{before}{_count(choice.count, locale)}{after}")  # noqa: S704 - all three are markup already


@lru_cache(maxsize=4_000)  # half a KB each
def _shell(facet: Facet, value: str, label: str, kind: str, chosen: bool, _locale: str) -> tuple[str, str]:
    """Give what stands before and after the count."""
    made = str(_macros().choice(facet, value, label, kind, chosen, COUNT))
    before, _, after = made.rpartition(COUNT)
    return before, after


@lru_cache(maxsize=4_000)
def _count(count: int, _locale: str) -> str:
    return str(_macros().count(count))


def _macros() -> Any:
    return current_app.jinja_env.get_template("browse/_choice.html").module
