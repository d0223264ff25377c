"""Ways of writing that are easy to read past: parts of a name apart, states in a row, one phrase for several things."""

from __future__ import annotations

import pytest

from careercenter.job_search.understanding import interpret
from careercenter.postings.search_schema import Facet
from careercenter.search.query import FacetValue
from careercenter.taxonomy import catalogue


@pytest.mark.parametrize("text", ["hcc coder, medicare advantage", "medicare advantage remote, hcc coder"])
def test_parts_of_one_name_apart_name_it(text: str) -> None:
    assert interpret(text).specialties == ("medicare-advantage-hcc",)


def test_what_is_left_of_a_name_may_say_too_little() -> None:
    assert interpret("no drug test").excluded == ()


def test_two_names_apart_stay_two() -> None:
    assert interpret("cardiology coder, infusion").specialties == ("cardiovascular", "infusion-injection")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ear, nose and throat", "ent"),
        ("Supplies, drugs and transport billing", "supplies-transport"),
        ("IHS, tribal, VA and military", "tribal-va-military"),
        ("psych coder", "psychiatry"),
        ("chc coder", "fqhc"),
        ("need my first coding job", "entry-level"),
        ("him director", "coding-management"),
        ("hims director", "coding-management"),
        ("drg validator", "drg-validation"),
    ],
)
def test_a_whole_name_is_read_as_one(text: str, slug: str) -> None:
    found = interpret(text)
    assert (found.specialties, found.words, found.corrections) == ((slug,), (), ())


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("tx la ms coder", ("TX", "LA", "MS")),
        ("coder ga al la remote", ("GA", "AL", "LA")),
        ("texas la oklahoma", ("TX", "LA", "OK")),
        ("tx la coder", ("TX",)),
    ],
)
def test_three_states_in_a_row_are_states(text: str, states: tuple[str, ...]) -> None:
    assert sorted(interpret(text).states) == sorted(states)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("externship", ["employment:internship"]),
        ("apprenticeship", ["employment:internship"]),
        ("no experience required", ["experience:0-1"]),
        ("entry level coder", ["experience:0-1"]),
    ],
)
def test_one_phrase_is_offered_once(text: str, keys: list[str]) -> None:
    found = interpret(text)
    assert [one.key for one in found.entities] == keys
    assert found.specialties == ("entry-level",)


@pytest.mark.parametrize("text", ["validator", "applicator"])
def test_another_form_of_a_word_is_not_put_right(text: str) -> None:
    assert interpret(text).corrections == ()


@pytest.mark.parametrize(("typed", "read"), [("contracter", "contractor"), ("auditer", "auditor")])
def test_a_wrong_ending_is_put_right(typed: str, read: str) -> None:
    assert [(one.typed, one.read) for one in interpret(typed).corrections] == [(typed, read)]


@pytest.mark.parametrize(
    ("text", "credentials"),
    [("ahima credential", "AHIMA"), ("aapc certified coder", "AAPC"), ("American Academy of Professional Coders", "AAPC")],
)
def test_who_issues_credentials_means_any_of_theirs(text: str, credentials: str) -> None:
    found = interpret(text)
    asked = {value for clause in found.criteria.query.must for _facet, value in clause.satisfied_by}
    assert found.facts == (("issuer", (credentials,)),)
    assert asked == {one.slug for one in catalogue.credentials() if one.issuer == credentials}


def test_of_two_issuers_either_will_do() -> None:
    assert len(interpret("AAPC/AHIMA certified coder").criteria.query.must) == 1


@pytest.mark.parametrize("text", ["aapc externship", "cpc aapc"])
def test_an_issuer_beside_its_own_credential_or_an_externship_leaves_no_job_out(text: str) -> None:
    found = interpret(text)
    assert (found.facts, found.soft_words) == ((), ("aapc",))


def test_an_issuer_can_be_left_out() -> None:
    assert interpret("no aapc").excluded == (("issuer", ("AAPC",)),)


@pytest.mark.parametrize("text", ["no production bonus", "without a productivity bonus"])
def test_a_negation_is_of_the_whole_that_follows(text: str) -> None:
    found = interpret(text)
    assert (found.excluded, found.quota) == ((("benefit", ("production-bonus",)),), None)


