"""What is known from scams."""

import dataclasses
import time

import pytest

from careercenter.postings.content import ApplyHow, ExperienceBand, PayBasis
from careercenter.postings.signals import Level, signals
from tests.factories.postings import COMPLETE

HOST = "harrowgate.example.com"


def with_words(words: str) -> list:
    return signals(dataclasses.replace(COMPLETE, description=COMPLETE.description + " " + words), employer_host=HOST)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("There is a refundable deposit for the laptop.", Level.BLOCK),
        ("You pay for the background check.", Level.BLOCK),
        ("We will mail you a check for equipment.", Level.BLOCK),
        ("Paid by Zelle or Cash App.", Level.BLOCK),
        ("The interview is held on WhatsApp.", Level.BLOCK),
        ("A text-only interview follows.", Level.BLOCK),
        ("Guaranteed income from the first week.", Level.HOLD),
        ("Send us your SSN and the front and back of your ID.", Level.HOLD),
        ("Job guaranteed after our CPC class.", Level.WARN),
        ("Simple data entry.", Level.WARN),
        ("A long unpaid test on live charts.", Level.NOTE),
    ],
)
def test_known_phrases_are_seen(words: str, level: Level) -> None:
    assert level in {signal.level for signal in with_words(words)}


@pytest.mark.parametrize(
    "words",
    [
        "You check the deposit of funds against the remittance advice.",
        "You signal the clinic when a note is missing.",
        "Wire the encoder to the charge file.",
        "We give an electronic health record course to every new coder.",
    ],
)
def test_the_trades_own_words_are_not(words: str) -> None:
    assert with_words(words) == []


def test_an_honest_posting_has_none() -> None:
    assert signals(COMPLETE, employer_host=HOST) == []


@pytest.mark.parametrize(
    ("address", "levels"),
    [
        ("jobs@gmail.com", [Level.HOLD]),
        ("jobs@elsewhere.example", [Level.HOLD]),
        ("jobs@harrowgate.example.com", []),
        ("jobs@mail.harrowgate.example.com", []),
    ],
)
def test_where_applications_go_is_held_against_the_employers_site(address: str, levels: list[Level]) -> None:
    content = dataclasses.replace(COMPLETE, apply_how=ApplyHow.ADDRESS, apply_email=address)

    assert [signal.level for signal in signals(content, employer_host=HOST)] == levels


def test_high_pay_without_experience_is_held() -> None:
    entry = dataclasses.replace(COMPLETE, experience=ExperienceBand.ENTRY, pay_basis=PayBasis.HOURLY, pay_max=4600)

    assert [signal.field for signal in signals(entry)] == ["pay_max"]
    assert signals(dataclasses.replace(entry, pay_max=4500)) == []


def test_the_heaviest_comes_first() -> None:
    levels = [signal.level for signal in with_words("Data entry. A training fee. Hired on the spot.")]

    assert levels == [Level.BLOCK, Level.HOLD, Level.WARN]


def test_the_longest_description_is_read_quickly() -> None:
    began = time.perf_counter()
    with_words("send you your a a a checks " * 1100)

    assert time.perf_counter() - began < 1
