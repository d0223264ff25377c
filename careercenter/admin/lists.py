"""The administrators' lists: what each is narrowed by, its orders, and its rows as a table to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import defer

from careercenter.accounts.models import Account, Staff
from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.employers.models import Employer, Membership
from careercenter.mail.models import Letter, LetterStatus
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting

AT_ONCE = 500  # rows read at a time while a table is written
# A cell that begins so is run as a formula by spreadsheets (owasp.org, CSV injection).
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class AccountFilter(LabelledEnum):
    """Which accounts are listed."""

    CODERS = "coders", _l("Look for work")
    MEMBERS = "members", _l("In an employer")
    STAFF = "staff", _l("Moderators and administrators")
    UNCONFIRMED = "unconfirmed", _l("Address not confirmed")
    SUSPENDED = "suspended", _l("Suspended")
    CLOSED = "closed", _l("Account closed")


class EmployerFilter(LabelledEnum):
    """Which employers are listed."""

    VERIFIED = "verified", _l("Verified")
    UNVERIFIED = "unverified", _l("Not verified")
    SUSPENDED = "suspended", _l("Suspended")
    CLOSED = "closed", _l("Closed")


class ListOrder(LabelledEnum):
    NEWEST = "newest", _l("Newest first")
    OLDEST = "oldest", _l("Oldest first")
    NAME = "name", _l("By name")
    CHANGED = "changed", _l("Last changed first")
    CLOSING = "closing", _l("Closing soonest first")


# The orders of each list, its own first.
PEOPLE_ORDERS = (ListOrder.NEWEST, ListOrder.OLDEST, ListOrder.NAME)
EMPLOYER_ORDERS = (ListOrder.NAME, ListOrder.NEWEST, ListOrder.OLDEST)
POSTING_ORDERS = (ListOrder.CHANGED, ListOrder.NEWEST, ListOrder.OLDEST, ListOrder.NAME, ListOrder.CLOSING)
LETTER_ORDERS = (ListOrder.NEWEST, ListOrder.OLDEST)


def holds(column: Any, words: str) -> Any:
    """Say that a column holds these words, whatever their case.

    SQLite compares so by itself and takes half the time without `lower`, which knows no more letters than it does.
    """
    found = column.contains if db.engine.dialect.name == "sqlite" else column.icontains
    return found(words, autoescape=True)


def people(words: str = "", standing: AccountFilter | None = None, order: ListOrder = ListOrder.NEWEST) -> Select[Any]:
    """Select people whose name or address holds `words`."""
    query = select(Account)
    if words:
        query = query.where(or_(holds(Account.email, words), holds(Account.name, words)))
    if standing is not None:
        query = query.where(*_STANDINGS[standing]())
    by_name = (func.lower(Account.name), Account.id)
    return query.order_by(*{ListOrder.OLDEST: (Account.id,), ListOrder.NAME: by_name}.get(order, (Account.id.desc(),)))


def _members() -> Any:
    return Account.id.in_(select(Membership.account_id).where(Membership.ended_at.is_(None)))


_STANDINGS: dict[AccountFilter, Callable[[], tuple[Any, ...]]] = {
    AccountFilter.CODERS: lambda: (Account.is_coder.is_(True), Account.erased_at.is_(None)),
    AccountFilter.MEMBERS: lambda: (_members(),),
    AccountFilter.STAFF: lambda: (Account.staff.in_(tuple(Staff)),),
    AccountFilter.UNCONFIRMED: lambda: (Account.confirmed_at.is_(None), Account.erased_at.is_(None)),
    AccountFilter.SUSPENDED: lambda: (Account.active.is_(False),),
    AccountFilter.CLOSED: lambda: (Account.erased_at.is_not(None),),
}


def employers(words: str = "", trust: EmployerFilter | None = None, order: ListOrder = ListOrder.NAME) -> Select[Any]:
    """Select employers whose name or website holds `words`."""
    query = select(Employer)
    if words:
        query = query.where(or_(holds(Employer.name, words), holds(Employer.website, words)))
    if trust is not None:
        query = query.where(*_TRUSTS[trust])
    by_name = (func.lower(Employer.name), Employer.id)
    return query.order_by(*{ListOrder.NEWEST: (Employer.id.desc(),), ListOrder.OLDEST: (Employer.id,)}.get(order, by_name))


_TRUSTS: dict[EmployerFilter, tuple[Any, ...]] = {
    EmployerFilter.VERIFIED: (Employer.verified_at.is_not(None),),
    EmployerFilter.UNVERIFIED: (Employer.verified_at.is_(None),),
    EmployerFilter.SUSPENDED: (Employer.suspended_at.is_not(None), Employer.closed_at.is_(None)),
    EmployerFilter.CLOSED: (Employer.closed_at.is_not(None),),
}


def postings(words: str = "", status: PostingStatus | None = None, order: ListOrder = ListOrder.CHANGED) -> Select[Any]:
    """Select postings of any status by title, employer or public id."""
    query = select(Posting)
    if words:
        query = query.join(Posting.employer)
        by_words = (holds(Posting.title, words), holds(Employer.name, words))
        query = query.where(or_(*by_words, Posting.public_id == words))
    if status is not None:
        query = query.where(Posting.status == status)
    changed = (Posting.changed_at.desc(), Posting.id.desc())
    orders: dict[ListOrder, tuple[Any, ...]] = {
        ListOrder.NEWEST: (Posting.id.desc(),),
        ListOrder.OLDEST: (Posting.id,),
        ListOrder.NAME: (func.lower(Posting.title), Posting.id),
        ListOrder.CLOSING: (Posting.closes_at.is_(None), Posting.closes_at, Posting.id),
    }
    return query.order_by(*orders.get(order, changed))


def letters(words: str = "", status: LetterStatus | None = None, order: ListOrder = ListOrder.NEWEST) -> Select[Any]:
    query = select(Letter).order_by(Letter.id if order is ListOrder.OLDEST else Letter.id.desc())
    if words:
        query = query.where(or_(holds(Letter.recipient, words), holds(Letter.subject, words)))
    return query if status is None else query.where(Letter.status == status)


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list as a table: its heads, and what stands in a row under each."""

    columns: tuple[tuple[str, Callable[[Any], Any]], ...]

    def rows(self, query: Select[Any]) -> Iterator[list[str]]:
        """Give the heads and then each row as text; the rows are read a part at a time."""
        yield [head for head, _value in self.columns]
        for one in db.session.scalars(query.execution_options(yield_per=AT_ONCE)):
            yield [_cell(value(one)) for _head, value in self.columns]


