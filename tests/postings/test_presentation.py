"""Who names a state is told on each card the place in it, and that one may live there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from careercenter.postings.content import LiveIn, Place, WorkSetting

SEVEN = {"live_in": LiveIn.LISTED, "live_in_states": ("FL", "GA", "LA", "MS", "NC", "SC", "TX")}
HOUSTON, DENVER = Place("Houston", "TX", "77002"), Place("Denver", "CO", "80202")
THREE = {"work_setting": WorkSetting.ONSITE, "live_in": None, "places": (DENVER, Place("Boise", "ID", "83702"), HOUSTON)}


@pytest.mark.parametrize("query", ["state=TX", "q=texas", "near=Houston,+TX", "q=coder+texas&sort=newest"])
def test_a_card_says_that_one_may_live_in_the_state_asked_for(
    client: FlaskClient, board: Callable[..., object], query: str
) -> None:
    board(SEVEN)
    assert "Remote in 7 states, Texas included" in client.get(f"/jobs?{query}").text


def test_without_a_state_the_card_counts_them(client: FlaskClient, board: Callable[..., object]) -> None:
    board(SEVEN)
    page = client.get("/jobs").text
    assert "Remote in 7 states" in page
    assert "included" not in page


@pytest.mark.parametrize("query", ["state=TX", "q=onsite+houston"])
def test_of_many_places_that_in_the_state_is_named(client: FlaskClient, board: Callable[..., object], query: str) -> None:
    board(THREE)
    assert "On site in Denver, CO and 2 more places" in client.get("/jobs").text
    assert "On site in Houston, TX and 2 more places" in client.get(f"/jobs?{query}").text


def test_states_that_are_not_allowed_are_not_called_included(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"live_in": LiveIn.ALL_BUT, "live_in_states": ("AK", "CA", "HI", "NY", "TX")})
    page = client.get("/jobs?state=FL&state=TX").text
    assert "Florida included" in page
    assert "Texas included" not in page
