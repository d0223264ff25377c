"""Conditions of the work, out of words: what is said is read, what only sounds like it is not."""

from __future__ import annotations

import pytest

from careercenter.importing.inference import Words, infer
from careercenter.postings.content import Check, Education, OnCall, PostingContent, VisaSponsorship, WorkZone


def read(text: str, title: str = "Medical Coder") -> PostingContent:
    return infer(PostingContent(title=title), Words(title=title, text=text))[0]


SAID: list[tuple[str, str, object]] = [
    ("lasts_weeks", "This is a 26-week contract.", 26),
    ("lasts_weeks", "13 week W-2 contract, remote.", 13),
    ("lasts_weeks", "Contract length: 6 months", 26),
    ("lasts_weeks", "The assignment lasts 10 weeks.", 10),
    ("lasts_weeks", "6-month contract with possible extension.", 26),
    ("may_extend", "6-month contract with possible extension.", True),
    ("may_extend", "The assignment may be extended.", True),
    ("work_zone", "Work hours are 8 am to 5 pm EST.", WorkZone.EASTERN),
    ("work_zone", "You work Pacific time hours.", WorkZone.PACIFIC),
    ("work_zone", "Monday through Friday, 8:00-4:30 Central Time.", WorkZone.CENTRAL),
    ("education", "High school diploma or GED required.", Education.HIGH_SCHOOL),
    ("education", "An associate's degree is required.", Education.ASSOCIATE),
    ("education", "Bachelor\u2019s degree required.", Education.BACHELOR),
    ("education", "No college degree required.", Education.NONE),
    ("checks", "Employment is contingent upon a background check and drug screen.", (Check.BACKGROUND, Check.DRUG_TEST)),
    ("checks", "You must pass a background check.", (Check.BACKGROUND,)),
    ("checks", "We do not require a drug test.", (Check.NO_DRUG_TEST,)),
    ("checks", "No drug test.", (Check.NO_DRUG_TEST,)),
    ("checks", "Flu vaccination is required.", (Check.VACCINATION,)),
    ("checks", "COVID-19 vaccination is not required.", (Check.NO_VACCINATION,)),
    ("on_call", "You share an on-call rotation with five coders.", OnCall.SOME),
    ("on_call", "You participate in the weekend on-call schedule.", OnCall.SOME),
    ("on_call", "On-call is required one weekend a month.", OnCall.SOME),
    ("on_call", "No weekends or on-call.", OnCall.NONE),
    ("on_call", "No call shifts.", OnCall.NONE),
    ("on_call", "On-call is not required.", OnCall.NONE),
    ("visa_sponsorship", "We do not sponsor visas.", VisaSponsorship.NOT_OFFERED),
    ("visa_sponsorship", "We are unable to provide visa sponsorship.", VisaSponsorship.NOT_OFFERED),
    ("visa_sponsorship", "Must be authorized to work in the US without sponsorship.", VisaSponsorship.NOT_OFFERED),
    ("visa_sponsorship", "Visa sponsorship is available.", VisaSponsorship.OFFERED),
    ("sign_on_bonus", "$2,500 sign-on bonus.", 250_000),
    ("sign_on_bonus", "Sign-on bonus of $5,000 for coders.", 500_000),
    ("openings", "3 openings", 3),
    ("openings", "Number of openings: 2", 2),
]


@pytest.mark.parametrize(("field", "text", "value"), SAID)
def test_what_is_said_is_read(field: str, text: str, value: object) -> None:
    assert getattr(read(text), field) == value


def test_the_title_says_how_long_it_lasts() -> None:
    assert read("You code charts.", title="Medical Coder, 26-Week Assignment").lasts_weeks == 26


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("lasts_weeks", "3-6 month contract."),
        ("lasts_weeks", "6 month contract to hire."),
        ("lasts_weeks", "Two years of contract experience, 12 months contract work preferred."),
        ("lasts_weeks", "Contract of up to 26 weeks."),
        ("lasts_weeks", "26-week contract. The second client offers a 13-week contract."),
        ("lasts_weeks", "Training takes 6 weeks."),
        ("may_extend", "An offer may be extended after the interview."),
        ("work_zone", "Apply by 5 pm EST."),
        ("work_zone", "Team meetings are at 9 am Eastern time."),
        ("work_zone", "Hours are 8-5 EST or 8-5 PST."),
        ("education", "Bachelor's degree preferred."),
        ("education", "Bachelor's degree or equivalent combination of education and experience."),
        ("education", "Associate's or Bachelor's degree required."),
        ("education", "Tuition assistance toward a bachelor's degree."),
        ("checks", "You code drug screens and drug testing claims."),
        ("checks", "A background check may be required."),
        ("checks", "Experience in background checks required."),
        ("checks", "Code flu vaccination visits; accuracy is required of coded charts."),
        ("visa_sponsorship", "Visa sponsorship may be available."),
        ("on_call", "You may be on call."),
        ("on_call", "You take calls from the billing office."),
        ("on_call", "You participate in the call center."),
        ("on_call", "Experience with on-call schedules."),
        ("visa_sponsorship", "The sponsor of the trial pays."),
        ("sign_on_bonus", "Sign-on bonus up to $5,000."),
        ("sign_on_bonus", "$500 referral bonus."),
        ("sign_on_bonus", "$1,000 sign-on bonus for new coders, $2,000 sign-on bonus for leads."),
        ("openings", "Openings in 2-3 cities."),
    ],
)
def test_what_only_sounds_like_it_is_not_made_up(field: str, text: str) -> None:
    assert getattr(read(text), field) == getattr(PostingContent(), field)


def test_a_guess_quotes_the_words_it_came_from() -> None:
    _, guesses = infer(PostingContent(title="Medical Coder"), Words(title="Medical Coder", text="Remote. 26-week contract."))
    assert guesses["lasts_weeks"] == "26-week contract"


def test_what_is_no_coding_job_says_none_of_it() -> None:
    _, guesses = infer(PostingContent(title="Nurse"), Words(title="Nurse", text="26-week contract on the ward."))
    assert "lasts_weeks" not in guesses
