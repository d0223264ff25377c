"""What a posting said before each change, for a week: a form that was opened before the change is merged by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select

from careercenter.core.db import db
from careercenter.core.permissions import Actor
from careercenter.postings.content import PostingContent
from careercenter.postings.diff import changed_fields
from careercenter.postings.models import Posting, PostingSnapshot

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a field last, an account or None for a command, and when (UTC)."""

    by: int | None
    at: datetime


def keep(posting: Posting, before: PostingContent, *, actor: Actor, at: datetime) -> None:
    """Keep what an editor went on from, before `actor` replaces it; call it before the posting is touched."""
    last = db.session.scalar(_of(posting).order_by(PostingSnapshot.id.desc()).limit(1))
    since = last.version + 1 if last else 1
    if since > posting.version:
        return  # the second change of one transaction: a form cannot have been opened between
    db.session.execute(
        delete(PostingSnapshot).where(PostingSnapshot.posting_id == posting.id, PostingSnapshot.replaced_at < at - KEPT)
    )
    db.session.add(
        PostingSnapshot(
            posting_id=posting.id, since=since, version=posting.version, content=before,
            replaced_by_id=actor.account_id, replaced_at=at,
        )
    )  # fmt: skip


def said_at(posting: Posting, version: int, *, now_says: PostingContent) -> PostingContent | None:
    """Give what a form of this version was opened with; None when that is no longer known, or never was a version."""
    if not 1 <= version <= posting.version:
        return None
    later = _later(posting, version)
    if not later:
        return now_says
    return later[0].content if later[0].since <= version else None


def last_changes(posting: Posting, version: int, *, now_says: PostingContent) -> dict[str, LastChange]:
    """Give of each field changed since a version who changed it last."""
    later = _later(posting, version)
    said = [*(snapshot.content for snapshot in later), now_says]
    return {
        field: LastChange(snapshot.replaced_by_id, snapshot.replaced_at)
        for snapshot, before, after in zip(later, said, said[1:], strict=False)
        for field in changed_fields(before, after)
    }


def _later(posting: Posting, version: int) -> list[PostingSnapshot]:
    query = _of(posting).where(PostingSnapshot.version >= version).order_by(PostingSnapshot.id)
    return list(db.session.scalars(query))


def _of(posting: Posting) -> Select[Any]:
    return select(PostingSnapshot).where(PostingSnapshot.posting_id == posting.id)
