"""A chip means the facet of its name: what only mentions it stands after it, and is said to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from careercenter.core.clock import now
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from tests.browse.pages import titles

PLAIN = (
    "You read what physicians write down and choose the numbers that say it. The team meets on Tuesday and keeps its promises."
)
FILED = {"specialties": ("podiatry",), "description": PLAIN}
OTHER = {"specialties": ("dental",), "description": PLAIN + " Some podiatry now and then."}


def also(page: str) -> list[str]:
    """Give the titles below the rule."""
    return titles(page.partition('class="also"')[2])


def test_what_is_filed_under_a_name_stands_before_what_mentions_it(client: FlaskClient, board: Callable[..., object]) -> None:
    board(
        {"title": "Teeth and Podiatry", **OTHER},
        *({"title": f"Foot Coder {number}", **FILED} for number in range(3)),
        {"title": "Teeth", **OTHER},
    )
    page = client.get("/jobs?q=podiatry").text
    assert "5 jobs" in page
    assert "3 are filed under Podiatry; the others mention it." in page
    assert "Also mention “podiatry”" in page
    assert set(titles(page)[:3]) == {f"Foot Coder {number}" for number in range(3)}
    assert set(also(page)) == {"Teeth", "Teeth and Podiatry"}
    filed = client.get("/jobs?specialty=podiatry").text
    assert len(titles(filed)) == 3


def test_where_all_are_of_it_nothing_is_said(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"title": "Foot Coder", **FILED}, {"title": "Teeth", **OTHER})
    for query in (
        "q=teeth",
        "specialty=podiatry",
        "q=podiatry&specialty=podiatry",
        "q=podiatry&as=typed",
    ):
        page = client.get(f"/jobs?{query}").text
        assert titles(page)
        assert 'class="also"' not in page
        assert "filed under" not in page


def test_in_another_order_they_are_counted_and_stand_mixed(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"title": "Foot Coder", **FILED}, {"title": "Teeth", **OTHER})
    page = client.get("/jobs?q=podiatry&sort=newest").text
    assert "1 is filed under Podiatry; the other mentions it." in page
    assert 'class="also"' not in page


def test_of_two_names_jobs_are_filed_under_all(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"title": "Foot Coder", **FILED}, {"title": "Teeth", **OTHER})
    assert (
        "None is filed under all of Podiatry and Dental coding; these mention it." in client.get("/jobs?q=podiatry+dental").text
    )


def test_what_is_filed_stands_above_the_rule_whatever_its_words_are_worth(
    app: Flask, client: FlaskClient, board: Callable[..., list[Posting]]
) -> None:
    # A whole page that says it in other words in its title, and as many newer ones that do not.
    made = board(
        {"title": "Teeth", **OTHER},
        *({"title": f"Podiatric Coder {number}", **FILED} for number in range(20)),
        *({"title": f"Foot {number}", **FILED} for number in range(20)),
    )
    for posting in made[:21]:
        posting.posted_at = now() - timedelta(days=20)
    app.extensions["search"].upsert([document_of(posting) for posting in made])
    page = client.get("/jobs?q=podiatry").text
    assert "40 are filed under Podiatry; the other mentions it." in page
    assert all(title.startswith("Podiatric Coder") for title in titles(page))
    assert 'class="also"' not in page


def test_where_none_is_of_it_that_is_said(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"title": "Teeth", **OTHER})
    page = client.get("/jobs?q=podiatry").text
    assert "None is filed under Podiatry; these mention it." in page
    assert also(page) == ["Teeth"]


def test_the_rule_stands_where_it_falls_on_later_pages_too(client: FlaskClient, board: Callable[..., object]) -> None:
    board(
        *({"title": f"Foot {number}", **FILED} for number in range(22)),
        *({"title": f"Teeth {number}", **OTHER} for number in range(3)),
    )
    first, second = (client.get(f"/jobs?q=podiatry&page={number}").text for number in (1, 2))
    filed = [title for page in (first, second) for title in titles(page) if title.startswith("Foot")]
    assert len(set(filed)) == 22
    below = [title for page in (first, second) for title in also(page)]
    assert sorted(below) == ["Teeth 0", "Teeth 1", "Teeth 2"]


def test_cards_below_the_rule_are_headed_one_level_deeper(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"title": "Foot Coder", **FILED}, {"title": "Teeth", **OTHER})
    page = client.get("/jobs?q=podiatry").text
    assert re.findall(r'<h(\d) class="job-card__title"', page) == ["2", "3"]
