"""What typed words are understood as."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import relevance
from careercenter.core.places import STATES
from careercenter.job_search.understanding import interpret
from careercenter.job_search.understanding.entities import Pay
from careercenter.language import phrases
from careercenter.postings.content import EmploymentType, ExperienceBand, Schedule, WorkSetting
from careercenter.search.interface import Criteria, Facet, Near

SETS = [path for path in (relevance.OWN, relevance.ELSEWHERE) if path.exists()]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_field_of_the_judged_queries_is_read_well(path: object) -> None:
    report = relevance.measure(relevance.read_queries(path))  # type: ignore[arg-type]
    short = {name: round(score.f1, 3) for name, score in report.fields.items() if score.f1 < relevance.GOAL}
    assert not short, "\n".join(report.misread)
    assert report.queries >= 60


def test_the_own_set_is_large_and_each_query_stands_once() -> None:
    queries = [row["query"] for row in relevance.read_queries(relevance.OWN)]
    assert len(queries) >= 120
    assert len(set(queries)) == len(queries)


def test_the_whole_example_is_read_into_criteria() -> None:
    found = interpret("remote car-t billing cpc texas $30/hr")
    assert found.specialties == ("cellular-therapy",)
    assert found.remote is True
    assert found.pay_min is not None
    assert (found.pay_min.amount, found.pay_min.unit, found.pay_min.hourly_cents) == (30, "hour", 3000)
    assert found.words == ()
    assert found.criteria.chosen == {
        Facet.WORK_SETTING: ("remote",),
        Facet.CREDENTIAL: ("cpc",),
        Facet.STATE: ("TX",),
        Facet.PAY: ("3000",),
    }
    assert found.criteria.words == "car-t billing"


@pytest.mark.parametrize(
    ("text", "code", "replaced_by"),
    [
        ("0539T", "0539T", ("38227",)),
        ("d89839", "D89.839", ()),
        ("D89.839", "D89.839", ()),
        ("drg 18", "MS-DRG 018", ()),
        ("018 drg", "MS-DRG 018", ()),
        ("xw03", "XW03", ()),
        ("38225 - 38228", "38225-38228", ()),
        ("cpt 38225 to 38228", "38225-38228", ()),
        ("Q4100-Q4440", "Q4100-Q4440", ()),
    ],
)
def test_codes_are_known_however_they_are_written(text: str, code: str, replaced_by: tuple[str, ...]) -> None:
    (found,) = interpret(text).codes
    assert found.written == code
    assert found.replaced_by == replaced_by


def test_five_digits_are_the_code_that_is_known_and_the_place_is_offered() -> None:
    found = interpret("95117")
    assert [code.code for code in found.codes] == ["95117"]
    assert not found.states
    assert ("zip 95117", "the ZIP code of San Jose, CA") in found.offers
    assert interpret("zip 95117").zip == "95117"
    assert interpret("houston tx 77030").zip == "77030"


@pytest.mark.parametrize(
    ("text", "states", "kept_out"),
    [
        ("remote but not California", (), ("CA",)),
        ("remote, except CA or NY", (), ("CA", "NY")),
        ("remote -california", (), ("CA",)),
        ("must live in TX", ("TX",), ()),
        ("ccs or rhit", (), ()),
        ("coder in or", ("OR",), ()),
        ("find me a job", (), ()),
        ("richmond va", ("VA",), ()),
        ("VA coder", (), ()),
        ("or coder oregon", ("OR",), ()),
    ],
)
def test_states_are_told_from_words(text: str, states: tuple[str, ...], kept_out: tuple[str, ...]) -> None:
    found = interpret(text)
    assert found.states == states
    assert found.excluded_states == kept_out


@pytest.mark.parametrize(
    ("text", "near", "miles"),
    [
        ("houston coder", "Houston, TX", ()),
        ("coder around the houston area", "Houston, TX", ()),
        ("dallas tx", "Dallas, TX", ()),
        ("dayton, ohio", "Dayton, OH", ()),
        ("portland maine", "Portland, ME", ()),
        ("houston tx 77030", "77030", ()),
        ("within 25 miles of Houston", "Houston, TX", ("25",)),
        ("coder near 77002 30 mi", "77002", ("30",)),
        ("remote within 40 miles of dayton ohio", "Dayton, OH", ("40",)),
    ],
)
def test_a_place_is_looked_around(text: str, near: str, miles: tuple[str, ...]) -> None:
    found = interpret(text).criteria
    assert found.near is not None
    assert (found.near.name, found.near.or_from_home) == (near, True)
    assert found.values(Facet.DISTANCE) == miles
    assert Facet.STATE not in found.chosen
    assert found.words in ("", "coder")


@pytest.mark.parametrize(
    ("text", "settings", "from_home"),
    [
        ("remote or near Houston", (), True),
        ("remote or within 30 miles of 77002", (), True),
        ("houston or remote", (), True),
        ("remote or hybrid houston", ("hybrid", "remote"), True),
        ("onsite houston", ("onsite",), False),
        ("hybrid coder near houston", ("hybrid",), False),
    ],
)
def test_what_is_said_of_home_beside_a_place_tells_whether_it_counts(
    text: str, settings: tuple[str, ...], from_home: bool
) -> None:
    found = interpret(text).criteria
    assert found.near is not None
    assert found.near.or_from_home is from_home
    assert tuple(sorted(found.values(Facet.WORK_SETTING))) == settings


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("remote car-t houston", {"TX"}),
        ("houston remote 77002", {"TX"}),
        ("houston or dallas", {"TX"}),
        ("chicago or milwaukee", {"IL", "WI"}),
        ("dallas tx or oklahoma", {"TX", "OK"}),
        ("Dallas, Houston", {"TX"}),
        ("Dallas/Fort Worth", {"TX"}),
        ("Houston, TX; Dallas, TX", {"TX"}),
        ("San Antonio Houston Austin", {"TX"}),
    ],
)
def test_for_work_from_home_and_for_several_places_their_states_count(text: str, states: set[str]) -> None:
    found = interpret(text)
    assert found.criteria.near is None
    assert set(found.criteria.values(Facet.STATE)) == states == set(found.states)
    assert found.criteria.words in ("", "car-t")


def test_to_take_one_reading_back_turns_no_other() -> None:
    left = interpret("remote houston", without={"setting:remote"}).criteria
    assert left.near is None
    assert left.chosen == {Facet.STATE: ("TX",)}
    nowhere = interpret("remote houston", without={"city:Houston|TX"}).criteria
    assert nowhere.chosen == {Facet.WORK_SETTING: ("remote",)}


def test_a_place_kept_as_words_or_out_is_no_place() -> None:
    assert interpret("houston coder", as_words={"city:Houston|TX"}).criteria.words == "houston"
    out = interpret("coder not in houston").criteria
    assert (out.near, out.words) == (None, '-"houston"')


def test_a_place_chosen_beside_the_words_counts_instead_of_those_in_them() -> None:
    dallas = Near("Dallas, TX", 32.8, -96.8, "TX")
    found = interpret("coder within 25 miles of houston", beside=dallas)
    assert found.criteria.near == dallas
    assert found.criteria.chosen == {Facet.DISTANCE: ("25",)}
    assert "city" not in {one.kind for one in found.readings}
    # A state beside it is asked for by itself.
    assert interpret("texas", beside=dallas).criteria.values(Facet.STATE) == ("TX",)


@pytest.mark.parametrize("text", ["remote or not", "or remote", "remote or", "remote, or part time"])
def test_remote_is_no_place_in_oregon(text: str) -> None:
    found = interpret(text)
    assert (found.remote, found.city, found.states) == (True, None, ())


def test_a_state_kept_out_leaves_every_other_one() -> None:
    left = interpret("remote but not California").criteria.values(Facet.STATE)
    assert set(left) == set(STATES) - {"CA"}


@pytest.mark.parametrize(
    ("text", "hourly"),
    [
        ("70k+", 3365),
        ("$1,200 a week", 3000),
        ("$240 per day", 3000),
        ("30-35/hr", 3000),
        ("at least 28 an hour", 2800),
        ("50-60k", 2404),
        ("$25-30ph", 2500),
    ],
)
def test_pay_of_any_unit_is_compared_through_the_hour(text: str, hourly: int) -> None:
    pay = interpret(text).pay_min
    assert pay is not None
    assert pay.hourly_cents == hourly


@pytest.mark.parametrize(
    ("text", "least", "unit"),
    [
        ("between 25 and 35 an hour", 25, "hour"),
        ("between $25 and $35", 25, "hour"),
        ("between $25/hr and $35/hr", 25, "hour"),
        ("between 60k and 80k", 60_000, "year"),
        ("between 60 and 80k", 60_000, "year"),
        ("from 60k to 80k", 60_000, "year"),
        ("from $25 up to $35", 25, "hour"),
        ("not under $25", 25, "hour"),
        ("no less than 30 an hour", 30, "hour"),
    ],
)
def test_of_a_range_of_pay_the_lower_end_counts(text: str, least: int, unit: str) -> None:
    found = interpret(text)
    assert found.pay_min == Pay(least, unit)
    assert found.criteria.words == ""
    assert found.words == ()


@pytest.mark.parametrize(
    "text",
    ["up to 35 an hour", "max $40/hr", "under $25", "pays up to $35 an hour", "$40 max", "no more than 80k", "$30 or less"],
)
def test_the_most_that_is_paid_asks_for_no_least(text: str) -> None:
    found = interpret(f"{text} coder")
    assert found.pay_min is None
    assert found.criteria == Criteria()
    assert [(one.kind, one.typed) for one in found.readings] == [("pay_most", text)]
    assert interpret(f"$20/hr, {text}").pay_min == Pay(20, "hour")


@pytest.mark.parametrize("text", ["between 3 and 5 years", "between 10 and 12 charts", "between 25 and 50 miles"])
def test_what_is_between_other_numbers_is_no_pay(text: str) -> None:
    assert interpret(text).pay_min is None


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("rochester hospital coder", {"Rochester, MN hospital coder": "Rochester, MN"}),
        (
            "Springfield",
            {"Springfield, IL": "Springfield, IL", "Springfield, MA": "Springfield, MA", "Springfield, VA": "Springfield, VA"},
        ),
        ("springfield coder il", {"Springfield, IL coder il": "Springfield, IL"}),
        ("LA hospital", {"Los Angeles hospital": "Los Angeles"}),
        ("lafayette la", {}),
        ("springfield, il", {}),
        ("portland maine", {}),
        ("nyc", {}),
        ("louisiana", {}),
    ],
)
def test_another_place_of_the_name_is_offered(text: str, others: dict[str, str]) -> None:
    assert dict(interpret(text).offers) == others
    for whole, place in others.items():
        read = interpret(whole)
        assert read.criteria.near is not None
        assert (read.criteria.near.name, read.offers) == (place if "," in place else f"{place}, CA", ())


@pytest.mark.parametrize("text", ["3-5 years", "3 to 5 years", "between 3 and 5 years of experience", "3+ yrs exp"])
def test_of_a_range_of_years_the_lower_end_is_read(text: str) -> None:
    found = interpret(f"{text} inpatient")
    assert (found.experience, found.words) == ("3-4", ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("flex", '"flexible hours"'),
        ("flexible schedule coder", '"flexible hours"'),
        ("mon-fri", '"day shift"'),
        ("2nd shift", '"evening shift"'),
        ("sign on", '"sign-on bonus"'),
        ("computer provided remote coder", '"equipment supplied"'),
        ("productivity quota", '"productivity standard"'),
        ("without quota", '-"productivity standard"'),
    ],
)
def test_schedules_and_extras_are_asked_for_as_documents_say_them(text: str, asked: str) -> None:
    assert interpret(text).criteria.words == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("no weekends", '-"weekend shift"'),
        ("weekends off", '-"weekend shift"'),
        ("no weekend work", '-"weekend shift"'),
        ("not nights", '-"night shift"'),
        ("no nights or weekends", '-"night shift" -"weekend shift"'),
        ("evenings and weekends off", '-"evening shift" -"weekend shift"'),
        ("weekends and holidays off", '-"weekend shift"'),
        ("holidays and weekends off", '-"weekend shift"'),
        ("no weekends or holidays", '-"weekend shift"'),
        ("no holidays or weekends", '-"weekend shift"'),
        ("night shift, weekends and holidays off", '"night shift" -"weekend shift"'),
        ("days only, no evening", '"day shift" -"evening shift"'),
        ("night and weekend coder", '"night shift" "weekend shift"'),
    ],
)
def test_a_schedule_can_be_kept_out(text: str, asked: str) -> None:
    assert interpret(text).criteria.words == asked


@pytest.mark.parametrize(
    ("text", "facet", "out"),
    [
        ("not onsite", Facet.WORK_SETTING, {"onsite"}),
        ("not hybrid or onsite", Facet.WORK_SETTING, {"hybrid", "onsite"}),
        ("no 1099", Facet.EMPLOYMENT_TYPE, {"contract_1099"}),
        ("not full time", Facet.EMPLOYMENT_TYPE, {"w2_full_time"}),
        ("no contract", Facet.EMPLOYMENT_TYPE, {"contract_1099", "contract_w2"}),
    ],
)
def test_a_choice_can_be_kept_out(text: str, facet: Facet, out: set[str]) -> None:
    found = interpret(f"oncology coder {text}")
    everything = phrases.SETTINGS if facet is Facet.WORK_SETTING else {kind.value for kind in EmploymentType}
    assert set(found.criteria.values(facet)) == set(everything) - out
    assert not interpret(f"oncology coder {text}", without={one.key for one in found.readings}).criteria.chosen


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("radiology not ir", 'radiology -"ir" -"interventional radiology"'),
        ("surgery not ortho", 'surgery -"ortho" -"orthopedics" -"orthopaedic"'),
        ("not ccs-p or cpc", '-"ccs-p" -"cpc"'),
        ("epic not cerner", 'epic -"cerner"'),
        ("coder not billing", '-"billing" -"medical billing"'),
        ("rhit not required", ""),
        ("no cpc needed", ""),
    ],
)
def test_a_name_can_be_kept_out_or_needless(text: str, asked: str) -> None:
    found = interpret(text)
    assert (found.criteria.words, found.credentials) == (asked, ())
    wanted = {one.key for one in found.readings if one.kind == "unwanted"}
    assert '-"' not in interpret(text, without=wanted).criteria.words


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("cardiology or oncology coder", "cardiology | oncology"),
        ("gi, cardiology or oncology", "gi | cardiology | oncology"),
        ("gi, cardiology", "gi cardiology"),
        ("oncology, epic or cerner", "oncology epic | cerner"),
        ("INPATIENT OR OUTPATIENT", "inpatient | outpatient"),
        ("inpatient and outpatient", "inpatient outpatient"),
        ("epic 3m", "epic 3m 360"),
    ],
)
def test_either_of_two_specialties_or_tools_is_asked_for(text: str, asked: str) -> None:
    assert interpret(text).criteria.words == asked


@pytest.mark.parametrize(
    ("text", "states"),
    [("LA", ("LA",)), ("pa", ("PA",)), ("HI", ("HI",)), ("ME", ("ME",)), ("me", ()), ("in", ()), ("hi", ())],
)
def test_two_letters_alone_are_a_state_where_they_are_no_word(text: str, states: tuple[str, ...]) -> None:
    assert interpret(text).states == states


@pytest.mark.parametrize(
    ("text", "specialty"),
    [
        ("gastroenterology and hepatology", "gastroenterology"),
        ("hepatologist", "gastroenterology"),
        ("rheumatologist", "rheumatology"),
        ("urologic", "urology"),
        ("optho", "ophthalmology"),
        ("risk adj coder", "risk-adjustment"),
    ],
)
def test_a_specialty_goes_by_many_names(text: str, specialty: str) -> None:
    assert interpret(text).specialties == (specialty,)


@pytest.mark.parametrize("word", ["cytometry", "serology", "mycology"])
def test_a_word_of_medicine_is_no_slip_of_a_specialty(word: str) -> None:
    found = interpret(word)
    assert (found.words, found.corrections) == ((word,), ())


@pytest.mark.parametrize("text", ["1099", "401k", "3m 360", "8 hour shifts", "4 day week", "12 charts", "$0"])
def test_other_numbers_are_no_pay(text: str) -> None:
    assert interpret(text).pay_min is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [("oncolgy", "oncology"), ("gastroentrology", "gastroenterology"), ("remotee", "remote"), ("hybird", "hybrid")],
)
def test_slips_are_put_right_and_said(typed: str, read: str) -> None:
    assert [(one.typed, one.read) for one in interpret(f"{typed} coder").corrections] == [(typed, read)]


@pytest.mark.parametrize(
    ("text", "states"),
    [("phildelphia remote", ("PA",)), ("huoston tx", ("TX",)), ("coder texass", ("TX",)), ("milwakee", ("WI",))],
)
def test_misspelt_places_are_put_right_and_said(text: str, states: tuple[str, ...]) -> None:
    found = interpret(text)
    assert found.states == states
    assert len(found.corrections) == 1
    assert found.words == ()


@pytest.mark.parametrize(
    "text",
    [
        "leveling",
        "Yescarta",
        "Beaverton",
        "Guidehouse",
        "haematology",
        "Scranton",
        "meridian",
        "orthopaedics",
        "CHONC",
        "documentation",
    ],
)
def test_words_that_are_right_stay(text: str) -> None:
    assert interpret(text).corrections == ()


def test_look_alikes_stay_apart() -> None:
    assert interpret("ccs-p").credentials == ("ccs-p",)
    assert interpret("ccs").credentials == ("ccs",)
    assert interpret("cosc").credentials == ("cosc",)
    assert interpret("cos-c").credentials == ("cos-c",)
    assert interpret("ccs, not ccs-p").credentials == ("ccs",)


def test_a_reading_can_be_taken_back_or_left_as_words() -> None:
    typed = "remote car-t coder texas"
    without = interpret(typed, without={"state:TX"})
    assert without.states == ()
    assert without.criteria.words == "car-t"
    words = interpret(typed, as_words={"state:TX"})
    assert words.states == ()
    assert words.words == ("texas",)
    assert Facet.STATE not in words.criteria.chosen


def test_quotes_and_minus_are_left_as_they_are() -> None:
    found = interpret('"car t" -auditor remote')
    assert found.specialties == ()
    assert found.criteria.words == '"car t" -auditor'


def test_what_is_left_is_searched_for_but_not_what_every_job_is() -> None:
    assert interpret("leveling remote").words == ("leveling",)
    assert interpret("medical coder").criteria.words == interpret("medical coder remote").criteria.words == ""
    assert interpret('"medical coder"').criteria.words == '"medical coder"'


def test_the_beginning_of_a_word_is_left_to_the_engine() -> None:
    assert interpret("infus* remote cpc").criteria.words == "infus*"
    assert interpret("992* onc*").criteria.words == "992* onc*"
    assert interpret("992*").codes == ()


def test_the_tables_name_what_postings_hold() -> None:
    assert {value for kinds in phrases.EMPLOYMENT for value in kinds.split("|")} == {kind.value for kind in EmploymentType}
    assert set(phrases.SETTINGS) == {setting.value for setting in WorkSetting}
    assert set(phrases.SCHEDULES) == set(phrases.SCHEDULE_SAID) == {schedule.value for schedule in Schedule}
    assert set(phrases.EXTRAS) == {*phrases.EXTRA_SAID, "no-quota"}
    assert {interpret(f"{years} years experience").experience for years in (0, 2, 4, 7, 12)} == {
        band.value for band in ExperienceBand
    }


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_mistake(text: str) -> None:
    found = interpret(text)
    assert len(found.criteria.words) <= 2000
    keys = {one.key for one in found.readings}
    assert not {one.key for one in interpret(text, without=keys).readings} & keys


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from("remote tx or in not 38225 - 2 , $30 /hr cpc -p k 018 drg near 77030 within miles of car t".split())
    )
)
def test_any_order_of_the_trades_words_is_read(parts: list[str]) -> None:
    interpret(" ".join(parts))
