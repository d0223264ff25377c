"""A code typed into the search: what names it, what follows, what it may be besides, and the same through the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.core.db import db
from careercenter.postings.search_document import document_of
from tests.factories.postings import make_posting

Board = Callable[..., None]


@pytest.fixture
def board(app: Flask) -> Board:
    def put(**codes_and_specialties: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        """Make a live posting of each title, with the codes it names and its specialties."""
        made = [
            make_posting(title=title.replace("_", " "), codes=codes, specialties=specialties)
            for title, (codes, specialties) in codes_and_specialties.items()
        ]
        db.session.commit()
        app.extensions["search"].upsert([document_of(posting) for posting in made])

    return put


def titles(client: FlaskClient, typed: str) -> list[str]:
    page = client.get("/jobs", query_string={"q": typed}).text
    return re.findall(r'job-card__title"><a[^>]*>([^<]+)<', re.sub("</?mark>", "", page))


def asked(client: FlaskClient, typed: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/postings", query_string={"q": typed}).get_json()
    return found


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("typed", "named", "specialty"),
    [
        ("95165", "95165", "allergy-immunology"),
        ("cpt 27447", "27447", "orthopedics"),
        ("38226", "38225-38228", "cellular-therapy"),
        ("38225-38228", "38227", "cellular-therapy"),
        ("Q2056 hcpcs", "Q2056", "cellular-therapy"),
        ("0539T", "38227", "cellular-therapy"),
        ("d89839", "D89.839", "cellular-therapy"),
        ("D89.839", "D89.83", "cellular-therapy"),
        ("C83.3", "C83.39", "cellular-therapy"),
        ("xw03", "XW033C7", "cellular-therapy"),
        ("18 drg", "MS-DRG 018", "cellular-therapy"),
        ("drg 17", "MS-DRG 016-018", "bmt"),
        ("drg 216-221", "MS-DRG 219", "cardiovascular"),
    ],
)
def test_what_names_a_code_stands_above_its_specialties(
    client: FlaskClient, board: Board, typed: str, named: str, specialty: str
) -> None:
    board(
        Of_the_Specialty=((), (specialty,)),
        Names_It=((named,), ("podiatry",)),
        Neither=((), ("podiatry",)),
    )
    expected = ["Names It", "Of the Specialty"]
    assert titles(client, typed) == expected
    assert [item["title"] for item in asked(client, typed)["items"]] == expected


def test_a_word_beside_a_code_says_its_set(client: FlaskClient) -> None:
    found = asked(client, "a5052 diagnosis")["interpretation"]["codes"]
    assert found == [{"set": "ICD-10-CM", "code": "A50.52", "replaced_by": []}]


def test_a_replaced_code_is_explained_and_followed_everywhere(client: FlaskClient, board: Board) -> None:
    board(New_Number=(("38227",), ("auditing",)), Another=(("99213",), ("auditing",)))
    assert titles(client, "0539T coder") == ["New Number"]
    page = client.get("/jobs?q=0539T").text
    assert "CPT 0539T (now 38227)" in words(page)
    assert "Deleted Jan 1, 2025: jobs that name 38227 are found too. About CPT 0539T" in words(page)
    assert 'href="/codes/cpt/0539T"' in page
    assert asked(client, "0539T")["interpretation"]["codes"] == [{"set": "CPT", "code": "0539T", "replaced_by": ["38227"]}]
    page = client.get("/codes/cpt/0539T").text
    assert "Today 38227 is used in its place" in words(page)
    assert "New Number" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("77386", "CPT 77386 (now 77402, 77407, or 77412)"),
        ("XW033C3", "ICD-10-PCS XW033C3 (now XW033C7 or 6 others)"),
        ("drg 18", "About MS-DRG 018"),
        ("38225-38228", "About CPT 38225-38228"),
    ],
)
def test_each_code_that_was_read_leads_to_its_page(client: FlaskClient, typed: str, said: str) -> None:
    assert said in words(client.get("/jobs", query_string={"q": typed}).text)


def test_a_number_nobody_knows_has_no_page_to_lead_to(client: FlaskClient) -> None:
    page = client.get("/jobs?q=cpt+99999").text
    assert "CPT 99999" in words(page)
    assert "About CPT" not in words(page)


@pytest.mark.parametrize(
    ("typed", "code", "replaced_by"),
    [
        ("77386", "77386", ["77402", "77407", "77412"]),
        ("0537T-0540T", "0537T-0540T", ["38225", "38226", "38227", "38228"]),
        ("hcpcs Q2040", "Q2040", ["Q2042"]),
        ("38227", "38227", []),
        ("drg 18", "MS-DRG 018", []),
    ],
)
def test_the_api_names_what_replaced_a_code(client: FlaskClient, typed: str, code: str, replaced_by: list[str]) -> None:
    (found,) = asked(client, typed)["interpretation"]["codes"]
    assert (found["code"], found["replaced_by"]) == (code, replaced_by)


def test_the_other_set_is_offered_and_the_first_is_searched(client: FlaskClient, board: Board) -> None:
    board(Pouches=((), ("dme",)), Infections=((), ("inpatient-drg",)))
    page = client.get("/jobs?q=A5052").text
    assert titles(client, "A5052") == ["Pouches"]
    assert "Or did you mean the ICD-10-CM code A50.52 ?" in words(page)
    assert 'href="/jobs?q=ICD-10-CM+A50.52"' in page
    assert titles(client, "ICD-10-CM A50.52") == ["Infections"]
    assert "Or did you mean" not in words(client.get("/jobs?q=A50.52").text)


def test_a_place_is_offered_for_a_known_code_and_a_code_for_a_place(client: FlaskClient, board: Board) -> None:
    board(Shots=(("95117",), ("allergy-immunology",)))
    assert titles(client, "95117") == ["Shots"]
    assert "Or did you mean the ZIP code of San Jose, CA ?" in words(client.get("/jobs?q=95117").text)
    assert asked(client, "60601")["interpretation"]["zip"] == "60601"
    page = client.get("/jobs?q=60601").text
    assert "Or did you mean the CPT code 60601 ?" in words(page)
    assert 'href="/jobs?q=CPT+60601"' in page


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("18 drg", "/codes/ms-drg/018"),
        ("drg018", "/codes/ms-drg/018"),
        ("cpt code 99213", "/codes/cpt/99213"),
        ("99213 cpt", "/codes/cpt/99213"),
        ("38225 to 38228", "/codes/cpt/38225-38228"),
        ("Z51.1-", "/codes/icd-10-cm/Z51.1"),
        ("d89839", "/codes/icd-10-cm/D89.839"),
        ("xw03", "/codes/icd-10-pcs/XW03"),
    ],
)
def test_the_page_of_codes_reads_the_same_ways(client: FlaskClient, typed: str, address: str) -> None:
    assert client.get("/codes", query_string={"q": typed}).location == address
