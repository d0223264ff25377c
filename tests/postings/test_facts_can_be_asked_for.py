"""Every fact a posting states can be asked for, typed and chosen."""

from __future__ import annotations

import pytest

from careercenter.job_search.facets import FIRST, MORE
from careercenter.job_search.understanding import interpret
from careercenter.language.quantities import Bound
from careercenter.postings import content as c
from careercenter.postings.content import FACTS, PostingContent
from careercenter.postings.search_document import facts_of
from careercenter.postings.search_schema import Facet
from careercenter.taxonomy import work_terms as w

# Facts that are no facet of their own, and why.
ELSEWHERE = {
    "specialties": Facet.SPECIALTY,
    "credentials_all": Facet.CREDENTIAL,
    "credentials_any": Facet.CREDENTIAL,
    "credentials_preferred": Facet.CREDENTIAL,
    "places": Facet.DISTANCE,
    "live_in": Facet.STATE,
    "live_in_states": Facet.STATE,
    "pay_min": Facet.PAY,
    "pay_max": Facet.PAY,
    "sign_on_bonus": Facet.BENEFIT,  # the amount narrows nothing, that there is one does
    "charts_per_hour": Facet.PAY,  # from it follows the pay of an hour
    "productivity_unit": Facet.PRODUCTIVITY,  # the number is turned into records an hour
}
NOT_FACETS = {
    "codes": "typed: a code finds the postings that name it, by number, range or category",
    "hiring_steps": "prose",
    "may_extend": "said beside how long the work lasts",
    "department": "an employer’s own name for a team",
    "on_call_how": "prose, beside whether there is any",
    "openings": "how many are hired narrows nothing",
}
STATED = {
    "patient_types": (w.PatientType.PROFEE,),
    "code_sets": (w.CodeSet.CPT,),
    "apprentice_accepted": True,
    "credential_within_months": 6,
    "experience": w.ExperienceBand.ENTRY,
    "specialty_years": 2,
    "education": w.Education.HIGH_SCHOOL,
    "work_setting": w.WorkSetting.REMOTE,
    "onsite_days": 4,
    "team_location": w.TeamLocation.US_ONLY,
    "employment_type": w.EmploymentType.PRN,
    "lasts_weeks": 26,
    "schedule": w.Schedule.DAY,
    "work_zone": w.WorkZone.EASTERN,
    "hours_per_week": 37.5,
    "pay_basis": w.PayBasis.HOURLY,
    "productivity": 12,
    "record_type": w.RecordType.CHARTS,
    "ramp_up_weeks": 8,
    "no_quota": True,
    "missed_quota": w.MissedQuota.COACHING,
    "accuracy_percent": 95,
    "autonomous_coding": w.AutonomousCoding.NONE,
    "monitoring": w.Monitoring.NONE,
    "ehrs": ("Epic",),
    "encoders": ("Codify",),
    "equipment": w.Equipment.EMPLOYER,
    "benefits": (w.Benefit.PTO,),
    "hiring_test": w.HiringTest.NONE,
    "checks": (w.Check.NO_DRUG_TEST,),
    "on_call": w.OnCall.NONE,
    "visa_sponsorship": w.VisaSponsorship.OFFERED,
    "machine_applications": w.MachineApplications.WELCOME,
}
# What a person types who asks for a fact, or keeps it out.
TYPED = {
    "specialties": "oncology",
    "patient_types": "single path",
    "code_sets": "no cpt",
    "credentials_all": "cpc",
    "credentials_any": "ccs",
    "credentials_preferred": "rhit",
    "apprentice_accepted": "apprentices welcome",
    "credential_within_months": "certify after hire",
    "experience": "3 years of experience",
    "specialty_years": "at most 2 years in the specialty",
    "education": "no degree required",
    "work_setting": "hybrid",
    "onsite_days": "at most 4 days a month on site",
    "places": "houston, tx",
    "live_in": "texas",
    "live_in_states": "live in ohio",
    "team_location": "us based team",
    "employment_type": "w-2 contract",
    "lasts_weeks": "26 week contract",
    "schedule": "night shift",
    "work_zone": "pacific hours",
    "hours_per_week": "over 24 hours a week",
    "pay_basis": "paid by the day",
    "pay_min": "$30 an hour",
    "pay_max": "from $40 an hour",
    "charts_per_hour": "from $25 an hour",
    "productivity": "under 12 charts an hour",
    "productivity_unit": "at most 80 charts a day",
    "ramp_up_weeks": "ramp-up",
    "no_quota": "no quota",
    "missed_quota": "no penalty for missed quota",
    "accuracy_percent": "at most 95% accuracy",
    "autonomous_coding": "not coded by ai",
    "monitoring": "no monitoring",
    "ehrs": "epic",
    "encoders": "codify",
    "equipment": "equipment not provided",
    "benefits": "tuition",
    "sign_on_bonus": "sign-on bonus",
    "hiring_test": "untimed test",
    "checks": "no drug test",
    "on_call": "no on call",
    "visa_sponsorship": "visa sponsorship",
    "machine_applications": "ai resumes allowed",
}
# Facts that are chosen and not typed, and why.
NOT_TYPED = {"record_type": 'its values, typed, name the work: "radiology" asks for radiology coding'}


