"""How long applications are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.applications import retention, services_employer
from careercenter.applications.lifecycle import ApplicationAction
from careercenter.applications.models import Application, ApplicationMessage, ApplicationNote, ResumeOpening
from careercenter.applications.tasks import forget_due
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume
from careercenter.storage.tasks import sweep_files
from tests.factories.accounts import make_account
from tests.factories.applications import make_application

S = PostingStatus
YEAR = timedelta(days=365)


def ended(status: PostingStatus, ago: timedelta) -> Application:
    """Give an application to a job that ended so long ago, with a message, a note and an opening."""
    application = make_application()
    actor, at = make_account(), now()
    services_employer.add_note(application, "Call back", actor=actor, at=at)
    services_employer.open_resume(application, how="text", actor=actor, at=at)
    services_employer.take(application, ApplicationAction.SHORTLIST, actor=actor, at=at, message="Soon more.")
    posting = application.posting
    posting.status = status
    posting.changed_at = posting.closed_at = posting.closes_at = at - ago
    return application


def left(session: Session) -> list[int]:
    session.expire_all()
    return list(session.scalars(select(Application.id)))


@pytest.mark.parametrize("status", [S.CLOSED, S.EXPIRED, S.ARCHIVED, S.REMOVED])
def test_what_was_sent_to_a_job_that_ended_before_is_deleted_with_all_about_it(session: Session, status: PostingStatus) -> None:
    old, recent = ended(status, 3 * YEAR), ended(status, YEAR)
    kept = recent.id
    session.flush()

    assert retention.forget_before(now() - 2 * YEAR, at=now()) == 1

    assert left(session) == [kept]
    for part in (ApplicationMessage, ApplicationNote, ResumeOpening):
        assert session.scalars(select(part.application_id)).all() == [kept]
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.what == "applications.forgotten"))
    assert entry.detail == {"number": 1}
    assert old.name not in str(entry.detail)


@pytest.mark.parametrize("status", [S.LIVE, S.PAUSED, S.FROZEN, S.SCHEDULED])
def test_a_job_that_has_not_ended_keeps_what_was_sent_to_it(session: Session, status: PostingStatus) -> None:
    application = ended(status, 5 * YEAR)
    application.posting.publishes_at = now()
    session.flush()
    assert retention.forget_before(now() - YEAR, at=now()) == 0


def test_a_legal_hold_keeps_it_until_it_is_released(session: Session) -> None:
    posting = ended(S.CLOSED, 3 * YEAR).posting
    retention.hold(posting, reason="EEOC charge 123", actor=None, at=now())
    session.flush()
    assert retention.forget_before(now(), at=now()) == 0
    with pytest.raises(RuleBroken, match="already"):
        retention.hold(posting, reason="again", actor=None, at=now())

    retention.release(posting, actor=None, at=now())
    session.flush()
    assert retention.forget_before(now(), at=now()) == 1
    with pytest.raises(RuleBroken, match="no legal hold"):
        retention.release(posting, actor=None, at=now())
    said = session.scalars(select(AuditEntry.what).where(AuditEntry.what.like("posting.legal_hold%"))).all()
    assert sorted(said) == ["posting.legal_hold", "posting.legal_hold_released"]


def test_no_more_than_asked_for_goes_in_one_go(session: Session) -> None:
    for _ in range(3):
        ended(S.CLOSED, 3 * YEAR)
    session.flush()
    assert [retention.forget_before(now(), at=now(), most=2) for _ in range(3)] == [2, 1, 0]


def test_the_sweep_deletes_by_the_setting_and_frees_resumes_their_coders_deleted(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], retention_applications_days=730))
    gone, stays = ended(S.CLOSED, 3 * YEAR), ended(S.CLOSED, YEAR)
    gone.resume.removed_at = stays.resume.removed_at = now()
    session.flush()
    kept = stays.resume_id

    sweep_files()

    assert len(left(session)) == 1
    assert session.scalars(select(Resume.id)).all() == [kept]
    forget_due(now())
    assert session.scalar(select(func.count()).select_from(Application)) == 1


def test_commands_hold_release_and_forget(app: Flask, session: Session) -> None:
    posting: Posting = ended(S.CLOSED, 3 * YEAR).posting
    session.commit()
    run = app.test_cli_runner().invoke

    assert run(args=["applications", "hold", posting.public_id, "--reason", "a claim"]).output == "held\n"
    assert run(args=["applications", "forget"]).output == "applications deleted: 0\n"
    assert "already" in run(args=["applications", "hold", posting.public_id, "--reason", "x"]).output
    assert run(args=["applications", "release", posting.public_id]).output == "released\n"
    assert run(args=["applications", "forget"]).output == "applications deleted: 1\n"
    assert "There is no job" in run(args=["applications", "release", "nothing"]).output
