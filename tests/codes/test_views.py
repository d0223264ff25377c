"""The pages of codes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from careercenter.taxonomy import codes
from careercenter.taxonomy.code_labels import status_label
from careercenter.taxonomy.code_shapes import SETS, SLUGS
from tests.factories.postings import make_posting

TRADEMARK = "CPT is a trademark of the American Medical Association"


@pytest.fixture
def indexed(app: Flask) -> Callable[..., None]:
    return lambda *postings: app.extensions["search"].upsert([document_of(posting) for posting in postings])


def part(page: str, heading: str) -> str:
    """Give the section of a page that has this heading's id."""
    return page.split(f'aria-labelledby="{heading}"', 1)[1].split("</section>", 1)[0] if heading in page else ""


def test_a_code_says_what_it_is_whose_work_and_which_credentials_fit(client: FlaskClient) -> None:
    page = client.get("/codes/icd-10-cm/D89.839")
    assert page.status_code == 200
    assert "Cytokine release syndrome, grade unspecified" in page.text
    assert "ICD-10-CM FY2026, 1 Apr 2026" in page.text
    assert 'href="/specialties/cellular-therapy"' in page.text
    assert "CHONC" in page.text
    assert "noindex" not in page.text
    assert '<link rel="canonical" href="http://localhost/codes/icd-10-cm/D89.839">' in page.text


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/codes/icd-10-cm/d89839", "/codes/icd-10-cm/D89.839"),
        ("/codes/ICD-10-CM/D89.839", "/codes/icd-10-cm/D89.839"),
        ("/codes/ms-drg/18", "/codes/ms-drg/018"),
        ("/codes/cpt/0708t", "/codes/cpt/0708T"),
        ("/codes/cpt/38225%E2%80%9338228", "/codes/cpt/38225-38228"),
    ],
)
def test_each_code_has_one_address(client: FlaskClient, typed: str, address: str) -> None:
    answer = client.get(typed)
    assert (answer.status_code, unquote(answer.location)) == (301, address)
    assert client.get(address).status_code == 200


def test_each_set_has_one_address(client: FlaskClient) -> None:
    answer = client.get("/codes/ICD-10-CM")
    assert (answer.status_code, answer.location) == (301, "/codes/icd-10-cm")


def test_a_replaced_code_is_explained_and_leads_on(client: FlaskClient) -> None:
    page = client.get("/codes/cpt/0539T").text
    assert "Deleted Jan 1, 2025" in page
    assert 'href="/codes/cpt/38227"' in page
    assert TRADEMARK in page


def test_the_jobs_of_a_replaced_code_are_those_that_name_what_replaced_it(
    client: FlaskClient, indexed: Callable[..., None]
) -> None:
    indexed(make_posting(title="New number coder", codes=("38227",)), make_posting(title="Old number coder", codes=("0539T",)))
    said = part(client.get("/codes/cpt/0539T").text, "naming")
    assert said.index("Old number coder") < said.index("New number coder")
    assert "Old number coder" not in part(client.get("/codes/cpt/38227").text, "naming")


def test_a_category_leads_down_and_a_code_up(client: FlaskClient) -> None:
    assert 'href="/codes/icd-10-cm/C83.39"' in client.get("/codes/icd-10-cm/C83.3").text
    page = client.get("/codes/icd-10-cm/C83.39").text
    assert 'href="/codes/icd-10-cm/C83.3"' in page
    assert "one step below" not in client.get("/codes/icd-10-cm/D89.839").text


