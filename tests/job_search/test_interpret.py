"""What typed words are understood as."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench import relevance
from careercenter.core.places import STATES
from careercenter.job_search.query_parser import parse
from careercenter.job_search.understanding import interpret
from careercenter.language import phrases
from careercenter.language.pay import Pay
from careercenter.postings.content import EmploymentType, ExperienceBand, Schedule, WorkSetting
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Near
from careercenter.taxonomy.work_terms import PayUnit
from tests.job_search.asked import asked

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
    assert asked(found) == "cellular-therapy"
    assert parse("car-t billing").must[0].alternatives == found.criteria.query.should[0].alternatives


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
    assert found.query.empty


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
        ("remote houston or dallas", {"TX"}),
        ("remote rochester", {"MN", "NY"}),
        ("dallas tx or oklahoma", {"TX", "OK"}),
    ],
)
def test_for_work_from_home_and_beside_a_state_the_states_of_places_count(text: str, states: set[str]) -> None:
    found = interpret(text)
    assert found.criteria.near is None
    assert set(found.criteria.values(Facet.STATE)) == states == set(found.states)
    assert asked(found) in ("", "cellular-therapy")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("houston or dallas", "Houston, TX; Dallas, TX"),
        ("houston or dallas onsite", "Houston, TX; Dallas, TX"),
        ("chicago or milwaukee", "Chicago, IL; Milwaukee, WI"),
        ("Dallas, Houston", "Dallas, TX; Houston, TX"),
        ("Dallas/Fort Worth", "Dallas, TX; Fort Worth, TX"),
        ("Houston, TX; Dallas, TX", "Houston, TX; Dallas, TX"),
        ("beaumont texas or tyler texas", "Beaumont, TX; Tyler, TX"),
        ("San Antonio Houston Austin", "San Antonio, TX; Houston, TX; Austin, TX"),
        ("77002 or dallas", "77002; Dallas, TX"),
        ("houston 77002", "77002"),
        ("near 75201 or 77002", "75201; 77002"),
        ("springfield", "Springfield, IL; Springfield, MA; Springfield, MO; Springfield, OH"),
        ("springfield coder il", "Springfield, IL"),
    ],
)
def test_who_names_several_places_is_near_any_of_them(text: str, places: str) -> None:
    found = interpret(text)
    assert found.criteria.near is not None
    assert "; ".join(place.name for place in found.criteria.near.places) == places
    assert len([one for one in found.entities if one.kind in ("city", "zip")]) == places.count(";") + 1
    assert Facet.STATE not in found.criteria.chosen


def test_to_take_one_reading_back_turns_no_other() -> None:
    left = interpret("remote houston", without={"setting:remote"}).criteria
    assert left.near is None
    assert left.chosen == {Facet.STATE: ("TX",)}
    nowhere = interpret("remote houston", without={"city:Houston|TX"}).criteria
    assert nowhere.chosen == {Facet.WORK_SETTING: ("remote",)}


def test_a_place_kept_as_words_or_out_is_no_place() -> None:
    assert interpret("houston coder", as_words={"city:Houston|TX"}).criteria.query == parse("houston")
    out = interpret("coder not in houston").criteria
    assert (out.near, out.query) == (None, parse('-"houston"'))


def test_a_place_chosen_beside_the_words_counts_instead_of_those_in_them() -> None:
    dallas = Near("Dallas, TX", 32.8, -96.8, "TX")
    found = interpret("coder within 25 miles of houston", beside=dallas)
    assert found.criteria.near == dallas
    assert found.criteria.chosen == {Facet.DISTANCE: ("25",)}
    assert "city" not in {one.kind for one in found.entities}
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
        ("$2,400 every two weeks", 3000),
        ("2400 biweekly", 3000),
        ("$5,200 a month", 3000),
        ("$2,600 semi-monthly", 3000),
        ("$240 a shift", 3000),
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
    assert found.pay_min == Pay(PayUnit(unit), least * 100)
    assert asked(found) == ""
    assert found.words == ()


@pytest.mark.parametrize(
    "text",
    ["up to 35 an hour", "max $40/hr", "under $25", "pays up to $35 an hour", "$40 max", "no more than 80k", "$30 or less"],
)
def test_the_most_that_is_paid_asks_for_no_least(text: str) -> None:
    found = interpret(f"{text} coder")
    assert found.pay_min is None
    assert found.criteria == Criteria()
    assert [(one.kind, one.typed) for one in found.entities] == [("pay_most", text)]
    assert interpret(f"$20/hr, {text}").pay_min == Pay(PayUnit.HOUR, 20_00)


@pytest.mark.parametrize("text", ["between 3 and 5 years", "between 10 and 12 charts", "between 25 and 50 miles"])
def test_what_is_between_other_numbers_is_no_pay(text: str) -> None:
    assert interpret(text).pay_min is None


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("augusta hospital coder", {"Augusta, ME hospital coder": "Augusta, ME"}),
        ("Rochester", {"Rochester, MN": "Rochester, MN", "Rochester, NY": "Rochester, NY"}),
        ("springfield coder il", {}),
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
    ("text", "facet", "values"),
    [
        ("flex", Facet.SCHEDULE, ("flexible",)),
        ("flexible schedule coder", Facet.SCHEDULE, ("flexible",)),
        ("mon-fri", Facet.SCHEDULE, ("day",)),
        ("2nd shift", Facet.SCHEDULE, ("evening",)),
        ("night and weekend coder", Facet.SCHEDULE, ("night", "weekend")),
        ("computer provided remote coder", Facet.EQUIPMENT, ("employer",)),
        ("own laptop", Facet.EQUIPMENT, ("own",)),
        ("per chart", Facet.PAY_BASIS, ("per_chart",)),
        ("timed test", Facet.HIRING_TEST, ("timed-cases",)),
        ("coding test", Facet.HIRING_TEST, ("multiple-choice", "cases", "timed-cases")),
        ("apprentices welcome", Facet.ACCEPTS, ("apprentice",)),
        ("certify after hire", Facet.ACCEPTS, ("credential-later",)),
    ],
)
def test_a_stated_fact_is_a_choice_of_its_facet(text: str, facet: Facet, values: tuple[str, ...]) -> None:
    found = interpret(text)
    assert found.criteria.values(facet) == values
    assert (found.criteria.query.must, found.words) == ((), ())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("sign on", 'benefit=sign-on ~"sign on"'),
        ("sign on bonus and ceus", 'benefit=sign-on benefit=ceu ~"sign on bonus" ~ceus'),
        ("paid parental leave or pto", 'benefit=parental|benefit=pto ~"paid parental leave" ~pto'),
        ("epic 3m", "tool=epic tool=solventum-360-encompass ~epic ~3m"),
        ("oncology, epic or cerner", "oncology tool=epic|tool=oracle-health ~epic ~cerner"),
    ],
)
def test_of_facts_a_job_may_have_several_of_each_is_asked_for(text: str, query: str) -> None:
    assert asked(interpret(text)) == query


def test_prose_lifts_a_job_that_states_a_fact_and_finds_none_that_does_not() -> None:
    query = interpret("night shift").criteria.query
    assert query.must == query.must_not == ()
    assert query.should == parse('"night shift"').must


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("no weekends", "-schedule=weekend"),
        ("weekends off", "-schedule=weekend"),
        ("no weekend work", "-schedule=weekend"),
        ("not nights", "-schedule=night"),
        ("no nights or weekends", "-schedule=night -schedule=weekend"),
        ("evenings and weekends off", "-schedule=evening -schedule=weekend"),
        ("weekends and holidays off", "-schedule=weekend"),
        ("holidays and weekends off", "-schedule=weekend"),
        ("no weekends or holidays", "-schedule=weekend"),
        ("no holidays or weekends", "-schedule=weekend"),
        ("night shift, weekends and holidays off", '~"night shift" -schedule=weekend'),
        ("days only, no evening", '~"day only" -schedule=evening'),
        ("don't want nights", "-schedule=night"),
        ("no nights, weekends", "-schedule=night -schedule=weekend"),
        ("without any weekend work", "-schedule=weekend"),
    ],
)
def test_a_schedule_can_be_kept_out(text: str, query: str) -> None:
    assert asked(interpret(text)) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("not onsite", "-setting=onsite"),
        ("not hybrid or onsite", "-setting=hybrid -setting=onsite"),
        ("no 1099", "-employment=contract_1099"),
        ("not 1099", "-employment=contract_1099"),
        ("not full time", "-employment=w2_full_time"),
        ("no contract", "-employment=contract_1099|employment=contract_w2"),
        ("no weekends or 1099", "-schedule=weekend -employment=contract_1099"),
        ("never per chart", "-basis=per_chart"),
        ("not paid per chart", "-basis=per_chart"),
        ("no timed test", "-test=timed-cases"),
        ("no own equipment", "-equipment=own"),
        ("no sign-on bonus", "-benefit=sign-on"),
        ("no quota", "~productivity=0 -productivity=0.01.."),
    ],
)
def test_a_stated_fact_can_be_kept_out(text: str, query: str) -> None:
    found = interpret(f"{text} oncology")
    assert asked(found) == f"oncology {query}"
    assert found.criteria.chosen == {}
    assert found.words == found.dropped == ()
    assert asked(interpret(f"{text} oncology", without={one.key for one in found.entities if one.values != ("oncology",)})) == (
        "oncology"
    )


@pytest.mark.parametrize("text", ["no coding test", "no test, remote", "without a skills test", "no test required"])
def test_no_test_asks_for_the_jobs_that_say_there_is_none(text: str) -> None:
    assert interpret(text).criteria.values(Facet.HIRING_TEST) == ("none",)


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("no monitoring", Facet.MONITORING, "none"),
        ("no autonomous coding", Facet.AUTONOMOUS_CODING, "none"),
        ("us based team", Facet.TEAM, "us-only"),
        ("no write ups", Facet.MISSED_QUOTA, "coaching"),
        ("ai applications welcome", Facet.MACHINE_APPLICATIONS, "welcome"),
        ("verified employers", Facet.VERIFIED, "yes"),
        ("easy apply", Facet.APPLY, "here"),
        ("apply by e-mail", Facet.APPLY, "address"),
    ],
)
def test_newer_facts_are_asked_for_in_words(text: str, facet: Facet, value: str) -> None:
    assert value in interpret(f"{text} oncology").criteria.values(facet)


def test_who_verifies_insurance_asks_for_no_verified_employer() -> None:
    assert not interpret("insurance verification specialist").criteria.values(Facet.VERIFIED)


def test_a_webcam_is_kept_out_and_other_monitoring_is_not() -> None:
    assert asked(interpret("no webcam")) == "-monitoring=recording"
    assert asked(interpret("no offshore")) == "-team=offshore|team=mixed"


def test_a_double_negation_asks_for_it() -> None:
    assert asked(interpret("nothing without pto")) == "benefit=pto ~pto"


@pytest.mark.parametrize(
    "text", ["no weekends and remote", "not onsite, remote", "no 1099, remote", "no quota remote", "weekends off, remote"]
)
def test_what_is_wanted_beside_what_is_kept_out_stays_wanted(text: str) -> None:
    assert interpret(text).criteria.values(Facet.WORK_SETTING) == ("remote",)
    assert interpret(text).work_settings == ("remote",)


@pytest.mark.parametrize("text", ["no overtime", "without commuting", "no phone calls"])
def test_what_postings_do_not_state_lifts_those_that_deny_it_and_leaves_none_out(text: str) -> None:
    found = interpret(f"{text}, remote oncology")
    assert found.dropped == (text,)
    assert (found.words, found.criteria.query.must_not) == ((), ())
    denial = parse(f'"{text}"').must[0].alternatives[0]
    assert any(denial in clause.alternatives for clause in found.criteria.query.should)
    assert found.specialties == ("oncology",)


@pytest.mark.parametrize(
    ("text", "query", "limit"),
    [
        ("under 15 charts an hour", "productivity=..14.99", ("productivity", "under", 15)),
        ("at most 12 charts per hour", "productivity=..12", ("productivity", "at-most", 12)),
        ("no more than 80 charts a day", "productivity=..10", ("productivity", "at-most", 10)),
        ("12 charts an hour", "productivity=..12", ("productivity", "at-most", 12)),
        ("over 20 encounters/hr", "productivity=20.01..", ("productivity", "over", 20)),
        ("quota under 10 per hour", "productivity=..9.99", ("productivity", "under", 10)),
        ("at least 36 hours a week", "hours=36..", ("hours", "at-least", 36)),
        ("40 hour work week", "hours=40..40", ("hours", "exactly", 40)),
        ("less than 95% accuracy", "accuracy=..94.99", ("accuracy", "under", 95)),
        ("accuracy 95 or less", "accuracy=..95", ("accuracy", "at-most", 95)),
        ("ramp-up of at least 12 weeks", "ramp-up=12..", ("ramp_up", "at-least", 12)),
        ("at most 4 days a month onsite", "onsite-days=..4", ("onsite_days", "at-most", 4)),
    ],
)
def test_a_number_of_the_work_is_a_limit(text: str, query: str, limit: tuple[str, str, float]) -> None:
    found = interpret(f"remote {text}")
    assert asked(found) == query
    assert [(one.fact, one.bound, one.number) for one in found.limits] == [limit]
    assert found.words == ()


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("under 3 years experience", ("0-1", "1-2")),
        ("at most 2 years", ("0-1", "1-2")),
        ("at least 5 years", ("5-9", "10-up")),
        ("over 10 years", ("10-up",)),
        ("less than 1 year", ("0-1",)),
        ("3 years", ("3-4",)),
    ],
)
def test_a_limit_to_years_of_experience_asks_for_the_bands_within(text: str, bands: tuple[str, ...]) -> None:
    assert interpret(f"{text} oncology").criteria.values(Facet.EXPERIENCE) == bands


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("radiology not ir", "radiology -specialty=interventional-radiology"),
        ("surgery not ortho", "surgery -specialty=orthopedics"),
        ("not ccs-p or cpc", "-credential=ccs-p -credential=cpc"),
        ("epic not cerner", "tool=epic ~epic -tool=oracle-health"),
        ("coder not billing", "-specialty=medical-billing"),
        ("not gi, cardiology or oncology", "-specialty=gastroenterology -specialty=cardiovascular -specialty=oncology"),
        ("rhit not required", "-credential=rhit"),
        ("no cpc needed", "-credential=cpc"),
        ("not my own computer", "-equipment=own"),
    ],
)
def test_a_name_can_be_kept_out(text: str, query: str) -> None:
    found = interpret(text)
    assert (asked(found), found.credentials) == (query, ())
    wanted = {one.key for one in found.entities if one.kind.startswith("not_")}
    assert not interpret(text, without=wanted).criteria.query.must_not


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("cardiology or oncology coder", [{"cardiovascular", "oncology"}]),
        ("gi, cardiology or oncology", [{"gastroenterology", "cardiovascular", "oncology"}]),
        ("gi, cardiology", [{"gastroenterology"}, {"cardiovascular"}]),
        ("INPATIENT OR OUTPATIENT", [{"inpatient", "outpatient-facility"}]),
        ("inpatient and outpatient", [{"inpatient"}, {"outpatient-facility"}]),
    ],
)
def test_either_of_two_specialties_is_asked_for(text: str, slugs: list[set[str]]) -> None:
    clauses = interpret(text).criteria.query.must
    assert [{value for facet, value in clause.satisfied_by if facet is Facet.SPECIALTY} for clause in clauses] == slugs


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
    assert asked(without) == "cellular-therapy"
    words = interpret(typed, as_words={"state:TX"})
    assert words.states == ()
    assert words.words == ("texas",)
    assert Facet.STATE not in words.criteria.chosen


def test_quotes_and_minus_are_left_as_they_are() -> None:
    found = interpret('"car t" -auditor remote')
    assert found.specialties == ()
    assert found.criteria.query == parse('"car t" -auditor')


def test_what_is_left_is_searched_for_but_not_what_every_job_is() -> None:
    assert interpret("leveling remote").words == ("leveling",)
    assert interpret("medical coder").criteria.query.empty
    assert interpret("medical coder remote").criteria.query.empty
    assert interpret('"medical coder"').criteria.query == parse('"medical coder"')


def test_the_beginning_of_a_word_is_left_to_the_engine() -> None:
    assert interpret("infus* remote cpc").criteria.query == parse("infus*")
    assert interpret("992* onc*").criteria.query == parse("992* onc*")
    assert interpret("992*").codes == ()


def test_the_tables_name_what_postings_hold() -> None:
    assert {value for kinds in phrases.EMPLOYMENT for value in kinds.split("|")} == {kind.value for kind in EmploymentType}
    assert set(phrases.SETTINGS) == {setting.value for setting in WorkSetting}
    assert set(phrases.SCHEDULES) == {schedule.value for schedule in Schedule}
    assert {interpret(f"{years} years experience").experience for years in (0, 2, 4, 7, 12)} == {
        band.value for band in ExperienceBand
    }


@settings(max_examples=300, deadline=None)
@example("NO-0")
@example("no-fault coder")
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_mistake(text: str) -> None:
    found = interpret(text)
    assert len(found.criteria.query.must) <= 100
    keys = {one.key for one in found.entities}
    assert not {one.key for one in interpret(text, without=keys).entities} & keys


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from("remote tx or in not 38225 - 2 , $30 /hr cpc -p k 018 drg near 77030 within miles of car t".split())
    )
)
def test_any_order_of_the_trades_words_is_read(parts: list[str]) -> None:
    interpret(" ".join(parts))
