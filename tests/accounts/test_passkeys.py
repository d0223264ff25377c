from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts import passkeys
from careercenter.accounts.models import Account
from careercenter.accounts.passkeys import Site
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from tests.accounts.authenticator import Authenticator
from tests.factories.accounts import PASSWORD, make_account

NOW = now()
HERE = Site("localhost", "http://localhost")


def add(account: Account, device: Authenticator, name: str = "Laptop") -> None:
    asked = passkeys.ask_to_add(account, HERE)
    passkeys.add(account, name, device.create(asked.options), asked.challenge, HERE, at=NOW)


def prove(device: Authenticator, account: Account | None = None, site: Site = HERE) -> Account:
    asked = passkeys.ask_to_prove(site, account)
    return passkeys.prove(device.get(asked.options), asked.challenge, site, account=account, at=NOW)


def test_a_passkey_that_knows_its_person_signs_in_alone(session: Session) -> None:
    account, device = make_account(), Authenticator()
    add(account, device)
    assert account.webauthn[0].usage == "first"
    assert prove(device) is account
    assert account.webauthn[0].sign_count == 1


def test_a_passkey_that_only_is_there_is_a_second_step(session: Session) -> None:
    account, device = make_account(), Authenticator(verifies=False)
    add(account, device)
    assert account.webauthn[0].usage == "secondary"
    with pytest.raises(RuleBroken, match="together with your password"):
        prove(device)
    assert prove(device, account) is account


def test_an_answer_for_another_site_or_challenge_is_refused(session: Session) -> None:
    account = make_account()
    device = Authenticator()
    add(account, device)
    device.origin = "http://evil.example"
    with pytest.raises(RuleBroken):
        prove(device)
    device.origin = HERE.origin
    old = device.get(passkeys.ask_to_prove(HERE).options)
    with pytest.raises(RuleBroken):
        passkeys.prove(old, passkeys.ask_to_prove(HERE).challenge, HERE, at=NOW)


def test_a_copy_that_counts_backwards_is_refused(session: Session) -> None:
    account, device = make_account(), Authenticator()
    add(account, device)
    prove(device)
    prove(device)
    device.count = 0
    with pytest.raises(RuleBroken):
        prove(device)


def test_nobody_elses_passkey_is_a_second_step(session: Session) -> None:
    ann, bea, device = make_account(), make_account(), Authenticator()
    add(bea, device)
    with pytest.raises(RuleBroken, match="not known"):
        prove(device, ann)


def test_a_passkey_of_a_suspended_account_is_refused(session: Session) -> None:
    account, device = make_account(), Authenticator()
    add(account, device)
    account.active = False
    with pytest.raises(RuleBroken):
        prove(device)


@pytest.mark.parametrize(
    "answer", ["", "{}", "nonsense", '{"id": 1}', "[]", '{"id":"YQ","rawId":"YQ","type":"public-key","response":{}}']
)
def test_nonsense_is_refused_with_words(session: Session, answer: str) -> None:
    account = make_account()
    with pytest.raises(RuleBroken):
        passkeys.prove(answer, passkeys.ask_to_prove(HERE).challenge, HERE, at=NOW)
    with pytest.raises(RuleBroken):
        passkeys.add(account, "Laptop", answer, passkeys.ask_to_add(account, HERE).challenge, HERE, at=NOW)


def test_a_name_or_a_passkey_twice_is_refused(session: Session) -> None:
    account, device = make_account(), Authenticator()
    add(account, device)
    with pytest.raises(RuleBroken, match="of this name"):
        add(account, Authenticator(), "laptop")
    with pytest.raises(RuleBroken, match="in use already"):
        add(account, device, "Other")


def options_of(page: str) -> str:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_the_whole_way_through_the_pages(
    client: FlaskClient, sign_in: Callable[[Account], FlaskClient], session: Session
) -> None:
    account, device = make_account("ann@example.com", is_coder=True), Authenticator()
    inside = sign_in(account)
    page = inside.get("/account/passkeys/new").text
    added = inside.post("/account/passkeys/new", data={"name": "Laptop", "credential": device.create(options_of(page))})
    assert added.status_code == 200
    assert len(re.findall(r"<li><code>", added.text)) == 10, "the first passkey comes with recovery codes"

    answer = device.get(options_of(client.get("/login").text))
    assert client.post("/login/passkey", data={"credential": answer}).status_code == 303
    assert client.get("/account").status_code == 200

    assert client.post("/logout").status_code == 303
    again = client.post("/login/passkey", data={"credential": answer})
    assert again.status_code == 422, "an answer is good for one challenge"

    response = client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
    assert response.location == "/login/code"
    answer = device.get(options_of(client.get("/login/code").text))
    assert client.post("/login/code/passkey", data={"credential": answer}).status_code == 303
    assert client.get("/account").status_code == 200


def test_a_passkey_is_removed_by_its_owner_alone(sign_in: Callable[[Account], FlaskClient], session: Session) -> None:
    account, stranger = make_account(), make_account()
    add(account, Authenticator())
    session.commit()
    address = f"/account/passkeys/{account.webauthn[0].id}/remove"
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(account).post(address).status_code == 303
    assert account.webauthn == []