def _cell(value: Any) -> str:
    """Write a value so that no spreadsheet takes it for a formula; moments are in UTC."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%SZ")
    text = str(getattr(value, "value", value))
    return f"'{text}" if text.startswith(FORMULAS) else text


TABLES: dict[str, ListTable] = {
    "people": ListTable((
        ("id", lambda one: one.public_id), ("email", lambda one: one.email), ("name", lambda one: one.name),
        ("looks_for_work", lambda one: one.is_coder), ("staff", lambda one: one.staff),
        ("signed_up", lambda one: one.created_at),
        ("confirmed", lambda one: one.confirmed_at), ("active", lambda one: one.active), ("closed", lambda one: one.erased_at),
    )),
    "employers": ListTable((
        ("id", lambda one: one.public_id), ("name", lambda one: one.name), ("kind", lambda one: one.kind),
        ("website", lambda one: one.website), ("city", lambda one: one.city), ("state", lambda one: one.state),
        ("since", lambda one: one.created_at), ("verified", lambda one: one.verified_at),
        ("suspended", lambda one: one.suspended_at), ("closed", lambda one: one.closed_at),
    )),
    "postings": ListTable((
        ("id", lambda one: one.public_id), ("title", lambda one: one.title), ("employer", lambda one: one.employer.name),
        ("status", lambda one: one.status), ("created", lambda one: one.created_at), ("changed", lambda one: one.changed_at),
        ("posted", lambda one: one.posted_at), ("closes", lambda one: one.closes_at),
        ("reference", lambda one: one.external_reference),
    )),
    "mail": ListTable((
        ("subject", lambda one: one.subject), ("to", lambda one: one.recipient), ("status", lambda one: one.status),
        ("queued", lambda one: one.queued_at), ("sent", lambda one: one.sent_at),
    )),
}  # fmt: skip
# What a table shows nothing of is not read for it.
LEFT_UNREAD = {"postings": (defer(Posting.content),), "mail": (defer(Letter.html), defer(Letter.text))}