@pytest.mark.parametrize("name", FACTS)
def test_every_stated_fact_stands_under_a_facet_beside_the_results(name: str) -> None:
    if name in NOT_FACETS:
        return
    if name in ELSEWHERE:
        assert ELSEWHERE[name] in (*FIRST, *MORE)
        return
    facets = _facets_stated(name)
    assert len(facets) == 1, f"{name} stands under no facet: give it one in postings.search_document, or say here why not"
    assert facets[0] in (*FIRST, *MORE)


@pytest.mark.parametrize("name", [name for name in FACTS if name not in (*NOT_FACETS, *NOT_TYPED)])
def test_every_stated_fact_is_read_from_what_is_typed(name: str) -> None:
    facet = ELSEWHERE[name] if name in ELSEWHERE else _facets_stated(name)[0]
    assert facet in _asked_of(TYPED[name]), f"{name} cannot be typed: add its words to phrases.toml, or say here why not"


def _facets_stated(name: str) -> list[Facet]:
    return [facet for facet, values in facts_of(PostingContent(**{name: STATED[name]})).items() if values]


def _asked_of(text: str) -> set[str]:
    """Give the facets that what a text asks for and keeps out is looked up in."""
    found = interpret(text)
    criteria, query = found.criteria, found.criteria.query
    asked: set[str] = set(criteria.chosen) | ({Facet.DISTANCE} if criteria.near else set())
    for clause in (*query.must, *query.must_not):
        asked.update(value.facet for value in clause.satisfied_by)
        asked.update(limit.facet for limit in clause.ranges)
    assert not found.words, f"{text!r} is read as words: {found.words}"
    return asked


def test_a_fact_that_is_not_typed_is_one_that_is_chosen() -> None:
    assert NOT_TYPED.keys() <= STATED.keys() - TYPED.keys()


def test_every_facet_beside_the_results_is_one_there_is_no_other() -> None:
    assert {*FIRST, *MORE} == set(Facet)


@pytest.mark.parametrize("bound", list(Bound))
def test_a_limit_reads_back_from_what_is_said(bound: Bound) -> None:
    said = {Bound.UNDER: "under", Bound.AT_MOST: "at most", Bound.EXACTLY: "exactly", Bound.AT_LEAST: "at least"}
    words = f"{said.get(bound, 'over')} 12 charts an hour"
    assert [limit.bound for limit in interpret(words).limits] == [bound]


def test_no_quota_is_less_than_any_number() -> None:
    assert facts_of(PostingContent(no_quota=True))[Facet.PRODUCTIVITY] == ("0",)
    assert c.PostingContent().no_quota is False
