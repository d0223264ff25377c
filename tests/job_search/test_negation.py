"""What is refused in the words coders use: it keeps out what it names, and is never read as its opposite."""

from __future__ import annotations

import pytest

from careercenter.job_search.understanding import interpret
from careercenter.postings.search_schema import Facet
from careercenter.search.query import FacetValue, Range


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("do not need cpc", ["not_credential:cpc"]),
        ("dont need cpc", ["not_credential:cpc"]),
        ("not for cpc-a", ["not_credential:cpc-a"]),
        ("not interested in billing", ["not_specialty:medical-billing"]),
        ("anything but inpatient", ["not_specialty:inpatient"]),
        ("does not require own equipment", ["not_equipment:own"]),
        ("camera off", ["not_monitoring:recording"]),
        ("no keystroke monitoring", ["not_monitoring:activity"]),
        ("no sign on bonus", ["not_benefit:sign-on"]),
        ("no travel contracts", ["not_employment:contract_w2"]),
        ("no work in texas", ["not_state:TX"]),
        ("weekends not required", ["not_schedule:weekend"]),
        ("not working in california", ["not_state:CA"]),
    ],
)
def test_a_refusal_keeps_out_what_it_names(text: str, keys: list[str]) -> None:
    assert [one.key for one in interpret(text).entities] == keys


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("no travel coder", "no travel coder"),
        ("no ceu requirement", "no ceu requirement"),
        ("no ceus required", "no ceus required"),
        ("no exam fee", "no exam fee"),
        ("no aapc membership required", "no aapc membership required"),
        ("epic not required", "epic not required"),
        ("epic experience not needed", "epic experience not needed"),
        ("work from home not required", "work from home not required"),
        ("no meetings coder", "no meetings"),
    ],
)
def test_what_is_only_not_needed_keeps_nothing_out(text: str, dropped: str) -> None:
    found = interpret(text)
    assert (found.entities, found.words, found.dropped) == ((), (), (dropped,))
    assert found.criteria.query.must_not == ()


@pytest.mark.parametrize("text", ["not dallas or san antonio", "not in dallas, san antonio", "except dallas and san antonio"])
def test_a_list_of_cities_left_out_goes_on(text: str) -> None:
    found = interpret(text)
    assert (found.criteria.near, sorted(found.words)) == (None, ['-"dallas"', '-"san antonio"'])


def test_a_kind_of_patients_refused_is_the_specialty_and_the_patient_type() -> None:
    (clause,) = interpret("no inpatient").criteria.query.must_not
    assert set(clause.satisfied_by) == {
        FacetValue(Facet.SPECIALTY, "inpatient"),
        FacetValue(Facet.PATIENT_TYPE, "inpatient-facility"),
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ai free coder job", "autonomous:none"),
        ("certification not required", "experience:0-1"),
        ("jobs that don't require certification", "experience:0-1"),
    ],
)
def test_a_refusal_that_names_a_value_asks_for_it(text: str, key: str) -> None:
    assert [one.key for one in interpret(text).entities] == [key]


@pytest.mark.parametrize(
    ("text", "specialties"), [("teaching hospital inpatient coder", ("inpatient",)), ("quality over quantity coder", ())]
)
def test_part_of_a_phrase_that_says_something_else_is_left_as_words(text: str, specialties: tuple[str, ...]) -> None:
    found = interpret(text)
    assert (found.specialties, bool(found.words)) == (specialties, True)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("no days on site", ["not_setting:onsite|hybrid"]),
        ("zero days in office", ["not_setting:onsite|hybrid"]),
        ("0 in-office days", ["not_setting:onsite|hybrid"]),
        ("not coded by ai", ["autonomous:none"]),
        ("w2 only", ["not_employment:contract_1099"]),
        ("only w-2", ["not_employment:contract_1099"]),
        ("w-2 contract", ["employment:contract_w2"]),
        ("no offshoring", ["not_team:offshore|mixed"]),
        ("no outsourcing", ["not_team:offshore|mixed"]),
        ("no ai validation", ["not_specialty:cac-ai-validation"]),
        ("not fired for missing quota", ["not_missed_quota:ends"]),
        ("no penalty for missed quota", ["missed_quota:nothing|coaching"]),
        ("no quota penalty", ["missed_quota:nothing|coaching"]),
        ("no written warning", ["not_missed_quota:warning"]),
        ("not 40 hours", ["not_hours:exactly|40"]),
    ],
)
def test_a_refusal_is_never_read_as_its_opposite(text: str, keys: list[str]) -> None:
    found = interpret(text)
    assert ([one.key for one in found.entities], found.words) == (keys, ())


@pytest.mark.parametrize(
    "text", ["not let go for a missed quota", "no meetings about productivity", "no calls when under 12 charts an hour"]
)
def test_a_condition_that_is_denied_with_what_stands_before_it_is_no_wish(text: str) -> None:
    found = interpret(text)
    assert (found.entities, found.dropped) == ((), (text,))


def test_what_follows_a_denial_without_a_link_is_still_asked_for() -> None:
    assert interpret("no overtime epic").tools == ("epic",)


