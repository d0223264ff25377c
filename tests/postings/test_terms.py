"""Employment, benefits and hiring in one line each."""

from __future__ import annotations

import pytest

from careercenter.postings.content import Benefit, EmploymentType, HiringTest, PostingContent, Schedule
from careercenter.postings.terms import benefits_words, hiring_words, lasts_words, terms_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"lasts_weeks": 1}, "1 week"),
        ({"lasts_weeks": 26}, "26 weeks"),
        ({"lasts_weeks": 26, "may_extend": True}, "26 weeks, may be extended"),
        ({"may_extend": True}, "May be extended"),
    ],
)
def test_how_long_the_work_lasts(said: dict[str, object], words: str) -> None:
    assert lasts_words(PostingContent(**said)) == words


def test_terms_stand_in_one_line() -> None:
    said = PostingContent(employment_type=EmploymentType.CONTRACT_W2, lasts_weeks=13, schedule=Schedule.DAY, hours_per_week=40)
    assert terms_words(said) == "Contract, W-2 · 13 weeks · Days · 40 hours a week"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"benefits": (Benefit.SIGN_ON,)}, "Sign-on bonus"),
        ({"sign_on_bonus": 250_000}, "Sign-on bonus of $2,500"),
        ({"benefits": (Benefit.SIGN_ON, Benefit.PTO), "sign_on_bonus": 250_000}, "Sign-on bonus of $2,500 · Paid time off"),
    ],
)
def test_the_sign_on_bonus_is_named_once_with_its_amount(said: dict[str, object], words: str) -> None:
    assert benefits_words(PostingContent(**said)) == words


def test_the_test_stands_before_the_steps() -> None:
    assert hiring_words(PostingContent(hiring_test=HiringTest.NONE, hiring_steps="One call.")) == "No coding test. One call."
