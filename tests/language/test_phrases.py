"""One table of phrases for searches, which wish for a value, and for announcements, which state it."""

from __future__ import annotations

import re

import pytest

from careercenter.importing.offer_words import find_offer
from careercenter.importing.statements import Statement
from careercenter.job_search.understanding import interpret
from careercenter.language import phrases
from careercenter.taxonomy.vocabulary import vocabulary

WISHED = vocabulary().wished["schedule"]
STATED = sorted((phrase, value) for value, said in phrases.SCHEDULES.items() for phrase in said if phrase not in WISHED)


@pytest.mark.parametrize(("phrase", "value"), STATED)
def test_what_an_announcement_states_a_search_asks_for(phrase: str, value: str) -> None:
    assert interpret(f"coder {phrase}").schedule == value
    assert find_offer([Statement(f"This is a job with a {phrase}.")])["schedule"][0] == value


@pytest.mark.parametrize("phrase", WISHED)
def test_what_a_coder_only_wishes_for_states_nothing(phrase: str) -> None:
    assert interpret(f"coder {phrase}").schedule is not None
    assert "schedule" not in find_offer([Statement(f"One {phrase} a month is spent on audits.")])


@pytest.mark.parametrize(
    "written", ["Mon-Fri", "MON – FRI", "Mon—Fri", "mon fri", "M-F", "m – f", "Monday through Friday", "Mondays to Fridays"]
)
def test_a_hyphen_is_any_dash(written: str) -> None:
    assert re.search(phrases.stating("schedule")["day"], written, re.IGNORECASE)


@pytest.mark.parametrize("written", ["mf", "m f", "sunday shifty", "may-flower", "everyday shift"])
def test_what_only_looks_alike_is_no_phrase(written: str) -> None:
    assert not re.search(phrases.stating("schedule")["day"], written, re.IGNORECASE)
