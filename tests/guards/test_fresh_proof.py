"""What gives or takes rights, suspends, ends sessions or changes how the board runs asks who it is once more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts import sessions
from careercenter.accounts.models import Account
from careercenter.core.clock import now
from tests.factories.accounts import PASSWORD, make_account, make_admin, sign_in

# A moderator's daily work: decisions about jobs, which the next one can take back.
DAILY = {
    "moderation.decide", "moderation.decide_revision", "moderation.decide_reports", "moderation.decide_profile",
    "moderation.decide_together", "moderation.decide_import", "moderation.correct", "moderation.correct_revision",
    "moderation.add_note", "admin.add_note",  # a note changes nothing and can be deleted, which asks
    "moderation.desk_mail",  # which e-mails one gets oneself
}  # fmt: skip
# One's own account: what changes how one signs in, or takes everything along.
OWN = {
    "accounts.email", "accounts.close", "accounts.app_on", "accounts.app_off", "accounts.recovery_codes",
    "accounts.passkey_new", "accounts.passkey_remove", "accounts.data",
}  # fmt: skip


def powerful(app: Flask) -> list[str]:
    found = set(OWN)
    for rule in app.url_map.iter_rules():
        permission = str(getattr(app.view_functions[rule.endpoint], "permission", ""))
        if "POST" in (rule.methods or set()) and permission.startswith(("admin.", "moderation.")):
            found.add(rule.endpoint)
    return sorted(found - DAILY)


def test_every_act_of_power_asks(app: Flask) -> None:
    unasked = [endpoint for endpoint in powerful(app) if not hasattr(app.view_functions[endpoint], "requires_recent_sign_in")]
    assert not unasked, "write @requires_recent_sign_in below @requires, or say here why it is a moderator's daily work"


def long_ago(client: FlaskClient, account: Account) -> FlaskClient:
    """Give a session in use now whose password was given an hour ago."""
    return sign_in(client, account, at=now() - timedelta(minutes=55))


@pytest.mark.parametrize("action", ["suspend", "make-moderator", "end-sessions"])
def test_an_administrator_gives_the_password_and_then_goes_on(client: FlaskClient, session: Session, action: str) -> None:
    admin, person = make_admin(), make_account("ann@example.com", name="Ann")
    token = sessions.start(person, at=now())
    browser = long_ago(client, admin)
    here = {"Origin": "http://localhost", "Referer": f"http://localhost/admin/people/{person.public_id}"}
    asked = browser.post(f"/admin/people/{person.public_id}/{action}", headers=here)
    assert asked.location == "/account/prove?next=/account/again"
    assert person.active
    assert person.staff is None
    assert sessions.alive(token, at=now())
    proved = browser.post(asked.location, data={"password": PASSWORD})
    assert proved.location == "/account/again"
    page = browser.get(proved.location).text
    assert f'action="/admin/people/{person.public_id}/{action}"' in page
    assert f'href="/admin/people/{person.public_id}"' in page
    assert browser.post(f"/admin/people/{person.public_id}/{action}").status_code == 303
    assert sessions.alive(token, at=now()) is None


def test_a_fresh_session_is_not_asked(session: Session, sign_in: Callable[[Account], FlaskClient]) -> None:
    person = make_account()
    assert sign_in(make_admin()).post(f"/admin/people/{person.public_id}/suspend").location.startswith("/admin/people/")
    assert not person.active
