"""Templates as the board sets Jinja up: macros are made once, and what they say is of the moment."""

from __future__ import annotations

from flask import Flask
from jinja2 import DictLoader

from careercenter.web.templating import SharedTemplate

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