def test_jobs_that_name_a_code_stand_above_those_of_its_specialties(client: FlaskClient, indexed: Callable[..., None]) -> None:
    names_it = make_posting(title="Product coder", codes=("Q2056",), specialties=("cellular-therapy",))
    by_range = make_posting(title="Collection coder", codes=("38225-38228",), specialties=("cellular-therapy",))
    neither = make_posting(title="Therapy coder", codes=("Q2041",), specialties=("cellular-therapy",))
    indexed(names_it, by_range, neither)
    page = client.get("/codes/hcpcs/Q2056").text
    assert "Product coder" in part(page, "naming")
    assert "Therapy coder" not in part(page, "naming")
    assert "Product coder" not in part(page, "others")
    assert "Therapy coder" in part(page, "others")
    inside = client.get("/codes/cpt/38226").text
    assert "Collection coder" in part(inside, "naming")
    assert "Product coder" in part(inside, "others")
    assert "Collection coder" in part(client.get("/codes/cpt/38225-38228").text, "naming")


def test_jobs_that_name_a_code_of_a_category_name_the_category(client: FlaskClient, indexed: Callable[..., None]) -> None:
    indexed(make_posting(title="Product coder", codes=("XW033H7",)), make_posting(title="Lymphoma coder", codes=("C83.39",)))
    assert "Product coder" in part(client.get("/codes/icd-10-pcs/XW0").text, "naming")
    assert "Lymphoma coder" in part(client.get("/codes/icd-10-cm/C83.3").text, "naming")
    assert "Product coder" not in part(client.get("/codes/icd-10-pcs/XW04").text, "naming")


def test_a_stay_shows_the_jobs_of_its_own_specialty_and_not_all_of_inpatient_coding(
    client: FlaskClient, indexed: Callable[..., None]
) -> None:
    indexed(
        make_posting(title="Stay coder", codes=("018",), specialties=("auditing",)),
        make_posting(title="Therapy coder", specialties=("cellular-therapy",), codes=()),
        make_posting(title="Ward coder", specialties=("inpatient-drg",), codes=()),
    )
    page = client.get("/codes/ms-drg/018").text
    assert "Stay coder" in part(page, "naming")
    assert "Therapy coder" in part(page, "others")
    assert "Ward coder" not in page
    assert "Ward coder" in part(client.get("/codes/ms-drg/999").text, "others")


def test_jobs_beyond_one_employers_share_of_a_page_are_shown_too(client: FlaskClient, indexed: Callable[..., None]) -> None:
    first = make_posting(title="Product coder 0", codes=("Q2056",), specialties=("auditing",))
    more = [
        make_posting(title=f"Product coder {at}", codes=("Q2056",), specialties=("auditing",), employer=first.employer)
        for at in range(1, 6)
    ]
    others = [make_posting(title=f"Therapy coder {at}", specialties=("cellular-therapy",), codes=()) for at in range(25)]
    indexed(first, *more, *others)
    said = part(client.get("/codes/hcpcs/Q2056").text, "naming")
    assert all(f"Product coder {at}" in said for at in range(6))


def test_a_job_that_names_a_wide_range_is_found_by_a_number_inside(client: FlaskClient, indexed: Callable[..., None]) -> None:
    indexed(make_posting(title="Visit coder", codes=("99202-99499",), specialties=("auditing",)))
    assert "Visit coder" in part(client.get("/codes/cpt/99213").text, "naming")


def test_a_zip_or_a_longer_number_is_no_code(client: FlaskClient, indexed: Callable[..., None]) -> None:
    described = "Call 95117-0000 or 195117. " + "You code visits, procedures and supplies for a group of clinics. " * 5
    indexed(make_posting(title="Clinic coder", codes=("99213",), description=described, specialties=("auditing",)))
    assert "Clinic coder" not in client.get("/codes/cpt/95117").text


@pytest.mark.parametrize("status", [status for status in PostingStatus if status is not PostingStatus.LIVE])
def test_only_live_jobs_are_shown(client: FlaskClient, indexed: Callable[..., None], status: PostingStatus) -> None:
    live: Posting = make_posting(codes=("Q2056",), title="Hidden coder")
    document = document_of(live)
    client.application.extensions["search"].upsert([document])
    gone = make_posting(status, codes=("Q2056",), title="Never seen coder")
    gone.posted_at, gone.closes_at = gone.posted_at or live.posted_at, gone.closes_at or live.closes_at
    indexed(gone)
    page = client.get("/codes/hcpcs/Q2056").text
    assert "Hidden coder" in page
    assert "Never seen coder" not in page


