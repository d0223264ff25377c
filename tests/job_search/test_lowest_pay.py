"""Who asks for pay from a floor is given the jobs that start there first, and told which only reach it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import resolve
from careercenter.postings.search_schema import Facet
from careercenter.taxonomy.work_terms import PayBasis
from tests.browse.pages import titles

STARTS = {"title": "Starts There", "pay_min": 3600, "pay_max": 4200}
REACHES = {"title": "Reaches It Coder Coder", "pay_min": 2700, "pay_max": 5000}
BELOW = {"title": "Below", "pay_min": 2000, "pay_max": 3000}


def below(page: str) -> list[str]:
    """Give the titles below the rule."""
    return titles(page.partition('class="also"')[2])


@pytest.mark.parametrize("query", ["q=coder+from+$35", "pay=3500&q=coder", "q=$35/hr", "pay=3500"])
def test_jobs_that_start_at_the_floor_come_before_those_that_only_reach_it(
    client: FlaskClient, board: Callable[..., object], query: str
) -> None:
    board(STARTS, REACHES, BELOW)
    page = client.get(f"/jobs?{query}").text
    assert titles(page)[:2] == ["Starts There", "Reaches It Coder Coder"]
    assert below(page)[0] == "Reaches It Coder Coder"
    assert "Start below $35 an hour" in page
    assert "1 starts at $35 an hour or more; the other reaches it at the top of its pay." in page
    assert "(lowest pay first)" in page


def test_the_floor_is_said_as_it_was_typed(client: FlaskClient, board: Callable[..., object]) -> None:
    board(STARTS, REACHES)
    assert "1 starts at $72,800 a year or more" in client.get("/jobs?q=from+$72,800").text


def test_where_none_starts_there_that_is_said(client: FlaskClient, board: Callable[..., object]) -> None:
    board(REACHES)
    page = client.get("/jobs?q=from+$40").text
    assert "None starts at $40 an hour; these reach it at the top of their pay." in page


@pytest.mark.parametrize("query", ["q=from+$35&sort=newest", "q=from+$20", "q=coder"])
def test_where_all_start_there_or_the_order_is_another_nothing_is_said(
    client: FlaskClient, board: Callable[..., object], query: str
) -> None:
    board(STARTS, REACHES)
    page = client.get(f"/jobs?{query}").text
    assert titles(page)
    assert 'class="also"' not in page


def test_what_only_mentions_the_work_and_starts_below_is_last(client: FlaskClient, board: Callable[..., object]) -> None:
    plain = (
        "You read what physicians write down and choose the numbers that say it, on Tuesdays, with a team that keeps promises."
    )
    filed = {"specialties": ("podiatry",), "description": plain}
    other = {"specialties": ("dental",), "description": f"{plain} Some podiatry now and then."}
    board({**REACHES, **other}, {**STARTS, **filed}, {**REACHES, **filed, "title": "Feet, Reaches It"})
    page = client.get("/jobs?q=podiatry+$35/hr").text
    assert titles(page)[:3] == ["Starts There", "Feet, Reaches It", "Reaches It Coder Coder"]
    assert "Also mention “podiatry”, and start below $35 an hour" in page


def test_the_lowest_pay_can_be_asked_for_alone(client: FlaskClient, board: Callable[..., object]) -> None:
    board(STARTS, REACHES)
    page = client.get("/jobs?least-pay=35").text
    assert titles(page) == ["Starts There"]
    assert "at least $35 an hour" in page


def test_pay_that_says_nothing_of_an_hour_asks_for_no_floor() -> None:
    should = resolve(SearchRequest("coder $5 per chart")).criteria.query.should
    assert all(limits.facet is not Facet.LEAST_PAY for clause in should for limits in clause.ranges)


def test_jobs_that_say_no_pay_by_the_hour_stand_apart(client: FlaskClient, board: Callable[..., object]) -> None:
    unsaid = {"title": "By the Project", "pay_basis": PayBasis.PER_PROJECT, "pay_min": 700_000, "pay_max": 900_000}
    board(unsaid, STARTS, REACHES)
    page = client.get("/jobs?pay=3500&pay=unsaid").text
    assert titles(page) == ["Starts There", "Reaches It Coder Coder", "By the Project"]
    assert page.index("Start below $35 an hour") < page.index("Say no pay by the hour")