@pytest.mark.parametrize("text", ["no production", "without productivity requirements", "no production standards", "no quota"])
def test_no_production_is_no_quota(text: str) -> None:
    assert (interpret(text).quota, interpret(text).words) == (False, ())


def test_a_low_quota_leaves_no_job_out_and_puts_those_without_one_first() -> None:
    found = interpret("low productivity remote coder")
    lifting = {value for clause in found.criteria.query.should for value in clause.exact}
    assert (found.quota, found.dropped, found.criteria.query.must) == (None, ("low productivity",), ())
    assert FacetValue(Facet.PRODUCTIVITY, "0") in lifting


@pytest.mark.parametrize("text", ["no travel", "100% remote no travel auditor", "willing to travel educator", "some travel ok"])
def test_trips_are_no_travel_assignment(text: str) -> None:
    assert (interpret(text).employment_types, interpret(text).excluded) == ((), ())


@pytest.mark.parametrize("text", ["travel coder", "travel contract inpatient", "traveler"])
def test_a_travel_coder_works_on_assignments(text: str) -> None:
    assert interpret(text).employment_types == ("contract_w2",)


@pytest.mark.parametrize(
    ("text", "states"),
    [("part time ok", ()), ("cpc-a ok", ()), ("Tulsa ok", ("OK",)), ("coder in ok", ("OK",)), ("coder OK", ("OK",))],
)
def test_ok_is_oklahoma_only_where_it_stands_as_a_state(text: str, states: tuple[str, ...]) -> None:
    assert interpret(text).states == states


@pytest.mark.parametrize("text", ["nationwide", "remote coder in all 50 states", "any state"])
def test_the_whole_country_is_said_and_narrows_nothing(text: str) -> None:
    found = interpret(text)
    assert "everywhere:US" in [one.key for one in found.entities]
    assert (found.states, len(found.dropped)) == ((), 1)


def test_a_region_is_its_states() -> None:
    found = interpret("inpatient coder new england")
    assert found.states == ("CT", "MA", "ME", "NH", "RI", "VT")
    assert [one.key for one in found.entities] == ["specialty:inpatient", "region:new-england"]


def test_beside_a_state_a_region_only_says_where_in_it() -> None:
    assert interpret("northeast ohio coder").states == ("OH",)


def test_a_region_can_be_kept_out() -> None:
    found = interpret("remote not pnw")
    assert found.excluded_states == ("ID", "OR", "WA")
    assert "ID" not in found.criteria.values(Facet.STATE)


@pytest.mark.parametrize(
    ("text", "band"), [("one year experience", "1-2"), ("two to three years", "1-2"), ("five years of experience", "5-9")]
)
def test_years_may_be_written_out(text: str, band: str) -> None:
    assert (interpret(text).experience, interpret(text).words) == (band, ())


@pytest.mark.parametrize("text", ["hiring immediately", "which jobs have what I want", "urgent hire start asap"])
def test_what_says_nothing_about_a_job_is_no_word_to_look_for(text: str) -> None:
    assert interpret(text).words == ()


def test_beside_a_state_an_unread_word_leaves_no_job_out() -> None:
    assert interpret("florida bilingual coder").soft_words == ("bilingual",)


@pytest.mark.parametrize("text", ["hcc coder no chart quota", "without any quota", "no daily quota"])
def test_a_quota_that_is_denied_is_none(text: str) -> None:
    found = interpret(text)
    assert (found.quota, found.unread_negations) == (False, ())


@pytest.mark.parametrize("text", ["no camera monitoring", "no webcam monitoring"])
def test_what_is_denied_is_not_asked_for(text: str) -> None:
    assert [one.key for one in interpret(text).entities] == ["not_monitoring:recording"]


@pytest.mark.parametrize("text", ["no assessment coder", "coder job that does not require a test", "without assessment"])
def test_a_hiring_test_may_be_denied_in_several_ways(text: str) -> None:
    assert interpret(text).facts == (("test", ("none",)),)


@pytest.mark.parametrize("text", ["no experience medical billing clerk", "entry level biller"])
def test_billing_beside_the_work_of_beginners_is_what_the_work_is(text: str) -> None:
    assert set(interpret(text).specialties) == {"entry-level", "medical-billing"}


