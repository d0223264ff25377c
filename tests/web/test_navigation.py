"""Each person finds their own part of the board from every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from flask.testing import FlaskClient

from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.employers import make_employer, make_member
from tests.factories.postings import make_posting

SignIn = Callable[..., FlaskClient]


def account_area(page: str) -> list[str]:
    area = page.split('aria-label="Your account"')[1].split("</header>", maxsplit=1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", link).split()) for link in re.findall(r"<a [^>]*>(.*?)</a>", area, re.DOTALL)]


def test_a_visitor_may_sign_in_sign_up_or_post(client: FlaskClient) -> None:
    assert account_area(client.get("/help").text) == ["Sign in", "Create account", "Post a job"]


def test_a_coder_has_applications_and_a_profile(client: FlaskClient, sign_in: SignIn) -> None:
    page = sign_in(make_coder(name="Ada Wren")).get("/help").text
    own = ["Your home page", "Your profile", "Your résumés", "Your applications", "Your account"]
    assert account_area(page) == ["Applications", *own]
    assert "Ada Wren" in page
    assert re.search(r'<form method="post" action="/logout">', page)


def test_a_member_of_one_employer_goes_straight_to_its_jobs(client: FlaskClient, sign_in: SignIn) -> None:
    person = make_account()
    employer = make_employer("Quillfeather Health", owner=person)
    page = sign_in(person).get("/help").text
    assert account_area(page)[:2] == ["Your jobs", "Team"]
    assert f'href="/employers/{employer.public_id}/postings"' in page


def test_an_employers_own_pages_are_not_under_the_list_of_employers(client: FlaskClient, sign_in: SignIn) -> None:
    person = make_account()
    employer = make_employer("Quillfeather Health", owner=person)
    marked = re.compile(r'<a href="/employers" aria-current')
    assert not marked.search(sign_in(person).get(f"/employers/{employer.public_id}/profile").text)
    assert marked.search(client.get("/employers").text)


def test_a_member_of_several_chooses_first(client: FlaskClient, sign_in: SignIn) -> None:
    person = make_account()
    make_employer("Quillfeather Health", owner=person)
    make_member(make_employer("Lantern Row Clinic"), person)
    area = account_area(sign_in(person).get("/help").text)
    assert area[0] == "Your employers"
    assert {"Quillfeather Health", "Lantern Row Clinic"} <= set(area)


def test_a_moderator_finds_the_desk_and_only_an_administrator_the_rest(client: FlaskClient, sign_in: SignIn) -> None:
    moderator = sign_in(make_moderator())
    assert "Queue" in account_area(moderator.get("/help").text)
    desk = moderator.get("/desk").text.split('aria-label="Desk"')[1].split("</nav>")[0]
    assert "Reasons" in desk
    assert "/admin" not in desk
    assert "/admin" in sign_in(make_admin()).get("/desk").text


def test_where_one_is_stands_marked_once(client: FlaskClient) -> None:
    page = client.get("/jobs").text.split("</header>", maxsplit=1)[0]
    assert page.count('aria-current="page"') == 1
    below = client.get("/specialties/oncology").text.split("</header>", maxsplit=1)[0]
    assert re.search(r'href="/specialties" aria-current="true"', below)


def test_signing_in_from_a_job_leads_back_to_it(client: FlaskClient) -> None:
    posting = make_posting()
    address = f"/jobs/{posting.public_id}-{posting.slug}"
    page = client.get(address).text
    there = quote(address, safe="")
    for entrance in ("/login", "/sign-up"):
        assert f'href="{entrance}?next={there}"' in page
    login = client.get(f"/login?next={there}").text.split("</header>", maxsplit=1)[0]
    assert f'href="/sign-up?next={there}"' in login
    assert "next=" not in client.get("/help").text.split("</header>", maxsplit=1)[0]
    assert "example.com" not in client.get("/login?next=//example.com").text.split("</header>", maxsplit=1)[0]
