"""A search that finds nothing, or little: what one thing less would find, and whether another word was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.job_search.broader_searches import MOST_ASKED, without_word
from careercenter.postings.content import LiveIn, Place, WorkSetting
from careercenter.search.interface import Criteria
from tests.factories.postings import PLAIN_DESCRIPTION

ONSITE = {"work_setting": WorkSetting.ONSITE, "live_in": None, "live_in_states": ()}
DALLAS = {**ONSITE, "places": (Place("Dallas", "TX", "75201"),)}


def offered(page: str, where: str = "removals") -> dict[str, tuple[int, str]]:
    """Map each way to how many jobs it says it finds and where it leads, in the order shown."""
    part = page.partition(f'"{where}"' if where != "removals" else "removals")[2]
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>:? <span class="count">([\d,]+) job', part)
    return {unescape(re.sub("<[^>]+>", "", words)): (int(number), unescape(address)) for address, words, number in found}


def total(client: FlaskClient, address: str) -> int:
    found = re.search(r'id="results"[^>]*>(\d+) job', client.get(address).text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("oncology leveling texas", "leveling", "oncology texas"),
        ("Leveling LEVELING", "leveling", ""),
        ('a "cell lab" b', '"cell lab"', "a b"),
        ("labor lab", "lab", "labor"),
        ("levelings", "leveling", "levelings"),
        ("a.b (c", "(c", "a.b"),
    ],
)
def test_a_word_is_dropped_where_it_stands_by_itself(text: str, word: str, left: str) -> None:
    assert without_word(text, word) == left


def test_each_way_leads_to_as_many_jobs_as_it_says_the_most_first(
    client: FlaskClient, plain_board: Callable[..., None]
) -> None:
    plain_board(
        {"title": "Podiatry Leveling Coder"},
        {"title": "Podiatry Leveling Coder Too"},
        {"title": "Podiatry Reviewer", **DALLAS},
        {"title": "Leveling Reviewer", **DALLAS, "specialties": ("dental",)},
    )
    page = client.get('/jobs?q=podiatry+"leveling"&setting=onsite').text
    ways = offered(page)
    assert next(iter(ways)) == "Without “Where”: On site"
    assert {"Without “leveling”", "Without “podiatry”", "Without “Where”: On site"} <= set(ways)
    counts = [number for number, _ in ways.values()]
    assert counts == sorted(counts, reverse=True)
    assert all(number > 0 for number in counts)
    for number, address in ways.values():
        assert total(client, address) == number


def test_words_nobody_uses_are_taken_away_together(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"title": "Podiatry Coder"})
    ways = offered(client.get('/jobs?q=podiatry+"zebrafish"+"unicorns"').text)
    assert ways == {"Without “zebrafish” and “unicorns”": (1, "/jobs?q=podiatry")}


def test_a_typed_place_goes_with_its_miles(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"title": "Podiatry Coder", **ONSITE, "places": (Place("Boston", "MA", "02118"),)})
    ways = offered(client.get("/jobs?q=podiatry+houston&distance=10").text)
    assert ways["Without “houston”"] == (1, "/jobs?q=podiatry+houston&without=city%3AHouston%7CTX")


def test_a_longer_way_is_offered_around_a_place(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    # Waco lies some ninety miles from Dallas.
    plain_board({"title": "Podiatry Coder", **ONSITE, "places": (Place("Waco", "TX", "76701"),)})
    ways = offered(client.get("/jobs?q=podiatry&near=Dallas,+TX").text)
    assert ways["Within 100 miles of Dallas, TX"][0] == 1
    assert total(client, ways["Within 100 miles of Dallas, TX"][1]) == 1
    assert "Anywhere, not only near Dallas, TX" in ways


def test_a_reading_taken_away_is_one_thing_less(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"title": "Podiatry Coder", "live_in": LiveIn.LISTED, "live_in_states": ("OH",)})
    ways = offered(client.get("/jobs?q=podiatry+texas").text)
    assert ways["Without “texas”"] == (1, "/jobs?q=podiatry+texas&without=state%3ATX")


def test_few_found_show_the_widest_way_below(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"title": "Podiatry Leveling Coder"}, *[{"title": f"Podiatry Coder {number}"} for number in range(6)])
    page = client.get('/jobs?q=podiatry+"leveling"').text
    assert list(offered(page, "wider").values()) == [(7, "/jobs?q=podiatry")]
    assert 'class="wider"' not in client.get("/jobs?q=podiatry").text


def test_several_ways_out_of_a_narrow_search_and_the_one_that_drops_its_subject_last(
    client: FlaskClient, plain_board: Callable[..., None]
) -> None:
    podiatry = {"specialties": ("podiatry",), "credentials_any": ("cpc",)}
    texas, ohio = ({"live_in": LiveIn.LISTED, "live_in_states": (state,)} for state in ("TX", "OH"))
    plain_board(
        {"title": "Podiatry Coder", **podiatry, **texas},
        *[{"title": f"Podiatry Ohio {number}", **podiatry, **ohio} for number in range(3)],
        {"title": "Podiatry Plain", **podiatry, "credentials_any": ("ccs",)},
        *[{"title": f"Dental Coder {number}", "specialties": ("dental",), "credentials_any": ("cpc",)} for number in range(9)],
    )
    ways = offered(client.get("/jobs?q=podiatry+cpc+texas").text, "wider")
    assert [(words, count) for words, (count, _) in ways.items()] == [
        ("Without “texas”", 4), ("Without “cpc”", 2), ("Without “podiatry”", 10),
    ]  # fmt: skip


def test_at_most_six_questions_are_asked_and_six_more_where_none_finds_a_job(
    app: Flask, client: FlaskClient, plain_board: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_board({"title": "Podiatry Coder"})
    asked: list[tuple[Criteria, tuple[object, ...]]] = []
    engine = app.extensions["search"]
    find = engine.find

    def noted(criteria: Criteria, **said: object) -> object:
        counted = said.get("counted")
        asked.append((criteria, ("all",) if counted is None else tuple(counted)))  # type: ignore[arg-type]
        return find(criteria, **said)

    monkeypatch.setattr(engine, "find", noted)
    client.get("/jobs?q=one+two+three+four+texas+cpc+remote+epic&patients=profee&experience=0-1&employment=prn&posted=1")
    _first, *rest = asked
    assert MOST_ASKED < len([counted for _, counted in rest if not counted]) <= 2 * MOST_ASKED
    assert all(not counted or len(counted) == 1 for _, counted in rest)
    assert len(rest) <= 2 * MOST_ASKED + 1


def test_a_misspelt_word_is_offered_as_one_that_jobs_hold(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"title": "Xenograft Coder"}, {"title": "Xenograft Auditor"})
    page = client.get("/jobs?q=remote+xenogaft").text
    found = re.search(r'Did you mean <a href="([^"]+)"[^>]*><strong>([^<]+)</strong></a>\? <span class="count">2 jobs', page)
    assert found is not None
    assert found[2] == "remote xenograft"
    assert total(client, unescape(found[1])) == 2
    assert 'value="remote xenogaft"' in page


@pytest.mark.parametrize("typed", ["xenograft", "remote", "zzzzzzzz", "remote doing", '"xenogaft"', "-xenogaft", ""])
def test_nothing_is_offered_where_no_word_is_misspelt(
    client: FlaskClient, plain_board: Callable[..., None], typed: str
) -> None:
    plain_board({"title": "Xenograft Coder", "description": "Going on. " * 12})
    assert "Did you mean" not in client.get("/jobs", query_string={"q": typed}).text


def test_who_found_nothing_sees_where_most_jobs_are(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({"specialties": ("podiatry",)}, {"specialties": ("podiatry",)}, {"specialties": ("dental",)})
    page = client.get("/jobs?q=zebra").text
    part = page.partition('id="popular"')[2].partition("</section>")[0]
    assert re.findall(r'href="/jobs\?specialty=([a-z-]+)"', part)[0] == "podiatry"
    assert 'id="popular"' not in client.get("/jobs?q=podiatry").text
    assert 'id="popular"' not in client.get("/jobs").text


def test_the_best_is_explained_where_it_sorts(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board({}, {})
    assert "Best match: first the jobs that answer exactly" in client.get("/jobs?setting=remote").text
    assert "Best match: first the jobs that answer exactly" not in client.get("/jobs?setting=remote&sort=pay").text
    # Where nothing is asked for, none matches better than another.
    assert "Best match: first the jobs that answer exactly" not in client.get("/jobs").text


def test_what_was_searched_for_is_marked_and_nothing_else_is_markup(
    client: FlaskClient, plain_board: Callable[..., None]
) -> None:
    plain_board(
        {
            "title": "Infusion <i>Coder</i>",
            "description": f"{PLAIN_DESCRIPTION}\n\n**Oncology** visits & <script>alert(1)</script> notes.",
        }
    )
    page = client.get("/jobs?q=infusion+oncology+coders&as=typed").text
    assert "<mark>Infusion</mark> &lt;i&gt;<mark>Coder</mark>&lt;/i&gt;" in page
    excerpt = page.partition('class="job-card__excerpt">')[2].partition("</p>")[0]
    assert excerpt.startswith("<mark>Oncology</mark> visits &amp; ")
    assert "<script" not in excerpt
    assert "<mark>" not in client.get("/jobs").text


def test_other_work_is_no_way_out_while_some_of_what_was_asked_for_is_found(
    client: FlaskClient, plain_board: Callable[..., None]
) -> None:
    plain_board({"title": "Podiatry Coder", "specialties": ("podiatry",)}, *[{"title": f"Dental {n}"} for n in range(4)])
    assert 'class="wider"' not in client.get("/jobs?q=podiatry+remote").text
    plain_board(
        {"title": "Dental Onsite", "work_setting": WorkSetting.ONSITE, "live_in": None, "places": (Place("Dallas", "TX"),)}
    )
    assert list(offered(client.get("/jobs?q=podiatry+onsite").text)) == ["Without “onsite”", "Without “podiatry”"]


def test_one_of_two_kinds_of_work_may_go_first(client: FlaskClient, plain_board: Callable[..., None]) -> None:
    plain_board(
        {"title": "Podiatry Coder", "specialties": ("podiatry",)},
        {"title": "Teeth", "specialties": ("dental",)},
        {"title": "Teeth Too", "specialties": ("dental",)},
    )
    assert list(offered(client.get("/jobs?q=podiatry+dental").text))[:2] == ["Without “podiatry”", "Without “dental”"]


def test_where_no_one_thing_less_finds_a_job_each_is_offered_alone(
    plain_board: Callable[..., None], client: FlaskClient
) -> None:
    plain_board(
        {"title": "Oncology Coder", "specialties": ("oncology",)},
        {"title": "Dental Coder", "specialties": ("dental",), **DALLAS},
    )
    page = client.get("/jobs?q=oncology dental 1099 onsite houston evenings").text
    found = offered(page)
    assert list(found)[:2] == ["Only “oncology”", "Only “dental”"]  # what the work is about stands first
    assert found["Only “onsite”"][0] == 1
    assert "Only “1099”" not in found  # nothing is found by it alone
    for number, address in found.values():
        assert total(client, address) == number


def test_a_choice_beside_the_words_is_offered_alone_too(plain_board: Callable[..., None], client: FlaskClient) -> None:
    plain_board(
        {"title": "Oncology Coder", "specialties": ("oncology",)},
        {"title": "Dental Coder", "specialties": ("dental",), **DALLAS},
    )
    page = client.get("/jobs?q=oncology houston evenings&specialty=dental&setting=onsite&near=Boston, MA").text
    assert "Only On site" in offered(page)
    assert "Only Dental coding" in offered(page)
