"""Seals over the audit trail, so that an entry changed or taken out behind the application's back is noticed.

The database refuses to change entries (triggers, migration of the same name), and a seal says that those it covers were these:
each seal's digest is over the digest of the one before and over every entry up to its last, in order.

    digest n = SHA-256(digest n-1 | entry | entry | …)      each entry as JSON with sorted keys

Entries are sealed some minutes after they were made: an id is given when a transaction begins to write, so one that commits
late would otherwise come to lie before a seal that does not know it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from careercenter.audit.models import AuditEntry, AuditSeal
from careercenter.core.db import db

SEALED_AFTER = timedelta(minutes=10)  # no transaction of ours is open for longer than seconds
_AT_ONCE = 5_000
_SEALED = (
    AuditEntry.id, AuditEntry.at, AuditEntry.what, AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.actor_id,
    AuditEntry.detail,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealCheck:
    """How many entries the seals cover, the digest of the last one ("" when there is none), and what is wrong."""

    sealed: int
    digest: str
    problems: tuple[str, ...]


def seal(at: datetime) -> AuditSeal | None:
    """Cover the entries that came since the last seal; None when there are none old enough."""
    last = _last()
    upto = db.session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.at < at - SEALED_AFTER))
    begin = last.last_entry_id if last else 0
    if upto is None or upto <= begin:
        return None
    count, digest = _digest_of(last.digest if last else "", begin, upto)
    made = AuditSeal(last_entry_id=upto, entries=count, digest=digest, made_at=at)
    db.session.add(made)
    return made


def verify(*, expected: str = "") -> SealCheck:
    """Compute every seal anew; `expected` is a digest somebody kept elsewhere, which must be that of a seal."""
    problems: list[str] = []
    before, begin, sealed = "", 0, 0
    digests = set()
    for one in db.session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        count, digest = _digest_of(before, begin, one.last_entry_id)
        if count != one.entries:
            problems.append(f"entries {begin + 1} to {one.last_entry_id}: {one.entries} were sealed, {count} are there")
        elif digest != one.digest:
            problems.append(f"entries {begin + 1} to {one.last_entry_id}: at least one is not what was sealed")
        before, begin, sealed = one.digest, one.last_entry_id, sealed + count
        digests.add(one.digest)
    if expected and expected not in digests:
        problems.append("the digest that was kept is of no seal: seals were made anew or taken out")
    return SealCheck(sealed, before, tuple(problems))


def _last() -> AuditSeal | None:
    return db.session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).first()


def _digest_of(before: str, begin: int, upto: int) -> tuple[int, str]:
    """Give how many entries there are after `begin` up to `upto`, and the digest over them and the seal before."""
    total, count = hashlib.sha256(before.encode()), 0
    while begin < upto:  # piece by piece: a trail of years does not fit into memory
        query = select(*_SEALED).where(AuditEntry.id > begin, AuditEntry.id <= upto).order_by(AuditEntry.id).limit(_AT_ONCE)
        entries = db.session.execute(query).all()
        if not entries:
            break
        for number, at, *others in entries:
            said = [number, at.isoformat(), *others]
            total.update(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())
        count, begin = count + len(entries), entries[-1].id
    return count, total.hexdigest()
