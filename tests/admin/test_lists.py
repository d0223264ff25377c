"""What the administrators' lists are narrowed by, and their orders."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from careercenter.admin import lists
from careercenter.admin.lists import AccountFilter, EmployerFilter, ListOrder
from careercenter.core.clock import now
from careercenter.postings.lifecycle import PostingStatus
from tests.factories.accounts import make_account, make_coder, make_moderator
from tests.factories.employers import make_employer, make_member, make_suspended_employer
from tests.factories.postings import make_posting

S = PostingStatus


def _names(session: Session, query: Any) -> list[str]:
    return [one.name for one in session.scalars(query)]


def test_people_are_narrowed_by_who_they_are(session: Session) -> None:
    make_coder("ann@example.com", name="Ann")
    moderator = make_moderator(name="Bo")
    make_member(make_employer(), make_account("cy@example.com", name="Cy"))
    suspended = make_account("di@example.com", name="Di")
    suspended.active = False
    session.flush()
    assert _names(session, lists.people(standing=AccountFilter.CODERS)) == ["Ann"]
    assert _names(session, lists.people(standing=AccountFilter.STAFF)) == [moderator.name]
    assert "Cy" in _names(session, lists.people(standing=AccountFilter.MEMBERS))
    assert "Ann" not in _names(session, lists.people(standing=AccountFilter.MEMBERS))
    assert _names(session, lists.people(standing=AccountFilter.SUSPENDED)) == ["Di"]
    assert _names(session, lists.people(standing=AccountFilter.CLOSED)) == []


def test_every_way_to_narrow_and_order_the_lists_can_be_asked(session: Session) -> None:
    make_posting(S.LIVE)
    for standing in AccountFilter:
        session.scalars(lists.people("a", standing, ListOrder.NAME)).all()
    for trust in EmployerFilter:
        session.scalars(lists.employers("a", trust, ListOrder.OLDEST)).all()
    for order in lists.POSTING_ORDERS:
        assert session.scalars(lists.postings("", S.LIVE, order)).all()
    for order in lists.LETTER_ORDERS:
        session.scalars(lists.letters("a", None, order)).all()


def test_employers_are_narrowed_by_trust(session: Session) -> None:
    verified = make_employer("Alder", verified_at=now())
    plain = make_employer("Birch", verified_at=None)
    make_suspended_employer("Cedar")
    session.flush()
    assert _names(session, lists.employers(trust=EmployerFilter.VERIFIED)) == [verified.name]
    assert plain.name in _names(session, lists.employers(trust=EmployerFilter.UNVERIFIED))
    assert _names(session, lists.employers(trust=EmployerFilter.SUSPENDED)) == ["Cedar"]
    assert _names(session, lists.employers(order=ListOrder.NEWEST)) == ["Cedar", "Birch", "Alder"]


def test_a_table_has_a_row_each_and_runs_no_formula(session: Session) -> None:
    make_account("ann@example.com", name="=HYPERLINK(1)")
    make_account("bo@example.com", name='Bo, "B"')
    heads, *rows = lists.TABLES["people"].rows(lists.people(order=ListOrder.OLDEST))
    assert heads[:3] == ["id", "email", "name"]
    assert [row[2] for row in rows] == ["'=HYPERLINK(1)", 'Bo, "B"']
    for name, query in (("employers", lists.employers()), ("postings", lists.postings()), ("mail", lists.letters())):
        assert len(next(lists.TABLES[name].rows(query))) == len(lists.TABLES[name].columns)
