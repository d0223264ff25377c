"""What somebody types into the form of a posting, kept as typed until they save it: it is theirs alone, and is never published.

Nothing is checked before it is kept, as nothing is made of it: the form shows it again, and saving asks the rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select

from careercenter.accounts.models import Account
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, number
from careercenter.core.ids import PUBLIC_ID_LENGTH
from careercenter.employers.models import Employer
from careercenter.postings.models import Posting, UnsavedEdit

KEPT = timedelta(days=30)
LONGEST = 100_000  # characters of all fields together; the longest job the form takes has half of it
_KEY = re.compile(rf"[a-z0-9]{{{PUBLIC_ID_LENGTH}}}")


def keep(
    account_id: int, employer: Employer, posting: Posting | None, fields: Sequence[Sequence[str]], *, key: str, at: datetime
) -> None:
    """Keep names and values of a form, in place of what was kept under this key before; RuleBroken when they are too long.

    `key` is the public id of the posting, or for one that is not begun yet the id its form was opened with.
    """
    if not _KEY.fullmatch(key):
        raise RuleBroken(_("Reload the page so that what you type can be saved."))
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        raise RuleBroken(_("Shorten the form to %(most)s characters in all. Nothing longer is saved.", most=number(LONGEST)))
    _forget_old(account_id, at=at)
    edit = db.session.scalar(_of(account_id).where(UnsavedEdit.key == key))
    if edit is None:
        edit = UnsavedEdit(account_id=account_id, employer_id=employer.id, key=key, posting_id=posting.id if posting else None)
        db.session.add(edit)
    elif edit.employer_id != employer.id:
        raise RuleBroken(_("Reload the page so that what you type can be saved."))
    edit.fields, edit.saved_at = [list(pair) for pair in fields], at


def unsaved(account_id: int, key: str, *, at: datetime) -> UnsavedEdit | None:
    """Give what this person typed and has not saved, none older than 30 days."""
    found: UnsavedEdit | None = db.session.scalar(
        _of(account_id).where(UnsavedEdit.key == key, UnsavedEdit.saved_at > at - KEPT)
    )
    return found


def begun(account_id: int, employer: Employer, *, at: datetime) -> list[UnsavedEdit]:
    """Give this person's jobs that were never saved, the last first."""
    query = _of(account_id).where(UnsavedEdit.employer_id == employer.id, UnsavedEdit.posting_id.is_(None))
    return list(db.session.scalars(query.where(UnsavedEdit.saved_at > at - KEPT).order_by(UnsavedEdit.saved_at.desc())))


def discard(account_id: int, key: str) -> None:
    """Forget what was kept: it is saved by now, or nobody wants it."""
    db.session.execute(delete(UnsavedEdit).where(UnsavedEdit.account_id == account_id, UnsavedEdit.key == key))


def give_up(account: Account, at: datetime) -> None:
    """Forget all that an account that ends had typed."""
    db.session.execute(delete(UnsavedEdit).where(UnsavedEdit.account_id == account.id))


def _forget_old(account_id: int, *, at: datetime) -> None:
    db.session.execute(delete(UnsavedEdit).where(UnsavedEdit.account_id == account_id, UnsavedEdit.saved_at <= at - KEPT))


def _of(account_id: int) -> Select[Any]:
    return select(UnsavedEdit).where(UnsavedEdit.account_id == account_id)
