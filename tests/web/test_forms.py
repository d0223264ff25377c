"""What every form refuses, whatever it is for."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import FieldList, FormField, PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from careercenter.web.forms import BaseForm, RowForm, listed, named_error

ENCODED = "=?utf-8?b?DQpCY2M6IHhAZXZpbC5leGFtcGxl?="


class Form(BaseForm):
    name = StringField("Name")
    words = TextAreaField("Words")
    secret = PasswordField("Secret")


class Short(BaseForm):
    note = TextAreaField("Note", validators=[Length(max=100)])


class Needed(BaseForm):
    input = StringField("Input", validators=[InputRequired()])
    data = StringField("Data", validators=[DataRequired()])
    words = TextAreaField("Words", validators=[InputRequired()])


class Row(RowForm):
    colour = SelectField("Colour", choices=listed([("red", "Red")]))


class Choosing(BaseForm):
    zone = SelectField("Zone", choices=listed([("America/New_York", "Eastern")]))
    several = SelectMultipleField("Several", choices=listed([("red", "Red")]))
    rows = FieldList(FormField(Row))


@pytest.mark.parametrize("typed", [ENCODED, f"Ana {ENCODED}", "Ana\r\nBcc: x@evil.example", "Ana\nCoder"])
def test_a_field_of_one_line_takes_nothing_that_a_header_would_turn_into_another(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST", data={"name": typed, "words": typed, "secret": typed}):
        form = Form()
        assert not form.validate_on_submit()
        assert list(form.errors) == ["name"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028"])
def test_line_ends_are_one_character_before_anything_is_counted(app: Flask, end: str) -> None:
    with app.test_request_context(method="POST", data={"note": end.join(["nine char"] * 10)}):
        form = Short()  # at most a hundred characters: ten lines of nine and the nine ends between them
        assert form.validate_on_submit()
        assert form.note.data == "\n".join(["nine char"] * 10)


def test_what_was_stored_with_other_line_ends_is_shown_with_ours(app: Flask) -> None:
    with app.test_request_context():
        assert Short(data={"note": "one\r\ntwo"}).note.data == "one\ntwo"


INVISIBLE = [
    "\u200b", "\u00ad", "\u3164", "\u2800", "\ufeff", "\u2060 \u200d", "\u115f\u1160", "\ufe0f", "\U000e0041",
    " \u00a0\t", "\u180e",
]  # fmt: skip


@pytest.mark.parametrize("typed", INVISIBLE, ids=ascii)
@pytest.mark.parametrize("field", ["input", "data", "words"])
def test_what_nobody_sees_is_nothing(app: Flask, typed: str, field: str) -> None:
    seen = {"input": "Ana", "data": "Ana", "words": "Ana"}
    with app.test_request_context(method="POST", data={**seen, field: typed}):
        form = Needed()
        assert not form.validate_on_submit()
        assert list(form.errors) == [field]
        assert form[field].data == ""


@pytest.mark.parametrize("typed", ["José", "👩‍⚕️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "क्‍ष", "田中"])
def test_joiners_and_marks_within_words_stay(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST", data={"input": f"\u200b {typed}\u00ad", "data": typed, "words": typed}):
        form = Needed()
        assert form.validate_on_submit()
        assert (form.input.data, form.words.data) == (typed, typed)


def test_spaces_of_every_width_are_plain_in_one_line(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"input": "Ana\u00a0\u2003Alder\tCPC", "data": "x", "words": "a\tb"}):
        form = Needed()
        assert form.validate_on_submit()
        assert (form.input.data, form.words.data) == ("Ana  Alder CPC", "a\tb")


def test_passwords_stay_as_typed(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"secret": " \u200bpass word\u00a0"}):
        assert Form().secret.data == " \u200bpass word\u00a0"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_select_goes_on_offering_what_is_stored(app: Flask, method: str) -> None:
    stored = {"zone": "America/Boise", "several": ["red", "puce"], "rows": [{"colour": "mauve"}]}
    sent = {"zone": "America/Boise", "several": ["red", "puce"], "rows-0-colour": "mauve"} if method == "POST" else None
    with app.test_request_context(method=method, data=sent):
        form = Choosing(data=stored)
        assert [choice.value for choice in form.zone.iter_choices() if choice.selected] == ["America/Boise"]
        assert [choice.value for choice in form.several.iter_choices() if choice.selected] == ["red", "puce"]
        assert form.rows[0].colour.data == "mauve"
        assert form.validate()


def test_a_select_takes_nothing_that_is_neither_listed_nor_stored(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"zone": "Mars/Olympus"}):
        form = Choosing(data={"zone": "America/Boise"})
        assert not form.validate()
        assert "zone" in form.errors
    with app.test_request_context(method="POST", data={"zone": "Mars/Olympus"}):
        assert not Choosing(zone="Mars/Olympus").validate()  # a value of the address is not stored


def test_a_name_as_people_write_it_is_taken(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"name": "Ana Alder, CPC = “coder”?"}):
        assert Form().validate_on_submit()


@pytest.mark.parametrize("body", ['{"name": 5, "words": {"a": [1e999]}}', "[1, 2]", '"text"', "[" * 100_000, "{", "null"])
@pytest.mark.parametrize("kind", ["application/json", "application/vnd.api+json"])
def test_a_form_reads_no_json_whatever_it_holds(client: FlaskClient, app: Flask, body: str, kind: str) -> None:
    assert client.post("/login", data=body, content_type=kind).status_code == 422
    with app.test_request_context("/", method="POST", data=body, content_type=kind):
        form = Form()
        assert not form.name.data
        assert not form.words.data


@pytest.mark.parametrize(
    ("label", "error", "line"),
    [
        ("Weeks to reach it", "Enter a whole number from 1 to 104.", "Weeks to reach it: enter a whole number from 1 to 104."),
        ("Specialties", "Choose at most 5.", "Specialties: choose at most 5."),
        ("Codes", "“HELLO” is not a code.", "“HELLO” is not a code."),
        ("Job title", "Enter a job title.", "Enter a job title."),
        ("Lowest pay", "CPC is no amount.", "Lowest pay: CPC is no amount."),
        ("Why do you close it?", "Choose a reason.", "Choose a reason."),
    ],
)
def test_a_line_of_the_summary_names_its_field_where_its_words_do_not(label: str, error: str, line: str) -> None:
    assert named_error(label, error) == line
