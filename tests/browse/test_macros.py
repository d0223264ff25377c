"""The macros every page is made with: fields that say what is wrong, pages as links, marks that speak in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask, render_template_string
from wtforms import BooleanField, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import ListWidget

from careercenter.core.errors import RuleBroken
from careercenter.core.paging import Page
from careercenter.postings.lifecycle import PostingStatus
from careercenter.web.forms import BaseForm

COLOURS = [SelectChoice("red", "Red", {"hint": "like a rose"}), SelectChoice("blue", "Blue")]
GROUPED = [SelectChoice("cpc", "CPC", optgroup="AAPC"), SelectChoice("ccs", "CCS", optgroup="AHIMA")]


class Example(BaseForm):
    name = StringField("Name", validators=[InputRequired("Enter your name"), Length(max=5, message="Enter a shorter name")])
    words = TextAreaField("Words")
    colour = RadioField("Colour", choices=COLOURS, validators=[InputRequired("Choose a colour")])
    held = SelectMultipleField("Held", choices=GROUPED, widget=ListWidget())
    state = SelectField("State", choices=COLOURS)
    agreed = BooleanField("I agree", validators=[InputRequired("Say that you agree")])
    file = FileField("File")


@pytest.fixture
def form(app: Flask) -> Any:
    with app.test_request_context("/", method="POST", data={"name": "much too long", "held": "ccs", "state": "blue"}):
        made = Example()
        made.validate()
        yield made


def drawn(source: str, **values: Any) -> str:
    return render_template_string('{% import "macros/form.html" as form_ %}' + source, **values)


def test_an_error_stands_at_its_field_and_in_the_summary_in_the_same_words(form: Any) -> None:
    field = drawn("{{ form_.field(form.name, hint='As on your résumé') }}", form=form)
    assert 'aria-describedby="name-hint name-error"' in field
    assert 'aria-invalid="true"' in field
    assert '<span class="hidden">Error:</span> Enter a shorter name' in field
    assert 'value="much too long"' in field
    summary = drawn("{{ form_.error_summary(form) }}", form=form)
    assert '<a href="#name">Enter a shorter name</a>' in summary
    assert 'tabindex="-1"' in summary
    assert "autofocus" in summary


def test_what_nobody_types_is_taken_out_of_what_is_typed(app: Flask) -> None:
    with app.test_request_context(
        "/", method="POST", data={"name": " A\0\u202eb ", "words": "a\u2066b \U0001f469\u200d\U0001f52c"}
    ):
        made = Example()
        assert (made.name.data, made.words.data) == ("Ab", "ab \U0001f469\u200d\U0001f52c")


def test_the_browser_checks_and_cuts_nothing(form: Any) -> None:
    for field in form:
        html = drawn("{{ form_.field(field) }}", field=field)
        assert not re.search(r"\s(required|maxlength|minlength|pattern)\b", html)


def test_a_group_has_a_legend_and_is_reached_by_its_first_choice(form: Any) -> None:
    group = drawn("{{ form_.field(form.colour) }}", form=form)
    assert re.search(r"<fieldset[^>]*>\s*<legend>Colour</legend>", group)
    assert group.count('type="radio"') == 2
    assert "like a rose" in group
    assert '<a href="#colour-0">Choose a colour</a>' in drawn("{{ form_.error_summary(form) }}", form=form)
    assert 'id="colour-0"' in group


def test_grouped_choices_fold_and_open_where_something_is_chosen(form: Any) -> None:
    group = drawn("{{ form_.field(form.held) }}", form=form)
    aapc, ahima = group.split("<details")[1:]
    assert " open" not in aapc.split(">")[0]
    assert " open" in ahima.split(">")[0]
    assert "1 chosen" in ahima
    assert re.findall(r'id="(held-\d)"', group) == ["held-0", "held-1"]


def test_a_select_stays_a_select_and_its_error_leads_to_it(form: Any) -> None:
    form.refuse(RuleBroken("Choose a state we serve", field="state"))
    assert "<select" in drawn("{{ form_.field(form.state) }}", form=form)
    assert '<a href="#state">Choose a state we serve</a>' in drawn("{{ form_.error_summary(form) }}", form=form)


def test_a_rule_without_a_field_stands_in_the_summary_alone(form: Any) -> None:
    form.refuse(RuleBroken("The job closed while you wrote"))
    assert "<li>The job closed while you wrote</li>" in drawn("{{ form_.error_summary(form) }}", form=form)


def test_a_form_without_errors_has_no_summary(app: Flask) -> None:
    with app.test_request_context("/"):
        assert drawn("{{ form_.error_summary(form) }}", form=Example()) == ""


def test_an_act_by_button_carries_its_token_and_says_what_it_is_about(app: Flask) -> None:
    with app.test_request_context("/"):
        button = drawn("{{ form_.button_form('/end', 'End', kind='link', about='the session on Firefox') }}")
    assert 'method="post" action="/end"' in button
    assert 'name="csrf_token"' in button
    assert '<span class="hidden"> the session on Firefox</span>' in button


def test_pages_are_links_and_one_page_has_none(app: Flask) -> None:
    source = "{% from 'macros/pagination.html' import pagination %}{{ pagination(page, address) }}"
    with app.test_request_context("/"):
        drawn_pages = render_template_string(
            source, page=Page(range(10), 95, 5, 10), address=lambda number: f"/x?page={number}"
        )
        single = render_template_string(source, page=Page(range(3), 3, 1, 10), address=str)
    assert re.findall(r"page=(\d+)", drawn_pages) == ["4", "1", "4", "6", "10", "6"]
    assert "41 to 50 of 95" in drawn_pages
    assert single == ""


def test_a_status_is_said_in_words(app: Flask) -> None:
    with app.test_request_context("/"):
        source = (
            "{% import 'macros/badge.html' as b %}{{ b.status(it) }}{{ b.verified(none) }}{{ b.credential('CPC', held=true) }}"
        )
        html = render_template_string(source, it=PostingStatus.CHANGES_ASKED)
    assert ">Changes asked<" in html
    assert "not yet verified" in html
    assert "(you hold it)" in html


def test_what_was_not_given_reads_so(app: Flask) -> None:
    with app.test_request_context("/"):
        source = "{% from 'macros/facts.html' import facts %}{{ facts([('Note', ''), ('Name', 'Ida')]) }}"
        html = render_template_string(source)
    assert "Not provided" in html
    assert "<dd>Ida</dd>" in html
