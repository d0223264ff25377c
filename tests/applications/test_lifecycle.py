"""The way of an application: every pair of step and status decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from careercenter.applications.lifecycle import (
    ENDED,
    SHOWN_AS,
    UNTOLD,
    WAYS,
    ApplicationStatus,
    Step,
    may,
    move,
    open_steps,
    shown_status,
    shown_times,
)
from careercenter.applications.models import Application
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken

A = ApplicationStatus

# The table of docs/lifecycles.md, written out by hand: what is not here is refused.
ALLOWED = {
    (Step.SHORTLIST, A.SUBMITTED): A.SHORTLISTED,
    (Step.INTERVIEW, A.SUBMITTED): A.INTERVIEWING,
    (Step.INTERVIEW, A.SHORTLISTED): A.INTERVIEWING,
    (Step.OFFER, A.SUBMITTED): A.OFFERED,
    (Step.OFFER, A.SHORTLISTED): A.OFFERED,
    (Step.OFFER, A.INTERVIEWING): A.OFFERED,
    (Step.HIRE, A.OFFERED): A.HIRED,
    (Step.TURN_DOWN, A.SUBMITTED): A.UNSUCCESSFUL,
    (Step.TURN_DOWN, A.SHORTLISTED): A.UNSUCCESSFUL,
    (Step.TURN_DOWN, A.INTERVIEWING): A.UNSUCCESSFUL_INTERVIEW,
    (Step.TELL, A.UNSUCCESSFUL): A.REJECTED,
    (Step.TELL, A.UNSUCCESSFUL_INTERVIEW): A.REJECTED,
    (Step.RECONSIDER, A.UNSUCCESSFUL): A.SHORTLISTED,
    (Step.RECONSIDER, A.UNSUCCESSFUL_INTERVIEW): A.INTERVIEWING,
    (Step.DECLINE, A.OFFERED): A.DECLINED,
    (Step.WITHDRAW, A.SUBMITTED): A.WITHDRAWN,
    (Step.WITHDRAW, A.SHORTLISTED): A.WITHDRAWN,
    (Step.WITHDRAW, A.INTERVIEWING): A.WITHDRAWN,
    (Step.WITHDRAW, A.OFFERED): A.WITHDRAWN,
    (Step.WITHDRAW, A.UNSUCCESSFUL): A.WITHDRAWN,
    (Step.WITHDRAW, A.UNSUCCESSFUL_INTERVIEW): A.WITHDRAWN,
    (Step.APPLY_AGAIN, A.WITHDRAWN): A.SUBMITTED,
}


def application(status: ApplicationStatus) -> Application:
    return Application(status=status, status_times={status.value: now().isoformat()})


@pytest.mark.parametrize("status", A)
@pytest.mark.parametrize("step", Step)
def test_every_step_in_every_status_leads_where_the_table_says_or_changes_nothing(
    step: Step, status: ApplicationStatus
) -> None:
    one = application(status)
    before = dict(one.status_times)
    at = now() + timedelta(days=1)
    if (step, status) in ALLOWED:
        move(one, step, at=at)
        assert one.status is ALLOWED[step, status]
        assert one.status_times[one.status.value] == at.isoformat()
        assert one.changed_at == at
    else:
        assert not may(one, step)
        with pytest.raises(RuleBroken):
            move(one, step, at=at)
        assert (one.status, one.status_times) == (status, before)


def test_only_the_coder_withdraws_declines_and_applies_again() -> None:
    assert {step for step, way in WAYS.items() if way.by == "coder"} == {Step.DECLINE, Step.WITHDRAW, Step.APPLY_AGAIN}


def test_only_telling_needs_a_message() -> None:
    assert [step for step, way in WAYS.items() if way.needs_message] == [Step.TELL]


@pytest.mark.parametrize("status", sorted(ENDED))
def test_an_end_is_an_end_for_the_employer(status: ApplicationStatus) -> None:
    assert open_steps(status, "employer") == []


def test_every_status_that_is_told_has_words_and_no_other() -> None:
    assert set(SHOWN_AS) == set(A) - UNTOLD


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([Step.TURN_DOWN], A.SUBMITTED),
        ([Step.SHORTLIST, Step.TURN_DOWN], A.SHORTLISTED),
        ([Step.SHORTLIST, Step.INTERVIEW, Step.TURN_DOWN], A.INTERVIEWING),
        ([Step.INTERVIEW, Step.TURN_DOWN, Step.TELL], A.REJECTED),
        ([Step.SHORTLIST, Step.WITHDRAW, Step.APPLY_AGAIN, Step.TURN_DOWN], A.SUBMITTED),
    ],
)
def test_a_decision_that_was_not_told_leaves_the_coder_with_the_status_before(
    steps: list[Step], shown: ApplicationStatus
) -> None:
    one = application(A.SUBMITTED)
    for day, step in enumerate(steps, 1):
        move(one, step, at=now() + timedelta(days=day))
    assert shown_status(one) is shown
    assert not UNTOLD & {status for status, _ in shown_times(one)}


def test_who_is_reconsidered_sees_no_new_date() -> None:
    one = application(A.SUBMITTED)
    for day, step in enumerate((Step.SHORTLIST, Step.TURN_DOWN), 1):
        move(one, step, at=now() + timedelta(days=day))
    before = shown_times(one)
    move(one, Step.RECONSIDER, at=now() + timedelta(days=9))
    assert shown_times(one) == before
