"""What every form refuses, whatever it is for."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import PasswordField, StringField, TextAreaField

from careercenter.web.forms import BaseForm

ENCODED = "=?utf-8?b?DQpCY2M6IHhAZXZpbC5leGFtcGxl?="


class Form(BaseForm):
    name = StringField("Name")
    words = TextAreaField("Words")
    secret = PasswordField("Secret")


@pytest.mark.parametrize("typed", [ENCODED, f"Ana {ENCODED}", "Ana\r\nBcc: x@evil.example", "Ana\nCoder"])
def test_a_field_of_one_line_takes_nothing_that_a_header_would_turn_into_another(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST", data={"name": typed, "words": typed, "secret": typed}):
        form = Form()
        assert not form.validate_on_submit()
        assert list(form.errors) == ["name"]


def test_a_name_as_people_write_it_is_taken(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"name": "Ana Alder, CPC = “coder”?"}):
        assert Form().validate_on_submit()
