"""The audit trail in words, with the names of those who acted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail_of
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.moderation.audit_labels import label_of

LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: `act` like "changes asked", `who` a name, or "the board" for the clock and commands."""

    at: datetime
    what: str
    act: str
    who: str
    account: str  # public id of who acted, "" when nobody's
    subject_kind: str
    subject_id: int
    details: tuple[tuple[str, str], ...]

    @property
    def heading(self) -> str:
        """Give the act as it begins a line."""
        return self.act[:1].upper() + self.act[1:]

    @property
    def words(self) -> str:
        """Give what was said with it to the author, "" when nothing was."""
        return next((value for name, value in self.details if name == "words"), "")


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """Put entries into words; the names of all who acted come in one query."""
    entries = list(entries)
    people = _people({entry.actor_id for entry in entries if entry.actor_id is not None})
    return [_line(entry, people) for entry in entries]


def trail(subjects: Sequence[Any], *, most: int = 30) -> list[Line]:
    """Give the newest entries of one or several subjects together, newest first."""
    found = [entry for subject in subjects for entry in db.session.scalars(trail_of(subject).limit(most))]
    return lines(sorted(found, key=lambda entry: entry.id, reverse=True)[:most])


def latest(subjects: Sequence[Any]) -> Line | None:
    """Give what last happened to the subjects; of several entries of one act the first, which names it."""
    found = [entry for subject in subjects for entry in db.session.scalars(trail_of(subject).limit(5))]
    if not found:
        return None
    last = max(found, key=lambda entry: entry.id)
    same_act = [entry for entry in found if entry.at == last.at and entry.actor_id == last.actor_id]
    return lines([min(same_act, key=lambda entry: entry.id)])[0]


def _people(ids: set[int]) -> dict[int, tuple[str, str]]:
    if not ids:
        return {}
    rows = db.session.execute(select(Account.id, Account.name, Account.email, Account.public_id).where(Account.id.in_(ids)))
    return {row.id: (row.name or row.email, row.public_id) for row in rows}


def _line(entry: AuditEntry, people: dict[int, tuple[str, str]]) -> Line:
    name, public_id = (_("the board"), "") if entry.actor_id is None else people.get(entry.actor_id, (_("somebody"), ""))
    return Line(
        at=entry.at,
        what=entry.what,
        act=label_of(entry.what),
        who=name,
        account=public_id,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        details=tuple((key, _shown(value)) for key, value in entry.detail.items() if value not in (None, "", [], {})),
    )


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        words = ", ".join(_shown(part) for part in value)
    elif isinstance(value, dict) and set(value) == {"before", "after"}:
        words = _("“%(before)s” became “%(after)s”", before=_shown(value["before"]), after=_shown(value["after"]))
    elif isinstance(value, dict):
        words = ", ".join(f"{key}: {_shown(part)}" for key, part in value.items())
    else:
        words = str(value)
    return words if len(words) <= LONGEST_DETAIL else words[: LONGEST_DETAIL - 1] + "…"
