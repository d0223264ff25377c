"""Columns that share room: whoever holds the earlier ones sees them as they were."""

from __future__ import annotations

import numpy as np

from careercenter.search import ranking
from careercenter.search.arrays.bits import count, packed
from careercenter.search.arrays.columns import Columns, Rows
from careercenter.search.interface import Facet
from tests.factories.search import AT, document

STATES = ("TX", "OH", "CA")


def rows(first: int, number: int) -> Rows:
    made = [
        document(
            f"{at:03}",
            under={Facet.STATE: STATES[at % 3], Facet.EMPLOYER: f"e{at % 7}"},
            pay=(2000 + at, None) if at % 4 else (None, None),
            points=((30.0 + at / 10, -95.0),) if at % 2 else (),
            days_ago=at % 9 + 0.5,
        )
        for at in range(first, first + number)
    ]
    return Rows.of(made, [[at % 5] * len(ranking.FIELDS) for at in range(first, first + number)])


def shown(columns: Columns) -> dict[str, object]:
    everything = np.ones(columns.size, np.bool_)
    return {
        "states": columns.bits[Facet.STATE].counts(packed(everything)),
        "employers": columns.employers.counts(np.arange(columns.size), columns.size, one_each=columns.one_employer_each),
        "pay": columns.pay.tolist(),
        "posted": columns.posted.tolist(),
        "points": columns.points.tolist(),
        "average": columns.average.tolist(),
        "paid": count(columns.paid(2500)),
    }


def whole(number: int) -> Columns:
    return Columns.none().joined(0, [rows(0, number)], np.ones(number, np.bool_))


def test_what_is_appended_is_as_if_it_had_been_there() -> None:
    columns = whole(50)
    for at in range(50, 400):
        columns = columns.joined(at, [rows(at, 1)], np.ones(at + 1, np.bool_))
    assert shown(columns) == shown(whole(400))


def test_earlier_columns_stay_as_they_were() -> None:
    first = whole(100)
    before = shown(first)
    second = first.joined(100, [rows(100, 30)], np.ones(130, np.bool_))
    after = shown(second)
    third = second.joined(120, [rows(120, 90)], np.ones(210, np.bool_))  # the last ten came again in a larger piece
    other = first.joined(100, [rows(500, 5)], np.ones(105, np.bool_))  # somebody else went on from the first
    assert shown(first) == before
    assert shown(second) == after == shown(whole(130))
    assert shown(third) == shown(whole(210))
    assert shown(other)["pay"][100:] == rows(500, 5).pay.tolist()
    assert other.bits[Facet.STATE].counts(packed(np.arange(105) >= 100)) == {"TX": 2, "OH": 1, "CA": 2}


def test_averages_are_of_what_is_live() -> None:
    live = np.arange(60) % 3 != 0
    columns = whole(50).joined(50, [rows(50, 10)], live)
    assert columns.average.tolist() == [float(np.mean([at % 5 for at in range(60) if at % 3]))] * len(ranking.FIELDS)


def test_posted_within_is_kept_no_longer_than_it_is_true() -> None:
    columns = whole(40)
    start = ranking.microseconds(AT)
    for hours in range(0, 24 * 12, 5):
        moment = start + hours * ranking.MICROSECONDS_A_DAY // 24
        for days in (1, 3, 7):
            since = moment - days * ranking.MICROSECONDS_A_DAY
            assert count(columns.posted_within(days, moment)) == sum(columns.posted > since)
