"""What a view does that saves a form."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.employers.models import Employer
from careercenter.web.forms import BaseForm
from careercenter.web.saving import saved
from tests.factories.employers import make_employer


class NameForm(BaseForm):
    name = StringField("Name", validators=[InputRequired("Enter a name.")])


def answer(app: Flask, act: Callable[[NameForm], str], **sent: str) -> tuple[str | None, dict[str, list[str]]]:
    with app.test_request_context("/", method="POST" if sent else "GET", data=sent):
        form = NameForm(meta={"csrf": False})
        given = saved(form, lambda: act(form), lambda done: f"told of {done}")
        assert not isinstance(given, Response)
        return given, {name: [str(one) for one in errors] for name, errors in form.errors.items() if name}  # type: ignore[return-value]


def renamed(employer: Employer) -> Callable[[NameForm], str]:
    def act(form: NameForm) -> str:
        employer.name = form.name.data or ""
        if employer.name == "Taken":
            raise RuleBroken("Choose another name.", field="name")
        return employer.name

    return act


def name_in_database(employer: Employer) -> str:
    db.session.rollback()
    return employer.name


def test_what_was_done_is_kept_and_answered(app: Flask, session: Session) -> None:
    employer = make_employer("Before")
    session.commit()
    assert answer(app, renamed(employer), name="After") == ("told of After", {})
    assert name_in_database(employer) == "After"


def test_a_broken_rule_keeps_nothing_and_is_said_at_its_field(app: Flask, session: Session) -> None:
    employer = make_employer("Before")
    session.commit()
    assert answer(app, renamed(employer), name="Taken") == (None, {"name": ["Choose another name."]})
    assert name_in_database(employer) == "Before"


def test_a_form_not_sent_or_not_filled_in_does_nothing(app: Flask, session: Session) -> None:
    employer = make_employer("Before")
    session.commit()
    assert answer(app, renamed(employer)) == (None, {})
    assert answer(app, renamed(employer), other="x") == (None, {"name": ["Enter a name."]})
    assert name_in_database(employer) == "Before"
