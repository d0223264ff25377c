"""The way of an application: every pair of step and status decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from careercenter.applications.lifecycle import (
    ENDED,
    SHOWN_AS,
    TRANSITIONS,
    UNTOLD,
    ApplicationAction,
    ApplicationStatus,
    apply_action,
    may,
    open_actions,
    shown_status,
    shown_times,
)
from careercenter.applications.models import Application
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken

A = ApplicationStatus

# The table of docs/lifecycles.md, written out by hand: what is not here is refused.
ALLOWED = {
    (ApplicationAction.SHORTLIST, A.SUBMITTED): A.SHORTLISTED,
    (ApplicationAction.INTERVIEW, A.SUBMITTED): A.INTERVIEWING,
    (ApplicationAction.INTERVIEW, A.SHORTLISTED): A.INTERVIEWING,
    (ApplicationAction.INTERVIEW, A.INTERVIEWING): A.INTERVIEWING,
    (ApplicationAction.OFFER, A.SUBMITTED): A.OFFERED,
    (ApplicationAction.OFFER, A.SHORTLISTED): A.OFFERED,
    (ApplicationAction.OFFER, A.INTERVIEWING): A.OFFERED,
    (ApplicationAction.HIRE, A.OFFERED): A.HIRED,
    (ApplicationAction.HIRE, A.ACCEPTED): A.HIRED,
    (ApplicationAction.TURN_DOWN, A.SUBMITTED): A.UNSUCCESSFUL,
    (ApplicationAction.TURN_DOWN, A.SHORTLISTED): A.UNSUCCESSFUL,
    (ApplicationAction.TURN_DOWN, A.INTERVIEWING): A.UNSUCCESSFUL_INTERVIEW,
    (ApplicationAction.TELL, A.UNSUCCESSFUL): A.REJECTED,
    (ApplicationAction.TELL, A.UNSUCCESSFUL_INTERVIEW): A.REJECTED,
    (ApplicationAction.TELL_LATE, A.UNSUCCESSFUL): A.REJECTED,
    (ApplicationAction.TELL_LATE, A.UNSUCCESSFUL_INTERVIEW): A.REJECTED,
    (ApplicationAction.RECONSIDER, A.UNSUCCESSFUL): A.SHORTLISTED,
    (ApplicationAction.RECONSIDER, A.UNSUCCESSFUL_INTERVIEW): A.INTERVIEWING,
    (ApplicationAction.MOVE_BACK, A.INTERVIEWING): A.SHORTLISTED,
    (ApplicationAction.MOVE_BACK, A.OFFERED): A.SHORTLISTED,
    (ApplicationAction.MOVE_BACK, A.ACCEPTED): A.SHORTLISTED,
    (ApplicationAction.MOVE_BACK, A.HIRED): A.SHORTLISTED,
    (ApplicationAction.MOVE_BACK, A.REJECTED): A.SHORTLISTED,
    (ApplicationAction.ACCEPT_INTERVIEW, A.INTERVIEWING): A.INTERVIEWING,
    (ApplicationAction.ANOTHER_TIME, A.INTERVIEWING): A.INTERVIEWING,
    (ApplicationAction.ACCEPT_INTERVIEW, A.UNSUCCESSFUL_INTERVIEW): A.UNSUCCESSFUL_INTERVIEW,
    (ApplicationAction.ANOTHER_TIME, A.UNSUCCESSFUL_INTERVIEW): A.UNSUCCESSFUL_INTERVIEW,
    (ApplicationAction.ACCEPT, A.OFFERED): A.ACCEPTED,
    (ApplicationAction.WITHDRAW, A.ACCEPTED): A.WITHDRAWN,
    (ApplicationAction.DECLINE, A.OFFERED): A.DECLINED,
    (ApplicationAction.WITHDRAW, A.SUBMITTED): A.WITHDRAWN,
    (ApplicationAction.WITHDRAW, A.SHORTLISTED): A.WITHDRAWN,
    (ApplicationAction.WITHDRAW, A.INTERVIEWING): A.WITHDRAWN,
    (ApplicationAction.WITHDRAW, A.OFFERED): A.WITHDRAWN,
    (ApplicationAction.WITHDRAW, A.UNSUCCESSFUL): A.WITHDRAWN,
    (ApplicationAction.WITHDRAW, A.UNSUCCESSFUL_INTERVIEW): A.WITHDRAWN,
    (ApplicationAction.APPLY_AGAIN, A.WITHDRAWN): A.SUBMITTED,
}


def application(status: ApplicationStatus) -> Application:
    return Application(status=status, status_times={status.value: now().isoformat()})


@pytest.mark.parametrize("status", A)
@pytest.mark.parametrize("step", ApplicationAction)
def test_every_step_in_every_status_leads_where_the_table_says_or_changes_nothing(
    step: ApplicationAction, status: ApplicationStatus
) -> None:
    one = application(status)
    before = dict(one.status_times)
    at = now() + timedelta(days=1)
    if (step, status) in ALLOWED:
        apply_action(one, step, at=at)
        assert one.status is ALLOWED[step, status]
        assert one.status_times == ({**before, one.status.value: at.isoformat()} if one.status is not status else before)
        assert one.changed_at == at
    else:
        assert not may(one, step)
        with pytest.raises(RuleBroken):
            apply_action(one, step, at=at)
        assert (one.status, one.status_times) == (status, before)


def test_only_the_coder_answers_withdraws_and_applies_again() -> None:
    assert {step for step, way in TRANSITIONS.items() if way.by == "coder"} == {
        ApplicationAction.ACCEPT_INTERVIEW,
        ApplicationAction.ANOTHER_TIME,
        ApplicationAction.ACCEPT,
        ApplicationAction.DECLINE,
        ApplicationAction.WITHDRAW,
        ApplicationAction.APPLY_AGAIN,
    }


def test_what_says_when_and_why_needs_a_message() -> None:
    assert {step for step, way in TRANSITIONS.items() if way.needs_message} == {
        ApplicationAction.INTERVIEW,
        ApplicationAction.OFFER,
        ApplicationAction.TELL,
        ApplicationAction.MOVE_BACK,
        ApplicationAction.ANOTHER_TIME,
    }


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_the_employer_ended_can_only_be_moved_back_with_words(status: ApplicationStatus) -> None:
    by_the_coder = status in (A.DECLINED, A.WITHDRAWN)
    assert open_actions(status, "employer") == ([] if by_the_coder else [ApplicationAction.MOVE_BACK])


def test_every_status_that_is_told_has_words_and_no_other() -> None:
    assert set(SHOWN_AS) == set(A) - UNTOLD


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([ApplicationAction.TURN_DOWN], A.SUBMITTED),
        ([ApplicationAction.SHORTLIST, ApplicationAction.TURN_DOWN], A.SHORTLISTED),
        ([ApplicationAction.SHORTLIST, ApplicationAction.INTERVIEW, ApplicationAction.TURN_DOWN], A.INTERVIEWING),
        ([ApplicationAction.INTERVIEW, ApplicationAction.TURN_DOWN, ApplicationAction.TELL], A.REJECTED),
        (
            [
                ApplicationAction.SHORTLIST,
                ApplicationAction.WITHDRAW,
                ApplicationAction.APPLY_AGAIN,
                ApplicationAction.TURN_DOWN,
            ],
            A.SUBMITTED,
        ),
    ],
)
def test_a_decision_that_was_not_told_leaves_the_coder_with_the_status_before(
    steps: list[ApplicationAction], shown: ApplicationStatus
) -> None:
    one = application(A.SUBMITTED)
    for day, step in enumerate(steps, 1):
        apply_action(one, step, at=now() + timedelta(days=day))
    assert shown_status(one) is shown
    assert not UNTOLD & {status for status, _ in shown_times(one)}


def test_who_is_reconsidered_sees_no_new_date() -> None:
    one = application(A.SUBMITTED)
    for day, step in enumerate((ApplicationAction.SHORTLIST, ApplicationAction.TURN_DOWN), 1):
        apply_action(one, step, at=now() + timedelta(days=day))
    before = shown_times(one)
    apply_action(one, ApplicationAction.RECONSIDER, at=now() + timedelta(days=9))
    assert shown_times(one) == before
