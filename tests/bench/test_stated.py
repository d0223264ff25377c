"""What a posting states meets what was asked, is silent about it, or says the opposite."""

from __future__ import annotations

import pytest

from bench.stated import Asked, Label, by_fact, contradicts, grade, read_label, values_of
from careercenter.postings.content import Place, PostingContent
from careercenter.taxonomy.work_terms import (
    Equipment,
    HiringTest,
    LiveIn,
    PatientType,
    PayBasis,
    ProductivityUnit,
    Schedule,
    WorkSetting,
)


def asked(wanted: str = "", excluded: str = "", limits: str = "") -> Asked:
    read = [[read_label(label) for label in text.split(";") if label] for text in (wanted, excluded, limits)]
    return Asked(by_fact(read[0]), by_fact(read[1]), tuple(read[2]))


@pytest.mark.parametrize("text", ["schedule", "schedule:weekend", "weather=fine", "=weekend", ""])
def test_a_label_of_no_fact_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no label"):
        read_label(text)


def test_a_label_is_a_fact_a_bound_and_a_value() -> None:
    assert read_label("productivity<=7.5") == Label("productivity", "<=", "7.5")
    assert read_label("city=New York") == Label("city", "=", "New York")


def test_an_excluded_value_that_is_stated_is_the_opposite() -> None:
    no_weekends = asked(excluded="schedule=weekend;schedule=night")
    assert contradicts(PostingContent(schedule=Schedule.WEEKEND), no_weekends)
    assert not contradicts(PostingContent(schedule=Schedule.DAY), no_weekends)


def test_what_is_not_stated_is_no_opposite() -> None:
    everything = asked("pay_type=per_chart;test=none;quota=none", "schedule=weekend;state=CA", "productivity<15;hours<=20")
    assert not contradicts(PostingContent(), everything)


def test_words_of_the_description_state_nothing() -> None:
    assert not contradicts(
        PostingContent(description="Weekends only, per chart."), asked("pay_type=hourly", "schedule=weekend")
    )


@pytest.mark.parametrize(
    ("wanted", "content"),
    [
        ("pay_type=per_chart", PostingContent(pay_basis=PayBasis.HOURLY)),
        ("test=none", PostingContent(hiring_test=HiringTest.TIMED_CASES)),
        ("quota=none", PostingContent(productivity=12, productivity_unit=ProductivityUnit.PER_HOUR)),
        ("equipment=employer", PostingContent(equipment=Equipment.OWN)),
        ("setting=remote", PostingContent(work_setting=WorkSetting.ONSITE)),
    ],
)
def test_another_value_of_a_decided_fact_is_the_opposite(wanted: str, content: PostingContent) -> None:
    assert contradicts(content, asked(wanted))


def test_another_schedule_or_benefit_than_asked_for_is_a_miss_and_no_opposite() -> None:
    assert not contradicts(PostingContent(schedule=Schedule.DAY), asked("schedule=weekend;benefit=pto"))


@pytest.mark.parametrize(
    ("limit", "opposite"), [("<15", True), ("<=15", False), (">15", True), (">=15", False), ("=15", False)]
)
def test_a_number_beyond_a_limit_is_the_opposite(limit: str, opposite: bool) -> None:
    fifteen = PostingContent(productivity=15, productivity_unit=ProductivityUnit.PER_HOUR)
    assert contradicts(fifteen, asked(limits=f"productivity{limit}")) is opposite


def test_records_a_day_are_compared_by_the_hour() -> None:
    sixty = PostingContent(productivity=60, productivity_unit=ProductivityUnit.PER_DAY)
    assert contradicts(sixty, asked(limits="productivity<7.5"))
    assert not contradicts(sixty, asked(limits="productivity<8"))


def test_a_state_is_excluded_where_one_may_live_in_no_other() -> None:
    office = PostingContent(work_setting=WorkSetting.ONSITE, places=(Place("Fresno", "CA"),))
    anywhere = PostingContent(work_setting=WorkSetting.REMOTE, live_in=LiveIn.ALL)
    assert contradicts(office, asked(excluded="state=CA"))
    assert not contradicts(anywhere, asked(excluded="state=CA"))


def test_a_credential_is_excluded_where_nothing_else_will_do() -> None:
    assert contradicts(PostingContent(credentials_all=("ccs", "rhit")), asked(excluded="credential=rhit"))
    assert contradicts(PostingContent(credentials_any=("rhit",)), asked(excluded="credential=rhit"))
    assert not contradicts(PostingContent(credentials_any=("ccs", "rhit")), asked(excluded="credential=rhit"))


def test_a_patient_type_answers_for_the_specialty_of_its_name() -> None:
    content = PostingContent(specialties=("cellular-therapy",), patient_types=(PatientType.INPATIENT_FACILITY,))
    assert {"cellular-therapy", "oncology", "inpatient"} <= values_of(content, "specialty")


def test_each_miss_costs_a_grade_and_another_subject_two() -> None:
    content = PostingContent(specialties=("urology",), work_setting=WorkSetting.REMOTE, schedule=Schedule.DAY)
    assert grade(content, asked("specialty=urology;setting=remote;schedule=day")) == 3
    assert grade(content, asked("specialty=urology;setting=remote;schedule=weekend")) == 2
    assert grade(content, asked("specialty=radiology;setting=remote;schedule=day")) == 1


def test_a_code_is_answered_by_any_of_its_specialties_and_two_named_ones_by_both() -> None:
    content = PostingContent(specialties=("infusion-injection",), codes=("96413",))
    assert grade(content, asked("specialty=infusion-injection;specialty=urology;code=96413")) == 3
    assert grade(content, asked("specialty=infusion-injection;specialty=urology")) == 1


def test_what_meets_nothing_or_says_the_opposite_has_no_grade() -> None:
    content = PostingContent(specialties=("urology",), schedule=Schedule.WEEKEND)
    assert grade(content, asked("credential=cpc")) == 0
    assert grade(content, asked("specialty=urology", "schedule=weekend")) == 0
