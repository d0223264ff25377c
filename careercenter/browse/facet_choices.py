"""The choices beside the results. A page has some fifty, nearly all as on the page before but for their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from markupsafe import Markup, escape

from careercenter.core.i18n import current_locale_name
from careercenter.job_search.facets import FacetChoice, FacetGroup
from careercenter.job_search.request import NEAR
from careercenter.job_search.result_page import ResultPage
from careercenter.postings.search_schema import Facet

# Where the templates leave room.
COUNT, ALL = "\x02count\x03", "\x02all\x03"


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(facet_group=facet_group, facet_choices=facet_choices, facet_options=facet_options)


def facet_group(group: FacetGroup, results: ResultPage, address: Callable[[str], str]) -> Markup:
    """Give one thing to narrow by, as it was made for a page that offers the same of it."""
    if group.kind == "near" and (group.near or request.args.get(NEAR)):
        return _macro(group)  # what was typed for a place stands in it
    made = _group(group, current_locale_name())
    if ALL in made:
        made = made.replace(ALL, escape(address(results.all_of(group.facet))))
    return Markup(made)  # noqa: S704 - both are markup already


@lru_cache(maxsize=1_000)  # 3 KB each
def _group(group: FacetGroup, _locale: str) -> str:
    return str(_macro(group))


def _macro(group: FacetGroup) -> Markup:
    module: Any = current_app.jinja_env.get_template("browse/_filter_group.html").module
    made: Markup = module.filter_group(group, ALL)
    return made


def facet_choices(group: FacetGroup, choices: Iterable[FacetChoice]) -> Markup:
    """Give choices of a group as fields of the search form."""
    several = group.kind not in ("radios", "near")
    locale = current_locale_name()
    made: list[str] = []
    for choice in choices:
        kind = "checkbox" if several or choice is group.also else "radio"
        before, after = _shell(group.facet, choice.value, choice.label, kind, choice.chosen, locale)
        made += before, _count(choice.count, locale), after
    return Markup("".join(made))  # noqa: S704 - all are markup already


def facet_options(choices: Iterable[FacetChoice], selected: str) -> Markup:
    """Give choices as those of a list, of which one may be selected."""
    made = (f"{_option(one.value, one.label, one.value == selected)} ({one.count})</option>" for one in choices)
    return Markup("".join(made))  # noqa: S704 - all are markup already


@lru_cache(maxsize=500)
def _option(value: str, label: str, selected: bool) -> str:
    """Give what stands before the count."""
    return f'<option value="{escape(value)}"{" selected" if selected else ""}>{escape(label)}'


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
