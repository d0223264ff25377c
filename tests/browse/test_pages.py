"""The visitor's pages: what is shown of a posting in each status, and what may be done from there."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import day
from careercenter.employers.models import EmployerKind
from careercenter.postings.content import ApplyHow, WorkSetting
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from tests.factories.employers import make_employer
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus


@pytest.fixture
def indexed(app: Flask) -> Callable[..., None]:
    """Put live postings where the search finds them."""
    return lambda *postings: app.extensions["search"].upsert([document_of(posting) for posting in postings])


def address(posting: Posting) -> str:
    return f"/jobs/{posting.public_id}-{posting.slug}"


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_live_posting_says_what_coders_decide_by(client: FlaskClient) -> None:
    posting = make_posting()
    page = client.get(address(posting))
    said = words(page.text)
    assert page.status_code == 200
    assert "$34–41 an hour" in said
    assert "at 40 hours × 52 weeks" in said
    assert "Remote, all states but CA and NY" in said
    assert "9 outpatient facility accounts an hour after 8 weeks" in said
    assert "not yet verified" in said
    assert "noindex" not in page.text
    assert f'<link rel="canonical" href="http://localhost{address(posting)}">' in page.text


def test_an_address_with_another_slug_leads_to_the_one(client: FlaskClient) -> None:
    posting = make_posting()
    for wrong in (f"/jobs/{posting.public_id}", f"/jobs/{posting.public_id}-something-else"):
        answer = client.get(wrong)
        assert (answer.status_code, answer.location) == (301, address(posting))


@pytest.mark.parametrize("status", [S.DRAFT, S.PENDING, S.CHANGES_ASKED, S.SCHEDULED, S.REJECTED, S.FROZEN])
def test_what_is_not_public_is_not_there(client: FlaskClient, status: PostingStatus) -> None:
    posting = make_posting(status)
    assert client.get(address(posting)).status_code == 404
    assert client.get("/jobs/zzzzzzzzzzzz-nothing").status_code == 404


@pytest.mark.parametrize("status", [S.REMOVED, S.ARCHIVED])
def test_a_posting_taken_away_is_gone_and_one_never_public_is_not_there(client: FlaskClient, status: PostingStatus) -> None:
    posting = make_posting(status)
    posting.posted_at = now() - timedelta(days=3)
    assert client.get(address(posting)).status_code == 410
    posting.posted_at = None
    assert client.get(address(posting)).status_code == 404


@pytest.mark.parametrize("status", [S.EXPIRED, S.CLOSED])
def test_an_ended_posting_is_shown_for_a_while_and_not_to_be_indexed(client: FlaskClient, status: PostingStatus) -> None:
    page = client.get(address(make_posting(status)))
    assert page.status_code == 200
    assert "no longer takes applications" in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert ">Apply</a>" not in page.text


def test_sixty_days_after_its_end_a_posting_is_gone(client: FlaskClient) -> None:
    posting = make_posting(S.CLOSED)
    posting.closed_at = now() - timedelta(days=59, hours=23)
    assert client.get(address(posting)).status_code == 200
    posting.closed_at = now() - timedelta(days=60, minutes=1)
    assert client.get(address(posting)).status_code == 410


def test_a_posting_ends_at_its_minute_not_at_the_sweep(client: FlaskClient, indexed: Callable[..., None]) -> None:
    posting = make_posting()
    indexed(posting)
    assert posting.title in client.get("/jobs").text
    posting.closes_at = now() - timedelta(seconds=1)
    assert posting.status is S.LIVE
    assert "no longer takes applications" in client.get(address(posting)).text
    assert posting.title not in client.get("/jobs").text


def test_a_suspended_employer_has_no_page_and_no_postings(client: FlaskClient, indexed: Callable[..., None]) -> None:
    posting = make_posting()
    indexed(posting)
    employer = f"/employers/{posting.employer.public_id}-{posting.employer.slug}"
    assert posting.title in client.get(employer).text
    posting.employer.suspended_at = now()
    for page in (employer, address(posting)):
        assert client.get(page).status_code == 404
    for page in ("/", "/jobs", "/employers", "/specialties/cellular-therapy"):
        assert posting.title not in client.get(page).text


def test_an_employers_page_lists_its_live_jobs_from_the_newest(client: FlaskClient) -> None:
    employer = make_posting_employer()
    for age in range(22):
        make_posting(employer=employer, at=now() - timedelta(days=age), title=f"Coder number {age:02}")
    make_posting(S.PAUSED, employer=employer, title="Coder number 99")

    here = f"/employers/{employer.public_id}-{employer.slug}"
    listed = [re.findall(r"Coder number \d\d", words(client.get(f"{here}?page={page}").text)) for page in (1, 2)]

    assert [list(dict.fromkeys(titles)) for titles in listed] == [
        [f"Coder number {number:02}" for number in range(20)],
        ["Coder number 20", "Coder number 21"],
    ]


@pytest.mark.parametrize("status", [status for status in S if status is not S.LIVE])
@pytest.mark.parametrize("path", ["/", "/jobs", "/jobs?q=cellular", "/employers", "/specialties/cellular-therapy"])
def test_a_stale_index_never_shows_what_is_not_public(
    client: FlaskClient, indexed: Callable[..., None], status: PostingStatus, path: str
) -> None:
    posting = make_posting()
    indexed(posting)
    other = make_posting(status, title="Secret Title of Ours")
    document = document_of(posting)
    client.application.extensions["search"].upsert(
        [dataclasses.replace(document, id=other.public_id, texts={**document.texts, "title": "Secret Title of Ours"})]
    )
    assert "Secret Title of Ours" not in client.get(path).text


def test_applying_elsewhere_says_where(client: FlaskClient) -> None:
    elsewhere = make_posting(apply_how=ApplyHow.LINK, apply_url="https://work.example.com/77")
    page = client.get(address(elsewhere)).text
    assert 'href="https://work.example.com/77" rel="nofollow noopener external"' in page
    assert "work.example.com" in words(page)
    by_mail = make_posting(apply_how=ApplyHow.ADDRESS, apply_email="coding@example.com")
    assert "mailto:coding@example.com" in client.get(address(by_mail)).text


def test_similar_postings_share_a_specialty_and_leave_out_this_one(client: FlaskClient, indexed: Callable[..., None]) -> None:
    this, like, unlike = (
        make_posting(),
        make_posting(title="Apheresis Biller"),
        make_posting(title="Podiatry Coder", specialties=("podiatry",)),
    )
    indexed(this, like, unlike)
    beside = client.get(address(this)).text.split("More jobs of this kind")[1]
    assert "Apheresis Biller" in beside
    assert "Podiatry Coder" not in beside
    assert this.title not in beside


def test_a_description_cannot_bring_its_own_markup(client: FlaskClient) -> None:
    posting = make_posting(
        description="<script>alert(1)</script> [go](javascript:alert(1)) ![x](https://example.com/x.png) " + "words " * 80
    )
    page = client.get(address(posting)).text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page.split("About this job")[1]


def test_employers_who_hire_are_listed_with_how_many(client: FlaskClient) -> None:
    employer = make_employer("Quillfeather Health")
    make_posting(employer=employer)
    make_posting(employer=employer)
    make_posting(S.DRAFT, employer=make_employer("Nothing Open Clinic"))
    page = words(client.get("/employers").text)
    assert "Quillfeather Health" in page
    assert "2 jobs" in page
    assert "Nothing Open Clinic" not in page


def test_an_employers_page_has_one_address(client: FlaskClient) -> None:
    employer = make_employer("Quillfeather Health")
    answer = client.get(f"/employers/{employer.public_id}")
    assert (answer.status_code, answer.location) == (301, f"/employers/{employer.public_id}-quillfeather-health")
    page = client.get(answer.location).text
    assert "No open job just now" in page


def test_a_specialty_says_what_it_is_and_what_is_open(client: FlaskClient, indexed: Callable[..., None]) -> None:
    posting = make_posting()
    indexed(posting)
    page = client.get("/specialties/cellular-therapy").text
    assert posting.title in page
    assert "38225" in page
    assert client.get("/specialties/alchemy").status_code == 404
    assert client.get("/specialties").status_code == 200


@pytest.mark.parametrize("path", ["/", "/safety", "/help", "/privacy", "/jobs", "/employers"])
def test_every_page_has_help_and_safety_in_the_same_place(client: FlaskClient, path: str) -> None:
    text = client.get(path).text
    footer = text.split("<footer")[1]
    assert re.findall(r'href="(/[a-z]+)"', footer)[:2] == ["/help", "/safety"]
    assert text.count("<h1") == 1
    assert 'href="#main"' in text


def description(page: str) -> str:
    found = re.search(r'<meta name="description" content="([^"]*)">', page)
    return found[1] if found else ""


def test_what_may_be_indexed_says_below_its_title_what_it_is(client: FlaskClient, indexed: Callable[..., None]) -> None:
    posting = make_posting()
    indexed(posting)
    employer = posting.employer
    pages = (
        "/", "/jobs", address(posting), "/specialties", "/specialties/oncology", "/employers",
        f"/employers/{employer.public_id}-{employer.slug}", "/codes", "/codes/cpt", "/codes/cpt/38225", "/help", "/safety",
        "/privacy", "/login", "/forgot", "/sign-up",
    )  # fmt: skip
    said = {path: description(client.get(path).text) for path in pages}
    assert [path for path, words in said.items() if not 40 <= len(unescape(words)) <= 170] == []
    assert len(set(said.values())) == len(pages)
    assert "$34–41 an hour" in said[address(posting)]


def test_a_visitor_gets_no_cookie_by_looking(client: FlaskClient) -> None:
    posting = make_posting()
    for page in ("/", "/jobs?q=x", address(posting), "/employers", "/privacy"):
        assert "Set-Cookie" not in client.get(page).headers


@pytest.mark.parametrize("path", ["/", "/jobs", "/employers"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: FlaskClient, indexed: Callable[..., None], count_queries: list[str], path: str
) -> None:
    client.get(path)
    counts = []
    for new in (1, 6):  # what is new is read, all of it at once
        indexed(*[make_posting(work_setting=WorkSetting.REMOTE) for _ in range(new)])
        db.session.commit()
        del count_queries[:]
        client.get(path)
        counts.append(len(count_queries))
    assert counts[1] <= counts[0]


def test_who_came_from_a_search_is_led_back_to_the_job_in_it(client: FlaskClient) -> None:
    posting = make_posting()
    here = address(posting)
    came = client.get(here, headers={"Referer": "http://localhost/jobs?q=car-t&setting=remote&page=2"}).text
    back = f"/jobs?q=car-t&amp;setting=remote&amp;page=2#job-{posting.public_id}"
    assert f'<a class="back no-print" href="{back}">‹ Back to the jobs found</a>' in came
    for elsewhere in ("https://example.com/jobs?q=x", "http://localhost/help", "http://localhost/jobs\\evil", "nonsense"):
        assert '<a class="back no-print" href="/jobs">‹ All jobs</a>' in client.get(here, headers={"Referer": elsewhere}).text


@pytest.mark.parametrize("path", ["/specialties", "/specialties/cellular-therapy", "/jobs?specialty=cellular-therapy"])
def test_words_of_the_trade_are_not_torn_apart(client: FlaskClient, path: str) -> None:
    assert '<span class="nowrap">CAR-T</span> billing' in client.get(path).text


def test_an_employer_of_another_kind_is_named_by_its_place(client: FlaskClient, indexed: Callable[..., None]) -> None:
    employer = make_employer("Foxglove Infusion Pharmacy", kind=EmployerKind.OTHER, city="Reno", state="NV")
    posting = make_posting(employer=employer)
    said = words(client.get(address(posting)).text)
    assert "Foxglove Infusion Pharmacy: Reno, NV." in said
    assert "Other" not in words(client.get("/employers").text)


def test_on_paper_the_address_stands_for_what_can_be_pressed(client: FlaskClient) -> None:
    posting = make_posting()
    page = client.get(address(posting)).text
    assert f'<p class="panel-note print-only">http://localhost{address(posting)}</p>' in page
    assert 'class="panel apply no-print"' in page
    assert re.search(r"closes \w+ \d+, \d{4}, 11:59\sPM \w+ \.", words(page))


@pytest.mark.parametrize(
    ("zone", "said"), [("America/New_York", "E[SD]T"), ("America/Boise", "M[SD]T"), ("Pacific/Guam", "ChST")]
)
def test_the_page_says_to_the_minute_and_in_which_zone_it_closes(client: FlaskClient, zone: str, said: str) -> None:
    posting = make_posting(time_zone=zone)
    page = client.get(address(posting)).text
    closing = day(posting.content.closing_on).replace("-", ".")
    assert re.search(rf"closes {closing}, 11:59\sPM {said} \.", words(page))
    last_minute = (posting.closes_at - timedelta(minutes=1)).isoformat()
    assert f'<time datetime="{last_minute}">' in page, "words and attribute are the same moment"


def test_a_specialty_says_how_many_jobs_each_of_those_below_it_has(client: FlaskClient, board: Callable[..., object]) -> None:
    board({"specialties": ("medical-oncology",)}, {"specialties": ("medical-oncology",)})
    page = client.get("/specialties/oncology").text
    assert re.search(r'/specialties/medical-oncology">[^<]*</a> <span class="count">2</span>', page)
