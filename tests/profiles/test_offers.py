"""Filling a profile from a résumé."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.profiles import queries
from careercenter.profiles.answers import ProfileAnswers
from careercenter.profiles.models import CoderProfile, ResumeText
from tests.factories.accounts import make_account, make_coder
from tests.factories.profiles import make_profile, make_resume

SignIn = Callable[..., FlaskClient]

LINES = (
    "Rosalind Ferry, CPC, CHONC",
    "Dayton, OH 45402",
    "Certifications",
    "CPC, CHONC. Sitting for the CCS in May.",
    "Summary",
    "8 years of medical coding experience",
    "Experience",
    "Coded infusion and injection encounters in Epic.",
)


def profile_of(coder) -> CoderProfile | None:
    return queries.profile_of(coder.id)


def page_of(resume) -> str:
    return f"/profile/resumes/{resume.public_id}/profile"


def test_what_was_read_is_offered_with_its_words_and_nothing_is_ticked_or_saved(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    page = sign_in(coder).get(page_of(make_resume(coder, LINES))).text
    for shown in ("CHONC, Certified Hematology", "Ohio", "8 years", "Infusion and injection", "Epic"):
        assert shown in page
    assert "From “Coded infusion and injection encounters in Epic.”" in page
    assert "ccs" not in page
    assert " checked" not in page
    assert profile_of(coder) is None


def test_only_what_is_ticked_is_saved_and_the_rest_of_the_profile_stays(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(city="Dayton", credentials=("rhit",), tools=("Homegrown",), starting=True))
    client = sign_in(coder)
    taken = ["credentials:cpc", "tools:Epic", "specialties:infusion-injection", "years:8"]
    response = client.post(page_of(make_resume(coder, LINES)), data={"taken": taken})
    assert (response.status_code, response.location) == (303, "/profile")
    profile = profile_of(coder)
    assert profile is not None
    assert (profile.credentials, profile.starting) == (["rhit", "cpc"], False)
    assert profile.tools == ["Homegrown", "Epic"]
    assert profile.specialties == [{"slug": "infusion-injection", "years": None}]
    assert (profile.years, profile.city, profile.state) == (8, "Dayton", "")
    assert "4 items were added to your profile." in client.get("/profile").text


def test_one_press_takes_all(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    sign_in(coder).post(page_of(make_resume(coder, LINES)), data={"all": "1"})
    profile = profile_of(coder)
    assert profile is not None
    assert (profile.credentials, profile.state, profile.years) == (["cpc", "chonc"], "OH", 8)


def test_what_the_resume_does_not_say_cannot_be_taken_from_it(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    response = sign_in(coder).post(page_of(make_resume(coder, LINES)), data={"taken": ["credentials:ccs", "pay_wanted:1"]})
    assert response.status_code == 422
    assert response.text.count("Check what is right, then add it.") >= 1
    assert profile_of(coder) is None


def test_what_the_profile_says_already_is_not_offered_and_what_it_says_otherwise_is_told(
    session: Session, sign_in: SignIn
) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(state="TX", years=6, credentials=("cpc", "chonc"), tools=("epic",)))
    page = sign_in(coder).get(page_of(make_resume(coder, LINES))).text
    assert "(your profile says Texas)" in page
    assert "(your profile says 6 years)" in page
    assert "credentials:" not in page
    assert "tools:" not in page


def test_who_codes_a_part_of_a_field_is_not_offered_the_whole(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(specialties=(("medical-oncology", 3),)))
    resume = make_resume(coder, ("Ana Ruiz", "Experience", "Coded oncology and dermatology charts for years"))
    page = sign_in(coder).get(page_of(resume)).text
    assert "specialties:dermatology" in page
    assert "specialties:oncology" not in page


def test_who_holds_the_full_credential_is_not_offered_the_apprentices(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(credentials=("cpc",)))
    resume = make_resume(coder, ("Ana Ruiz, CPC-A", "coder with much to say"))
    assert "credentials:" not in sign_in(coder).get(page_of(resume)).text


def test_a_profile_takes_no_more_than_it_holds(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    make_profile(coder, ProfileAnswers(tools=tuple(f"House {number}" for number in range(20))))
    response = sign_in(coder).post(page_of(make_resume(coder, LINES)), data={"taken": ["tools:Epic"]})
    assert response.status_code == 422
    assert "A profile holds 20 of these. Check fewer." in response.text


@pytest.mark.parametrize(
    ("status", "words"),
    [(ResumeText.WAITING, "is being read. Reload"), (ResumeText.PICTURE, "could not be read, so nothing can be taken")],
)
def test_a_text_that_is_not_read_offers_nothing(session: Session, sign_in: SignIn, status: ResumeText, words: str) -> None:
    coder = make_coder()
    resume = make_resume(coder, LINES, text_status=status)
    resume.text_status = status
    client = sign_in(coder)
    assert words in client.get(page_of(resume)).text
    assert client.post(page_of(resume), data={"all": "1"}).status_code == 422


def test_the_overview_says_how_much_the_newest_resume_adds(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    resume = make_resume(coder, LINES)
    client = sign_in(coder)
    assert "6 items in your résumé are not in your profile" in client.get("/profile").text
    assert f'href="{page_of(resume)}"' in client.get("/profile/resumes").text
    client.post(page_of(resume), data={"all": "1"})
    assert "in your résumé" not in client.get("/profile").text
    assert "Everything we found in resume.pdf is already in your profile" in client.get(page_of(resume)).text


def test_it_leads_back_to_where_one_came_from(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    resume = make_resume(coder, LINES)
    response = sign_in(coder).post(f"{page_of(resume)}?next=/applications", data={"all": "1"})
    assert response.location == "/applications"


def test_anothers_resume_fills_nobodys_profile(session: Session, sign_in: SignIn) -> None:
    resume = make_resume(make_coder(), LINES)
    for person in (make_coder(), make_account()):
        assert sign_in(person).get(page_of(resume)).status_code == 404
        assert sign_in(person).post(page_of(resume), data={"all": "1"}).status_code == 404
