"""What the card of a posting says, and what it says to who names a state."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import short_day
from careercenter.postings.cards import card_for, make_card
from careercenter.postings.content import ApplyHow, EmploymentType, ExperienceBand, LiveIn, Place, WorkSetting
from careercenter.taxonomy import codes as medical
from tests.factories.accounts import make_coder
from tests.factories.postings import PLAIN_DESCRIPTION, make_posting
from tests.factories.profiles import ANSWERS, make_profile

SEVEN = {"live_in": LiveIn.LISTED, "live_in_states": ("FL", "GA", "LA", "MS", "NC", "SC", "TX")}
HOUSTON, DENVER = Place("Houston", "TX", "77002"), Place("Denver", "CO", "80202")
THREE = {"work_setting": WorkSetting.ONSITE, "live_in": None, "places": (DENVER, Place("Boise", "ID", "83702"), HOUSTON)}

Board = Callable[..., object]


@pytest.mark.parametrize("query", ["state=TX", "q=texas", "near=Houston,+TX", "q=coder+texas&sort=newest"])
def test_a_card_says_that_one_may_live_in_the_state_asked_for(client: FlaskClient, board: Board, query: str) -> None:
    board(SEVEN)
    page = client.get(f"/jobs?{query}").text
    assert "Remote in 7 states" in page
    assert "Texas: yes" in page


def test_without_a_state_the_card_counts_them(client: FlaskClient, board: Board) -> None:
    board(SEVEN)
    page = client.get("/jobs").text
    assert "Remote in 7 states" in page
    assert ": yes" not in page


@pytest.mark.parametrize("query", ["state=TX", "q=onsite+houston"])
def test_of_many_places_that_in_the_state_is_named(client: FlaskClient, board: Board, query: str) -> None:
    board(THREE)
    assert "On site in Denver, CO and 2 more places" in client.get("/jobs").text
    assert "On site in Houston, TX and 2 more places" in client.get(f"/jobs?{query}").text


def test_states_that_are_not_allowed_are_not_called_included(client: FlaskClient, board: Board) -> None:
    board({"live_in": LiveIn.ALL_BUT, "live_in_states": ("AK", "CA", "HI", "NY", "TX")})
    page = client.get("/jobs?state=FL&state=TX").text
    assert "Florida: yes" in page
    assert "Texas:" not in page


@pytest.mark.parametrize(("state", "words"), [("TX", "Texas: yes"), ("OH", "Ohio: no")])
@pytest.mark.parametrize("path", ["/specialties/oncology", "/jobs"])
def test_a_coder_is_told_of_the_state_on_the_profile(
    board: Board, sign_in: Callable[[Account], FlaskClient], state: str, words: str, path: str
) -> None:
    board(SEVEN)
    coder = make_coder()
    make_profile(coder, replace(ANSWERS, state=state))
    db.session.commit()
    assert words in sign_in(coder).get(path).text


def test_of_work_on_site_nothing_is_said_of_where_one_lives(board: Board, sign_in: Callable[[Account], FlaskClient]) -> None:
    board(THREE)
    coder = make_coder()
    make_profile(coder, replace(ANSWERS, state="OH"))
    db.session.commit()
    assert "Ohio:" not in sign_in(coder).get("/jobs").text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"experience": ExperienceBand.THREE_TO_FOUR, "specialty_years": 1}, "3–4 years, 1 in the specialty"),
        ({"experience": ExperienceBand.TEN_UP, "specialty_years": None}, "10+ years"),
        ({"experience": ExperienceBand.ENTRY, "specialty_years": 1}, "entry level, 1 year in the specialty"),
    ],
)
def test_all_the_experience_asked_for_stands_on_the_card(
    client: FlaskClient, board: Board, said: dict[str, object], words: str
) -> None:
    board(said)
    assert f", {words}" in client.get("/jobs").text


def test_a_card_says_in_few_words_what_its_page_says_in_full(client: FlaskClient, board: Board) -> None:
    board({"credentials_any": ("cpc",), "credential_within_months": 12, "apprentice_accepted": True, "ramp_up_weeks": 8})
    page = client.get("/jobs").text
    assert " within 12 months, ‑A accepted" in page
    assert "after 8 weeks" not in page


def test_codes_are_named_and_the_owner_of_their_mark(client: FlaskClient, board: Board) -> None:
    board({"codes": ("38225-38228", "Q2041", "Q2042", "J9271")})
    page = client.get("/jobs").text
    assert 'codes <span class="code">38225–38228</span>, <span class="code">Q2041</span> and 2 more' in page
    assert "CPT is a trademark" in page


@pytest.mark.parametrize(("typed", "first"), [("J9271", "J9271"), ("38227", "38225–38228"), ("E0950 coder", "Q2041")])
def test_codes_searched_for_stand_first(client: FlaskClient, board: Board, typed: str, first: str) -> None:
    board({"codes": ("Q2041", "Q2042", "38225-38228", "J9271"), "title": "Coder"})
    page = client.get("/jobs", query_string={"q": typed}).text
    shown = re.findall(r'codes <span class="code">([^<]+)</span>', page)
    assert shown == [first]
    assert "and 2 more" in page
    assert ("CPT is a trademark" in page) == (first == "38225–38228")


def test_a_code_that_was_replaced_puts_those_of_today_first(client: FlaskClient, board: Board) -> None:
    board({"codes": ("Q2041", "Q2042", "38228")})
    assert 'codes <span class="code">38228</span>' in client.get("/jobs?q=0540T").text


@pytest.mark.usefixtures("session")
def test_a_card_stays_the_one_others_see_where_the_code_stands_first_anyway() -> None:
    posting = make_posting(codes=("Q2041", "Q2042", "J9271"))
    made = make_card(posting)
    assert card_for(made, posting.content, (), medical.lookup("Q2041")) is made


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"lasts_weeks": 10, "may_extend": True}, "Contract, W-2 · 10 weeks, may be extended"),
        ({"lasts_weeks": 10}, "Contract, W-2 · 10 weeks"),
        ({}, "Contract, W-2"),
    ],
)
@pytest.mark.usefixtures("session")
def test_work_that_ends_says_when_and_whether_it_may_go_on(said: dict[str, Any], words: str) -> None:
    assert make_card(make_posting(employment_type=EmploymentType.CONTRACT_W2, **said)).employment == words


def test_without_a_number_of_cpt_nobody_is_named(client: FlaskClient, board: Board) -> None:
    board({"codes": ("Q2041",)})
    page = client.get("/jobs").text
    assert 'code <span class="code">Q2041</span>' in page
    assert "CPT is a trademark" not in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"apply_how": ApplyHow.LINK, "apply_url": "https://jobs.example.com/1"}, "apply on the employer’s site"),
        ({"apply_how": ApplyHow.ADDRESS, "apply_email": "jobs@example.com"}, "apply by "),
    ],
)
def test_where_applying_leaves_the_board_the_card_says_it(
    client: FlaskClient, board: Board, said: dict[str, object], words: str
) -> None:
    board({})
    assert words not in client.get("/jobs").text
    board(said)
    assert words in client.get("/jobs").text


def test_an_excerpt_shows_what_the_card_does_not_say(client: FlaskClient, board: Board) -> None:
    board({"title": "Infusion Coder", "description": f"{PLAIN_DESCRIPTION} Infusion.\n\nInfusion denials come on Mondays."})
    assert "job-card__excerpt" not in client.get("/jobs?q=infusion&as=typed").text
    assert "<mark>Infusion denials</mark> come" in client.get("/jobs?q=infusion+denials&as=typed").text


def test_a_closing_day_has_its_year_only_where_that_is_far() -> None:
    today = now().date()
    assert "," not in short_day(today + timedelta(days=90))
    assert short_day(today + timedelta(days=300)).endswith(str((today + timedelta(days=300)).year))
