"""Which addresses e-mail does not reach. Sending to them harms the board's name with every mail server, so it stops."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select

from careercenter.core.db import db
from careercenter.mail.models import Letter, LetterStatus, ReturnKind, Unreachable
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

# A mailbox that is full or a server that is away may be there again; this often within this time it counts as gone.
MOST_SOFT = 5
SOFT_WINDOW = timedelta(days=30)

# What somebody at the address asks for there and then is always tried: it is how they show that it reaches them again.
ASKED_FOR = frozenset({"confirm_address", "password_reset", "address_change", "prove_address"})


def returned(letter: Letter, kind: ReturnKind, reason: str, *, at: datetime) -> bool:
    """Take note that an e-mail came back, or was called spam; False when that was known."""
    if letter.status is LetterStatus.RETURNED or (kind is not ReturnKind.COMPLAINT and letter.status is not LetterStatus.SENT):
        return False
    letter.status, letter.last_error = LetterStatus.RETURNED, reason[:2000]
    note(letter.recipient, kind, reason, at=at)
    return True


def note(address: str, kind: ReturnKind, reason: str, *, at: datetime) -> None:
    """Count a return from an address; stop sending there when it is for good, or came too often."""
    row = db.session.get(Unreachable, address)
    if row is None:
        row = Unreachable(address=address, kind=kind, times=0, first_at=at, last_at=at)
        db.session.add(row)
    elif row.stopped_at is None and at - row.last_at > SOFT_WINDOW:
        row.times, row.first_at = 0, at
    row.times, row.last_at, row.reason = row.times + 1, at, reason[:2000]
    row.kind = kind if kind is not ReturnKind.SOFT or row.stopped_at is None else row.kind
    if row.stopped_at is None and (kind is not ReturnKind.SOFT or row.times >= MOST_SOFT):
        row.stopped_at = at
        enqueue(TaskName.MARK_UNREACHABLE, address=address)
    db.session.flush()  # the next return from there counts on


def reached(address: str) -> None:
    """E-mail reaches the address: somebody followed a link sent there, or an administrator knows better."""
    if db.session.get(Unreachable, address) is not None:
        db.session.execute(delete(Unreachable).where(Unreachable.address == address))
        enqueue(TaskName.MARK_UNREACHABLE, address=address)


def stopped_since(address: str) -> datetime | None:
    """Give since when nothing is sent to an address, or None."""
    return db.session.scalar(select(Unreachable.stopped_at).where(Unreachable.address == address))


def unreachable() -> Select[Any]:
    """Select the addresses nothing is sent to, the latest first."""
    return select(Unreachable).where(Unreachable.stopped_at.is_not(None)).order_by(Unreachable.stopped_at.desc())
