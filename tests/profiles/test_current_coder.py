"""What pages may know of the coder who reads them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from careercenter.profiles import current_coder
from careercenter.profiles.answers import ProfileAnswers
from tests.factories.accounts import make_account, make_coder
from tests.factories.profiles import ANSWERS, make_profile

SignIn = Callable[..., FlaskClient]


def known_to(client: FlaskClient) -> tuple[frozenset[str], str]:
    with client:
        client.get("/help")
        return current_coder.held(), current_coder.home_state()


def test_a_coder_is_known_by_their_credentials_and_state(sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ANSWERS)
    assert known_to(sign_in(coder)) == (frozenset({"CPC", "CHONC"}), "TX")


def test_a_coder_without_a_profile_is_known_by_nothing(sign_in: SignIn) -> None:
    assert known_to(sign_in(make_coder())) == (frozenset(), "")


def test_a_coder_who_named_no_state_has_none(sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(credentials=("cpc",)))
    assert known_to(sign_in(coder)) == (frozenset({"CPC"}), "")


def test_who_stopped_looking_for_work_is_known_by_nothing(sign_in: SignIn) -> None:
    account = make_account()
    make_profile(account, ANSWERS)
    assert known_to(sign_in(account)) == (frozenset(), "")


def test_a_visitor_is_asked_nothing_of_the_database(app: Flask, client: FlaskClient, count_queries: list[str]) -> None:
    with client:
        client.get("/help")
        del count_queries[:]
        assert (current_coder.held(), current_coder.home_state()) == (frozenset(), "")
    assert count_queries == []


def test_the_profile_is_looked_up_once_a_request(sign_in: SignIn, count_queries: list[str]) -> None:
    coder = make_coder()
    make_profile(coder, ANSWERS)
    with sign_in(coder) as client:
        client.get("/help")
        del count_queries[:]
        for _time in range(3):
            current_coder.held()
            current_coder.home_state()
    assert len([sql for sql in count_queries if "coder_profile" in sql]) == 1
