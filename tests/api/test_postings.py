"""GET /api/v1/postings: shapes, what may be seen, any input at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bench import relevance
from careercenter.core.db import db
from careercenter.postings.content import FACTS, LiveIn, PayBasis, Place, WorkSetting
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import Facet
from tests.factories.postings import make_posting

ADDRESS = "/api/v1/postings"


def test_words_that_were_not_used_are_said(client: FlaskClient) -> None:
    words = "+".join(f"word{number}" for number in range(13))
    assert client.get(f"{ADDRESS}?q={words}").json["notes"] == ["Not searched for: word12. Use fewer or longer words."]


def test_an_answer_has_the_shape_that_is_promised(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    (posting,) = board({"title": "CAR-T Billing", "places": (Place("Houston", "TX", "77030"),)})
    answer = client.get(ADDRESS + "?q=car-t").get_json()
    assert set(answer) == {"total", "page", "items", "near_items", "facets", "interpretation", "notes"}
    assert (answer["total"], answer["page"]) == (1, 1)
    (item,) = answer["items"]
    assert item["id"] == posting.public_id
    assert item["url"].endswith(f"/jobs/{posting.public_id}-{posting.slug}")
    assert item["url"].startswith("http")
    assert item["employer"] == {"id": posting.employer.public_id, "name": posting.employer.name}
    assert item["places"] == [{"city": "Houston", "state": "TX", "zip": "77030"}]
    assert item["work_setting"] == "remote"
    assert item["pay"] == {
        "min": 34, "max": 41, "basis": "hourly", "words": "$34–41 an hour", "hourly_min": 34, "hourly_max": 41,
    }  # fmt: skip
    assert item["specialties"] == ["cellular-therapy", "medical-oncology"]
    assert item["credentials"] == ["cpc", "ccs", "chonc"]
    assert tuple(sorted(item["facts"])) == tuple(sorted(FACTS))
    assert (item["facts"]["pay_min"], item["facts"]["pay_max"]) == (34, 41)  # dollars, as in the column of an import
    assert (item["facts"]["team_location"], item["facts"]["productivity"], item["facts"]["onsite_days"]) == ("us-only", 9, None)
    assert item["posted_at"].endswith("Z")
    assert item["closes_at"] > item["posted_at"]


def test_what_comes_close_is_given_with_what_it_lacks(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    (posting,) = board({"credentials_any": ("ccs",), "credentials_preferred": ()})
    answer = client.get(ADDRESS, query_string={"q": 'car-t rhit "night owl"'}).get_json()
    assert (answer["total"], answer["items"]) == (0, [])
    (item,) = answer["near_items"]
    assert item["id"] == posting.public_id
    assert item["misses"] == [
        {"facet": None, "words": "does not say “night owl”"},
        {"facet": "credential", "words": "asks for CCS, not RHIT"},
    ]
    exact = client.get(ADDRESS, query_string={"q": "car-t"}).get_json()
    assert set(exact["items"][0]) == set(item) - {"misses"}
    assert exact["near_items"] == []


def test_every_facet_has_values_labels_and_counts(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board({}, {"work_setting": WorkSetting.ONSITE, "places": (Place("Dayton", "OH", "45402"),), "live_in": None})
    facets = client.get(ADDRESS).get_json()["facets"]
    assert set(facets) == {facet.value for facet in Facet}
    assert {"value": "onsite", "label": "On site", "count": 1} in facets["setting"]
    assert all(set(one) == {"value", "label", "count"} for values in facets.values() for one in values)
    assert [one["label"] for one in facets["employer"]]


def test_the_interpretation_is_said_field_by_field(client: FlaskClient) -> None:
    read = client.get(
        ADDRESS, query_string={"q": "remote oncolgy 0539T leveling cpc epic coder houston tx at least $30/hr full time"}
    ).get_json()["interpretation"]
    assert read["specialties"] == ["cellular-therapy"]
    assert read["credentials"] == ["cpc"]
    assert read["codes"] == [{"set": "CPT", "code": "0539T", "replaced_by": ["38227"]}]
    assert read["remote"] is True
    assert (read["states"], read["city"], read["zip"]) == (["TX"], "Houston", None)
    assert read["near"] == []  # remote work is looked for that may be done from there
    assert read["pay_min"] == {"amount": 30, "unit": "hour"}
    assert read["employment_types"] == ["w2_full_time"]
    assert read["tools"] == ["epic"]
    assert read["words"] == read["soft_words"] == ["leveling"]
    assert read["corrections"] == [{"typed": "oncolgy", "read": "oncology"}]
    nothing = client.get(ADDRESS).get_json()["interpretation"]
    assert all(value in (None, [], {}) for value in nothing.values())


def test_the_interpretation_says_every_place_and_what_is_kept_out(client: FlaskClient) -> None:
    read = client.get(ADDRESS, query_string={"q": 'houston or dallas onsite biller -surgery -"cell lab"'}).get_json()[
        "interpretation"
    ]
    assert read["near"] == ["Houston, TX", "Dallas, TX"]
    assert read["excluded"] == [{"fact": "words", "values": ["surgery", "cell lab"]}]
    assert not any(words.startswith("-") for words in read["words"])


def test_what_is_read_narrows_as_the_same_choices_do(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board(
        {"title": "Texas Only", "live_in": LiveIn.LISTED, "live_in_states": ("TX",)},
        {"title": "Not From Texas", "live_in": LiveIn.ALL_BUT, "live_in_states": ("TX",)},
        {"title": "On Site", "work_setting": WorkSetting.ONSITE, "places": (Place("Dallas", "TX", "75201"),), "live_in": None},
    )
    typed = [item["title"] for item in client.get(ADDRESS + "?q=remote+texas").get_json()["items"]]
    chosen = [item["title"] for item in client.get(ADDRESS + "?setting=remote&state=TX").get_json()["items"]]
    assert typed == chosen == ["Texas Only"]
    assert client.get(ADDRESS + "?q=remote+texas&without=state:TX").get_json()["total"] == 2
    left = client.get(ADDRESS + "?q=remote+but+not+california").get_json()
    assert left["total"] == 2
    assert left["interpretation"]["excluded_states"] == ["CA"]


def test_postings_that_name_a_code_stand_above_its_specialtys(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    board(
        {"title": "Of the Specialty", "specialties": ("allergy-immunology",), "codes": ()},
        {"title": "Names It", "specialties": ("allergy-immunology",), "codes": ("95165",)},
        {"title": "Another", "specialties": ("podiatry",), "codes": ()},
    )
    titles = [item["title"] for item in client.get(ADDRESS + "?q=95165").get_json()["items"]]
    assert titles == ["Names It", "Of the Specialty"]


@pytest.mark.parametrize("status", [status for status in PostingStatus if status is not PostingStatus.LIVE])
def test_a_posting_that_is_not_public_never_appears(app: Flask, client: FlaskClient, status: PostingStatus) -> None:
    """Not even when an index that is behind still holds it."""
    live = make_posting(title="Stale Copy")
    document = document_of(live)
    hidden = make_posting(status, title="Hidden Title")
    db.session.commit()
    app.extensions["search"].upsert([replace(document, id=hidden.public_id)])
    answer = client.get(ADDRESS)
    assert answer.get_json()["items"] == []
    assert "Hidden Title" not in answer.text


def test_the_answer_is_for_everybody_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get(ADDRESS)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.content_type == "application/json"
    again = client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_mistakes_are_problems(client: FlaskClient) -> None:
    for answer in (client.get("/api/v1/nothing"), client.delete(ADDRESS)):
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["status"] == answer.status_code >= 400


def test_a_place_miles_and_pay_unsaid_are_parameters(client: FlaskClient, board: Callable[..., list[Any]]) -> None:
    onsite = {"work_setting": WorkSetting.ONSITE, "live_in": None}
    board(
        {"title": "Houston", "places": (Place("Houston", "TX", "77030"),), **onsite},
        {"title": "Galveston", "places": (Place("Galveston", "TX", "77550"),), **onsite},
        {"title": "From Home", "pay_basis": PayBasis.PER_PROJECT},
    )

    def found(query: str) -> set[str]:
        return {item["title"] for item in client.get(f"{ADDRESS}?{query}").get_json()["items"]}

    assert found("near=77002") == {"Houston", "Galveston", "From Home"}
    assert found("near=Houston,+TX&distance=25") == {"Houston", "From Home"}
    assert found("near=Houston&distance=25&home=no") == {"Houston"}
    assert found("near=77002&home=no&pay=3000") == {"Houston", "Galveston"}
    assert found("pay=5000&pay=unsaid") == {"From Home"}
    facets = client.get(ADDRESS + "?near=77002&home=no&pay=2000").get_json()["facets"]
    assert [(one["value"], one["count"]) for one in facets["distance"]] == [("10", 1), ("25", 1), ("50", 2), ("100", 2)]
    assert facets["distance"][0]["label"] == "10 miles"
    pay = client.get(ADDRESS).get_json()["facets"]["pay"]
    assert pay[-1] == {"value": "unsaid", "label": "No pay said by the hour", "count": 1}
    notes = client.get(ADDRESS + "?near=Narnia&distance=10").get_json()["notes"]
    assert any("Narnia" in note for note in notes)


@pytest.mark.parametrize("page", ["99", "0", "-1", "501", "99999999999999999999", "x", "1e3", "٣", ""])
def test_a_page_that_is_none_is_the_first(client: FlaskClient, board: Callable[..., list[Any]], page: str) -> None:
    board({})
    answer = client.get(ADDRESS, query_string={"near": "Houston", "distance": "25", "page": page}).get_json()
    assert answer["page"] == 1
    assert len(answer["items"]) == answer["total"] == 1


def test_what_is_not_known_is_left_out_with_a_note(client: FlaskClient) -> None:
    answer = client.get(
        ADDRESS + "?specialty=nonsense&page=99&sort=x&setting=remote&without=state:ZZ&read=pay:x|y&as=1"
    ).get_json()
    assert answer["page"] == 1
    assert any("Specialty" in note for note in answer["notes"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=80),
    st.sampled_from(
        [
            "q",
            "specialty",
            "state",
            "pay",
            "page",
            "sort",
            "without",
            "word",
            "read",
            "as",
            "posted",
            "near",
            "distance",
            "home",
        ]
    ),
)
def test_any_bytes_are_answered(client: FlaskClient, raw: bytes, name: str) -> None:
    answer = client.get(f"{ADDRESS}?{name}={quote_from_bytes(raw)}&q=oncology")
    assert answer.status_code == 200
    assert answer.get_json()["page"] == 1


@pytest.mark.parametrize("key", ["read", "without"])
@pytest.mark.parametrize(
    "value", ["pay:1e999|hour", "pay:٣|hour", "pay:1.|x", "pay:.|hour", "pay:9999999999|year", "state:", ":", "code:|"]
)
def test_odd_keys_of_readings_do_nothing(client: FlaskClient, key: str, value: str) -> None:
    assert client.get(ADDRESS, query_string={"q": "remote $30/hr", key: value}).status_code == 200


def test_the_questions_to_the_database_do_not_grow_with_the_results(
    client: FlaskClient, board: Callable[..., list[Any]]
) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(*args: Any) -> None:
            statements.append(args[2])

        event.listen(db.engine, "before_cursor_execute", note)
        client.get(ADDRESS + "?q=oncology")
        event.remove(db.engine, "before_cursor_execute", note)
        return len([one for one in statements if one.lower().startswith("select")])

    board({})
    one = asked()
    board({}, {}, {})
    assert asked() == one <= 4


@pytest.mark.parametrize(
    "path", [path for path in (relevance.OWN, relevance.ELSEWHERE) if path.exists()], ids=lambda path: path.stem
)
def test_the_judged_queries_are_read_the_same_through_the_api(client: FlaskClient, path: Any) -> None:
    right = total = 0
    for row in relevance.read_queries(path)[::4]:
        wanted = relevance.expected(row)
        read = client.get(ADDRESS, query_string={"q": row["query"]}).get_json()["interpretation"]
        got = {
            "specialties": set(read["specialties"]),
            "credentials": set(read["credentials"]),
            "remote": set() if read["remote"] is None else {str(int(read["remote"]))},
            "state": set(read["states"]),
            "code": {code["code"] for code in read["codes"]},
        }
        right += sum(got[name] == wanted[name] for name in got)
        total += len(got)
    assert right / total >= relevance.GOAL
