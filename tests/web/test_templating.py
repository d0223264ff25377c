"""Templates as the board sets Jinja up: macros are made once, and what they say is of the moment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from jinja2 import DictLoader

from careercenter.web.templating import SharedTemplate, html_time

PARTS = {
    "parts.html": "{% macro said(word) %}{{ word }} in {{ language() }}{% endmacro %}",
    "one.html": '{% from "parts.html" import said %}{{ said(word) }}',
    "two.html": '{% import "parts.html" as parts %}{{ parts.said(word) }}',
}


def test_macros_are_made_once_and_say_what_each_page_asks(own_app: Flask) -> None:
    environment = own_app.jinja_env.overlay(loader=DictLoader(PARTS))
    one, two = (environment.get_template(name, globals={"word": name}) for name in ("one.html", "two.html"))
    with own_app.test_request_context():
        assert [one.render(), two.render(), one.render(word="again")] == ["one.html in en", "two.html in en", "again in en"]
    parts = environment.get_template("parts.html")
    assert isinstance(parts, SharedTemplate)
    assert parts._get_default_module() is parts._get_default_module()


def test_a_moment_in_html_has_no_more_of_a_second_than_html_allows() -> None:
    assert html_time(datetime(2026, 11, 26, 9, 5, 7, 123456, tzinfo=UTC)) == "2026-11-26T09:05:07+00:00"
    assert html_time(date(2026, 11, 26)) == "2026-11-26"


def test_templates_write_moments_so_and_put_no_form_into_a_paragraph(app: Flask) -> None:
    for template in Path(app.jinja_loader.searchpath[0]).rglob("*.html"):  # type: ignore[union-attr]
        text = template.read_text()
        assert "isoformat" not in text, template
        assert not re.search(r"<p[^>]*>(?:(?!</p>).)*button_form\(", text), template
