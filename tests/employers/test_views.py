"""The employer's pages, as people use them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.employers import queries, services, services_revision
from careercenter.employers.models import Employer, Role
from careercenter.web.protection import LARGEST_UPLOAD
from tests.employers.test_logo import picture
from tests.factories import postings
from tests.factories.accounts import make_account, make_moderator
from tests.factories.employers import make_employer, make_invitation, make_member, make_verified_employer

SignIn = Callable[..., FlaskClient]
PROFILE = {"name": "Northfield Clinic", "kind": "hospital", "time_zone": "America/Chicago", "state": "OH"}


@pytest.fixture
def owner(session: Session) -> Account:
    return make_account("owner@example.com", name="Olga Owner")


@pytest.fixture
def employer(owner: Account) -> Employer:
    return make_employer("Northfield Clinic", owner=owner)


@pytest.fixture
def page(sign_in: SignIn, owner: Account, employer: Employer) -> FlaskClient:
    return sign_in(owner)


def test_anybody_signed_in_sets_up_an_employer_and_owns_it(sign_in: SignIn, session: Session) -> None:
    someone = make_account("new@example.com")
    browser = sign_in(someone)
    assert browser.get("/employers/new").status_code == 200
    done = browser.post("/employers/new", data={**PROFILE, "website": "northfield.example.com", "about": "**Bold**"})
    assert done.status_code == 303
    made = session.scalars(select(Employer)).one()
    assert done.location == f"/employers/{made.public_id}/postings/new", "who sets one up wants to post a job"
    assert made.website == "https://northfield.example.com"
    assert someone.role_in(made.id) == "owner"
    assert "Northfield Clinic is set up" in browser.get(done.location).text


def test_the_equal_opportunity_statement_stands_at_the_foot_of_each_job(sign_in: SignIn, session: Session) -> None:
    posting = postings.make_posting()
    employer, address = posting.employer, f"/jobs/{posting.public_id}-{posting.slug}"
    browser = sign_in(postings.make_member(employer, Role.OWNER))
    assert "Equal opportunity" not in browser.get(address).text
    said = {name: getattr(employer, name) for name in ("name", "website", "about", "city", "state", "time_zone")}
    data = {**said, "kind": employer.kind.value, "version": employer.version, "equal_opportunity": "We hire **all**. <script>"}
    page = browser.post(f"/employers/{employer.public_id}/profile", data=data, follow_redirects=True).text
    assert "A moderator looks at the new name, website, description or statement first." in page
    assert "The equal opportunity statement" in page
    assert "Equal opportunity" not in browser.get(address).text
    revision = services_revision.pending(employer)
    assert revision is not None
    services.apply(employer, revision.changes, actor=make_moderator(), at=now())
    session.commit()
    page = browser.get(address).text
    assert page.index("About this job") < page.index("We hire <strong>all</strong>.")
    assert "<script>" not in page.split("Equal opportunity</h2>", 1)[1].split("</section>", 1)[0]


def test_what_is_wrong_stands_beside_its_field_and_everything_typed_is_kept(sign_in: SignIn, session: Session) -> None:
    browser = sign_in(make_account())
    answer = browser.post(
        "/employers/new", data={"name": "", "website": "http://x.example.com", "about": "Kept words", "kind": "castle"}
    )
    assert answer.status_code == 422
    for words in (
        "There is a problem",
        "Enter the name of the employer",
        "Enter a web address that starts with https://",
        "Kept words",
        "Error: ",
    ):
        assert words in answer.text
    assert session.scalars(select(Employer)).all() == []


def test_visitors_are_sent_to_sign_in(client: FlaskClient, employer: Employer) -> None:
    for path in ("/employers/new", "/employers/mine", f"/employers/{employer.public_id}/members"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert "/login" in answer.location


def test_the_profile_is_changed_by_owners_alone(sign_in: SignIn, page: FlaskClient, employer: Employer) -> None:
    address = f"/employers/{employer.public_id}/profile"
    version = re.search(r'name="version" value="(\d+)"', page.get(address).text)
    assert version
    done = page.post(address, data={**PROFILE, "name": "Southfield", "version": version[1]})
    assert done.status_code == 303
    assert employer.name == "Southfield"
    recruiter = make_account()
    make_member(employer, recruiter, Role.RECRUITER)
    browser = sign_in(recruiter)
    assert browser.get(address).status_code == 404
    assert browser.post(address, data=PROFILE).status_code == 404


def test_a_stale_profile_form_is_a_409_that_shows_what_changed(page: FlaskClient, employer: Employer) -> None:
    address = f"/employers/{employer.public_id}/profile"
    page.post(address, data={**PROFILE, "name": "Theirs", "version": "1"})
    answer = page.post(address, data={**PROFILE, "name": "Mine", "version": "1"})
    assert answer.status_code == 409
    assert "now “Theirs”, you wrote “Mine”" in answer.text
    assert employer.name == "Theirs"
    assert page.post(address, data={**PROFILE, "version": "many"}).status_code == 409


def test_the_page_of_a_verified_employer_says_what_a_change_does(sign_in: SignIn, owner: Account) -> None:
    verified = make_verified_employer(owner=owner)
    assert "A new name or website ends the verification" in sign_in(owner).get(f"/employers/{verified.public_id}/profile").text


def test_a_picture_is_kept_shown_and_removed(page: FlaskClient, client: FlaskClient, employer: Employer) -> None:
    address = f"/employers/{employer.public_id}/logo"
    assert page.post(address, data={"logo": (io.BytesIO(picture()), "../x.png")}).status_code == 303
    shown = f"{address}/{employer.logo}"
    answer = client.get(shown)
    assert (answer.status_code, answer.content_type, answer.data[:4]) == (200, "image/webp", b"RIFF")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert shown in page.get(f"/employers/{employer.public_id}/profile").text
    assert client.get(f"{address}/{'0' * 64}").status_code == 404
    assert client.get(f"/employers/{make_employer().public_id}/logo/{employer.logo}").status_code == 404
    assert page.post(f"{address}/remove").status_code == 303
    assert client.get(shown).status_code == 404


def test_a_broken_picture_says_which_rule_it_broke(page: FlaskClient, employer: Employer) -> None:
    address = f"/employers/{employer.public_id}/logo"
    answer = page.post(address, data={"logo": (io.BytesIO(b"<svg/>"), "x.svg")})
    assert answer.status_code == 422
    assert "PNG, JPEG, WebP or GIF" in answer.text
    assert page.post(address, data={}).status_code == 422
    assert employer.logo is None


def test_a_logo_too_large_is_answered_with_the_form_up_to_what_is_read_at_all(page: FlaskClient, employer: Employer) -> None:

    def upload(size: int) -> TestResponse:
        answer = page.post(f"/employers/{employer.public_id}/logo", data={"logo": (io.BytesIO(b" " * size), "x.png")})
        answer.request.environ["wsgi.input"].close()  # the test client leaves the file of a large body open
        return answer

    for megabytes in (3, 12):
        answer = upload(megabytes * 1024 * 1024)
        assert answer.status_code == 422
        assert answer.text.count("he file is larger than 2 MB. Choose a PNG or JPEG of at most 2 MB.<") == 2
        assert "Save profile" in answer.text
    bare = upload(LARGEST_UPLOAD + 1)
    assert bare.status_code == 413
    assert "a logo up to 2 MB" in bare.text
    assert employer.logo is None


def test_the_browser_is_told_how_large_a_logo_may_be(page: FlaskClient, employer: Employer) -> None:
    text = page.get(f"/employers/{employer.public_id}/profile").text
    assert f'data-largest="{2 * 1024 * 1024}"' in text
    assert "js/apply" in text
    assert "Upload logo" in text


def test_refused_logos_do_not_use_up_the_uploads_of_an_hour(
    page: FlaskClient, employer: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careercenter.web.limits._on", lambda: True)
    address = f"/employers/{employer.public_id}/logo"
    broken = [page.post(address, data={"logo": (io.BytesIO(b"<svg/>"), "x.svg")}).status_code for _ in range(12)]
    assert broken == [422] * 12
    assert page.post(address, data={"logo": (io.BytesIO(picture()), "x.png")}).status_code == 303


def test_the_team_page_shows_members_and_invitations(page: FlaskClient, employer: Employer) -> None:
    make_member(employer, make_account("viewer@example.com", name="Vera <b>Viewer</b>"), Role.VIEWER)
    make_invitation(employer, "invited@example.com")
    text = page.get(f"/employers/{employer.public_id}/members").text
    for words in ("Olga Owner (you)", "Vera &lt;b&gt;Viewer", "invited@example.com", "Invite somebody"):
        assert words in text


def test_members_who_do_not_manage_only_look(sign_in: SignIn, employer: Employer) -> None:
    viewer = make_account()
    member = make_member(employer, viewer, Role.VIEWER)
    browser = sign_in(viewer)
    text = browser.get(f"/employers/{employer.public_id}/members").text
    assert "Invite somebody" not in text
    assert f"Leave {employer.name}" in text
    for path in ("members/invite", f"members/{member.public_id}"):
        assert browser.get(f"/employers/{employer.public_id}/{path}").status_code == 404


def test_another_address_is_told_why_it_cannot_join(sign_in: SignIn, employer: Employer) -> None:
    make_invitation(employer, "new@example.com", token="the-token")
    browser = sign_in(make_account("other@example.com"))
    assert "sent to new@example.com, and you are signed in as other@example.com" in browser.get("/invitations/the-token").text
    assert browser.post("/invitations/the-token").status_code == 409
    assert browser.get("/invitations/another-token").status_code == 404


def test_a_bad_invitation_is_said_beside_its_field(page: FlaskClient, employer: Employer) -> None:
    address = f"/employers/{employer.public_id}/members/invite"
    assert "Enter an e-mail address like" in page.post(address, data={"email": "nobody", "role": "viewer"}).text
    assert "This person is a member already" in page.post(address, data={"email": "owner@example.com", "role": "viewer"}).text
    assert page.post(address, data={"email": "a@example.com", "role": "king"}).status_code == 422


def test_invitations_are_sent_again_and_withdrawn(page: FlaskClient, employer: Employer) -> None:
    first = make_invitation(employer, "new@example.com")
    base = f"/employers/{employer.public_id}/invitations"
    assert page.post(f"{base}/{first.public_id}/resend").status_code == 303
    (second,) = queries.open_invitations(employer)
    assert second.public_id != first.public_id
    assert page.post(f"{base}/{first.public_id}/resend").status_code == 404
    assert page.post(f"{base}/{second.public_id}/withdraw").status_code == 303
    assert list(queries.open_invitations(employer)) == []


def test_a_role_is_changed_and_a_member_removed_at_once(sign_in: SignIn, page: FlaskClient, employer: Employer) -> None:
    recruiter = make_account("recruiter@example.com")
    member = make_member(employer, recruiter)
    browser = sign_in(recruiter)
    team = f"/employers/{employer.public_id}/members"
    assert browser.get(team).status_code == 200
    address = f"{team}/{member.public_id}"
    assert 'value="recruiter" checked' in page.get(address).text
    assert page.post(address, data={"role": "viewer"}).status_code == 303
    assert member.role is Role.VIEWER
    assert page.post(address, data={"role": ""}).status_code == 422
    assert page.post(f"{address}/end").status_code == 303
    assert browser.get(team).status_code == 404
    assert page.get(address).status_code == 404


def test_the_last_owner_cannot_leave_or_step_down(page: FlaskClient, employer: Employer, owner: Account) -> None:
    own = queries.membership_of(employer, owner.id)
    assert own is not None
    for answer in (
        page.post(f"/employers/{employer.public_id}/members/{own.public_id}", data={"role": "viewer"}),
        page.post(f"/employers/{employer.public_id}/leave"),
    ):
        assert answer.status_code == 422
        assert "always has an owner" in answer.text
    assert page.post(f"/employers/{employer.public_id}/members/{own.public_id}/end").status_code == 409


def test_leaving(sign_in: SignIn, employer: Employer) -> None:
    viewer = make_account()
    make_member(employer, viewer, Role.VIEWER)
    browser = sign_in(viewer)
    assert browser.get(f"/employers/{employer.public_id}/leave").status_code == 200
    done = browser.post(f"/employers/{employer.public_id}/leave")
    assert (done.status_code, done.location) == (303, "/employers/mine")
    assert "You are not a member of an employer yet" in browser.get("/employers/mine").text
    assert browser.get(f"/employers/{employer.public_id}/leave").status_code == 404


def test_a_person_of_several_employers_switches_between_them(page: FlaskClient, owner: Account, employer: Employer) -> None:
    make_member(make_employer("Another Clinic"), owner, Role.VIEWER)
    text = page.get("/employers/mine").text
    assert "Another Clinic" in text
    assert f"/employers/{employer.public_id}/members" in text


def test_objects_of_another_employer_are_not_there(sign_in: SignIn, page: FlaskClient, employer: Employer, app: Flask) -> None:
    other = make_employer("Another Clinic", owner=make_account())
    member = make_member(other, make_account())
    invited = make_invitation(other, "x@example.com")
    for path in (f"members/{member.public_id}", "members", "profile", "members/invite", "leave"):
        assert page.get(f"/employers/{other.public_id}/{path}").status_code == 404
    assert page.get(f"/employers/{employer.public_id}/members/{member.public_id}").status_code == 404
    assert page.post(f"/employers/{employer.public_id}/invitations/{invited.public_id}/withdraw").status_code == 404
    assert page.post(f"/employers/{other.public_id}/members/{member.public_id}/end").status_code == 404


def test_a_picture_may_be_kept_by_the_browser_of_somebody_signed_in(page: FlaskClient, employer: Employer) -> None:
    page.post(f"/employers/{employer.public_id}/logo", data={"logo": (io.BytesIO(picture()), "x.png")})
    assert "immutable" in page.get(f"/employers/{employer.public_id}/logo/{employer.logo}").headers["Cache-Control"]
    assert page.get("/employers/mine").headers["Cache-Control"] == "no-store"


def test_a_new_employer_is_told_what_comes_next(page: FlaskClient, employer: Employer, sign_in: SignIn) -> None:
    assert f'href="/employers/{employer.public_id}/postings/new"' in page.get(f"/employers/{employer.public_id}/profile").text
    verified = make_verified_employer("Quillfeather Health", owner=(other := make_account("second@example.com")))
    known = sign_in(other).get(f"/employers/{verified.public_id}/profile").text
    assert "A moderator looks at who you are" not in known
