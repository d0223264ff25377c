"""Pay in words, and in the other unit."""

import pytest

from careercenter.postings.content import EmploymentType, PayBasis, PostingContent
from careercenter.postings.pay import PayWords, describe_pay, hourly_range


def pay(basis: PayBasis | None, low: int | None = None, high: int | None = None, **fields) -> PostingContent:
    return PostingContent(pay_basis=basis, pay_min=low, pay_max=high, **fields)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            pay(PayBasis.HOURLY, 3400, 4100),
            PayWords("$34–41", "an hour", "about $70,700–85,300 a year", "at 40 hours × 52 weeks", "$71–85k a year"),
        ),
        (
            pay(PayBasis.HOURLY, 3450, 4100, hours_per_week=24),
            PayWords("$34.50–41", "an hour", "about $43,100–51,200 a year", "at 24 hours × 52 weeks", "$43–51k a year"),
        ),
        (
            pay(PayBasis.HOURLY, 3400, 3400, hours_per_week=37.5),
            PayWords("$34", "an hour", "about $66,300 a year", "at 37.5 hours × 52 weeks", "$66k a year"),
        ),
        (
            pay(PayBasis.SALARY, 7100000, 8500000),
            PayWords("$71,000–85,000", "a year", "about $34.13–40.87 an hour", "at 40 hours × 52 weeks", "$34–41 an hour"),
        ),
        (
            pay(PayBasis.PER_CHART, 350, 425, charts_per_hour=8),
            PayWords(
                "$3.50–4.25", "a chart", "about $28–34 an hour", "at the employer’s own 8 charts an hour", "$28–34 an hour"
            ),
        ),
        (pay(PayBasis.PER_CHART, 350, 425), PayWords("$3.50–4.25", "a chart")),
        (
            pay(PayBasis.PER_DIEM, 32000, 32000),
            PayWords("$320", "a day", "about $40 an hour", "at 8 hours a day", "$40 an hour"),
        ),
        (pay(PayBasis.PER_PROJECT, 300000, 500000), PayWords("$3,000–5,000", "a project")),
        (
            pay(PayBasis.HOURLY, 3000),
            PayWords("from $30", "an hour", "from about $62,400 a year", "at 40 hours × 52 weeks", "from $62k a year"),
        ),
        (
            pay(PayBasis.SALARY, None, 6240000),
            PayWords("up to $62,400", "a year", "up to about $30 an hour", "at 40 hours × 52 weeks", "up to $30 an hour"),
        ),
    ],
)
def test_pay_is_said_in_its_own_unit_and_the_other(content: PostingContent, words: PayWords) -> None:
    assert describe_pay(content) == words


def test_no_year_is_promised_where_a_full_week_is_not() -> None:
    words = describe_pay(pay(PayBasis.HOURLY, 3000, 4000, employment_type=EmploymentType.PART_TIME))

    assert words == PayWords("$30–40", "an hour")


@pytest.mark.parametrize(
    "kind",
    [
        EmploymentType.CONTRACT_1099,
        EmploymentType.CONTRACT_W2,
        EmploymentType.CONTRACT_TO_HIRE,
        EmploymentType.INTERNSHIP,
    ],
)
def test_no_year_is_promised_of_work_that_ends(kind: EmploymentType) -> None:
    assert describe_pay(pay(PayBasis.HOURLY, 3000, 4000, employment_type=kind)) == PayWords("$30–40", "an hour")


@pytest.mark.parametrize(
    ("low", "high", "weeks", "words", "how"),
    [
        (3000, 3600, 10, "about $12,000–14,400 for 10 weeks", "at 40 hours × 10 weeks"),
        (3000, None, 1, "from about $1,200 for 1 week", "at 40 hours × 1 week"),
        (None, 3600, 26, "up to about $37,400 for 26 weeks", "at 40 hours × 26 weeks"),
        (3000, 3600, 52, "about $62,400–74,900 a year", "at 40 hours × 52 weeks"),
        (3000, 3600, 104, "about $62,400–74,900 a year", "at 40 hours × 52 weeks"),
    ],
)
def test_work_that_ends_within_the_year_is_paid_for_as_long_as_it_lasts(
    low: int | None, high: int | None, weeks: int, words: str, how: str
) -> None:
    content = pay(PayBasis.HOURLY, low, high, lasts_weeks=weeks, employment_type=EmploymentType.CONTRACT_W2)

    assert describe_pay(content).equivalent == words
    assert describe_pay(content).how == how


def test_what_short_work_comes_to_is_said_on_a_card() -> None:
    content = pay(PayBasis.HOURLY, 3000, 3600, lasts_weeks=10, employment_type=EmploymentType.CONTRACT_W2)

    assert describe_pay(content).short == "$12–14k for 10 weeks"


def test_pay_below_ten_dollars_keeps_its_cents_on_a_card() -> None:
    words = describe_pay(pay(PayBasis.PER_CHART, 90, 125, charts_per_hour=9))

    assert words is not None
    assert words.short == "$8.10–11 an hour"


@pytest.mark.parametrize("content", [pay(None, 3000, 4000), pay(PayBasis.HOURLY), pay(PayBasis.PER_CHART)])
def test_pay_that_is_not_said_has_no_words_and_no_hourly_range(content: PostingContent) -> None:
    assert describe_pay(content) is None
    assert content.pay_basis is None or hourly_range(content) is None


@pytest.mark.parametrize(
    ("content", "hourly"),
    [
        (pay(PayBasis.HOURLY, 3400, 4100), (3400, 4100)),
        (pay(PayBasis.HOURLY, 3400), (3400, 3400)),
        (pay(PayBasis.SALARY, 6240000, 8320000), (3000, 4000)),
        (pay(PayBasis.SALARY, 3120000, 3120000, hours_per_week=20), (3000, 3000)),
        (pay(PayBasis.PER_CHART, 400, 500, charts_per_hour=9), (3600, 4500)),
        (pay(PayBasis.PER_CHART, 400, 500), None),
        (pay(PayBasis.PER_DIEM, 24000, 32000), (3000, 4000)),
        (pay(PayBasis.PER_PROJECT, 24000, 32000), None),
        (pay(None, 24000, 32000), None),
    ],
)
def test_the_hourly_range_follows_from_what_the_employer_said(content: PostingContent, hourly: tuple[int, int] | None) -> None:
    assert hourly_range(content) == hourly
