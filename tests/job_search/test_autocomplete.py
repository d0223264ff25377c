"""What is suggested while a person types, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from careercenter.job_search.autocomplete import MOST
from careercenter.postings.models import Posting
from careercenter.taxonomy import catalogue
from tests.factories.employers import make_employer


def suggested(client: FlaskClient, typed: str) -> dict[str, dict[str, str]]:
    """Map each group's title to what it offers, in words, with where that leads."""
    page = client.get("/suggest", query_string={"q": typed})
    assert page.status_code == 200
    found: dict[str, dict[str, str]] = {}
    for kind, address, said in re.findall(
        r'role="presentation">([^<]+)<|role="option"[^>]*data-address="([^"]+)">(.*?)</div>', page.text
    ):
        if kind:
            group = found.setdefault(kind, {})
        else:
            group[" ".join(unescape(re.sub(r"<[^>]+>", "", said)).split())] = unescape(address)
    return found


@pytest.mark.parametrize(
    ("typed", "kind", "words", "address"),
    [
        ("radiation onc", "Specialties", "Radiation oncology", "/jobs?specialty=radiation-oncology"),
        ("CAR T", "Specialties", "Cellular therapy and CAR-T billing also called car-t", "/jobs?specialty=cellular-therapy"),
        ("keytr", "Specialties", None, "/jobs?specialty=immuno-oncology"),
        ("ccs-", "Credentials", "CCS-P Certified Coding Specialist - Physician-based", "/jobs?credential=ccs-p"),
        ("ccsp", "Credentials", "CCS-P Certified Coding Specialist - Physician-based", "/jobs?credential=ccs-p"),
        ("certified professional cod", "Credentials", "CPC Certified Professional Coder", "/jobs?credential=cpc"),
        ("38227", "Codes", "38227 CPT: Receipt and preparation of the manufactured cells.", "/codes/cpt/38227"),
        ("drg 018", "Codes", None, "/codes/ms-drg/018"),
        ("d89.83", "Codes", None, "/codes/icd-10-cm/D89.83"),
        ("houst", "Places", "Houston, TX", "/jobs?near=Houston%2C+TX"),
        ("st lou", "Places", "Saint Louis, MO", "/jobs?near=Saint+Louis%2C+MO"),
        ("remote car-t hous", "Places", "Houston, TX", "/jobs?q=remote+car-t&near=Houston%2C+TX"),
        ("florida", "States", "Florida jobs you may do while living there", "/jobs?state=FL"),
        ("florid", "States", "Florida jobs you may do while living there", "/jobs?state=FL"),
        ("oncology tex", "States", None, "/jobs?q=oncology&state=TX"),
        ("work from", "Kinds of work", "Remote", "/jobs?setting=remote"),
        ("oncology hyb", "Kinds of work", "Hybrid", "/jobs?q=oncology&setting=hybrid"),
        ("part ti", "Kinds of work", "Part time, W-2", "/jobs?employment=w2_part_time"),
        ("1099", "Kinds of work", None, "/jobs?employment=contract_1099"),
        ("nigh", "Kinds of work", "Nights", "/jobs?schedule=night"),
        ("remote overn", "Kinds of work", "Nights", "/jobs?q=remote&schedule=night"),
        ("ahima", "Credentials", "CCS Certified Coding Specialist", "/jobs?credential=ccs"),
        ("epic", "Software", "Epic", "/jobs?tool=epic"),
        ("oncology cern", "Software", "Oracle Health", "/jobs?q=oncology&tool=oracle-health"),
        ("optum", "Software", None, "/jobs?tool=optum-encoderpro"),
        ("tuit", "What jobs say", "Tuition help", "/jobs?benefit=tuition"),
        ("oncology sign on", "What jobs say", "Sign-on bonus", "/jobs?q=oncology&benefit=sign-on"),
        ("no quo", "What jobs say", "No quota", "/jobs?productivity=0"),
        ("no te", "What jobs say", "No test", "/jobs?test=none"),
        ("equipment prov", "What jobs say", "Equipment: Supplied by the employer", "/jobs?equipment=employer"),
        ("per cha", "What jobs say", "Paid per chart", "/jobs?basis=per_chart"),
        ("screen rec", "What jobs say", "Monitoring at work: Screen or camera recording", "/jobs?monitoring=recording"),
        ("remote infus", "Specialties", "Infusion and injection", "/jobs?q=remote&specialty=infusion-injection"),
    ],
)
def test_the_boards_own_words_are_suggested(
    client: FlaskClient, typed: str, kind: str, words: str | None, address: str
) -> None:
    offered = suggested(client, typed)[kind]
    assert address in offered.values()
    assert words is None or offered.get(words) == address


@pytest.mark.parametrize("typed", ["no week", "oncology no weekend", "not remo", "without monit", "no onc"])
def test_what_is_denied_is_never_offered_as_a_choice(client: FlaskClient, typed: str) -> None:
    assert not [address for group in suggested(client, typed).values() for address in group.values() if "q=" in address]