def test_a_number_that_is_denied_and_sets_no_known_limit_keeps_nothing_out() -> None:
    found = interpret("not 12 charts an hour")
    assert (found.entities, found.limits, found.dropped) == ((), (), ("not 12 charts an hour",))


def test_hours_that_are_refused_leave_out_the_jobs_of_those_hours() -> None:
    (clause,) = interpret("not 40 hours").criteria.query.must_not
    assert clause.ranges == (Range(Facet.HOURS, 40, 40),)


def test_autonomous_coding_alone_is_the_fact_that_postings_state() -> None:
    found = interpret("autonomous coding")
    assert (found.facts, found.specialties) == ((("autonomous", ("suggestions", "most")),), ())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("no cpt", ["not_code_set:cpt"]),
        ("no icd-10-pcs", ["not_code_set:icd-10-pcs"]),
        ("untimed test", ["not_test:timed-cases"]),
        ("not timed", ["not_test:timed-cases"]),
        ("equipment not provided", ["not_equipment:employer"]),
        ("no piecework", ["not_pay_type:per_chart"]),
        ("no internship", ["not_employment:internship"]),
        ("no externships", ["not_employment:internship"]),
        ("no apprentices", ["not_accepts:apprentice"]),
        ("no entry level", ["not_specialty:entry-level", "not_experience:0-1"]),
    ],
)
def test_a_refusal_keeps_out_no_more_than_it_names(text: str, keys: list[str]) -> None:
    assert [one.key for one in interpret(text).entities] == keys


def test_a_ramp_up_that_is_refused_is_not_asked_for() -> None:
    found = interpret("no ramp-up")
    assert (found.entities, found.dropped) == ((), ("no ramp-up",))


@pytest.mark.parametrize("text", ["anywhere but houston", "anywhere except texas", "anywhere other than TX"])
def test_anywhere_before_what_is_left_out_is_not_work_from_home(text: str) -> None:
    assert interpret(text).work_settings == ()


@pytest.mark.parametrize("text", ["no test fee", "no application fee", "no modifier 25"])
def test_what_no_posting_states_is_dropped_whole(text: str) -> None:
    found = interpret(text)
    assert (found.entities, found.words, found.dropped) == ((), (), (text,))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("zero weekends", ["not_schedule:weekend"]),
        ("zero quota", ["quota:none"]),
        ("zero monitoring", ["monitoring:none"]),
        ("cannot work nights", ["not_schedule:night"]),
        ("can't do weekends", ["not_schedule:weekend"]),
        ("won't work weekends", ["not_schedule:weekend"]),
        ("doesn't provide equipment", ["not_equipment:employer"]),
        ("dont have cpc", ["not_credential:cpc"]),
        ("don't know epic", ["not_ehr:epic"]),
        ("not monitored by webcam", ["not_monitoring:recording"]),
        ("quota without penalty", ["missed_quota:nothing|coaching"]),
        ("no quota bonus", ["not_benefit:production-bonus"]),
        ("contract w2 only", ["employment:contract_w2"]),
    ],
)
def test_zero_and_what_one_cannot_or_does_not_do_refuse(text: str, keys: list[str]) -> None:
    found = interpret(text)
    assert ([one.key for one in found.entities], found.words) == (keys, ())


@pytest.mark.parametrize("text", ["not 5 years experience", "no 3 years of experience", "not untimed", "no untimed test"])
def test_a_denial_that_does_not_say_what_is_wanted_is_dropped_whole(text: str) -> None:
    found = interpret(text)
    assert (found.entities, found.dropped) == ((), (text,))


@pytest.mark.parametrize(
    ("text", "keys", "dropped"),
    [
        ("no on call or nights", ["not_on_call:some", "not_schedule:night"], ""),
        ("won't do on call or nights", ["not_on_call:some", "not_schedule:night"], ""),
        ("no overtime or nights", ["not_schedule:night"], "no overtime"),
        ("remote no overtime or weekends", ["setting:remote", "not_schedule:weekend"], "no overtime"),
        ("no cold calls nor 1099", ["not_employment:contract_1099"], "no cold calls"),
        ("no ceu requirement or weekends", ["not_schedule:weekend"], "no ceu requirement"),
        ("no nights or on call", ["not_on_call:some", "not_schedule:night"], ""),
        ("no nights or overtime", ["not_schedule:night"], "or overtime"),
        # An "or" behind what is not denied joins nothing, and a comma may begin what is wanted.
        ("non profit or remote", ["setting:remote"], "non profit"),
        ("no degree, night shift", ["education:none", "schedule:night"], ""),
        ("rn or nights", ["credential:rn", "schedule:night"], ""),
    ],
)
def test_an_or_goes_on_with_what_is_refused_though_one_part_is_stated_by_no_posting(
    text: str, keys: list[str], dropped: str
) -> None:
    read = interpret(text)
    assert sorted(one.key for one in read.entities) == sorted(keys)
    assert read.dropped == ((dropped,) if dropped else ())