def test_an_unknown_code_is_not_here_and_says_what_is_close(client: FlaskClient) -> None:
    page = client.get("/codes/icd-10-cm/D89.83X")
    assert page.status_code == 404
    assert 'href="/codes/icd-10-cm/D89.839"' in page.text
    assert client.get("/codes/cpt/99999").status_code == 404
    assert client.get("/codes/icd-9/250").status_code == 404
    assert client.get("/codes/cpt/%00%FF<b>").status_code == 404
    assert "<b>" not in client.get("/codes/cpt/<b>1").text.replace("<body>", "")


def test_a_number_known_only_by_its_range_is_not_for_search_engines(client: FlaskClient) -> None:
    page = client.get("/codes/cpt/99213")
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "99202–99215" in page.text


def test_finding_a_code_leads_to_it_or_shows_each_set(client: FlaskClient) -> None:
    assert client.get("/codes?q=drg+18").location == "/codes/ms-drg/018"
    both = client.get("/codes?q=A5052").text
    assert 'href="/codes/hcpcs/A5052"' in both
    assert 'href="/codes/icd-10-cm/A50.52"' in both
    assert both.index("/codes/hcpcs/A5052") < both.index("/codes/icd-10-cm/A50.52")
    assert client.get("/codes?q=a50.52").location == "/codes/icd-10-cm/A50.52"
    none = client.get("/codes?q=d89.83x")
    assert none.status_code == 200
    assert 'href="/codes/icd-10-cm/D89.839"' in none.text


def test_what_stands_in_two_sets_leads_from_one_to_the_other(client: FlaskClient) -> None:
    assert 'href="/codes/icd-10-cm/A50.52"' in client.get("/codes/hcpcs/A5052").text


@pytest.mark.parametrize("typed", ["", "%00", "%ff%fe", "<script>1", "9" * 5000, "../../1", "{{7*7}}", "'1 or 1=1"])
def test_anything_typed_gives_a_page(client: FlaskClient, typed: str) -> None:
    assert client.get(f"/codes?q={typed}").status_code == 200


@pytest.mark.parametrize("name", SETS)
def test_each_set_has_a_page_whose_lines_lead_on(client: FlaskClient, name: str) -> None:
    page = client.get(f"/codes/{SLUGS[name]}")
    assert page.status_code == 200
    assert (TRADEMARK in page.text) == (name == "CPT")
    first = codes.listed(name)[0]
    assert f'href="/codes/{SLUGS[name]}/{first.code}"' in page.text


def test_the_codes_of_a_job_lead_to_their_pages(client: FlaskClient) -> None:
    posting = make_posting(codes=("38225-38228", "Q2056", "MS-DRG 018", "APC 1234"))
    page = client.get(f"/jobs/{posting.public_id}-{posting.slug}").text
    for address in ("/codes/cpt/38225", "/codes/cpt/38228", "/codes/hcpcs/Q2056", "/codes/ms-drg/018"):
        assert f'href="{address}"' in page
    assert '<span class="code">APC 1234</span>' in page
    assert TRADEMARK in page


def test_codes_stand_in_the_menu_and_a_specialtys_codes_lead_on(client: FlaskClient) -> None:
    page = client.get("/specialties/cellular-therapy").text
    assert '<a href="/codes">Codes</a>' in page
    assert 'href="/codes/cpt/38225"' in page
    assert TRADEMARK in page


def test_every_status_of_the_catalogue_is_said_in_words() -> None:
    for name in SETS:
        for one in codes.listed(name):
            said = status_label(one)
            assert said[:1].isupper() or not one.status
            assert "NOT" not in said
            assert "active" not in said.lower()
