"""What is read out of words, measured on a sample a person has read too."""

from __future__ import annotations

from collections import Counter

import pytest

from careercenter.importing.inference import Words, infer
from careercenter.importing.live_in_words import find_live_in
from careercenter.importing.pay_words import find_pay, read_pay
from careercenter.importing.place_words import read_places
from careercenter.postings.content import PayBasis, PostingContent, WorkSetting
from tests.importing.samples import SAMPLES, Sample


def read(sample: Sample) -> dict[str, object]:
    columns = dict(sample[0])
    content, _ = infer(PostingContent(title=columns["title"]), Words(**columns))
    pay = (content.pay_basis.value, content.pay_min, content.pay_max) if content.pay_basis else None
    return {
        "specialties": content.specialties,
        "credentials_all": content.credentials_all,
        "credentials_any": content.credentials_any,
        "credentials_preferred": content.credentials_preferred,
        "apprentice": content.apprentice_accepted,
        "months": content.credential_within_months,
        "work_setting": content.work_setting.value if content.work_setting else None,
        "live_in": content.live_in.value if content.live_in else None,
        "states": content.live_in_states,
        "places": tuple(str(place) for place in content.places),
        "employment": content.employment_type.value if content.employment_type else None,
        "pay": pay,
    }


EMPTY = {
    "specialties": (),
    "credentials_all": (),
    "credentials_any": (),
    "credentials_preferred": (),
    "apprentice": False,
    "months": None,
    "work_setting": None,
    "live_in": None,
    "states": (),
    "places": (),
    "employment": None,
    "pay": None,
}


def expected(sample: Sample) -> dict[str, object]:
    said = dict(sample[1])
    if "pay_" in said:
        said["pay"] = said.pop("pay_")
    return {**EMPTY, **said}


def test_nine_of_ten_fields_are_read_as_a_person_reads_them() -> None:
    right, wrong, invented = Counter[str](), Counter[str](), Counter[str]()
    details = []
    for sample in SAMPLES:
        got, wanted = read(sample), expected(sample)
        for name, value in wanted.items():
            if got[name] == value:
                right[name] += 1
            else:
                wrong[name] += 1
                invented[name] += not value
                details.append(f"{sample[0]['title']}: {name} is {got[name]!r}, not {value!r}")
    for name in EMPTY:
        share = right[name] / (right[name] + wrong[name])
        assert share >= 0.9, "\n".join([f"{name}: {share:.0%}", *details])
    # What nobody said is worse than what was overlooked.
    assert sum(invented.values()) <= 4, "\n".join(details)


def test_a_column_is_never_overruled() -> None:
    content = PostingContent(title="Oncology Coder", specialties=("radiology",), work_setting=WorkSetting.ONSITE, pay_min=100)
    words = Words(title="Oncology Coder", text="Fully remote. $30 an hour.", pay="$40/hr")
    read, inferred = infer(content, words)
    assert (read.specialties, read.work_setting, read.pay_min, read.pay_basis) == (
        ("radiology",),
        WorkSetting.ONSITE,
        100,
        None,
    ) or ("pay_min" not in inferred)
    assert "specialties" not in inferred
    assert "work_setting" not in inferred


def test_only_what_was_guessed_is_marked() -> None:
    words = Words(
        title="Oncology Coder", location="Houston, TX", pay="$30/hr", employment="FullTime", text="CPC required. Fully remote."
    )
    read, inferred = infer(PostingContent(title="Oncology Coder"), words)
    assert (read.pay_basis, read.places[0].city) == (PayBasis.HOURLY, "Houston")
    assert set(inferred) == {"specialties", "credentials_all", "work_setting"}


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("$28.50 - $34/hr", ("hourly", 2850, 3400)),
        ("$31/hr to $38/hr", ("hourly", 3100, 3800)),
        ("US$30-35/hour", ("hourly", 3000, 3500)),
        ("28-34 an hour", ("hourly", 2800, 3400)),
        ("$28 - $34", ("hourly", 2800, 3400)),
        ("70k", ("salary", 7_000_000, 7_000_000)),
        ("$60-72K", ("salary", 6_000_000, 7_200_000)),
        ("$39.5K - $45.4K", ("salary", 3_950_000, 4_540_000)),
        ("45,000-60,000 USD yearly", ("salary", 4_500_000, 6_000_000)),
        ("25000-30000", ("salary", 2_500_000, 3_000_000)),
        ("$1.5K – $2K per month", ("salary", 1_800_000, 2_400_000)),
        ("$150K+", ("salary", 15_000_000, None)),
        ("up to $45/hr", ("hourly", None, 4500)),
        ("$0 - $50K", ("salary", None, 5_000_000)),
        ("$0.85 per chart", ("per_chart", 85, 85)),
        ("$350 per day", ("per_diem", 35_000, 35_000)),
        ("Grade GS-9", None),
        ("€55K - €67K", None),
        ("CA$80K - CA$130K", None),
        ("55-65", None),
        ("21-63000", None),
        ("0-0", None),
        ("Competitive", None),
        ("", None),
    ],
)
def test_a_pay_column_of_any_form(text: str, pay: tuple[str, int | None, int | None] | None) -> None:
    read = read_pay(text)
    assert (read and (read.basis.value, read.low, read.high)) == pay


@pytest.mark.parametrize(
    "text",
    [
        "We raised $50M in funding.",
        "Healthcare is a $4.5 trillion industry.",
        "A $3,000 sign-on bonus awaits.",
        "Tuition help of $2,500 per year.",
        "We save hospitals $45 an hour in costs avoided: $1,000,000 a year of savings.",
        "Pay a $200 training fee.",
        "401(k) match up to 4%, 10-15 minutes a chart.",
    ],
)
def test_other_dollars_are_no_pay(text: str) -> None:
    assert find_pay(text) is None


@pytest.mark.parametrize(
    ("location", "places"),
    [
        ("Houston, TX", ["Houston, TX"]),
        ("US, IL, chicago", ["Chicago, IL"]),
        ("US, TX, 77619", ["Groves, TX"]),
        ("San Francisco (CA),  Denver (CO)", ["San Francisco, CA", "Denver, CO"]),
        ("Naval Medical Center, Portsmouth, Virginia", ["Portsmouth, VA"]),
        ("USA - Lehi UT", ["Lehi, UT"]),
        ("Darmstadt, DE", []),
        ("CA, ON, Toronto", []),
        ("ES, CT, Barcelona", []),
        ("Paris", []),
        ("Remote", []),
        ("", []),
    ],
)
def test_a_location_column_of_any_form(location: str, places: list[str]) -> None:
    assert [str(place) for place in read_places(location)] == places


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Must reside in VA, MD or DC.", ("VA", "MD", "DC")),
        ("Candidates must live in Ohio, Indiana, or Kentucky. Apply in person or by mail.", ("OH", "IN", "KY")),
        ("This is remote, OR you may come in.", ()),
        ("Work with me in the VA system; ask HI staff.", ()),
    ],
)
def test_words_that_are_states_too(text: str, states: tuple[str, ...]) -> None:
    assert find_live_in(text)[1] == states
