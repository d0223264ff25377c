"""The search page: found, narrowed, sorted, and useful when nothing is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.core.clock import now
from careercenter.job_search import fallback
from careercenter.job_search.execute import EngineWithFallback
from careercenter.job_search.fallback import REFRESHED_AFTER, DatabaseFallback
from careercenter.job_search.query_parser import parse
from careercenter.postings.content import EmploymentType, LiveIn, Place, WorkSetting
from careercenter.postings.lifecycle import PostingAction, PostingStatus, apply_action
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Criteria, SearchResult
from careercenter.search.memory_engine import MemoryEngine
from tests.browse.pages import titles
from tests.factories.employers import make_employer
from tests.factories.postings import make_posting

ONSITE = {
    "work_setting": WorkSetting.ONSITE,
    "places": (Place("Dayton", "OH", "45402"),),
    "live_in": None,
    "live_in_states": (),
}


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_words_find_and_counts_are_said(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Infusion Auditor"}, {"title": "Podiatry Coder", "specialties": ("podiatry",)})
    page = client.get("/jobs?q=podiatry")
    assert titles(page.text) == ["Podiatry Coder"]
    assert re.search(r"<h1[^>]*>1 job</h1>", page.text)
    assert "<title>1 job for “podiatry”" in page.text


def test_choices_narrow_and_each_can_be_taken_away(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "At Home"}, {"title": "In Dayton", **ONSITE})
    page = client.get("/jobs?q=coding&setting=onsite&credential=cpc").text
    assert titles(page) == ["In Dayton"]
    assert 'href="/jobs?q=coding&amp;credential=cpc"' in page
    assert 'href="/jobs?q=coding&amp;setting=onsite"' in page
    # Clearing the choices keeps the words.
    assert 'href="/jobs?q=coding"' in page


def test_a_choice_shows_how_many_it_would_leave_and_stays_ticked(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "At Home"}, {"title": "In Dayton", **ONSITE}, {"title": "At Home Too"})
    page = client.get("/jobs?setting=onsite").text
    assert re.search(r'value="onsite" id="setting-onsite" checked', page)
    remote = re.search(r'value="remote" id="setting-remote">.*?class="count">(\d+)', page, re.DOTALL)
    assert remote is not None
    assert remote[1] == "2"


def test_a_state_finds_what_one_may_do_from_there(client: FlaskClient, board: Callable[..., None]) -> None:
    board(
        {"title": "Texas Only", "live_in": LiveIn.LISTED, "live_in_states": ("TX",)},
        {"title": "Not From Texas", "live_in": LiveIn.ALL_BUT, "live_in_states": ("TX",)},
        {"title": "In Dayton", **ONSITE},
    )
    page = client.get("/jobs?state=TX").text
    assert titles(page) == ["Texas Only"]
    assert '<option value="TX" selected>' in page
    assert "may live in Texas" in words(page)


def test_all_choices_of_a_facet_are_a_page_away(client: FlaskClient, board: Callable[..., None]) -> None:
    board(*[{"employer": make_employer(f"Clinic {letter}")} for letter in "ABCDEFGH"])
    page = client.get("/jobs?q=coding&setting=remote").text
    assert "Clinic H" not in page.partition('class="filters"')[2].partition("</details>")[0]
    more = re.search(r'<a href="([^"#]+)#more-employer"[^>]*>All 8 employers</a>', page)
    assert more is not None
    address = unescape(more[1])
    assert "q=coding&setting=remote" in address
    opened = client.get(address).text
    assert len(re.findall(r'name="employer" value=', opened)) == 8
    assert re.search(r'<details class="filters[^"]*" id="filters" open>', opened)
    assert '<input type="hidden" form="search" name="all" value="employer">' in opened
    assert client.get("/jobs?all=moon&all=state").status_code == 200


def test_the_fold_on_small_screens_says_how_many_are_on(client: FlaskClient, board: Callable[..., None]) -> None:
    board({})
    assert "Filters (2 on" in words(client.get("/jobs?setting=remote&credential=cpc").text)


def test_pages_are_links_and_named_in_the_title(client: FlaskClient, board: Callable[..., None]) -> None:
    board(*[{"title": f"Coder Number {number}"} for number in range(23)])
    first = client.get("/jobs?setting=remote&sort=newest").text
    second = client.get("/jobs?setting=remote&sort=newest&page=2").text
    assert len(titles(first)) == 20
    assert len(titles(second)) == 3
    assert not set(titles(first)) & set(titles(second))
    assert "(page 2 of 2)" in second.split("</title>")[0]
    assert 'href="/jobs?setting=remote&amp;sort=newest&amp;page=2"' in first
    assert titles(client.get("/jobs?setting=remote&sort=newest&page=99").text) == titles(first)


def test_sorting_is_part_of_the_address(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Less", "pay_max": 4200}, {"title": "More", "pay_max": 6000})
    page = client.get("/jobs?sort=pay").text
    assert titles(page) == ["More", "Less"]
    assert '<option value="pay" selected>' in page


def test_nothing_found_says_what_to_take_away_and_how_much_that_leaves(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "At Home"}, {"title": "At Home Too"})
    page = client.get("/jobs?setting=onsite&employment=w2_full_time").text
    assert "No job matches all of this" in page
    assert re.search(
        r'<a href="/jobs\?employment=w2_full_time"[^>]*>Without “Where”: On site</a> <span class="count">2 jobs', page
    )
    assert "Without employment" not in page
    # Where one thing less helps there is no need for more.
    assert "Specialties with the most jobs" not in page
    lost = client.get("/jobs?q=zebra").text
    assert "See more jobs by dropping" not in lost
    assert 'href="/jobs?specialty=cellular-therapy"' in lost


def test_an_empty_board_says_so(client: FlaskClient) -> None:
    assert "There are no open jobs" in client.get("/jobs").text
    assert client.get("/").status_code == 200


def test_an_unknown_choice_is_left_out_with_a_word(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "At Home"})
    page = client.get("/jobs?setting=moon").text
    assert titles(page) == ["At Home"]
    assert "is not one of ours and was left out" in page


@pytest.mark.parametrize(
    "query", ["*", "((", '"', "a:b", "\\", "%00", "🩺", "' or 1=1 --", "<script>", "-", "AND OR NOT", "~~~[0 TO 9]"]
)
def test_whatever_is_typed_gives_a_page(client: FlaskClient, board: Callable[..., None], query: str) -> None:
    board({})
    page = client.get("/jobs", query_string={"q": query})
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<body>")[1].replace("<script src", "")


def test_htmx_gets_the_part_below_the_search_box(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"employment_type": EmploymentType.PRN})
    page = client.get("/jobs?q=&employment=prn&state=&sort=best", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert page.text.lstrip().startswith('<div id="found">')
    assert "<html" not in page.text
    assert "<title>1 job: PRN, as needed" in page.text
    assert page.headers["HX-Push-Url"] == "/jobs?employment=prn"


@pytest.mark.parametrize(
    "headers", [{}, {"HX-Request": "true", "HX-Request-Type": "full"}, {"HX-Request": "true", "HX-Request-Type": "partial"}]
)
def test_caches_are_told_that_the_answers_differ(client: FlaskClient, headers: dict[str, str]) -> None:
    page = client.get("/jobs", headers=headers)
    assert {"HX-Request", "HX-Request-Type"} <= {name.strip() for name in page.headers["Vary"].split(",")}
    assert ("<html" in page.text) == (headers.get("HX-Request-Type") != "partial")


def test_without_its_index_the_board_answers_from_the_jobs_and_says_so(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    posting, other = make_posting(title="Zebra Coder"), make_posting(title="Okapi Coder")
    monkeypatch.setitem(app.extensions, "search", MemoryEngine(POSTINGS))  # never built
    monkeypatch.setitem(app.extensions, "job_search", EngineWithFallback(lambda: app.extensions["search"], DatabaseFallback()))
    for path in (f"/jobs/{posting.public_id}-{posting.slug}", "/", "/employers", "/specialties", "/specialties/oncology"):
        assert client.get(path).status_code == 200

    page = client.get("/jobs?q=zebra")

    assert titles(page.text) == ["Zebra Coder"]
    assert "The search index is being made ready again. Until then we answer from the jobs themselves." in page.text
    assert set(titles(client.get("/jobs").text)) == {posting.title, other.title}
    app.extensions["search"].rebuild([document_of(posting)])
    assert "made ready again" not in client.get("/jobs?q=zebra").text


def test_the_fallback_answers_from_the_newest_and_never_shows_what_may_not_be_seen(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = now()
    newest, oldest = make_posting(title="Newest"), make_posting(title="Oldest")
    newest.posted_at, oldest.posted_at = moment - timedelta(hours=1), moment - timedelta(days=9)
    make_posting(PostingStatus.DRAFT, title="Draft")
    monkeypatch.setattr(fallback, "MOST_POSTINGS", 1)
    standing_in = DatabaseFallback()
    found = standing_in.find(Criteria(), at=moment)
    assert found.ids == (newest.public_id,)
    assert "the newest" in found.note
    monkeypatch.setitem(app.extensions, "search", MemoryEngine(POSTINGS))
    monkeypatch.setitem(app.extensions, "job_search", EngineWithFallback(lambda: app.extensions["search"], standing_in))

    apply_action(newest, PostingAction.PAUSE)

    assert "Newest" not in titles(client.get("/jobs").text)


def test_the_fallback_reads_once_in_so_long(app: Flask, count_queries: list[str]) -> None:
    moment = now()
    make_posting(title="First")
    standing_in = DatabaseFallback()
    standing_in.find(Criteria(parse("coder")), at=moment)
    del count_queries[:]
    standing_in.find(Criteria(parse("auditor")), at=moment + REFRESHED_AFTER / 2)
    assert count_queries == []
    make_posting(title="Second")
    assert standing_in.find(Criteria(), at=moment + REFRESHED_AFTER).total == 2


def test_a_bug_in_one_search_is_an_error_of_that_search_alone(
    client: FlaskClient, board: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    board({"title": "Oncology Coder"})
    find = MemoryEngine.find

    def planted(self: MemoryEngine, criteria: Criteria, **more: Any) -> SearchResult:
        if criteria.query == parse("boom"):
            raise TypeError("a bug")
        return find(self, criteria, **more)

    monkeypatch.setattr(MemoryEngine, "find", planted)
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(client.application.config, "TESTING", False)
    assert client.get("/jobs?q=boom").status_code == 500
    answer = client.get("/jobs?q=oncology")
    assert answer.status_code == 200
    assert "being made ready again" not in answer.text


def test_all_choices_of_a_facet_are_asked_for_beside_the_words_of_the_page(app: Flask, client: FlaskClient) -> None:
    wanted = ("cpc", "ccs", "rhit", "rhia", "cpma", "cca", "coc")
    app.extensions["search"].upsert([document_of(make_posting(title="Zebra Yak Coder", credentials_all=wanted))])
    assert "/jobs?q=zebra&amp;all=credential#more" in client.get("/jobs?q=zebra").text
    assert "/jobs?q=yak&amp;all=credential#more" in client.get("/jobs?q=yak").text  # the same choices, other words
