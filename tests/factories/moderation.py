"""Reports, reasons and edits that wait, for tests and the demonstration alike."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import datetime
from typing import Any

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.importing.models import ImportBatch, ImportedDraft
from careercenter.moderation import services, services_reports
from careercenter.moderation.decisions import Verdict
from careercenter.moderation.models import Report, ReportReason
from careercenter.moderation.services_reasons import ensure_reasons
from careercenter.postings import services as postings
from careercenter.postings.models import Posting, PostingRevision
from careercenter.postings.queries import pending_revision


def load_reasons() -> None:
    """Fill the list of reasons, as a new board does."""
    ensure_reasons()


def make_report(
    posting: Posting,
    reason: ReportReason = ReportReason.SCAM,
    *,
    words: str = "They asked me for a fee by messenger.",
    account: Account | None = None,
    at: datetime | None = None,
) -> Report:
    """Report a live posting, as an account or as a visitor nobody else is."""
    reporter = account.public_id if account else secrets.token_hex(32)
    made = services_reports.report(
        posting, reason=reason, words=words, reporter=reporter, account_id=account.id if account else None, at=at or now()
    )
    db.session.flush()
    return made


def make_edit(posting: Posting, author: Account, *, at: datetime | None = None, **changes: Any) -> PostingRevision:
    """Ask for an edit of a live posting; it waits for a moderator when a material field changes."""
    changes = changes or {"pay_min": 2800, "pay_max": 3300}
    postings.change(posting, dataclasses.replace(posting.content, **changes), actor=author, at=at or now())
    db.session.flush()
    found = pending_revision(posting)
    assert found is not None, "nothing material changed"
    return found


def make_import(employer: Employer, account: Account, *postings: Posting, file_name: str = "jobs.xlsx") -> ImportBatch:
    """Say of these postings that an upload began them."""
    batch = ImportBatch(employer=employer, account_id=account.id, file_name=file_name)
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(ImportedDraft(posting_id=one.id, batch_id=batch.id, content_digest="0" * 64) for one in postings)
    db.session.flush()
    return batch


def verdict(posting: Posting, reason: str = "", words: str = "") -> Verdict:
    """What a moderator sends who looks at the posting as it is now."""
    return Verdict(services.version_token(posting), (reason,), words)