def test_a_misspelling_finds_the_specialty_and_is_never_called_its_name(client: FlaskClient) -> None:
    assert suggested(client, "oncolg")["Specialties"]["Oncology and hematology coding"] == "/jobs?specialty=oncology"
    for misspelt in catalogue.misspellings():
        for typed in (misspelt[:5], misspelt[:-1], misspelt):
            assert misspelt not in client.get("/suggest", query_string={"q": typed}).text.replace(f'value="{typed}"', "")


def test_codes_come_in_their_order_and_an_ended_one_says_so(client: FlaskClient) -> None:
    assert list(suggested(client, "3822")["Codes"].values()) == ["/codes/cpt/38225", "/codes/cpt/38226", "/codes/cpt/38227"]
    assert [words.split(":")[:2] for words in suggested(client, "0539t")["Codes"]] == [["0539T CPT", " ended"]]


def test_a_whole_beginning_goes_before_places_and_employers_that_share_its_last_letters(client: FlaskClient) -> None:
    assert set(suggested(client, "part ti")) == {"Kinds of work"}
    assert next(iter(suggested(client, "tex"))) == "States"


def test_codes_of_several_sets_take_turns(client: FlaskClient) -> None:
    assert [address.split("/")[2] for address in suggested(client, "j92")["Codes"].values()] == [
        "icd-10-cm",
        "hcpcs",
        "icd-10-cm",
    ]


def test_titles_of_live_jobs_are_suggested_once_each(client: FlaskClient, board: Callable[..., list[Posting]]) -> None:
    board({"title": "Perfusion Charge Auditor"}, {"title": "perfusion charge auditor"}, {"title": "Podiatry Coder"})
    offered = suggested(client, "perfus")["Jobs"]
    assert len(offered) == 1
    assert parse_qs(urlsplit(next(iter(offered.values()))).query)["q"][0].casefold() == '"perfusion charge auditor"'
    # Words before the last one count too, and every word a title is offered for stands in it.
    assert suggested(client, "podiatry perfus").get("Jobs") is None


def test_employers_with_live_jobs_are_suggested(client: FlaskClient, board: Callable[..., list[Posting]]) -> None:
    hiring = make_employer("Quillback River Clinic")
    make_employer("Quillback Lake Clinic")
    (posting,) = board({"employer": hiring})
    expected = {"Quillback River Clinic": f"/jobs?employer={hiring.public_id}"}
    assert suggested(client, "quillb")["Employers"] == expected
    assert suggested(client, "quillback riv")["Employers"] == expected
    assert suggested(client, "remote river")["Employers"] == {
        "Quillback River Clinic": f"/jobs?q=remote&employer={hiring.public_id}"
    }
    namesake = make_employer("Quillback River Clinic", city="Joplin", state="MO")
    hiring.city, hiring.state = "Tulsa", "OK"
    board({"employer": hiring}, {"employer": namesake})
    assert set(suggested(client, "quillb")["Employers"]) == {
        "Quillback River Clinic (Tulsa, OK)",
        "Quillback River Clinic (Joplin, MO)",
    }
    hiring.suspended_at = namesake.suspended_at = posting.posted_at
    assert "Employers" not in suggested(client, "quillb")


@pytest.mark.parametrize(
    "typed", ["", "a", "%", "__", "\\", '"', "'", "(((", "zzzzzz", "\u0000", "🩺🩺", "x" * 5000, "-" * 300]
)
def test_whatever_is_typed_is_answered(client: FlaskClient, board: Callable[..., list[Posting]], typed: str) -> None:
    board({"title": "Plain Coder"})
    assert suggested(client, typed) == {}


def test_markup_is_shown_as_letters(client: FlaskClient, board: Callable[..., list[Posting]]) -> None:
    board({"title": "<b>Perfusion</b> Auditor"})
    page = client.get("/suggest?q=perfus").text
    assert "<b>" not in page
    assert "&lt;b&gt;Perfusion&lt;/b&gt;" in page


@pytest.mark.parametrize("typed", ["on", "onc", "co", "cod", "c", "in", "med", "ra", "ho"])
def test_ten_at_most_with_two_questions_to_the_database(
    client: FlaskClient, board: Callable[..., list[Posting]], count_queries: list[str], typed: str
) -> None:
    board(*({"title": f"{name} Oncology Coder {number}"} for name in ("Medical", "Radiation") for number in range(6)))
    client.get("/suggest?q=zz")
    del count_queries[:]
    offered = suggested(client, typed)
    assert len([statement for statement in count_queries if statement.startswith("SELECT")]) <= 2
    assert sum(map(len, offered.values())) <= MOST


def test_answers_may_be_kept_for_a_minute_by_anybody(client: FlaskClient) -> None:
    answer = client.get("/suggest?q=onc")
    assert answer.cache_control.public
    assert answer.cache_control.max_age == 60
    assert answer.headers["X-Robots-Tag"] == "noindex"
