"""Joining, roles and leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Select, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from careercenter.accounts.models import Account
from careercenter.audit.queries import trail_of
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.core.permissions import can
from careercenter.employers import queries, services_membership
from careercenter.employers.models import Employer, Invitation, Role
from careercenter.employers.policy import EmployerPermission
from careercenter.mail.models import Letter
from tests.factories.employers import make_employer, make_invitation, make_member

AT = now()
Person = Callable[..., Account]


@pytest.fixture
def person(session: Session) -> Person:
    def make(email: str, *, confirmed: bool = True) -> Account:
        made = Account(email=email, name=email.partition("@")[0].title(), confirmed_at=AT if confirmed else None)
        session.add(made)
        session.flush()
        return made

    return make


@pytest.fixture
def owner(person: Person) -> Account:
    return person("owner@example.com")


@pytest.fixture
def employer(owner: Account) -> Employer:
    return make_employer("Northfield Clinic", owner=owner)


def letters(session: Session, template: str) -> list[str]:
    return list(session.scalars(select(Letter.recipient).where(Letter.template == template).order_by(Letter.id)))


def test_an_invited_person_joins_with_the_role_they_were_invited_for(
    session: Session, person: Person, owner: Account, employer: Employer
) -> None:
    made, token = services_membership.invite(employer, email=" New@Example.com ", role=Role.RECRUITER, actor=owner, at=AT)
    letter = session.scalars(select(Letter)).one()
    assert letter.recipient == "new@example.com"
    assert f"http://localhost/invitations/{token}" in letter.text
    assert f"http://localhost/invitations/{token}" in letter.html
    assert token not in made.token_hash
    new = person("new@example.com")
    assert not can(new, EmployerPermission.SEE, employer)
    services_membership.accept(made, actor=new, at=AT)
    assert new.role_in(employer.id) == "recruiter"
    assert can(new, EmployerPermission.SEE, employer)
    assert not can(new, EmployerPermission.MANAGE_MEMBERS, employer)
    assert letters(session, "member_joined") == ["owner@example.com"]


def test_an_invitation_works_for_fourteen_days(person: Person, owner: Account, employer: Employer) -> None:
    made, _ = services_membership.invite(employer, email="new@example.com", role=Role.VIEWER, actor=owner, at=AT)
    new = person("new@example.com")
    late = AT + timedelta(days=14)
    assert services_membership.why_not(made, late - timedelta(seconds=1)) is None
    with pytest.raises(RuleBroken, match="expired"):
        services_membership.accept(made, actor=new, at=late)


def test_only_the_invited_address_may_join_and_only_when_proved(person: Person, employer: Employer) -> None:
    made = make_invitation(employer, "new@example.com")
    with pytest.raises(RuleBroken, match=r"sent to new@example\.com, and you are signed in as other@example\.com"):
        services_membership.accept(made, actor=person("other@example.com"), at=AT)
    with pytest.raises(RuleBroken, match="Confirm your address"):
        services_membership.accept(made, actor=person("new@example.com", confirmed=False), at=AT)


def test_an_invitation_works_once(person: Person, employer: Employer) -> None:
    made = make_invitation(employer, "new@example.com")
    new = person("new@example.com")
    services_membership.accept(made, actor=new, at=AT)
    with pytest.raises(RuleBroken, match="accepted already"):
        services_membership.accept(made, actor=new, at=AT)


def test_sending_again_ends_the_earlier_link(person: Person, owner: Account, employer: Employer) -> None:
    first, token = services_membership.invite(employer, email="new@example.com", role=Role.RECRUITER, actor=owner, at=AT)
    second, newer = services_membership.resend(first, actor=owner, at=AT + timedelta(days=20))
    assert token != newer
    assert second.role is Role.RECRUITER
    new = person("new@example.com")
    with pytest.raises(RuleBroken, match="withdrawn, or a newer one"):
        services_membership.accept(first, actor=new, at=AT)
    services_membership.accept(second, actor=new, at=AT + timedelta(days=21))
    assert list(queries.open_invitations(employer)) == []


def test_a_withdrawn_invitation_does_not_work(person: Person, owner: Account, employer: Employer) -> None:
    made = make_invitation(employer, "new@example.com")
    services_membership.withdraw(made, actor=owner, at=AT)
    with pytest.raises(RuleBroken, match="withdrawn"):
        services_membership.accept(made, actor=person("new@example.com"), at=AT)
    with pytest.raises(RuleBroken):
        services_membership.withdraw(made, actor=owner, at=AT)
    with pytest.raises(RuleBroken):
        services_membership.resend(made, actor=owner, at=AT)


def test_a_member_is_not_invited_again(owner: Account, employer: Employer) -> None:
    with pytest.raises(RuleBroken, match="member already") as refused:
        services_membership.invite(employer, email="OWNER@example.com", role=Role.VIEWER, actor=owner, at=AT)
    assert refused.value.field == "email"


def test_no_more_than_fifty_invitations_are_open(owner: Account, employer: Employer) -> None:
    for number in range(50):
        make_invitation(employer, f"p{number}@example.com", token=f"token {number}")
    with pytest.raises(RuleBroken, match="Withdraw one first"):
        services_membership.invite(employer, email="new@example.com", role=Role.VIEWER, actor=owner, at=AT)
    services_membership.invite(employer, email="p7@example.com", role=Role.VIEWER, actor=owner, at=AT)


def test_the_last_owner_stays_an_owner(person: Person, owner: Account, employer: Employer) -> None:
    own = queries.membership_of(employer, owner.id)
    assert own is not None
    for attempt in (
        lambda: services_membership.change_role(own, Role.RECRUITER, actor=owner, at=AT),
        lambda: services_membership.end(own, actor=owner, at=AT),
    ):
        with pytest.raises(RuleBroken, match="always has an owner"):
            attempt()
    second = make_member(employer, person("second@example.com"), Role.RECRUITER)
    services_membership.change_role(second, Role.OWNER, actor=owner, at=AT)
    services_membership.end(own, actor=owner, at=AT)
    assert [one.id for one in queries.owners(employer)] == [second.account_id]


def test_ending_a_membership_counts_at_once_and_is_told(
    session: Session, person: Person, owner: Account, employer: Employer
) -> None:
    recruiter = person("recruiter@example.com")
    member = make_member(employer, recruiter)
    assert can(recruiter, EmployerPermission.SEE, employer)
    services_membership.end(member, actor=owner, at=AT)
    assert not can(recruiter, EmployerPermission.SEE, employer)
    assert letters(session, "member_removed") == ["recruiter@example.com"]
    entry = session.scalars(trail_of(member)).first()
    assert entry is not None
    assert (entry.what, entry.actor_id) == ("membership.ended", owner.id)
    with pytest.raises(RuleBroken):
        services_membership.end(member, actor=owner, at=AT)


def test_the_invitations_of_a_day_are_counted_under_the_employers_lock(
    session: Session, employer: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = queries.invited_since
    monkeypatch.setattr(queries, "invited_since", lambda *asked: order.append("count") or counted(*asked))
    order: list[str] = []

    def note_lock(state: ORMExecuteState) -> None:
        if isinstance(state.statement, Select) and state.statement._for_update_arg is not None:
            order.append("lock")

    event.listen(session, "do_orm_execute", note_lock)
    try:
        services_membership.refuse_more_today(employer, AT)
    finally:
        event.remove(session, "do_orm_execute", note_lock)
    assert order == ["lock", "count"]


def test_who_left_may_be_invited_again(person: Person, owner: Account, employer: Employer) -> None:
    recruiter = person("recruiter@example.com")
    services_membership.end(make_member(employer, recruiter), actor=recruiter, at=AT)
    made, _ = services_membership.invite(employer, email=recruiter.email, role=Role.VIEWER, actor=owner, at=AT)
    services_membership.accept(made, actor=recruiter, at=AT)
    assert recruiter.role_in(employer.id) == "viewer"


def test_leaving_tells_the_owners(session: Session, person: Person, employer: Employer) -> None:
    recruiter = person("recruiter@example.com")
    services_membership.end(make_member(employer, recruiter), actor=recruiter, at=AT)
    assert letters(session, "member_left") == ["owner@example.com"]
    assert letters(session, "member_removed") == []


def test_a_changed_role_is_told_and_counts_at_once(
    session: Session, person: Person, owner: Account, employer: Employer
) -> None:
    recruiter = person("recruiter@example.com")
    member = make_member(employer, recruiter)
    services_membership.change_role(member, Role.VIEWER, actor=owner, at=AT)
    assert recruiter.role_in(employer.id) == "viewer"
    assert letters(session, "member_role") == ["recruiter@example.com"]


def test_one_person_may_be_in_several_employers(person: Person, owner: Account, employer: Employer) -> None:
    other = make_employer("Another Clinic")
    make_member(other, owner, Role.VIEWER)
    assert [(one.employer.name, str(one.role)) for one in queries.memberships_of(owner.id)] == [
        ("Another Clinic", "viewer"),
        ("Northfield Clinic", "owner"),
    ]
    assert not can(owner, EmployerPermission.EDIT_PROFILE, other)


def test_an_object_of_another_employer_is_not_found(employer: Employer, person: Person) -> None:
    other = make_employer("Another Clinic")
    member = make_member(other, person("x@example.com"))
    invited: Invitation = make_invitation(other, "y@example.com")
    assert queries.membership(employer.public_id, member.public_id) is None
    assert queries.invitation(employer.public_id, invited.public_id) is None
    assert queries.membership(other.public_id, member.public_id) is member
    assert queries.invitation(other.public_id, invited.public_id) is invited