def test_telehealth_is_no_specialty() -> None:
    assert interpret("telehealth coder behavioral").specialties == ("behavioral-health",)


def test_what_is_written_by_machines_and_paid_by_the_case_is_read() -> None:
    assert interpret("accept ai resumes").facts == (("machine_applications", ("welcome", "say-so")),)
    assert interpret("surgery coder paid by the case").pay_type == "per_chart"


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("20 to 25 hours a week", [("hours", "at-least", 20), ("hours", "at-most", 25)]),
        ("less than 30 hrs", [("hours", "under", 30)]),
        ("40+ hours", [("hours", "at-least", 40)]),
        ("full time 36 hours", [("hours", "exactly", 36)]),
        ("hybrid 2 days a week", [("onsite_days", "at-most", 9)]),
        ("hybrid 1 day in office", [("onsite_days", "at-most", 4)]),
        ("2 days a month hybrid", [("onsite_days", "at-most", 2)]),
        ("less than one year experience", [("experience", "under", 1)]),
        ("1 year experience or less", [("experience", "at-most", 1)]),
        ("10 hour shifts", []),
        ("within 24 hours", []),
        ("20 hours of training", []),
        ("5 days onsite", []),
    ],
)
def test_hours_days_and_years_are_limits(text: str, limits: list[tuple[str, str, float]]) -> None:
    assert [(one.fact, one.bound, one.number) for one in interpret(text).limits] == limits


@pytest.mark.parametrize(
    ("text", "others"),
    [("aapc or rhit", {"rhit", "cpc"}), ("aapc remote ahima", {"cpc", "rhia"}), ("rhit, aapc certified", {"rhit", "cpc"})],
)
def test_a_credential_beside_an_issuer_is_one_of_those_asked_for(text: str, others: set[str]) -> None:
    (clause,) = interpret(text).criteria.query.must
    assert others <= {value.value for value in clause.satisfied_by}
    assert interpret(text).criteria.values(Facet.CREDENTIAL) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("at least 3 years in the specialty", "specialty_years:at-least|3"),
        ("under 2 years in oncology", "specialty_years:under|2"),
        ("at most 2 years of experience in a specialty", "specialty_years:at-most|2"),
        ("3+ years in the specialty", "specialty_years:at-least|3"),
        ("2 years in my specialty", "specialty_years:at-most|2"),
    ],
)
def test_years_in_a_specialty_are_a_limit_of_their_own(text: str, key: str) -> None:
    found = interpret(text)
    assert found.entities[0].key == key
    assert (found.experience, [one.fact for one in found.limits]) == (None, ["specialty_years"])


@pytest.mark.parametrize("text", ["1 year in oncology", "3+ years in cardiology", "under 3 years in a hospital"])
def test_years_worked_are_experience_where_no_limit_in_a_specialty_is_set(text: str) -> None:
    found = interpret(text)
    assert "experience" in {one.kind for one in found.entities}
    assert "specialty_years" not in {one.kind for one in found.entities}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("paid daily", "pay_type:per_diem"),
        ("paid by the day", "pay_type:per_diem"),
        ("tuition", "benefit:tuition"),
        ("dues", "benefit:dues"),
        ("dues paid", "benefit:dues"),
        ("ramp-up", "ramp_up:at-least|1"),
        ("no exam", "test:none"),
        ("over 24 hours", "hours:over|24"),
        ("single path", "patient_type:single-path"),
        ("ai suggestions", "autonomous:suggestions"),
        ("nothing follows a missed quota", "missed_quota:nothing"),
        ("coaching if quota is missed", "missed_quota:coaching"),
        ("missed quota", "missed_quota:nothing|coaching|bonus-lost|warning|ends"),
    ],
)
def test_a_fact_is_asked_for_in_the_words_coders_have_for_it(text: str, key: str) -> None:
    found = interpret(text)
    assert ([one.key for one in found.entities], found.words) == ([key], ())


def test_a_cdi_nurse_is_the_work_and_the_license() -> None:
    assert [one.key for one in interpret("cdi nurse").entities] == ["specialty:cdi", "credential:rn"]
