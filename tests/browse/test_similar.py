"""Jobs like one, and how few questions the two pages a visitor sees most ask of the database."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.browse.similar import SHOWN, likeness
from careercenter.postings.content import EmploymentType, LiveIn, Place, WorkSetting
from careercenter.postings.models import Posting
from careercenter.search.interface import Criteria
from tests.factories.postings import COMPLETE, content

ONSITE = {
    "work_setting": WorkSetting.ONSITE,
    "places": (Place("Dayton", "OH", "45402"),),
    "live_in": None,
    "live_in_states": (),
}
MOST_OF_A_SEARCH, MOST_OF_A_POSTING = 4, 3


def below(client: FlaskClient, posting: Posting) -> list[str]:
    page = client.get(f"/jobs/{posting.public_id}-{posting.slug}").text
    return re.findall(r'job-card__title"><a[^>]*>([^<]+)<', page.partition('id="similar"')[2])


def test_what_shares_more_is_more_alike() -> None:
    one = content()
    assert likeness(one, one) > likeness(one, content(employment_type=EmploymentType.PRN))
    assert likeness(one, content(employment_type=EmploymentType.PRN)) > likeness(one, content(**ONSITE))
    assert likeness(one, content(**ONSITE)) > likeness(one, content(specialties=("cellular-therapy",)))
    assert likeness(one, content(specialties=("cellular-therapy",))) > likeness(one, content(specialties=("podiatry",)))


def test_the_most_alike_come_first_and_never_the_job_itself(client: FlaskClient, board: Callable[..., list[Posting]]) -> None:
    (posting, *_) = board(
        {"title": "This One"},
        {"title": "Shares All"},
        {"title": "Shares One Specialty", "specialties": ("medical-oncology",)},
        {"title": "On Site", **ONSITE},
        {"title": "Another Trade", "specialties": ("podiatry",)},
        {"title": "Lives In Ohio", "live_in": LiveIn.LISTED, "live_in_states": ("OH",)},
    )
    shown = below(client, posting)
    assert len(shown) == SHOWN
    assert set(shown[:2]) == {"Shares All", "Lives In Ohio"}
    assert shown[2:] == ["On Site", "Shares One Specialty"]


def test_one_question_to_the_index_counts_nothing(
    app: Flask, client: FlaskClient, board: Callable[..., list[Posting]], monkeypatch: pytest.MonkeyPatch
) -> None:
    posting, *_ = board({}, {})
    asked: list[object] = []
    find = app.extensions["search"].find

    def noted(criteria: Criteria, **said: object) -> object:
        asked.append(said.get("counted"))
        return find(criteria, **said)

    monkeypatch.setattr(app.extensions["search"], "find", noted)
    client.get(f"/jobs/{posting.public_id}-{posting.slug}")
    assert asked == [()]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=cellular+therapy",
        "q=cellular&page=2",
        "q=zebra",
        "q=cellullarr+zebra&setting=onsite",
        "q=xenogaft",
        "all=employer",
    ],
)
def test_a_search_page_asks_few_questions(
    client: FlaskClient, board: Callable[..., list[Posting]], count_queries: list[str], query: str
) -> None:
    board(*({"title": f"Xenograft Coder {number}"} for number in range(24)))
    client.get(f"/jobs?{query}")
    del count_queries[:]
    client.get(f"/jobs?{query}")
    assert len(count_queries) <= MOST_OF_A_SEARCH, count_queries


def test_a_posting_page_asks_few_questions(
    client: FlaskClient, board: Callable[..., list[Posting]], count_queries: list[str]
) -> None:
    posting, *_ = board(*({"title": f"{COMPLETE.title} {number}"} for number in range(8)))
    address = f"/jobs/{posting.public_id}-{posting.slug}"
    client.get(address)
    del count_queries[:]
    client.get(address)
    assert len(count_queries) <= MOST_OF_A_POSTING, count_queries
