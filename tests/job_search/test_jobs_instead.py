"""Nobody meets an empty page: where nothing is found and nothing comes close, other jobs stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from careercenter.postings.content import Place, WorkSetting

DALLAS = {
    "work_setting": WorkSetting.ONSITE, "live_in": None, "live_in_states": (), "places": (Place("Dallas", "TX", "75201"),)
}  # fmt: skip


def instead(page: str) -> tuple[str, str, list[str]]:
    """Give the heading above the jobs shown instead, where its link leads, and their titles."""
    part = page.partition('id="instead"')[2]
    heading, address = re.search(r">(.*?)</h2>\s*<p[^>]*><a href=\"(.*?)\"", part, re.DOTALL).groups()  # type: ignore[union-attr]
    titles = re.findall(r'<h3 class="job-card__title">.*?<a [^>]*>(.*?)</a>', part, re.DOTALL)
    return unescape(heading), unescape(address), [unescape(re.sub("<[^>]+>", "", title)) for title in titles]


@pytest.mark.parametrize("address", ["/jobs?q=zebra", "/jobs?q=lpn+coder", "/jobs?hours=37.5"])
def test_what_nothing_answers_shows_the_newest_jobs(
    client: FlaskClient, plain_board: Callable[..., None], address: str
) -> None:
    plain_board({"title": "Dental Coder"}, {"title": "Oncology Coder"})
    page = client.get(address).text
    assert "No job matches all of this" in page
    heading, leads_to, titles = instead(page)
    assert (heading, leads_to) == ("The newest jobs", "/jobs?sort=newest")
    assert sorted(titles) == ["Dental Coder", "Oncology Coder"]


def test_where_each_thing_is_met_only_alone_the_subject_is_shown(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board(
        {"title": "Tumor Coder", "specialties": ("oncology",)},
        {"title": "Dental Coder", "specialties": ("dental",), **DALLAS},
    )
    heading, leads_to, titles = instead(client.get("/jobs?q=oncology dental 1099 onsite houston evenings").text)
    assert (heading, titles[0]) == ("Only “oncology”", "Tumor Coder")
    assert "Tumor Coder" in client.get(leads_to).text


def test_beside_jobs_found_or_close_no_others_are_shown(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"title": "Tumor Coder", "specialties": ("oncology",)})
    assert 'id="instead"' not in client.get("/jobs?q=oncology").text
    close = client.get("/jobs?q=oncology+prn+evenings").text
    assert 'id="close"' in close
    assert 'id="instead"' not in close


def test_an_empty_board_has_none_to_show(client: FlaskClient) -> None:
    assert 'id="instead"' not in client.get("/jobs?q=oncology").text
