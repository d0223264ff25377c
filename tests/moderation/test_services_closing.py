"""An employer is closed, or merged into another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.applications import services_employer
from careercenter.applications.tasks import tell_applicants
from careercenter.core.clock import now
from careercenter.core.errors import Barred, RuleBroken
from careercenter.employers import services, services_membership
from careercenter.employers import services_closing as own
from careercenter.employers.models import Employer, EmployerKind, Invitation, Role, Verification
from careercenter.employers.names import refusal
from careercenter.employers.services import EmployerProfile
from careercenter.importing.models import ImportBatch
from careercenter.mail.models import Letter
from careercenter.moderation import services_closing
from careercenter.moderation.services import restore_employer, verify_employer
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import CloseReason, PostingStatus
from careercenter.postings.models import PostingTemplate
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_account, make_admin, make_moderator
from tests.factories.applications import make_application
from tests.factories.employers import make_employer, make_invitation, make_member
from tests.factories.postings import content, make_posting, make_posting_employer
from tests.factories.postings import make_member as make_author

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]
WHY = "The hospital wrote that nobody there knows it."


def told(session: Session, template: str) -> set[str]:
    return set(session.scalars(select(Letter.recipient).where(Letter.template == template)))


def test_closing_ends_its_jobs_and_tells_everybody(session: Session, client: FlaskClient) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    live, waiting = (make_posting(status, employer=employer, author=author) for status in (S.LIVE, S.PENDING))
    application = make_application(posting=live)
    make_invitation(employer, "new@example.com")
    services_closing.close_employer(employer, words=WHY, actor=make_moderator(), at=now())
    session.commit()
    assert (live.status, waiting.status) == (S.CLOSED, S.DRAFT)
    assert told(session, "employer_closed") == {author.email}
    assert session.scalars(select(Invitation.withdrawn_at)).one() is not None
    for task in session.scalars(select(Task).where(Task.name == TaskName.TELL_APPLICANTS)):
        tell_applicants(**task.args)
    assert told(session, "application_out_of_reach") == {application.account.email}
    assert client.get(f"/employers/{employer.public_id}-{employer.slug}").status_code == 404
    with pytest.raises(Barred):
        services_employer.open_resume(application, how="file", actor=author, at=now())
    with pytest.raises(RuleBroken):
        services_closing.close_employer(employer, words=WHY, actor=make_moderator(), at=now())
    restore_employer(employer, words="", actor=make_moderator(), at=now())
    assert (employer.closed_at, employer.suspended_at) == (None, None)


def test_a_job_past_its_day_does_not_keep_its_employer_open(session: Session) -> None:
    employer = make_posting_employer()
    over = make_posting(S.LIVE, employer=employer, author=make_author(employer))
    over.closes_at = now() - timedelta(seconds=1)
    services_closing.close_employer(employer, words=WHY, actor=make_moderator(), at=now())
    assert over.status is S.EXPIRED
    assert employer.closed_at is not None


def test_its_team_reads_that_it_is_closed_and_not_suspended(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    owner = make_author(employer)
    draft, live = (make_posting(status, employer=employer, author=owner) for status in (S.DRAFT, S.LIVE))
    invitation = make_invitation(employer, "new@example.com")
    application = make_application(posting=live)
    services_closing.close_employer(employer, words=WHY, actor=make_moderator(), at=now())
    invitation.withdrawn_at = None
    session.commit()
    refused: list[Callable[[], object]] = [
        lambda: services.change_profile(employer, services.wanted(employer), version=employer.version, actor=owner, at=now()),
        lambda: services_membership.refuse_suspended(employer),
        lambda: postings.submit(draft, actor=owner, at=now()),
        lambda: services_employer.open_resume(application, how="file", actor=owner, at=now()),
        lambda: services.suspend(employer, words=WHY, actor=owner, at=now()),
    ]
    for act in refused:
        with pytest.raises(RuleBroken, match="closed") as broken:
            act()
        assert "suspended" not in str(broken.value)
    assert "is closed on this board" in (services_membership.why_not(invitation, now()) or "")
    home = f"/employers/{employer.public_id}"
    client = sign_in(owner)
    for path in ("/profile", "/members", "/postings", f"/postings/{draft.public_id}"):
        page = client.get(home + path).text
        assert f"{employer.name} is closed" in page, path
        assert "suspended" not in page, path
    assert "Invite somebody" not in client.get(f"{home}/members").text
    mine = client.get("/employers/mine").text
    assert "Closed" in mine
    assert "Suspended" not in mine
    assert "Public page" not in client.get(f"{home}/profile").text
    assert "Post a job" not in client.get(f"{home}/postings").text.split("<main")[1]


def test_the_desk_and_admins_read_that_it_is_closed(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    held = make_posting(S.FROZEN, employer=employer, author=make_author(employer))
    services_closing.close_employer(employer, words=WHY, actor=make_moderator(), at=now())
    session.commit()
    moderator, admin = sign_in(make_moderator()), sign_in(make_admin())
    pages = [
        moderator.get("/desk"),
        moderator.get(f"/desk/postings/{held.public_id}"),
        admin.get(f"/admin/employers?q={employer.name}"),
    ]
    for page in pages:
        words = re.sub(
            "<select.*?</select>", "", page.text.split("<main")[1], flags=re.DOTALL
        )  # what a list can be narrowed to
        assert "losed</span>" in words, page.request.path
        assert "uspended" not in words, page.request.path


def test_what_is_closed_is_not_verified_any_more(session: Session, sign_in: SignIn) -> None:
    employer, moderator = make_employer(), make_moderator()
    client = sign_in(moderator)
    page = f"/desk/employers/{employer.public_id}"
    assert f"{page}/verify" in client.get(page).text
    services_closing.close_employer(employer, words=WHY, actor=moderator, at=now())
    session.commit()

    assert f"{page}/verify" not in client.get(page).text
    with pytest.raises(RuleBroken, match="closed"):
        verify_employer(employer, how=Verification.TELEPHONE, what="", actor=moderator, at=now())
    assert employer.verified_at is None


def test_only_what_has_a_public_page_leads_to_it(session: Session, sign_in: SignIn) -> None:
    employer = make_employer()
    client = sign_in(make_member(employer, make_account(), Role.OWNER).account)
    page = f"/employers/{employer.public_id}/profile"
    assert "Public page" in client.get(page).text
    employer.unlisted = True
    session.commit()
    assert "Public page" not in client.get(page).text


def test_a_reason_is_needed_and_nobody_closes_their_own(session: Session) -> None:
    employer = make_posting_employer()
    judge = make_moderator()
    with pytest.raises(RuleBroken):
        services_closing.close_employer(employer, words=" ", actor=judge, at=now())
    make_member(employer, judge)
    with pytest.raises(RuleBroken):
        services_closing.close_employer(employer, words=WHY, actor=judge, at=now())


def test_an_owner_closes_what_nobody_sees(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    owner = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=owner)
    with pytest.raises(RuleBroken, match="Close its jobs first"):
        own.close_own(employer, actor=owner, at=now())
    postings.close(posting, reason=CloseReason.FILLED, actor=owner, at=now())
    with pytest.raises(RuleBroken):
        own.close_own(employer, actor=owner, at=now())
    postings.archive(posting, actor=owner, at=now())
    waiting = make_posting(S.PENDING, employer=employer, author=owner)
    session.commit()
    page = sign_in(owner).post(f"/employers/{employer.public_id}/close", follow_redirects=True)
    assert "is closed" in page.text
    assert employer.closed_at is not None
    assert waiting.status is S.DRAFT, "no moderator judges a job of nobody"


def test_a_recruiter_does_not_close_it(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    recruiter = make_author(employer, Role.RECRUITER)
    session.commit()
    assert sign_in(recruiter).get(f"/employers/{employer.public_id}/close").status_code == 404


def test_two_that_are_one_are_put_together(session: Session, client: FlaskClient) -> None:
    employer, into = make_posting_employer("Northfield Clinic"), make_posting_employer("Northfield Clinic Inc")
    author, other, both = make_author(employer), make_author(into), make_account()
    make_member(employer, both, Role.VIEWER)
    make_member(into, both, Role.OWNER)
    live = make_posting(S.LIVE, employer=employer, author=author)
    application = make_application(posting=live)
    for one in (employer, into):
        session.add(PostingTemplate(employer_id=one.id, name="Usual", content=content()))
    batch = ImportBatch(employer=employer, account_id=author.id, file_name="jobs.xlsx")
    session.add(batch)
    session.flush()
    services_closing.merge(employer, into, words=WHY, actor=make_moderator(), at=now())
    session.commit()
    session.expire_all()
    assert batch.employer.id == into.id, "its page stays with its drafts"
    assert application.posting.employer.id == into.id
    assert author.role_in(into.id) == Role.OWNER
    assert both.role_in(into.id) == Role.OWNER
    assert author.role_in(employer.id) is None
    names = session.scalars(select(PostingTemplate.name).where(PostingTemplate.employer_id == into.id)).all()
    assert sorted(names) == ["Usual", "Usual (2)"]
    assert {author.email, other.email, both.email} <= told(session, "employer_merged")
    answer = client.get(f"/employers/{employer.public_id}-{employer.slug}")
    assert answer.status_code == 302
    assert answer.location.endswith(f"/employers/{into.public_id}-{into.slug}")
    services_employer.open_resume(application, how="file", actor=other, at=now())
    with pytest.raises(RuleBroken):
        restore_employer(employer, words="", actor=make_moderator(), at=now())


@pytest.mark.parametrize("case", ["itself", "suspended", "waiting", "held", "same reference"])
def test_what_would_lose_something_is_not_put_together(session: Session, case: str) -> None:
    employer, into = make_posting_employer(), make_posting_employer()
    author = make_author(employer)
    if case == "suspended":
        into.suspended_at = now()
    if case in ("waiting", "held"):
        make_posting(S.PENDING if case == "waiting" else S.FROZEN, employer=employer, author=author)
    if case == "same reference":
        for one, who in ((employer, author), (into, make_author(into))):
            postings.draft(one, content(), actor=who, at=now(), external_reference="REQ-1")
    session.flush()
    with pytest.raises(RuleBroken):
        services_closing.merge(employer, employer if case == "itself" else into, words=WHY, actor=make_moderator(), at=now())


def test_what_a_claim_asks_to_keep_is_kept_where_it_goes(session: Session) -> None:
    employer, into = make_posting_employer(), make_posting_employer()
    employer.legal_hold_at = now()
    moved = make_posting(S.LIVE, employer=employer, author=make_author(employer))
    stays = make_posting(S.LIVE, employer=into, author=make_author(into))
    services_closing.merge(employer, into, words=WHY, actor=make_moderator(), at=now())
    assert moved.legal_hold_at is not None
    assert stays.legal_hold_at is into.legal_hold_at is None


def test_two_merges_at_once_do_not_lead_in_a_circle(session: Session) -> None:
    employer, into = make_posting_employer(), make_posting_employer()
    session.flush()
    elsewhere = update(Employer).where(Employer.id == into.id).values(closed_at=now(), suspended_at=now())
    session.execute(elsewhere.execution_options(synchronize_session=False))
    assert into.closed_at is None, "this request does not know yet"
    with pytest.raises(RuleBroken):
        services_closing.merge(employer, into, words=WHY, actor=make_moderator(), at=now())


def test_the_pages_ask_and_say_what_was_done(session: Session, sign_in: SignIn) -> None:
    employer, into = make_posting_employer(), make_posting_employer()
    make_author(into)
    session.commit()
    desk = sign_in(make_moderator())
    base = f"/desk/employers/{employer.public_id}"
    assert desk.post(f"{base}/merge", data={"words": WHY, "into": "nothing"}).status_code == 422
    page = desk.post(f"{base}/merge", data={"words": WHY, "into": f"/desk/employers/{into.public_id}"}, follow_redirects=True)
    assert "is now part of" in page.text
    assert desk.post(f"/desk/employers/{into.public_id}/close", data={"words": ""}).status_code == 422
    page = desk.post(f"/desk/employers/{into.public_id}/close", data={"words": WHY}, follow_redirects=True)
    assert "Closed since" in page.text


@pytest.mark.parametrize(
    "name",
    [
        "Your bank account was locked - call 555-0100 or visit http://evil.example/x", "Call 218-555-0199", "hr@gmail.com",
        "=?utf-8?b?DQo=?=", "Visit evil.com to claim your pay now", "www.evil.example", "evil.example/x", "bit.ly/abc",
        "hr at gmail dot com", "Health 2185550199", "１-800-555-0199",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(session: Session, name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.create(EmployerProfile(name, EmployerKind.OTHER), actor=make_account(), at=now())
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "name",
    ["Northfield Clinic", "Booking.com", "VISN 12 Great Lakes", "St. Mary's / Duluth", "AT&T Health", "A/B LLC"],
)
def test_a_name_that_is_one_stands(name: str) -> None:
    assert refusal(name) is None


def test_an_employer_nobody_looked_at_invites_a_few_a_day(session: Session, sign_in: SignIn) -> None:
    employer = make_employer()
    owner = make_account()
    make_member(employer, owner, Role.OWNER)
    session.commit()
    client = sign_in(owner)
    for number in range(services_membership.MOST_A_DAY_UNVERIFIED):
        form = {"email": f"p{number}@example.com", "role": "viewer"}
        assert client.post(f"/employers/{employer.public_id}/members/invite", data=form).status_code == 303
    more = client.post(f"/employers/{employer.public_id}/members/invite", data={"email": "more@example.com", "role": "viewer"})
    assert more.status_code == 422
    assert "can invite 10 people a day" in more.text
    letter = session.scalars(select(Letter).where(Letter.template == "invitation")).first()
    assert letter is not None
    assert owner.name not in letter.subject


def test_owners_hear_of_their_verification(session: Session) -> None:
    from careercenter.employers.models import Verification

    employer = make_posting_employer()
    owner = make_author(employer)
    services.verify(employer, by=Verification.TELEPHONE, what="218", actor=make_moderator(), at=now())
    services.end_verification(employer, actor=make_moderator(), at=now(), words="The site is gone")
    assert told(session, "employer_verified") == told(session, "employer_unverified") == {owner.email}
