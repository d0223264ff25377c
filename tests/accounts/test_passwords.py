from __future__ import annotations

import pytest
from flask import Flask

from careercenter.accounts import passwords
from careercenter.core.errors import RuleBroken
from tests.factories.accounts import make_account


@pytest.mark.parametrize(
    "password", ["seven red wagons", "ünïcödé ﬁsh 漢字", "a b c d e f g", "x" * 60 + "yzab " + "q" * 63, "correct horse"]
)
def test_long_and_uncommon_is_good_enough(password: str) -> None:
    passwords.check(password, email="ann@example.com", name="Ann Smith")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a password"),
        ("short 123", "10 characters or more"),
        ("x" * 129, "128 characters or fewer"),
        ("1234567890", "Many people use"),
        ("Basketball", "Many people use"),
        ("aaaaaaaaaaaa", "Many people use"),
        ("careercenter1", "too close"),
        ("C4r33rC3nt3r!", "too close"),
        ("ann-smith-2026", "too close"),
        ("cpc-icd10-2026", "too close"),
        ("northfield99", "too close"),
    ],
)
def test_what_would_be_guessed_is_refused_with_a_reason(password: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        passwords.check(password, email="ann@northfield.example.com", name="Ann Smith")


def test_the_hash_is_argon2id_at_the_chosen_cost(app: Flask) -> None:
    account = make_account()
    passwords.keep(account, "seven red wagons")
    assert account.password is not None
    assert account.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_compared_as_typed(app: Flask) -> None:
    account = make_account(password="ﬁve red wagons ")
    assert passwords.matches(account, "ﬁve red wagons ")
    assert not passwords.matches(account, "five red wagons ")
    assert not passwords.matches(account, "ﬁve red wagons")


def test_an_unknown_account_costs_a_hash_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(passwords, "hash_password", lambda password: hashed.append(password) or "")
    assert not passwords.matches(None, "seven red wagons")
    assert len(hashed) == 1


def test_a_hash_of_another_cost_is_renewed(app: Flask) -> None:
    from argon2 import PasswordHasher

    account = make_account()
    account.password = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("seven red wagons")
    assert passwords.matches(account, "seven red wagons")
    assert "m=19456,t=2,p=1" in (account.password or "")
