"""The profile, page by page: an overview, and each part saved alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.audit.models import AuditEntry
from careercenter.profiles import queries
from careercenter.profiles.answers import ProfileAnswers
from careercenter.profiles.models import CoderProfile
from tests.factories.accounts import make_account, make_coder, make_moderator
from tests.factories.profiles import ANSWERS, make_profile, make_resume

SignIn = Callable[..., FlaskClient]

ABOUT = {"headline": "Infusion coder", "phone": "(512) 555-0134", "city": "Austin", "state": "TX"}
WORK = {
    "pay_wanted": "$36.50",
    "work_settings": ["remote", "hybrid"],
    "employment_wanted": ["w2_full_time"],
    "schedules_wanted": ["day"],
    "more": "OK, Louisiana",
}
ROW = "specialties-0-"


def profile_of(coder) -> CoderProfile:
    profile = queries.profile_of(coder.id)
    assert profile is not None
    return profile


def test_each_part_is_saved_alone_and_leads_back_to_the_overview(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    for part, answers in (
        ("about", ABOUT),
        ("credentials", {"credentials": ["cpc"], "more": "chonc"}),
        ("tools", {"tools": ["Epic"], "more": "360 encompass; Homegrown"}),
        ("work", WORK),
    ):
        response = client.post(f"/profile/{part}", data=answers)
        assert (response.status_code, response.location) == (303, "/profile"), part
    profile = profile_of(coder)
    assert (profile.headline, profile.state, profile.phone) == ("Infusion coder", "TX", "(512) 555-0134")
    assert profile.credentials == ["cpc", "chonc"]
    assert profile.tools == ["Epic", "Solventum 360 Encompass", "Homegrown"]
    assert (profile.pay_wanted, profile.pay_said, profile.states_wanted) == (3650, "$36.50", ["OK", "LA"])
    assert (profile.work_settings, profile.employment_wanted) == (["remote", "hybrid"], ["w2_full_time"])
    page = client.get("/profile").text
    for shown in ("Infusion coder", "Austin, Texas", "CPC, CHONC", "Homegrown", "$36.50", "Oklahoma, Louisiana"):
        assert shown in page


def test_saving_one_part_leaves_the_others_as_they_are(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder)
    sign_in(coder).post("/profile/credentials", data={"credentials": ["ccs"]})
    profile = profile_of(coder)
    assert profile.credentials == ["ccs"]
    assert (profile.city, profile.years, profile.tools, profile.pay_wanted) == ("Austin", 8, ["Epic", "360 Encompass"], 3650)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "profile.saved")).all()[-1]
    assert entry.detail == {"part": "credentials"}


@pytest.mark.parametrize("part", ["about", "credentials", "experience", "tools", "work"])
def test_saving_a_page_untouched_changes_nothing(session: Session, sign_in: SignIn, part: str) -> None:
    from careercenter.profiles.forms_naming import FORMS, filled_in
    from careercenter.profiles.parts import ProfilePart

    coder = make_coder()
    before = make_profile(coder)
    kept = {name: getattr(before, name) for name in ("credentials", "specialties", "years", "tools", "pay_wanted", "state")}
    client = sign_in(coder)
    with client.application.test_request_context():
        form = FORMS[ProfilePart(part)](data=filled_in(ProfilePart(part), profile_of(coder)))
        sent = _as_sent(form)
    assert client.post(f"/profile/{part}", data=sent).status_code == 303
    assert {name: getattr(profile_of(coder), name) for name in kept} == kept


def _as_sent(form) -> dict[str, object]:
    sent: dict[str, object] = {}
    for field in form:
        if field.type == "FieldList":
            for row in field:
                sent |= {f"{row.name}-slug": row.slug.data, f"{row.name}-keep": "y", f"{row.name}-years": row.years.data}
        elif field.type != "CSRFTokenField" and field.data:
            sent[field.name] = field.data
    return sent


def test_saving_twice_keeps_one_profile(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_coder())
    client.post("/profile/about", data=ABOUT)
    client.post("/profile/about", data={**ABOUT, "headline": "Auditor"})
    assert session.scalars(select(CoderProfile.headline)).all() == ["Auditor"]


@pytest.mark.parametrize(
    ("part", "answers", "message"),
    [
        ("about", {"phone": "call me"}, "Enter a phone number, like 512 555 0134."),
        ("about", {"phone": "12"}, "Enter a phone number, like 512 555 0134."),
        ("about", {"state": "ZZ"}, "Choose a state from the list."),
        ("about", {"headline": "x" * 121}, "Shorten this line to 120 characters."),
        ("credentials", {"credentials": ["cpc", "md"]}, "Choose credentials from the list, not md."),
        ("credentials", {"credentials": ["cpc"], "starting": "y"}, "Remove it, or uncheck “None yet”."),
        ("credentials", {"more": "juggling"}, "We don’t know a credential called “juggling”."),
        ("credentials", {"more": "CPC, onc coder"}, "Choose what you mean by “onc coder”, or take it out."),
        ("credentials", {"more": "x" * 1_001}, "Name fewer at once."),
        ("experience", {"years": "many"}, "Enter years as a whole number from 0 to 60."),
        ("experience", {"years": "61"}, "Enter years as a whole number from 0 to 60."),
        ("experience", {"years": "000001" + "9" * 5_000}, "Enter years as a whole number from 0 to 60."),
        ("experience", {ROW + "slug": "juggling", ROW + "keep": "y"}, "Choose a specialty from the list."),
        (
            "experience",
            {ROW + "slug": "oncology", ROW + "keep": "y", ROW + "years": "-1"},
            "Enter years as a whole number from 0 to 60.",
        ),
        ("experience", {"more": "juggling"}, "We don’t know a specialty called “juggling”."),
        ("tools", {"more": ",".join(map(str, range(30)))}, "Name at most 20 systems and encoders."),
        ("tools", {"more": "x" * 61}, "Shorten each name to 60 characters"),
        ("work", {"pay_wanted": "lots"}, "Enter pay like $34.50, 30 an hour or 62k."),
        ("work", {"work_settings": ["moon"]}, "Choose from the list, not moon."),
        ("work", {"employment_wanted": ["moon"]}, "Choose from the list, not moon."),
        ("work", {"schedules_wanted": ["moon"]}, "Choose from the list, not moon."),
        ("work", {"more": "Narnia"}, "“Narnia” isn’t a state."),
        ("work", {"more": "Carolina"}, "Choose what you mean by “Carolina”, or take it out."),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_saves_nothing(
    session: Session, sign_in: SignIn, part: str, answers: dict[str, object], message: str
) -> None:
    response = sign_in(make_coder()).post(f"/profile/{part}", data=answers)
    assert response.status_code == 422
    assert message in response.text  # beside the field
    assert response.text.count(message[1:]) >= 2  # and in the summary, behind the field's name
    assert "<title>Error: " in response.text
    assert session.scalar(select(func.count()).select_from(CoderProfile)) == 0


def test_thirteen_specialties_are_too_many(session: Session, sign_in: SignIn) -> None:
    from careercenter.taxonomy import catalogue

    named = ", ".join(one.name.split("(")[0] for one in catalogue.specialties()[:13])
    assert "Name at most 12 specialties." in sign_in(make_coder()).post("/profile/experience", data={"more": named}).text


def test_what_may_mean_several_is_answered_with_them_and_one_tick_settles_it(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    typed = {"more": "CPC, onc coder"}
    page = client.post("/profile/credentials", data=typed).text
    assert "Which do you mean by “onc coder”?" in page
    assert 'value="rocc"' in page
    assert 'value="CPC, onc coder"' in page  # what was typed stands there still
    assert client.post("/profile/credentials", data={**typed, "asked": "onc coder"}).status_code == 422
    assert client.post("/profile/credentials", data={**typed, "credentials": ["rocc"]}).status_code == 422  # not asked yet
    settled = {**typed, "asked": "onc coder", "credentials": ["chonc"]}
    assert client.post("/profile/credentials", data=settled).status_code == 303
    assert profile_of(coder).credentials == ["chonc", "cpc"]


def test_who_has_no_credential_yet_can_say_so(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    assert "Your credentials" in client.get("/profile").text
    client.post("/profile/credentials", data={"starting": "y"})
    assert profile_of(coder).starting
    page = client.get("/profile").text
    assert "None yet" in page
    assert "Your credentials" not in page


def test_the_credentials_held_stand_first_then_the_ten_usual_and_all_behind_a_link(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(credentials=("chonc",)))
    client = sign_in(coder)
    page = client.get("/profile/credentials").text
    fields = page[page.index("Credentials you hold") : page.index("<template")]
    assert fields.count('type="checkbox"') == 11
    assert fields.index('value="chonc" checked') < fields.index('value="cpc"')
    everything = client.get("/profile/credentials/all").text
    assert everything.count('type="checkbox"') > 60
    assert 'action="/profile/credentials"' in everything


def test_a_specialty_typed_is_added_and_its_years_are_asked_for(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    response = client.post("/profile/experience", data={"years": "8", "more": "infusion, E/M"})
    assert response.location == "/profile/experience"
    slugs = [one["slug"] for one in profile_of(coder).specialties]
    assert slugs == ["infusion-injection", "evaluation-management"]
    page = client.get("/profile/experience").text
    assert "Years<span" in page
    rows = {
        f"specialties-{at}-{name}": value for at, slug in enumerate(slugs) for name, value in (("slug", slug), ("years", "4"))
    }
    response = client.post("/profile/experience", data={**rows, "specialties-0-keep": "y", "years": "8"})
    assert response.location == "/profile"
    assert profile_of(coder).specialties == [{"slug": "infusion-injection", "years": 4}]  # the other lost its tick
    assert profile_of(coder).years == 8


def test_the_overview_says_what_is_missing_and_why(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    empty = client.get("/profile").text
    for what in ("The state you live in", "Your credentials", "Your years as a coder", "Your specialties", "The work you want"):
        assert what in empty
    assert "Many remote jobs are open to some states only." in empty
    make_profile(coder, ANSWERS)
    make_resume(coder)
    whole = client.get("/profile").text
    assert "What is missing" not in whole
    assert "resume.pdf" in whole


def test_who_comes_from_an_application_is_led_back_to_it(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_coder())
    apply = "/jobs/bcdfghjkmnpq/apply"
    overview = client.get(f"/profile?next={apply}").text
    assert f'href="{apply}">‹ Back to your application' in overview
    assert "/profile/about?next=/profile?next%3D/jobs/bcdfghjkmnpq/apply" in overview.replace("%2F", "/").replace("%3F", "?")
    assert client.post(f"/profile/about?next={apply}", data=ABOUT).location == apply
    for elsewhere in ("//evil.example.com", "https://evil.example.com/", "javascript:alert(1)"):
        assert client.post("/profile/about", query_string={"next": elsewhere}, data=ABOUT).location == "/profile"
        assert "evil" not in client.get("/profile", query_string={"next": elsewhere}).text


def test_only_coders_have_a_profile(session: Session, client: FlaskClient, sign_in: SignIn) -> None:
    member = sign_in(make_account())
    for path in ("/profile", "/profile/about", "/profile/credentials", "/profile/credentials/all", "/profile/resumes"):
        assert client.get(path).status_code == 303
        assert member.get(path).status_code == 404
    assert sign_in(make_coder()).get("/profile/juggling").status_code == 404


def test_an_employers_account_may_start_to_look_for_work(session: Session, sign_in: SignIn) -> None:
    account = make_account()
    client = sign_in(account)
    response = client.post("/profile/start?next=//evil.example.com")
    assert (response.status_code, response.location) == (303, "/profile")
    assert account.is_coder
    assert sign_in(make_moderator()).post("/profile/start").status_code == 404


def test_saving_a_profile_again_and_again_waits(session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careercenter.web.limits._on", lambda: True)
    client = sign_in(make_coder())
    answers = [client.post("/profile/about", data=ABOUT).status_code for _ in range(61)]
    assert answers == [303] * 60 + [429]


def test_characters_no_database_holds_are_left_out(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    client.post("/profile/about", data={"headline": "Infusion\0 coder"})
    client.post("/profile/tools", data={"more": "Ep\0ic"})
    assert (profile_of(coder).headline, profile_of(coder).tools) == ("Infusion coder", ["Epic"])


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [("credentials", "cpc", "CPC"), ("specialties", "ir", ""), ("states", "tex", "Texas"), ("tools", "cern", "Oracle Health")],
)
def test_a_box_is_answered_while_one_types(client: FlaskClient, kind: str, typed: str, first: str) -> None:
    response = client.get(f"/profile/names/{kind}?q={typed}")
    assert response.status_code == 200
    assert 'role="option"' in response.text
    assert f'data-words="{first}' in response.text.split("</div>")[0]
    assert response.headers["Cache-Control"] == "public, max-age=3600"


def test_a_box_asks_the_database_nothing(client: FlaskClient, count_queries: list[str]) -> None:
    client.get("/profile/names/credentials?q=cpc")
    del count_queries[:]
    client.get("/profile/names/credentials?q=cpc")
    assert count_queries == []


def test_only_what_can_be_named_is_suggested(client: FlaskClient) -> None:
    assert client.get("/profile/names/jugglers?q=a").status_code == 404
    assert client.get("/profile/names/credentials").text == ""
