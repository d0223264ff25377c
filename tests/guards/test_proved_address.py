"""Who has not proved their e-mail address sends nothing in their own words: each route that writes says how it holds that."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.employers.models import Employer
from careercenter.mail.models import Letter
from tests.factories.accounts import make_account, sign_in
from tests.factories.employers import make_employer

# Nobody but the account itself, or the one who must prove the address, reads what these write.
READ_BY_NOBODY_ELSE = {
    "accounts", "security",  # one's own account, and the ways in
    "profiles",  # shown to an employer with an application alone
}  # fmt: skip
ONE_BY_ONE = {
    "moderation.report": "visitors report too: who has not proved the address reports like one",
    "employers.invitation": "the rule itself asks for the proved address, and says which",
    "applications.apply": "keeps a draft that only its author sees",
    "applications.keep_draft": "keeps a draft that only its author sees",
    "applications.send": "the rule itself refuses, and keeps the answers",
    "applications.open_resume": "sends nothing",
    "applications.table": "sends nothing",
    "applications.resumes": "sends nothing",
    "mail_public.report": "a mail service signs it",
    "mail_public.unsubscribe": "takes no words, from whoever has the e-mail",
}
# Moderators and administrators are made of people who have proved their address.
OF_STAFF = ("moderation.", "admin.")


def writing_endpoints(app: Flask) -> list[str]:
    return sorted({rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())})


def test_each_route_that_writes_asks_for_a_proved_address_or_says_why_not(app: Flask) -> None:
    unsaid = []
    for endpoint in writing_endpoints(app):
        view = app.view_functions[endpoint]
        if endpoint in ONE_BY_ONE or endpoint.split(".")[0] in READ_BY_NOBODY_ELSE:
            continue
        if str(getattr(view, "permission", "")).startswith(OF_STAFF):
            continue
        if not hasattr(view, "needs_proved_address"):
            unsaid.append(endpoint)
    assert not unsaid, "write @needs_proved_address below @requires, or say here why nobody else reads what they send"


def test_the_exceptions_are_routes(app: Flask) -> None:
    assert set(ONE_BY_ONE) <= set(writing_endpoints(app))


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/employers/new", {"name": "Your account was locked", "kind": "other"}),
        ("/employers/{employer}/members/invite", {"email": "stranger@example.com", "role": "viewer"}),
        ("/employers/{employer}/profile", {"name": "Call 555-0100", "kind": "other"}),
        ("/employers/{employer}/postings/new", {"title": "Call 555-0100"}),
    ],
)
def test_an_unproved_account_founds_and_invites_and_writes_nothing(
    client: FlaskClient, session: Session, address: str, form: dict[str, str]
) -> None:
    account = make_account(confirmed=False)
    employer = make_employer("Northfield Clinic", owner=account)
    session.commit()
    before = session.scalar(select(func.count()).select_from(Letter))
    answer = sign_in(client, account).post(address.format(employer=employer.public_id), data=form)
    assert answer.status_code == 403
    assert "Confirm your e-mail address first" in answer.text
    assert "Send it again" in answer.text
    assert session.scalar(select(func.count()).select_from(Letter)) == before
    assert session.scalars(select(Employer.name)).all() == ["Northfield Clinic"]


def test_who_has_proved_it_goes_on(client: FlaskClient, session: Session) -> None:
    account = make_account(confirmed=False)
    account.confirmed_at = now()
    session.commit()
    assert sign_in(client, account).get("/employers/new").status_code == 200
