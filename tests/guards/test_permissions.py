"""Every route, for every kind of actor, answers as docs/permissions.md says; the table is printed from the policies.

After a change of a policy: `make docs`, and read what changed in the table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from careercenter.core.db import db
from careercenter.core.permissions import can, declared
from tests.factories.accounts import sign_in
from tests.guards.world import ACTORS, World, address_values, build, form_of

DOC = Path(__file__).resolve().parent.parent.parent / "docs" / "permissions.md"
# Whether these have something to show is not a question of who asks.
OF_NOBODY = {
    "mail.letter",
    "mail.letter_html",
    "branding.page",
    "branding.mark",
    "branding.colors",
    "employers.logo",
    "security.second_step",
    "security.second_step_by_passkey",
    "accounts.app_picture",
}
YES, NOTHING, SIGN_IN = "yes", "404", "sign in"


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def answer_of(app: Flask, rule: Rule, actor: str, world: World) -> str:
    """Ask the policy, as `@requires` does."""
    view = app.view_functions[rule.endpoint]
    if view.permission == "public":  # type: ignore[attr-defined]
        return YES
    if actor == "visitor":
        return SIGN_IN
    values = address_values(world, rule.endpoint, set(rule.arguments))
    with app.test_request_context("/"):
        g._login_user = world.people[actor]
        load = view.load  # type: ignore[attr-defined]
        subject = load(**values) if load else None
        allowed = (not load or subject is not None) and can(world.people[actor], view.permission, subject)  # type: ignore[attr-defined]
    return YES if allowed else NOTHING


def table(app: Flask, world: World) -> str:
    lines = ["| address | method | permission | " + " | ".join(ACTORS) + " |", "|---" * (3 + len(ACTORS)) + "|"]
    for rule, method in routes(app):
        permission = str(app.view_functions[rule.endpoint].permission)  # type: ignore[attr-defined]
        answers = " | ".join(answer_of(app, rule, actor, world) for actor in ACTORS)
        lines.append(f"| `{rule.rule}` | {method} | {permission} | {answers} |")
    return (
        "# Who may do what\n\n"
        "Printed from the routes and policies by `make docs`; a test asks every route as every actor and compares.\n"
        "The employer's live posting has the application of *coder*; *former member* was one of its recruiters a\n"
        "moment ago; *other owner* owns another employer. `404`: answered as if nothing were there, as for a missing\n"
        "object. `public`: anybody.\n\n" + "\n".join(lines) + "\n"
    )


def test_every_route_says_who_may(app: Flask) -> None:
    unsaid = [rule.endpoint for rule, _ in routes(app) if not hasattr(app.view_functions[rule.endpoint], "permission")]
    assert unsaid == []


def test_every_permission_a_route_names_is_declared(app: Flask) -> None:
    named = {app.view_functions[rule.endpoint].permission for rule, _ in routes(app)}  # type: ignore[attr-defined]
    assert named - {"public"} <= set(declared())


def test_the_table_is_current(app: Flask, session: Session) -> None:
    printed = table(app, build())
    if os.environ.get("WRITE_DOCS"):
        DOC.write_text(printed)
    assert DOC.read_text() == printed, "a policy or a route changed: run `make docs` and read the difference"


def seen(answer: Any) -> str:
    if answer.status_code in (302, 303) and answer.location.startswith("/login"):
        return SIGN_IN
    return NOTHING if answer.status_code == 404 else YES


@pytest.mark.parametrize("actor", ACTORS)
def test_every_route_answers_as_the_table_says(app: Flask, session: Session, client: FlaskClient, actor: str) -> None:
    world = build()
    if actor != "visitor":
        sign_in(client, world.people[actor])
    asked = []
    for rule, method in routes(app):
        if rule.endpoint in OF_NOBODY or "token" in rule.arguments:
            continue
        values = address_values(world, rule.endpoint, set(rule.arguments))
        address = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        asked.append((rule, method, address, form_of(world, rule.endpoint), answer_of(app, rule, actor, world)))
    db.session.remove()
    cookie = client.get_cookie("careercenter")
    wrong = []
    for rule, method, address, form, expected in asked:
        # What one request changed, in the database or of the cookie, is taken back before the next.
        with db.engines[None].begin_nested() as kept:
            if cookie is not None:
                client.set_cookie("careercenter", cookie.value)
            answer = client.open(address, method=method, data=form if method == "POST" else None)
            db.session.remove()
            kept.rollback()
        if seen(answer) != expected or answer.status_code >= 500:
            wrong.append(f"{method} {rule.rule}: {answer.status_code} {answer.location or ''}, the table says {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["other coder", "former member", "other owner"])
def test_what_is_not_ones_own_looks_like_what_is_not_there(
    app: Flask, session: Session, client: FlaskClient, actor: str
) -> None:
    world = build()
    sign_in(client, world.people[actor])
    for rule, method in routes(app):
        values = address_values(world, rule.endpoint, set(rule.arguments))
        if method != "GET" or not values or answer_of(app, rule, actor, world) != NOTHING:
            continue
        build_address = app.url_map.bind("localhost").build
        nothing = {name: 99999999 if isinstance(value, int) else "z" * 12 for name, value in values.items()}
        foreign, missing = build_address(rule.endpoint, values), build_address(rule.endpoint, nothing)
        assert client.get(foreign).text == client.get(missing).text, foreign


def test_a_suspended_person_may_nothing_at_once(app: Flask, session: Session, client: FlaskClient) -> None:
    world = build()
    sign_in(client, world.people["owner"])
    address = f"/employers/{world.employer.public_id}/postings"
    assert client.get(address).status_code == 200
    world.people["owner"].active = False
    session.commit()
    assert seen(client.get(address)) == SIGN_IN
