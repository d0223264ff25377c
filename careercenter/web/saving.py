"""What a view does that saves a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask.typing import ResponseReturnValue

from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.web.forms import BaseForm

T = TypeVar("T")


def saved(form: BaseForm, act: Callable[[], T], then: Callable[[T], ResponseReturnValue]) -> ResponseReturnValue | None:
    """Do what the form asks for, commit, and answer with `then` of it.

    None where the form was not sent, or says in itself what is wrong, or what rule was broken: nothing is kept then.
    """
    if not form.validate_on_submit():
        return None
    try:
        done = act()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    db.session.commit()
    return then(done)
