"""What happened to a posting, in the words its employer reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail_of
from careercenter.core.db import db
from careercenter.core.i18n import Words, _, _l
from careercenter.postings.content import LABELS
from careercenter.postings.lifecycle import CloseReason
from careercenter.postings.models import Posting

MOST_ENTRIES = 100
OPERATOR = _l("the board’s operator")

_BY_MEMBER = {
    "drafted": _l("Draft begun"),
    "changed": _l("Changed"),
    "edited": _l("Edit sent to review"),
    "edit_superseded": _l("Earlier edit put aside"),
    "submitted": _l("Submitted for review"),
    "withdrawn": _l("Withdrawn from review"),
    "paused": _l("Paused"),
    "resumed": _l("Resumed"),
    "closed": _l("Closed"),
    "reopened": _l("Reopened"),
    "renewed": _l("Renewed"),
    "reposted": _l("Reposted as a new job"),
    "review_again": _l("Back to review, since a report about it was found right"),
    "correction_undone": _l("A moderator’s correction undone"),
    "handed_over": _l("Handed over to a colleague"),
    "archived": _l("Archived"),
    "unarchived": _l("Taken out of the archive"),
}
_BY_MODERATOR = {
    "approved": _l("Approved, live"),
    "scheduled": _l("Approved for its publishing day"),
    "changes_asked": _l("Changes asked"),
    "rejected": _l("Not accepted"),
    "corrected": _l("Small things corrected"),
    "edit_approved": _l("Edit approved"),
    "edit_changes_asked": _l("Changes asked in the edit"),
    "edit_rejected": _l("Edit not accepted"),
    "frozen": _l("Put on hold"),
    "restored": _l("Put back"),
    "removed": _l("Removed"),
    "appealed": _l("Sent back to review"),
}
_BY_CLOCK = {"published": _l("Live"), "expired": _l("Closing day reached")}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """`note` is what was said with it: fields that changed, a reason, a moderator's words."""

    at: datetime
    words: Words
    by: Words
    note: str = ""


def history_of(posting: Posting) -> list[HistoryEntry]:
    """Give the last events, newest first. What an employer has no business with, such as reports, is not among them."""
    known = {f"posting.{verb}" for verb in (*_BY_MEMBER, *_BY_MODERATOR, *_BY_CLOCK)}
    entries = list(db.session.scalars(trail_of(posting).where(AuditEntry.what.in_(known)).limit(MOST_ENTRIES)))
    names = _names({entry.actor_id for entry in entries if entry.actor_id is not None})
    return [_event(entry, names) for entry in entries]


def _event(entry: AuditEntry, names: dict[int, str]) -> HistoryEntry:
    verb = entry.what.removeprefix("posting.")
    if verb in _BY_MODERATOR:
        # Moderators decide for the board: their names are for the desk's own trail.
        return HistoryEntry(entry.at, _BY_MODERATOR[verb], _("a moderator"), str(entry.detail.get("words", "")))
    if verb in _BY_CLOCK:
        return HistoryEntry(entry.at, _BY_CLOCK[verb], _("on its day"))
    # Without an account it was a command: an import by who runs the board.
    by = OPERATOR if entry.actor_id is None else names.get(entry.actor_id, "")
    return HistoryEntry(entry.at, _BY_MEMBER[verb], by, _note(entry.detail))


def _note(detail: dict[str, Any]) -> str:
    if fields := detail.get("fields"):
        return ", ".join(str(LABELS.get(field, field)) for field in fields)
    return CloseReason(detail["reason"]).label if "reason" in detail else ""


def _names(ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row.id: row.name for row in rows}
