from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import queries
from careercenter.accounts.models import Account, MailedLink
from careercenter.core.clock import now
from careercenter.mail.models import Letter
from careercenter.tasks.worker import run_pending
from tests.factories.accounts import PASSWORD, make_account

GOOD = "seven red wagons"
FILLED = {"kind": "coder", "name": "Ann Example", "email": "ann@example.com", "password": GOOD}
SignIn = Callable[[Account], FlaskClient]


def mailed(session: Session) -> str:
    """Give the address of ours that the last letter names first, once the worker has done what waits."""
    run_pending()
    letter = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    found = re.search(r"http://localhost(/\S+)", letter.text)
    assert found
    assert found[1].replace("&", "&amp;") in letter.html
    return found[1]


def test_known_and_unknown_addresses_get_the_same_answer(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    answers = []
    for email in ("ann@example.com", "new@example.com"):
        response = client.post("/sign-up", data={**FILLED, "email": email})
        answers.append((response.status_code, response.location, client.get(response.location).text.replace(email, "")))
    assert answers[0] == answers[1]
    assert answers[0][:2] == (303, "/sign-up/sent")


def test_the_same_is_true_of_forgotten_passwords(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    make_account("suspended@example.com", active=False)
    answers = set()
    for email in ("ann@example.com", "new@example.com", "suspended@example.com"):
        response = client.post("/forgot", data={"email": email})
        answers.add((response.status_code, response.location, client.get(response.location).text.replace(email, "")))
    assert len(answers) == 1
    assert session.scalars(select(Letter)).all() == [], "the page itself looks for nobody: it takes the same time for each"
    run_pending()
    assert [letter.recipient for letter in session.scalars(select(Letter))] == ["ann@example.com"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": ""}, "Choose whether you are looking for a job or hiring"),
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 121}, "120 characters or fewer"),
        ({"email": "ann"}, "Enter an e-mail address like name@example.com"),
        ({"email": "ann@example.com\r\nBcc: all@example.com"}, "Enter an e-mail address like name@example.com"),
        ({"password": "short"}, "Enter a password of 10 characters or more"),
        ({"password": "careercenter1"}, "too close"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client: FlaskClient, change: dict[str, str], words: str) -> None:
    response = client.post("/sign-up", data={**FILLED, **change})
    assert response.status_code == 422
    assert response.text.count(words) == 2, "once in the summary, once beside the field"
    assert "<title>Error:" in response.text
    for name, value in FILLED.items():
        if name not in change and name != "password":
            assert value in response.text
    assert GOOD not in response.text
    assert queries.by_email("ann@example.com") is None


def test_fields_the_form_does_not_name_cannot_be_set(client: FlaskClient) -> None:
    client.post(
        "/sign-up", data={**FILLED, "staff": "admin", "confirmed_at": "2026-01-01", "active": "0", "demonstration": "1"}
    )
    account = queries.by_email("ann@example.com")
    assert account is not None
    assert (account.staff, account.confirmed_at, account.active, account.demonstration) == (None, None, True, False)


@pytest.mark.parametrize(("kind", "home"), [("coder", "/home"), ("employer", "/employers/new")])
def test_from_signing_up_to_the_first_page(client: FlaskClient, session: Session, kind: str, home: str) -> None:
    client.application.test_client().post("/sign-up", data={**FILLED, "kind": kind})
    link = mailed(session)
    for _ in range(2):  # a mail program looks, then the person
        assert client.get(link).status_code == 200
    assert not queries.by_email("ann@example.com").is_confirmed  # type: ignore[union-attr]
    assert client.post(link, data={"password": "not the password"}).status_code == 422
    response = client.post(link, data={"password": GOOD})
    assert response.status_code == 303
    assert client.get(response.location).location == home
    assert queries.by_email("ann@example.com").is_confirmed  # type: ignore[union-attr]
    assert client.get(link).status_code == 410
    assert client.post(link, data={"password": GOOD}).status_code == 410


def test_in_the_browser_one_signed_up_in_the_link_asks_for_no_password(client: FlaskClient, session: Session) -> None:
    client.post("/sign-up", data=FILLED)
    link = mailed(session)
    assert 'type="password"' not in client.get(link).text
    assert not queries.by_email("ann@example.com").is_confirmed  # type: ignore[union-attr]
    assert client.post(link).status_code == 303
    assert queries.by_email("ann@example.com").is_confirmed  # type: ignore[union-attr]


def test_a_later_sign_up_in_this_browser_enters_an_account_begun_anew(client: FlaskClient, session: Session) -> None:
    client.application.test_client().post("/sign-up", data={**FILLED, "name": "Mal Lory"})
    client.post("/sign-up", data={**FILLED, "password": "other blue wagons"})
    client.post(mailed(session))
    account = queries.by_email("ann@example.com")
    assert account is not None
    assert account.name == FILLED["name"]
    client.post("/logout")
    assert client.post("/login", data={"email": "ann@example.com", "password": GOOD}).status_code == 422
    assert client.post("/login", data={"email": "ann@example.com", "password": "other blue wagons"}).status_code == 303


def test_what_a_browser_remembers_opens_its_own_account_alone(client: FlaskClient, session: Session) -> None:
    make_account("old@example.com")
    client.application.test_client().post("/sign-up", data={**FILLED, "email": "bea@example.com"})
    link = mailed(session)
    remembered = []
    for email in ("ann@example.com", "old@example.com"):
        client.post("/sign-up", data={**FILLED, "email": email})
        with client.session_transaction() as cookie:
            remembered.append(cookie["signed_up"])
        assert client.post(link).status_code == 422
    assert len({len(one) for one in remembered}) == 1, "it does not tell which address has an account"


def test_confirming_leads_back_to_the_page_one_came_from(client: FlaskClient, session: Session) -> None:
    client.post("/sign-up?next=/account/history", data=FILLED)
    assert client.post(mailed(session), data={"password": GOOD}).location == "/account/history"
    client.post("/logout")
    client.post("/sign-up?next=//evil.example", data={**FILLED, "email": "bea@example.com"})
    assert "evil" not in mailed(session)


def test_who_confirms_without_knowing_the_password_gets_no_account(client: FlaskClient, session: Session) -> None:
    """Somebody signs up with another's address; its owner opening the link must not open the account for them."""
    attacker = client.application.test_client()
    attacker.post("/sign-up", data={**FILLED, "email": "victim@example.com"})
    link = mailed(session)
    assert client.post(link, data={}).status_code == 422
    assert not queries.by_email("victim@example.com").is_confirmed  # type: ignore[union-attr]
    client.post("/forgot", data={"email": "victim@example.com"})
    client.post(mailed(session), data={"kind": "coder", "name": "Vic Tim", "password": "other blue wagons"})
    assert client.post("/login", data={"email": "victim@example.com", "password": GOOD}).status_code == 422
    assert client.post("/login", data={"email": "victim@example.com", "password": "other blue wagons"}).status_code == 303


def test_an_unconfirmed_account_reads_and_may_ask_again(sign_in: SignIn, session: Session) -> None:
    account = make_account("ann@example.com", confirmed=False)
    inside = sign_in(account)
    assert inside.get("/account").status_code == 200
    assert inside.get("/account/confirm").status_code == 405
    assert inside.post("/account/confirm").location == "/sign-up/sent"
    link = mailed(session)
    page = inside.get(link)
    assert 'name="password"' not in page.text, "who is signed in has given it"
    assert inside.post(link).status_code == 303
    assert account.is_confirmed
    assert inside.post("/account/confirm").status_code == 409


def test_every_page_reminds_who_has_not_confirmed_and_nobody_else(client: FlaskClient, sign_in: SignIn) -> None:
    assert "Send it again" in sign_in(make_account(confirmed=False)).get("/account/history").text
    assert "Send it again" not in sign_in(make_account()).get("/account/history").text
    assert "Send it again" not in client.get("/login").text


def test_a_reset_through_the_pages(client: FlaskClient, session: Session) -> None:
    account = make_account("ann@example.com")
    client.post("/forgot", data={"email": "ANN@example.com"})
    link = mailed(session)
    before = account.password
    assert "ann@example.com" in client.get(link).text
    assert client.post(link, data={"password": "short"}).status_code == 422
    assert account.password == before
    assert client.post(link, data={"password": GOOD}).location == "/login"
    assert client.get(link).status_code == 410
    assert client.post("/login", data={"email": "ann@example.com", "password": PASSWORD}).status_code == 422
    assert client.post("/login", data={"email": "ann@example.com", "password": GOOD}).status_code == 303


def test_a_link_is_over_after_half_an_hour(client: FlaskClient, session: Session) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        make_account("ann@example.com")
        client.post("/forgot", data={"email": "ann@example.com"})
        link = mailed(session)
        clock.shift(31 * 60)
        page = client.get(link)
        assert page.status_code == 410
        assert "Ask for another link" in page.text


@pytest.mark.parametrize("kind", ["confirm", "reset", "set-up", "change-address"])
def test_a_made_up_link_says_it_does_not_work(client: FlaskClient, kind: str) -> None:
    assert client.get(f"/{kind}/nonsense").status_code == 410
    assert client.post(f"/{kind}/nonsense").status_code == 410


def test_a_link_for_one_thing_does_not_do_another(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    client.post("/forgot", data={"email": "ann@example.com"})
    token = mailed(session).rsplit("/", 1)[1]
    for kind in ("confirm", "set-up", "change-address"):
        assert client.get(f"/{kind}/{token}").status_code == 410
    assert session.scalars(select(MailedLink)).one().used_at is None


def test_letters_link_to_the_configured_address_whatever_the_request_says(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    client.post("/forgot", data={"email": "ann@example.com"}, headers={"Host": "evil.example"})
    run_pending()
    letter = session.scalars(select(Letter)).one()
    assert "evil.example" not in letter.text + letter.html
    assert "http://localhost/reset/" in letter.text


def test_an_address_of_an_internationalised_domain_is_one_account(client: FlaskClient, session: Session) -> None:
    client.post("/sign-up", data={**FILLED, "email": "ana@xn--bcher-kva.example"})
    account = queries.by_email("ana@bücher.example")
    assert account is not None
    assert queries.by_email("Ana@BÜCHER.example") is account


@pytest.mark.parametrize("page", ["/sign-up", "/forgot"])
def test_an_address_few_servers_take_is_refused_with_what_to_do(client: FlaskClient, session: Session, page: str) -> None:
    answer = client.post(page, data={**FILLED, "email": "jörg@example.com"})
    assert answer.status_code == 422
    assert "part before the @ has plain letters" in answer.text
    assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("kind", ["confirm", "reset", "set-up", "change-address", "not-me", "invitations"])
def test_a_page_whose_address_holds_a_token_is_kept_nowhere(client: FlaskClient, session: Session, kind: str) -> None:
    assert client.get(f"/{kind}/nonsense").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("typed", "meant"), [("ann@gmial.com", "ann@gmail.com"), ("ann@YAHOO.con", "ann@yahoo.com")])
def test_a_slip_of_the_keys_in_the_address_is_asked_about_once(
    client: FlaskClient, session: Session, typed: str, meant: str
) -> None:
    asked = client.post("/sign-up", data={**FILLED, "email": typed})
    assert asked.status_code == 422
    assert f"Did you mean {meant}?" in asked.text
    assert f'name="email_meant" value="{meant}"' in asked.text
    kept = re.search(r'name="as_typed"[^>]*value="([^"]+)"', asked.text)
    assert kept
    assert session.scalars(select(Account)).all() == []
    assert client.post("/sign-up", data={**FILLED, "email": typed, "as_typed": kept[1]}).status_code == 303
    assert session.scalars(select(Account.email)).all() == [typed.lower()]


def test_one_press_takes_the_address_that_was_meant(client: FlaskClient, session: Session) -> None:
    answer = client.post("/sign-up", data={**FILLED, "email": "ann@gmial.com", "email_meant": "ann@gmail.com"})
    assert answer.status_code == 303
    assert session.scalars(select(Account.email)).all() == ["ann@gmail.com"]


@pytest.mark.parametrize("email", ["ann@ymail.com", "ann@mail.com", "ann@gmx.com", "ann@gmail.com", "ann@example.com"])
def test_addresses_that_are_near_but_real_are_not_asked_about(client: FlaskClient, session: Session, email: str) -> None:
    assert client.post("/sign-up", data={**FILLED, "email": email}).status_code == 303


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("America/Boise", "America/Boise"),
        ("America/Indianapolis", "America/Indiana/Indianapolis"),
        ("Mars/Base", None),
        ("../../etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_a_new_account_reads_moments_in_the_zone_its_browser_names(
    client: FlaskClient, session: Session, said: str | None, kept: str | None
) -> None:
    assert 'data-time-zone=""' in client.get("/sign-up").text
    answer = client.post("/sign-up", data=FILLED if said is None else {**FILLED, "time_zone": said})
    assert answer.location == "/sign-up/sent"
    account = queries.by_email("ann@example.com")
    assert account is not None
    assert account.time_zone == kept
