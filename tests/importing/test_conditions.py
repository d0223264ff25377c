"""What is said of the job, and what only sounds like it: conditions, alternatives, boilerplate."""

from __future__ import annotations

import pytest

from careercenter.importing.employment_words import find_employment, read_employment
from careercenter.importing.inference import Words, infer
from careercenter.importing.statements import statements
from careercenter.postings.content import PostingContent


def read(text: str, title: str = "Medical Coder", **columns: str) -> PostingContent:
    return infer(PostingContent(title=title), Words(title=title, text=text, **columns))[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("This is a full-time position.", "w2_full_time"),
        ("Employment type: Full-time", "w2_full_time"),
        ("Schedule: Full time, Monday to Friday", "w2_full_time"),
        ("We are hiring a full-time coder for our cancer center.", "w2_full_time"),
        ("The position is part-time, 20 hours a week.", "w2_part_time"),
        ("Job Type: Part Time", "w2_part_time"),
        ("This is a PRN position.", "prn"),
        ("The role is per diem.", "prn"),
        ("You will work as an independent contractor.", "contract_1099"),
        ("This is a 1099 position.", "contract_1099"),
        ("This is a full-time 1099 contract position.", "contract_1099"),
        ("This is a contract position (W-2).", "contract_w2"),
        ("A contract-to-hire opportunity.", "contract_to_hire"),
        ("This is a paid internship for students of coding.", "internship"),
    ],
)
def test_employment_that_is_said_of_the_job(text: str, kind: str) -> None:
    content = read(text)
    assert content.employment_type is not None
    assert content.employment_type.value == kind


@pytest.mark.parametrize(
    "text",
    [
        "Full-time or part-time status (include hours worked per week)",
        "List for each job: month and year, full-time or part-time status.",
        "Are you a participant of the scholarship program that has been appointed to a temporary position?",
        "Participants of the Health Scholarship are appointed to a temporary position in a facility.",
        "Benefits for full-time employees include dental.",
        "Full-time employees are eligible for tuition help.",
        "One year of full-time experience is needed.",
        "Must have two years of full-time coding experience.",
        "The position may become full-time.",
        "This role could convert to full time after 90 days.",
        "We offer full and part-time positions.",
        "This is a full or part time position.",
        "This is not a full-time position.",
        "This is a temporary position of six months.",
        "This is a contract position.",
        "Code PRN medications and infusions.",
        "We use independent contractors for overflow.",
        "No 1099 work.",
        "One year of full-time academic study is 30 semester hours.",
        "Full-time students are welcome to ask.",
        "Manages the contract with our vendors.",
        "Remote work is defined as full-time employment outside of our offices.",
        "PRN or part-time positions available.",
        "I have one year of full-time experience as a coder.",
    ],
)
def test_employment_that_is_not_said(text: str) -> None:
    assert read(text).employment_type is None


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("FullTime", "w2_full_time"),
        ("Part-time", "w2_part_time"),
        ("PRN", "prn"),
        ("1099", "contract_1099"),
        ("Contract (W2)", "contract_w2"),
        ("W-2 contract", "contract_w2"),
        ("Contract", None),
        ("CONTRACTOR", None),
        ("Temporary", None),
        ("Full-time/Part-time", None),
        ("Full-time or PRN", None),
        ("Other", None),
    ],
)
def test_a_column_of_employment(column: str, kind: str | None) -> None:
    read = read_employment(column)
    assert (read and read.value) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Coder - PRN", "prn"),
        ("Part-Time Inpatient Coder", "w2_part_time"),
        ("Coder (Contract)", None),
        ("Full/Part-Time Coder", None),
        ("Internship Program Manager", None),
        ("Internal Auditor", None),
    ],
)
def test_a_title_says_the_employment(title: str, kind: str | None) -> None:
    found = find_employment(title, statements("This is a full-time position.") if kind else [])
    assert (found and found[0].value) == kind


@pytest.mark.parametrize(
    ("text", "all_of"),
    [
        ("CPC required.", ("cpc",)),
        ("Must hold an active CCS credential.", ("ccs",)),
        ("Certification: CPMA", ("cpma",)),
        ("Both CPC and CPMA are required.", ("cpc", "cpma")),
        ("RHIA credential is mandatory.", ("rhia",)),
        ("## Requirements\n\n- CRC certification\n- Two years of HCC coding", ("crc",)),
        ("An active RN license is required.", ("rn",)),
        ("CPC required. CPC-A is not accepted.", ("cpc",)),
    ],
)
def test_credentials_that_everybody_needs(text: str, all_of: tuple[str, ...]) -> None:
    assert read(text).credentials_all == all_of


