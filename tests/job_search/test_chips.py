"""How a page shows what it read from the words, and how a person takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, quote_from_bytes, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import resolve
from careercenter.postings.content import LiveIn, PayBasis, Place, WorkSetting
from tests.browse.pages import titles

TYPED = "remote car-t billing cpc texas $30/hr"


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def chips(page: str) -> dict[str, str]:
    """Map what each chip says to the address without it."""
    read = page.partition('class="read"')[2].partition("</ul>")[0]
    found = re.findall(r'<a class="chip" href="([^"]+)"[^>]*>(.*?)</a>', read)
    return {words(said).removeprefix("Remove: ").removesuffix(" ×"): unescape(address) for address, said in found}


def test_each_reading_is_a_chip_and_narrows(client: FlaskClient, board: Callable[..., None]) -> None:
    board(
        {"title": "From Texas", "live_in": LiveIn.LISTED, "live_in_states": ("TX",)},
        {"title": "Not From Texas", "live_in": LiveIn.ALL_BUT, "live_in_states": ("TX",)},
        {"title": "Pays Less", "pay_min": 2000, "pay_max": 2200},
        {"title": "On Site", "work_setting": WorkSetting.ONSITE, "places": (Place("Dallas", "TX", "75201"),), "live_in": None},
    )
    page = client.get("/jobs", query_string={"q": TYPED}).text
    assert titles(page) == ["From Texas"]
    assert set(chips(page)) == {
        "Remote", "Cellular therapy and CAR-T billing", "asks for CPC", "may live in Texas",
        "from $30 an hour (lowest pay first)",
    }  # fmt: skip
    assert f'value="{TYPED}"' in page
    assert re.search(r'id="setting-remote" checked', page)
    assert '<option value="TX" selected>' in page


def test_a_chip_taken_away_stays_away_and_the_words_stay(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Not From Texas", "live_in": LiveIn.ALL_BUT, "live_in_states": ("TX",)})
    page = client.get("/jobs", query_string={"q": TYPED}).text
    assert titles(page) == []
    address = chips(page)["may live in Texas"]
    assert parse_qs(urlsplit(address).query) == {"q": [TYPED], "without": ["state:TX"]}
    without = client.get(address).text
    assert titles(without) == ["Not From Texas"]
    assert f'value="{TYPED}"' in without
    assert "Not read: “texas”" in words(without)
    assert f'href="/jobs?q={TYPED.replace(" ", "+").replace("$", "%24").replace("/", "%2F")}"' in without


def test_a_reading_can_be_kept_as_words(client: FlaskClient, board: Callable[..., None]) -> None:
    board(
        {
            "title": "Speaks of It",
            "description": "Our office is called Remote Lodge. " + "You code charts and send them on. " * 5,
        },
        {"title": "Does Not"},
    )
    page = client.get("/jobs", query_string={"q": "remote", "word": "setting:remote"}).text
    assert "Speaks of It" in titles(page)
    assert not re.search(r'id="setting-remote" checked', page)


def test_the_words_can_be_searched_as_typed_and_read_again(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any"})
    page = client.get("/jobs?q=remote+texas").text
    assert 'href="/jobs?q=remote+texas&amp;as=typed"' in page
    typed = client.get("/jobs?q=remote+texas&as=typed").text
    assert chips(typed) == {}
    assert "Searched for the words as typed" in words(typed)
    # The form keeps it for these words, and reads others.
    assert client.get("/jobs?q=remote+texas&as=remote+texas").text.count('class="chip"') == 0
    assert chips(client.get("/jobs?q=remote+ohio&as=remote+texas").text)


def test_words_that_mean_several_places_can_be_kept_as_words_once(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any"})
    page = client.get("/jobs?q=near+springfield").text
    assert page.count("“springfield” as words") == 1
    assert len(chips(page)) > 1


def test_slips_are_said_with_the_way_back(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any", "specialties": ("oncology",)})
    page = client.get("/jobs?q=oncolgy").text
    assert titles(page) == ["Any"]
    assert "Showing oncology ; search for oncolgy instead" in words(page)
    assert 'href="/jobs?q=%22oncolgy%22"' in page
    assert "No job matches all of this" in client.get("/jobs?q=%22oncolgy%22").text


def test_a_box_ticked_by_the_words_can_be_unticked_without_javascript(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any"})
    page = client.get("/jobs?q=remote+texas").text
    assert '<input type="hidden" form="search" name="read" value="setting:remote">' in page
    sent = "q=remote+texas&read=setting:remote&read=state:TX&setting=remote&state="
    assert chips(client.get("/jobs?" + sent).text) == {
        "Remote": "/jobs?q=remote+texas&without=state%3ATX&without=setting%3Aremote"
    }
    # Other words in the box: what the old ones ticked was never a choice.
    other = client.get("/jobs?q=ohio&read=setting:remote&read=state:TX&setting=remote&state=TX").text
    assert set(chips(other)) == {"may live in Ohio"}
    assert "Narrowed to" not in other


def test_a_state_kept_out_is_said_and_ticks_nothing(client: FlaskClient, board: Callable[..., None]) -> None:
    board(
        {"title": "Everywhere", "live_in": LiveIn.ALL, "live_in_states": ()},
        {"title": "Only California", "live_in": LiveIn.LISTED, "live_in_states": ("CA",)},
    )
    page = client.get("/jobs?q=remote+but+not+california").text
    assert titles(page) == ["Everywhere"]
    assert "not only in California" in chips(page)
    assert page.count('<select name="state"') == 1
    assert "selected>California" not in page
    assert '<option value="">Any state but California</option>' in page


def test_five_digits_offer_the_place(client: FlaskClient) -> None:
    page = client.get("/jobs?q=95117").text
    assert "Or did you mean the ZIP code of San Jose, CA ?" in words(page)
    assert 'href="/jobs?q=zip+95117"' in page
    assert "near 95117 San Jose, CA (50 miles), or from home there" in chips(client.get("/jobs?q=zip+95117").text)


HOUSTON = {"work_setting": WorkSetting.ONSITE, "places": (Place("Houston", "TX", "77030"),), "live_in": None}
DALLAS = {"work_setting": WorkSetting.ONSITE, "places": (Place("Dallas", "TX", "75201"),), "live_in": None}


def test_a_typed_place_is_looked_around_and_can_be_taken_away(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "There", **HOUSTON}, {"title": "Far", **DALLAS}, {"title": "From Home"})
    page = client.get("/jobs?q=coder+within+25+miles+of+houston").text
    assert set(titles(page)) == {"There", "From Home"}
    assert re.search(r'name="near" id="near" value="Houston, TX"', page)
    assert re.search(r'value="25" id="distance-25" checked', page)
    assert re.search(r'value="yes" id="home" checked', page)
    ((said, without),) = chips(page).items()
    assert said == "near Houston, TX (25 miles), or from home there"
    assert len(titles(client.get(without).text)) == 3
    assert "“houston” as words" in words(page)


def test_onsite_beside_a_place_leaves_home_out(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "There", **HOUSTON}, {"title": "Far", **DALLAS}, {"title": "From Home"})
    page = client.get("/jobs?q=onsite+houston").text
    assert titles(page) == ["There"]
    assert "near Houston, TX (50 miles)" in chips(page)
    assert 'name="home"' not in page


def test_two_places_have_a_chip_each_and_one_may_go(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "There", **HOUSTON}, {"title": "Far", **DALLAS}, {"title": "From Home"})
    page = client.get("/jobs?q=onsite+houston+or+dallas&distance=25").text
    assert set(titles(page)) == {"There", "Far"}
    assert 'name="near" id="near" value="Houston, TX"' in page
    either = chips(page)
    assert {"near Houston, TX (25 miles)", "near Dallas, TX (25 miles)"} <= set(either)
    left = client.get(either["near Houston, TX (25 miles)"]).text
    assert (titles(left), "near Dallas, TX (25 miles)" in chips(left)) == (["Far"], True)


def test_cities_of_one_name_are_all_looked_around_and_the_page_asks(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "From Home"})
    page = client.get("/jobs?q=onsite+columbia").text
    assert len([said for said in chips(page) if said.startswith("near Columbia, ")]) == 3
    assert "More than one city is called Columbia, and we looked for each." in words(page)
    assert "Or did you mean Columbia, SC ?" in words(page)
    search = resolve(SearchRequest("onsite columbia"))
    one_of_them = next(one for one in search.entities if one.kind == "city")
    left = resolve(search.as_text(one_of_them))
    assert (left.criteria.near, left.interpretation.soft_words) == (None, ())


def test_remote_and_a_city_ask_for_work_that_may_be_done_from_its_state(
    client: FlaskClient, board: Callable[..., None]
) -> None:
    board(
        {"title": "There", **HOUSTON},
        {"title": "From Texas", "live_in": LiveIn.LISTED, "live_in_states": ("TX",)},
        {"title": "Not From Texas", "live_in": LiveIn.ALL_BUT, "live_in_states": ("TX",)},
    )
    page = client.get("/jobs?q=remote+houston").text
    assert titles(page) == ["From Texas"]
    assert set(chips(page)) == {"Remote", "may live in Texas"}
    assert '<option value="TX" selected>' in page
    assert 'name="near" id="near" value=""' in page
    assert set(titles(client.get("/jobs?q=remote+or+near+houston").text)) == {"There", "From Texas"}


def test_namesakes_of_a_place_in_its_field_are_named(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "From Home"})
    assert "We took Portland, OR. Others of that name are in ME: add the state." in words(
        client.get("/jobs?near=portland").text
    )
    for unmistakable in ("Portland,+ME", "portland+or", "Houston", "97201"):
        assert "Others of that name" not in client.get(f"/jobs?near={unmistakable}").text


def test_a_place_is_chosen_in_its_field_without_javascript(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "There", **HOUSTON}, {"title": "Far", **DALLAS}, {"title": "From Home"})
    page = client.get("/jobs?q=&near=houston&distance=25&home=no&state=&sort=best").text
    assert titles(page) == ["There"]
    assert "Remove: near Houston, TX (25 miles) ×" in words(page)
    assert 'href="/jobs"' in page.partition('class="chosen"')[2]
    unknown = client.get("/jobs?near=Narnia").text
    assert "We do not know the place “Narnia”." in words(unknown)
    assert 'value="Narnia"' in unknown
    assert len(titles(unknown)) == 3


def test_a_typed_place_that_yields_to_a_chosen_one_is_said(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "There", **HOUSTON}, {"title": "Far", **DALLAS})
    page = client.get("/jobs?q=coder+houston&near=Dallas,+TX").text
    assert titles(page) == ["Far"]
    assert list(chips(page)) == ["near Dallas, TX (50 miles), or from home there"]
    assert "Not read: “houston”" in words(page)
    assert 'href="/jobs?q=coder+houston"' in page


def test_to_read_again_takes_back_what_went_before_it(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any"})
    sent = "q=coder+houston+30+miles+$30/hr&read=pay:30|hour&read=miles:30&read=city:Houston|TX"
    page = client.get(f"/jobs?{sent}&pay=3500&near=Dallas,+TX&distance=100").text
    assert {"Not read: “houston”", "Not read: “$30/hr”", "Not read: “30 miles”"} <= {
        said.partition(" .")[0].partition(". Read")[0]
        for said in map(words, re.findall(r'<p class="read__note">.*?</p>', page))
    }
    typed = "q=coder+houston+30+miles+%2430%2Fhr"
    for kept, left in (
        ("miles%3A30", "without=pay%3A30%7Chour&without=city%3AHouston%7CTX&near=Dallas%2C+TX&pay=3500"),
        ("pay%3A30%7Chour", "without=miles%3A30&without=city%3AHouston%7CTX&near=Dallas%2C+TX&distance=100"),
        ("city%3AHouston%7CTX", "without=pay%3A30%7Chour&without=miles%3A30&pay=3500"),
    ):
        (again,) = [
            unescape(link)
            for link in re.findall(r'<a href="([^"]+)"[^>]*>Read it again</a>', page)
            if kept not in unescape(link)
        ]
        assert sorted(again.removeprefix("/jobs?").split("&")) == sorted(f"{typed}&{left}".split("&"))


def test_jobs_that_say_no_pay_are_offered_beside_a_floor(client: FlaskClient, board: Callable[..., None]) -> None:
    board(
        {"title": "Pays"},
        {"title": "Pays Less", "pay_min": 2000, "pay_max": 2200},
        {"title": "By the Project", "pay_basis": PayBasis.PER_PROJECT, "pay_min": 700_000, "pay_max": 900_000},
    )
    page = client.get("/jobs?q=$30/hr").text
    assert titles(page) == ["Pays"]
    assert "Also jobs that say no pay by the hour 1 job" in words(page)
    both = client.get("/jobs?q=$30/hr&read=pay:30|hour&pay=3000&pay=unsaid").text
    assert set(titles(both)) == {"Pays", "By the Project"}
    assert "Remove: also jobs that say no pay by the hour ×" in words(both)
    # Without the floor there is nothing to stand beside.
    assert chips(both)["from $30 an hour (lowest pay first)"] == "/jobs?q=%2430%2Fhr&without=pay%3A30%7Chour"
    assert "no pay" not in words(client.get("/jobs").text)


@pytest.mark.parametrize(
    ("typed", "chip", "why"),
    [
        ("$2 per chart", "from $2 a chart", "“$2 a chart” cannot be compared with pay for an hour: it leaves no job out."),
        ("up to $35", "up to $35", "“up to $35” leaves no job out: jobs are narrowed by the least they pay."),
    ],
)
def test_pay_that_cannot_narrow_says_so(
    client: FlaskClient, board: Callable[..., None], typed: str, chip: str, why: str
) -> None:
    board({"title": "Any"})
    page = client.get("/jobs", query_string={"q": typed}).text
    assert titles(page) == ["Any"]
    assert chip in chips(page)
    assert why in words(page)
    assert why not in words(client.get(chips(page)[chip]).text)
    assert "leaves no job out" not in words(client.get("/jobs?q=$30/hr").text)


def test_what_is_kept_out_is_said(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any"})
    assert "not Weekends" in chips(client.get("/jobs?q=no+weekends").text)
    assert "under 15 records an hour" in chips(client.get("/jobs?q=under+15+charts+an+hour").text)
    assert "“no overtime” leaves no job out" in words(client.get("/jobs?q=no+overtime").text)
    assert "no quota" in chips(client.get("/jobs?q=no+quota").text)


def test_a_replaced_code_says_what_it_is_now(client: FlaskClient) -> None:
    assert "CPT 0539T (now 38227)" in chips(client.get("/jobs?q=0539T").text)


def test_when_nothing_is_found_each_reading_can_be_given_up(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Not From Texas", "live_in": LiveIn.ALL_BUT, "live_in_states": ("TX",)})
    page = client.get("/jobs?q=remote+texas").text
    assert "Without “texas” 1 job" in words(page)


def test_what_is_pushed_to_the_address_is_short(client: FlaskClient, board: Callable[..., None]) -> None:
    board({"title": "Any"})
    answer = client.get("/jobs?q=remote&read=setting:remote&setting=remote", headers={"HX-Request-Type": "partial"})
    assert answer.headers["HX-Push-Url"] == "/jobs?q=remote"


@pytest.mark.parametrize(
    "text", ['"><script>', "\u202e remote", "\ud83d", "a" * 500, "-", '"', "$", "  ", "zip", "not", "within 5 miles of"]
)
def test_odd_words_have_a_page(client: FlaskClient, text: str) -> None:
    page = client.get("/jobs", query_string={"q": text.encode("utf-8", "surrogatepass")})
    assert page.status_code == 200
    assert "<script>" not in page.text.partition("<main")[2]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60) | st.text(alphabet="77002,TX houston|:-", max_size=30).map(str.encode),
    st.sampled_from(["near", "distance", "home", "pay", "read", "without", "word", "state", "as", "page"]),
    st.sampled_from(["", "coder+within+25+miles+of+houston+$30/hr", "remote+houston"]),
)
def test_any_bytes_have_a_page(client: FlaskClient, raw: bytes, name: str, typed: str) -> None:
    assert client.get(f"/jobs?q={typed}&{name}={quote_from_bytes(raw)}").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said", "ticked"),
    [
        ("coder not onsite", "not On site", []),
        ("remote coder not onsite", "not On site", ["setting:remote"]),
        ("coder no 1099", "not Contract, 1099", []),
        ("radiology not ir", "not Interventional radiology", []),
    ],
)
def test_what_is_kept_out_is_a_chip(client: FlaskClient, typed: str, said: str, ticked: list[str]) -> None:
    page = client.get("/jobs", query_string={"q": typed}).text
    assert said in chips(page)
    assert re.findall(r'name="read" value="([^"]+)"', page) == ticked
    assert said not in chips(client.get(chips(page)[said]).text)


def test_what_stays_words_is_said_beside_what_was_read(client: FlaskClient) -> None:
    said = words(client.get('/jobs?q="dragon"+taming+florida+cpc').text)
    assert "Searched as words: “dragon”." in said
    assert "We looked for “taming” too; it leaves no job out." in said
    for typed in ("dragon taming", "florida cpc", "dragon florida&as=typed"):
        assert "Searched as words" not in client.get("/jobs?q=" + typed).text


def test_near_me_asks_near_where(client: FlaskClient) -> None:
    page = client.get("/jobs?q=medical+coding+jobs+near+me").text
    assert "Near where?" in page
    assert re.search(r'<input type="text" form="search" name="near" id="near-where"[^>]* autofocus>', page)
    for query in (
        "near+me&near=77002",
        "coder+near+Houston",
        "coder+nearby+texas",
        "coder+near+me&state=TX",
        "coder+near+me&as=typed",
    ):
        assert "Near where?" not in client.get(f"/jobs?q={query}").text
    # The field stands before the one among the filters, which is empty: the one filled in counts.
    assert client.get("/jobs?q=coder+near+me&near=77002&near=").text.count("near 77002") == 1
