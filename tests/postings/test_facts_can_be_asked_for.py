"""Every fact a posting states can be asked for, typed or chosen."""

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
    "charts_per_hour": Facet.PAY,  # from it follows the pay of an hour
    "productivity_unit": Facet.PRODUCTIVITY,  # the number is turned into records an hour
}
NOT_FACETS = {
    "codes": "typed: a code finds the postings that name it, by number, range or category",
    "hiring_steps": "prose",
}
STATED = {
    "patient_types": (w.PatientType.PROFEE,),
    "code_sets": (w.CodeSet.CPT,),
    "apprentice_accepted": True,
    "credential_within_months": 6,
    "experience": w.ExperienceBand.ENTRY,
    "specialty_years": 2,
    "work_setting": w.WorkSetting.REMOTE,
    "onsite_days": 4,
    "team_location": w.TeamLocation.US_ONLY,
    "employment_type": w.EmploymentType.PRN,
    "schedule": w.Schedule.DAY,
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
    "machine_applications": w.MachineApplications.WELCOME,
}


@pytest.mark.parametrize("name", FACTS)
def test_every_stated_fact_stands_under_a_facet_beside_the_results(name: str) -> None:
    if name in NOT_FACETS:
        return
    if name in ELSEWHERE:
        assert ELSEWHERE[name] in (*FIRST, *MORE)
        return
    stated = facts_of(PostingContent(**{name: STATED[name]}))
    facets = [facet for facet, values in stated.items() if values]
    assert len(facets) == 1, f"{name} stands under no facet: give it one in postings.search_document, or say here why not"
    assert facets[0] in (*FIRST, *MORE)


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