@pytest.mark.parametrize(
    "text",
    [
        "Clinical experience, such as Registered Nurse (RN), M.D. or D.O., is required.",
        "OR, clinical experience such as RN, and one year of documentation improvement.",
        "Must hold a credential such as CHDA.",
        "Health data analyst certification (CHDA), or\n\nRHIA through AHIMA is required.",
        "Applicants must meet one of the following:\n\n- Mastery level certification\n- CHDA certification required\n- RHIA",
        "CCS required\n\nOR\n\nFive years of coding experience",
        "CPC or equivalent required.",
        "RHIT or a bachelor's degree required.",
        "CPC, CCS or RHIT required.",
        "Required: CPC/CCS.",
        "If hired as Coder III, the CCS is required.",
        "CIC holders must also possess a CPC.",
        "Coder I: CPC-A required",
        "Our coders hold the CPC, and our nurses must hold an RN license.",
        "You work with RN staff who must be reached by telephone.",
        "You will train coders who need the CPC.",
        "CPC is not required.",
        "No CPC required.",
        "CPC preferred.",
        "Do you possess a CTR credential?",
        "I possess the required CCS certification.",
        "We reimburse the CPC exam fee; the exam is required by your second year.",
        "Preferred Qualifications:\n\n- RHIA certification required for promotion\n- CCS",
        "Current certifications include: Certified Coding Specialist (CCS), Certified Professional Coder (CPC).",
    ],
)
def test_credentials_with_an_alternative_or_a_condition_are_not_needed_by_all(text: str) -> None:
    assert read(text).credentials_all == ()


@pytest.mark.parametrize(
    ("text", "any_of"),
    [
        ("CPC, CCS or RHIT required.", ("cpc", "ccs", "rhit")),
        ("Certifications include: CCS, CCS-P, RHIT.", ("ccs", "ccs-p", "rhit")),
        ("One of the following certifications is required:\n\n- CPC\n- CCS\n- RHIA", ("cpc", "ccs", "rhia")),
    ],
)
def test_one_of_several_is_enough(text: str, any_of: tuple[str, ...]) -> None:
    assert read(text).credentials_any == any_of


@pytest.mark.parametrize(
    "text",
    [
        "Certified Outpatient Coder (COC) or Certified Inpatient Coder (CIC) required.",
        "Knowledge of coding for the subspecialty being assigned (outpatient, inpatient, both combined).",
        "Communicate on coding issues, such as recording inpatient and outpatient diagnoses.",
        "Multi-specialty coding experience including inpatient, outpatient and emergency department coding.",
        "AHIMA's CCS for inpatient and outpatient coding work.",
        "Graduates of a coding program with courses in radiology coding and oncology coding.",
        "Our hospital is known for oncology and transplant.",
    ],
)
def test_specialties_that_are_only_named(text: str) -> None:
    assert read(text).specialties == ()


@pytest.mark.parametrize(
    ("text", "specialties"),
    [
        ("You code radiology charts and urology encounters.", {"radiology", "urology"}),
        ("Code all diagnoses and procedures for inpatient and outpatient encounters.", {"inpatient", "outpatient-facility"}),
    ],
)
def test_specialties_that_are_coded(text: str, specialties: set[str]) -> None:
    assert set(read(text).specialties) == specialties


def test_software_that_codes_is_a_specialty_of_its_own() -> None:
    text = (
        "- Validate AI-generated coding of inpatient charts\n- Write prompts for AI models from coding feedback\n"
        "- Annotate charts to train AI coding systems"
    )
    assert read(text, "Clinical Coding Specialist").specialties == ("cac-ai-validation",)
    wares = "Our suite of AI solutions spans autonomous coding. You code inpatient charts."
    assert read(wares, "Clinical Coding Specialist").specialties == ("inpatient",)


@pytest.mark.parametrize(
    ("text", "code_sets"),
    [
        ("Assign ICD-10-CM and CPT codes.", {"icd-10-cm", "cpt"}),
        ("Expertise in ICD-10-PCS.", {"icd-10-pcs"}),
        ("Completion of a coding program that included courses in anatomy, basic ICD diagnostic and basic CPT coding.", set()),
        ("I have completed a coding program with CPT coding.", set()),
    ],
)
def test_code_sets_of_the_work_and_not_of_a_course(text: str, code_sets: set[str]) -> None:
    assert {one.value for one in read(text).code_sets} == code_sets


