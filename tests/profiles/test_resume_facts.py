"""What is read out of a résumé's text, measured on invented résumés; and one rule a test."""

from __future__ import annotations

import pytest

from careercenter.profiles.resume_facts import LONGEST_QUOTE, LONGEST_READ, read
from tests.profiles.resumes import SAMPLES, TODAY, Sample

FIELDS = ("credentials", "specialties", "tools", "years", "state")
LEAST_PRECISION = 0.95
LEAST_RECALL = 0.85


def wanted(sample: Sample, field: str) -> set[str]:
    said = getattr(sample, field)
    return ({said} if said else set()) if isinstance(said, str) else set(said)


def given(text: str, field: str) -> set[str]:
    return {fact.value for fact in getattr(read(text, today=TODAY), field)}


@pytest.mark.parametrize("field", FIELDS)
def test_of_what_is_offered_nineteen_in_twenty_are_so(field: str) -> None:
    pairs = [(given(sample.text, field), wanted(sample, field)) for sample in SAMPLES]
    right = sum(len(got & true) for got, true in pairs)
    assert right >= LEAST_PRECISION * sum(len(got) for got, _true in pairs)
    assert right >= LEAST_RECALL * sum(len(true) for _got, true in pairs)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_credential_is_offered_that_is_not_held(sample: Sample) -> None:
    assert given(sample.text, "credentials") <= wanted(sample, "credentials")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_is_offered_with_words_of_the_resume(sample: Sample) -> None:
    whole = " ".join(sample.text.split())
    found = read(sample.text, today=TODAY)
    for field in FIELDS:
        for fact in getattr(found, field):
            assert fact.words.removesuffix("…") in whole


@pytest.mark.parametrize(
    "line",
    [
        "CPC-A",
        "CPC(A)",
        "CPC (Apprentice)",
        "CPC‑A, AAPC 2026",
        "Certified Professional Coder - Apprentice",
        "Certified Professional Coder (CPC-A)",
    ],
)
def test_an_apprentice_is_no_cpc(line: str) -> None:
    assert given(f"Ana Ruiz\n\nCertifications\n{line}", "credentials") == {"cpc-a"}


@pytest.mark.parametrize(
    "line",
    [
        "Sitting for the CCS in May",
        "CCS (expected May 2027)",
        "CCS, May 2027",
        "CCS exam scheduled",
        "Pursuing CCS",
        "Studying for the CCS",
        "CCS candidate",
        "CCS - in progress",
        "CCS eligible",
        "CCS expired 2019",
        "CCS (lapsed)",
        "CCS 2015-2019",
        "CCS exp. 03/2026",
        "CCS, valid through 2025",
        "CCS (cancelled)",
        "Former CCS",
        "Previously held CCS",
        "Plan to earn the CCS",
        "Not certified (CCS) at this time",
        "No CCS",
        "CCS prep course, AHIMA",
    ],
)
def test_what_is_studied_for_awaited_or_over_is_not_held(line: str) -> None:
    for heading in ("Certifications", "Summary", "Skills"):
        assert given(f"Ana Ruiz\n\n{heading}\n{line}", "credentials") == set(), heading


@pytest.mark.parametrize(
    "line",
    [
        "CCS",
        "CCS, AHIMA, 2019",
        "CCS (2019)",
        "CCS – active",
        "Certified Coding Specialist (CCS)",
        "CCS, expires 12/2027",
        "CCS valid through 2026",
        "CCS 2019 - present",
        "CPC in progress; CCS held since 2015",
    ],
)
def test_what_is_listed_as_held_is(line: str) -> None:
    assert given(f"Ana Ruiz\n\nCertifications\n{line}", "credentials") == {"ccs"}


@pytest.mark.parametrize(
    "line",
    [
        "Trained CCS coders",
        "Lead a team of 14 CCS coders",
        "My sister is a CCS",
        "Worked with CCS and RHIT staff",
        "Coding outpatient charts under a CCS",
        "Mentored three who earned the CCS",
    ],
)
def test_what_others_hold_is_theirs(line: str) -> None:
    for heading in ("Summary", "Experience"):
        assert given(f"Ana Ruiz\n\n{heading}\n{line}", "credentials") == set(), heading


def test_one_that_is_named_as_held_and_listed_as_over_is_not_offered() -> None:
    assert given("Ana Ruiz, CPC, CPB\n\nCredentials\nCPC\nCPB exp 06/30/2025", "credentials") == {"cpc"}


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("8 years of medical coding experience", "8"),
        ("Certified coder with over 11 years", "11"),
        ("Three years of coding experience", "3"),
        ("6+ years' coding experience overall", "6"),
        ("10 years in customer service", ""),
        ("15 years of nursing", ""),
        ("3 years of infusion coding", ""),
        ("A team with 90 years of coding experience", ""),
        ("Requires 5 years of coding", ""),
        ("5 years of coding, and 8 years of coding", ""),
        ("99 years of coding", ""),
    ],
)
def test_years_are_those_of_coding_in_all_and_one_number(line: str, years: str) -> None:
    assert given(f"Ana Ruiz\n\nSummary\n{line}", "years") == ({years} if years else set())


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("Dayton, OH 45402", "OH"),
        ("12 Elm Street, Duluth, MN 55802", "MN"),
        ("Las Cruces, New Mexico", "NM"),
        ("Ana Ruiz, MA, CPC", ""),
        ("Relocating to Austin, TX", ""),
        ("Gotham, NY", ""),
        ("Dayton, OH or Austin, TX", ""),
    ],
)
def test_the_state_is_that_of_the_address(line: str, state: str) -> None:
    assert given(f"Ana Ruiz\n{line}\n\nExperience\nCoder in Denver, CO", "state") == ({state} if state else set())


@pytest.mark.parametrize(
    ("line", "tools"),
    [
        ("Coded in Epic and Cerner", {"Epic", "Oracle Health"}),
        ("An epic amount of charts", set()),
        ("No Epic experience", set()),
        ("Eager to learn Epic", set()),
        ("Evaluated TruCode, Codify and Epic for purchase", set()),
        ("HCC coder, Episource, 2019 - 2022", set()),
        ("TruBridge", {"TruBridge"}),
    ],
)
def test_tools_are_those_worked_with(line: str, tools: set[str]) -> None:
    assert given(f"Ana Ruiz\n\nExperience\n{line}", "tools") == tools


@pytest.mark.parametrize(
    ("line", "specialties"),
    [
        ("Coded interventional radiology and E/M", {"interventional-radiology", "evaluation-management"}),
        ("Eager to learn oncology coding", set()),
        ("CHONC certified coder", set()),
        ("Scheduled patients in cardiology", set()),
        ("Professional coder", set()),
        ("Coder, Cardiology Associates, 2019 - 2022", set()),
    ],
)
def test_specialties_are_those_coded(line: str, specialties: set[str]) -> None:
    assert given(f"Ana Ruiz\n\nExperience\n{line}", "specialties") == specialties


def test_words_are_quoted_short_and_a_book_is_not_read_to_its_end() -> None:
    long = "Certifications\nCPC " + "and more " * 60
    (fact,) = read(long, today=TODAY).credentials
    assert len(fact.words) <= LONGEST_QUOTE + 1
    assert fact.words.endswith("…")
    assert given("x " * LONGEST_READ + "\n\nCertifications\nCPC", "credentials") == set()


@pytest.mark.parametrize("text", ["", "\n", "\0", "CPC" * 10_000, "(" * 30_000, "CPC (" * 6_000, "a, " * 10_000])
def test_nonsense_is_read_too(text: str) -> None:
    read(text, today=TODAY)
