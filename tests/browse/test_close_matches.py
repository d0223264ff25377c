"""Close matches on the search page: below what was found, or instead of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.core.db import db
from careercenter.job_search.execute import EngineWithFallback
from careercenter.job_search.fallback import DatabaseFallback
from careercenter.postings.content import PatientType, Place, WorkSetting
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.memory_engine import MemoryEngine

PODIATRY = {"title": "Podiatry Coder", "specialties": ("podiatry",), "credentials_preferred": ()}
DALLAS = {
    "work_setting": WorkSetting.ONSITE,
    "live_in": None,
    "live_in_states": (),
    "places": (Place("Dallas", "TX", "75201"),),
}


def close(page: str) -> list[tuple[str, list[str]]]:
    """Give the titles below the heading of close matches, each with what it says it lacks."""
    part = page.partition('id="close"')[2]
    cards = re.findall(
        r'<h3 class="job-card__title"><a[^>]*>(.*?)</a>.*?<ul class="job-card__misses"[^>]*>(.*?)</ul>', part, re.S
    )
    return [(re.sub("<[^>]+>", "", title), re.findall(r"<li>(.*?)</li>", misses)) for title, misses in cards]


def test_nobody_meets_an_empty_page(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board({**PODIATRY, "credentials_any": ("ccs",)}, {**PODIATRY, "title": "Podiatry Biller", **DALLAS})
    page = client.get("/jobs?q=podiatry+rhit+remote").text
    assert "No job matches all of this" in page
    assert close(page) == [
        ("Podiatry Coder", ["asks for CCS, not RHIT"]),
        ("Podiatry Biller", ["asks for CPC or CCS, not RHIT", "is on site"]),
    ]


def test_below_a_few_exact_answers_stand_the_closest_others(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board(PODIATRY, {**PODIATRY, "title": "Podiatry Biller", **DALLAS})
    page = client.get("/jobs?q=podiatry+remote").text
    assert re.search(r'id="results"[^>]*>1 job', page)
    assert len(re.findall(r'<h2 class="job-card__title">', page)) == 1
    assert close(page) == [("Podiatry Biller", ["is on site"])]
    assert 'id="close"' not in client.get("/jobs?q=podiatry").text


def test_below_a_full_page_none_stand(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board(*({**PODIATRY, "title": f"Podiatry Coder {number}"} for number in range(20)), {**PODIATRY, **DALLAS})
    assert close(client.get("/jobs?q=podiatry+remote").text) == []


def test_what_a_job_has_of_patients_refused_is_named(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board({**PODIATRY, "patient_types": (PatientType.INPATIENT_FACILITY,)})
    page = client.get("/jobs?q=podiatry+no+inpatient").text
    assert close(page) == [("Podiatry Coder", ["has what you left out: Inpatient facility"])]


def test_a_job_that_is_no_longer_public_is_no_close_match(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    (posting,) = board({**PODIATRY, **DALLAS})
    assert close(client.get("/jobs?q=podiatry+remote").text)
    posting.employer.suspended_at = posting.posted_at
    db.session.commit()
    assert close(client.get("/jobs?q=podiatry+remote").text) == []


def test_what_a_posting_says_is_no_markup(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board({**PODIATRY, "ehrs": ("Epic <b>",), "encoders": ()})
    page = client.get('/jobs?q=podiatry+"<i>night"').text
    assert "<i>night" not in page
    assert close(page)


def test_words_that_leave_no_job_out_are_said(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board(PODIATRY, {**PODIATRY, "title": "Podiatry Leveling Coder"})
    page = client.get("/jobs?q=podiatry+leveling").text
    assert "We looked for “leveling” too; it leaves no job out." in page
    titles = [re.sub("<[^>]+>", "", title) for title in re.findall(r'<h2 class="job-card__title">(.*?)</h2>', page)]
    assert titles == ["Podiatry Leveling Coder", "Podiatry Coder"]


def test_while_the_index_is_away_the_closest_come_from_the_database(
    app: Flask, client: FlaskClient, board: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    board({**PODIATRY, **DALLAS})
    monkeypatch.setitem(
        app.extensions, "job_search", EngineWithFallback(lambda: MemoryEngine(POSTINGS), DatabaseFallback())
    )  # never built
    assert close(client.get("/jobs?q=podiatry+remote").text) == [("Podiatry Coder", ["is on site"])]
