"""Columns that share room: whoever holds the earlier ones sees them as they were."""

from __future__ import annotations

import numpy as np

from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.index.doc_values import IndexDocValues, SegmentDocValues
from careercenter.search.index.facet_bitmaps import count_bits, pack_mask
from tests.factories.search import AT, document

STATES = ("TX", "OH", "CA")


def rows(first: int, number: int) -> SegmentDocValues:
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
    return SegmentDocValues.of(POSTINGS, made, [[at % 5] * len(POSTINGS.fields) for at in range(first, first + number)])


def shown(doc_values: IndexDocValues) -> dict[str, object]:
    everything = np.ones(doc_values.size, np.bool_)
    return {
        "states": doc_values.bits[Facet.STATE].counts(pack_mask(everything)),
        "employers": doc_values.employers.counts(
            np.arange(doc_values.size), doc_values.size, one_each=doc_values.one_employer_each
        ),
        "pay": doc_values.pay.tolist(),
        "posted": doc_values.posted.tolist(),
        "points": doc_values.points.tolist(),
        "average": doc_values.average_lengths.tolist(),
        "paid": count_bits(doc_values.under_step(Facet.PAY, 2500)),
    }


def whole(number: int) -> IndexDocValues:
    return IndexDocValues.empty(POSTINGS).extended(0, [rows(0, number)], np.ones(number, np.bool_))


def test_what_is_appended_is_as_if_it_had_been_there() -> None:
    doc_values = whole(50)
    for at in range(50, 400):
        doc_values = doc_values.extended(at, [rows(at, 1)], np.ones(at + 1, np.bool_))
    assert shown(doc_values) == shown(whole(400))


def test_an_earlier_state_stays_as_it_was() -> None:
    first = whole(100)
    before = shown(first)
    second = first.extended(100, [rows(100, 30)], np.ones(130, np.bool_))
    after = shown(second)
    third = second.extended(120, [rows(120, 90)], np.ones(210, np.bool_))  # the last ten came again in a larger piece
    other = first.extended(100, [rows(500, 5)], np.ones(105, np.bool_))  # somebody else went on from the first
    assert shown(first) == before
    assert shown(second) == after == shown(whole(130))
    assert shown(third) == shown(whole(210))
    assert shown(other)["pay"][100:] == rows(500, 5).pay.tolist()
    assert other.bits[Facet.STATE].counts(pack_mask(np.arange(105) >= 100)) == {"TX": 2, "OH": 1, "CA": 2}


def test_averages_are_of_what_is_live() -> None:
    live = np.arange(60) % 3 != 0
    doc_values = whole(50).extended(50, [rows(50, 10)], live)
    assert doc_values.average_lengths.tolist() == [float(np.mean([at % 5 for at in range(60) if at % 3]))] * len(
        POSTINGS.fields
    )


def test_posted_within_is_kept_no_longer_than_it_is_true() -> None:
    doc_values = whole(40)
    start = ranking.microseconds(AT)
    for hours in range(0, 24 * 12, 5):
        moment = start + hours * ranking.MICROSECONDS_A_DAY // 24
        for days in (1, 3, 7):
            since = moment - days * ranking.MICROSECONDS_A_DAY
            assert count_bits(doc_values.posted_within(days, moment)) == sum(doc_values.posted > since)
