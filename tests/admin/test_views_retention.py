"""How long things are kept, what was deleted, and legal holds on employers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.admin import services
from careercenter.applications import retention
from careercenter.applications.models import Application
from careercenter.audit.models import AuditEntry
from careercenter.audit.retention import Forgotten, Retained, note_deleted
from careercenter.config import UnsafeSettings
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.moderation.models import Report, ReportStatus
from careercenter.moderation.tasks import forget_reports
from careercenter.postings.lifecycle import PostingStatus
from tests.conftest import settings_for
from tests.factories.accounts import make_admin, make_coder, make_moderator
from tests.factories.applications import make_application
from tests.factories.moderation import make_report
from tests.factories.postings import make_posting

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def admin(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(make_admin("root@example.com", tf_totp_secret="kept for a second step"))


def ended_long_ago(session: Session) -> Application:
    application = make_application()
    application.posting.status = PostingStatus.CLOSED
    application.posting.closed_at = now() - timedelta(days=2000)
    session.flush()
    return application


def test_what_was_deleted_is_counted_and_never_named(app: Flask, session: Session, admin: FlaskClient) -> None:
    from careercenter.applications.tasks import forget_due

    application = ended_long_ago(session)
    name = application.account.name
    forget_due(now())
    session.commit()
    (entry,) = session.scalars(select(Forgotten)).all()
    assert (entry.what, entry.number) == (Retained.APPLICATIONS, 1)
    page = admin.get("/admin/retention").text
    assert "Applications, with their messages" in page
    assert "CAREERCENTER_RETENTION_APPLICATIONS_DAYS" in page
    assert name not in page


def test_a_sweep_that_deleted_nothing_leaves_no_line(session: Session) -> None:
    note_deleted(Retained.EMAILS, 0, at=now())
    session.flush()
    assert session.scalars(select(Forgotten)).all() == []


def test_a_decided_report_is_forgotten_after_its_period_and_counts_on(session: Session) -> None:
    posting = make_posting(PostingStatus.LIVE)
    old, young, waiting = (make_report(posting, account=make_coder(), words="It asked me for money.") for _number in range(3))
    old.household = young.household = "keyed"
    for report, days in ((old, 800), (young, 10)):
        report.status, report.decided_at = ReportStatus.UPHELD, now() - timedelta(days=days)
    session.flush()
    for _again in range(2):
        forget_reports()
        session.expire_all()
    assert (old.words, old.account_id, old.status) == ("", None, ReportStatus.UPHELD)
    assert old.reporter.startswith("forgotten:")
    assert (old.household, young.household) == (None, "keyed")
    assert young.words == waiting.words == "It asked me for money."
    assert session.scalar(select(Report.account_id).where(Report.id == waiting.id)) is not None
    assert [line.number for line in session.scalars(select(Forgotten).where(Forgotten.what == Retained.REPORTS))] == [1]


def test_nothing_sent_to_a_held_employer_is_deleted(session: Session, admin: FlaskClient) -> None:
    application = ended_long_ago(session)
    employer = application.posting.employer
    url = f"/admin/retention/{employer.public_id}"
    assert employer.name in admin.get(f"/admin/retention?q={employer.name[:6]}").text
    assert admin.post(f"{url}/hold", data={"reason": ""}).status_code == 409
    assert admin.post(f"{url}/hold", data={"reason": "A charge before the EEOC"}).status_code == 303
    assert retention.forget_before(now(), at=now()) == 0
    assert "since" in admin.get("/admin/retention").text
    assert admin.post(f"{url}/hold", data={"reason": "Again"}).status_code == 409
    assert admin.post(f"{url}/release").status_code == 303
    assert admin.post(f"{url}/release").status_code == 409
    assert retention.forget_before(now(), at=now()) == 1
    whats = session.scalars(select(AuditEntry.what).where(AuditEntry.what.startswith("employer.legal"))).all()
    assert whats == ["employer.legal_hold", "employer.legal_hold_released"]


@pytest.mark.parametrize("who", [make_moderator, make_coder])
def test_only_administrators_hold_and_release(session: Session, who: Callable[[], Account]) -> None:
    employer = make_posting().employer
    with pytest.raises(RuleBroken, match="Only an administrator"):
        services.hold(employer, reason="a claim", actor=who(), at=now())
    with pytest.raises(RuleBroken, match="Only an administrator"):
        services.release(employer, actor=who(), at=now())


def test_the_privacy_page_says_the_periods_of_the_settings(client: FlaskClient) -> None:
    page = client.get("/privacy").text
    assert "deleted 730 days after its job ended" in page
    assert "deleted after 180 days" in page


@pytest.mark.parametrize(
    "name", ["retention_reports_days", "retention_mail_days", "retention_searches_days", "retention_applications_days"]
)
def test_a_period_that_keeps_nothing_is_refused(tmp_path: object, name: str) -> None:
    with pytest.raises(UnsafeSettings, match=name.upper()):
        settings_for(tmp_path, "", **{name: 0})  # type: ignore[arg-type]