@pytest.mark.parametrize(
    ("text", "band", "specialty"),
    [
        ("1+ years of medical coding experience required.", "1-2", None),
        ("Minimum of 3 years of coding experience.", "3-4", None),
        ("You have 6–8 years of experience in medical billing.", "5-9", None),
        ("At least five (5) years of coding experience.", "5-9", None),
        ("Must have two years of experience as a coder.", "1-2", None),
        ("10 years of coding experience required", "10-up", None),
        ("No prior coding experience required.", "0-1", None),
        ("2+ years of oncology coding experience required.", None, 2),
        ("5 years of coding experience required. 3 years of inpatient coding experience required.", "5-9", 3),
        ("Minimum of three (5) years of coding experience.", None, None),
        ("3 years of coding experience preferred.", None, None),
        ("We have over 20 years of experience in coding.", None, None),
        ("Associate degree, or 4 years of coding experience required.", None, None),
        ("2 years of coding experience with a degree, or 4 years without.", None, None),
        ("3 years of coding experience required. Must have 5 years of coding experience.", None, None),
        ("I have one year of coding experience.", None, None),
        ("PTO grows after 2 years.", None, None),
        ("1 year of customer service experience required.", None, None),
    ],
)
def test_years_of_experience(text: str, band: str | None, specialty: int | None) -> None:
    content = read(text)
    assert ((content.experience and content.experience.value), content.specialty_years) == (band, specialty)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("This is a fully remote position.", "remote"),
        ("This position is not remote.", "onsite"),
        ("We offer opportunities to work from home.", None),
        ("Remote work may be considered.", None),
        ("Hybrid schedule, two days a week in the office.", "hybrid"),
        ("Great benefits in a friendly town.", None),
    ],
)
def test_where_the_work_is_done(text: str, setting: str | None) -> None:
    found = read(text).work_setting
    assert (found and found.value) == setting


def test_a_place_alone_is_a_guess_without_words() -> None:
    content, guesses = infer(PostingContent(title="Coder"), Words(title="Coder", location="Houston, TX"))
    assert content.work_setting is not None
    assert guesses == {"work_setting": ""}


@pytest.mark.parametrize(
    ("text", "location", "meaning", "states"),
    [
        ("Fully remote in TX, FL and GA.", "Remote - United States", "listed", ("TX", "FL", "GA")),
        ("Remote. We hire in all states except CA, NY and CO.", "", "all_but", ("CA", "NY", "CO")),
        ("Remote, but not in California or Alaska.", "", "all_but", ("CA", "AK")),
        ("Remote role. Eligible states:\n\n- Texas\n- Ohio\n- Oregon", "", "listed", ("TX", "OH", "OR")),
        ("Remote role open to residents of Washington, D.C., Maryland and Virginia.", "", "listed", ("DC", "MD", "VA")),
        ("Remote. Nurses: we do not hire in AK, HI.\n\nOffice: we do not hire in AK, DE, HI.", "", None, ()),
        ("Remote. We hire in TX, OK and 20 other states.", "", None, ()),
        ("Remote. Candidates based in California are paid more.", "", None, ()),
        ("Remote. If you live in California, read our privacy notice.", "", None, ()),
        ("Remote. Candidates in New York City preferred.", "", None, ()),
        ("Remote role, at APO addresses too. Must reside in Texas or Armed Forces Europe.", "", "listed", ("TX", "AE")),
    ],
)  # fmt: skip
def test_states_to_live_in(text: str, location: str, meaning: str | None, states: tuple[str, ...]) -> None:
    content = read(text, location=location)
    assert ((content.live_in and content.live_in.value), content.live_in_states) == (meaning, states)


def test_each_guess_is_kept_with_its_words() -> None:
    text = "We are a hospital.\n\nThis is a full-time position. CPC required.\n\nPay: $30 an hour."
    _, guesses = infer(PostingContent(title="Oncology Coder"), Words(title="Oncology Coder", text=text))
    assert guesses["specialties"] == "Oncology Coder"
    assert guesses["employment_type"] == "This is a full-time position"
    assert guesses["credentials_all"] == "CPC required"
    assert "$30 an hour" in guesses["pay_min"]


def test_a_long_sentence_is_quoted_around_what_was_read() -> None:
    text = f"{'We care for many people in many towns and ' * 8}this is a full-time position {'for those who care ' * 20}."
    _, guesses = infer(PostingContent(title="Coder"), Words(title="Coder", text=text))
    assert len(guesses.get("employment_type", "")) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "This is a remote position. Residents of Alaska, Hawaii and Puerto Rico are not eligible.",
        "Remote position. Candidates who live in Alaska, Hawaii or Puerto Rico cannot be considered.",
        "Fully remote. Applicants located in Alaska, Hawaii and Puerto Rico are excluded.",
        "Remote position. Only residents of Alaska, Hawaii and Puerto Rico need not apply.",
    ],
)
def test_states_that_are_turned_down_behind_their_names_are_not_the_ones_to_live_in(text: str) -> None:
    content = read(text)
    assert content.live_in is None or (content.live_in.value, content.live_in_states) == ("all_but", ("AK", "HI", "PR"))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Oncology coding experience not required.", "specialties"),
        ("Oncology coding experience not required.", "experience"),
        ("We do not code dental claims.", "specialties"),
        ("Code all charts except cardiology.", "specialties"),
        ("More than 10 years of coding experience is not necessary.", "experience"),
        ("All coders except RNs must hold CCS.", "credentials_any"),
        ("Unlike the CPC, the CCS is mandatory here.", "credentials_any"),
        ("Support remote coders by telephone from our office.", "work_setting"),
        ("Until March this role was remote.", "work_setting"),
    ],
)
def test_what_is_denied_is_not_read(text: str, field: str) -> None:
    assert not getattr(read(text), field)
