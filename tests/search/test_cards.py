"""Counting documents by their cards gives what counting the documents under each value gives."""

from __future__ import annotations

import random

import numpy as np
import pytest

from careercenter.search import ranking
from careercenter.search.arrays.bits import Mask, packed
from careercenter.search.arrays.cards import Cards
from careercenter.search.arrays.columns import OF_BITS, Columns, Rows
from careercenter.search.interface import Facet
from tests.factories.search import document


def rows(first: int, number: int, *, credentials: int = 20) -> Rows:
    chance = random.Random(first)
    made = [
        document(
            str(at),
            under={
                Facet.STATE: ("TX", "OH", "CA")[at % 3],
                Facet.CREDENTIAL: tuple({f"c{chance.randrange(credentials)}" for _ in range(at % 4)}),
                Facet.WORK_SETTING: "remote",
            },
        )
        for at in range(first, first + number)
    ]
    return Rows.of(made, [[1] * len(ranking.FIELDS)] * number)


def columns(number: int) -> Columns:
    return Columns(rows(0, number), np.ones(number, np.bool_))


def some(size: int, number: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[random.Random(number).sample(range(size), number)] = True
    return mask


def by_value(of: Columns, mask: Mask) -> dict[Facet, dict[str, int]]:
    return {facet: of.bits[facet].counts(packed(mask)) for facet in OF_BITS}


@pytest.mark.parametrize("size", [1, 63, 64, 65, 700, 9000])
def test_cards_count_as_values_do(size: int) -> None:
    of = columns(size)
    cards = Cards.of(of.bits, size)
    for number in {0, 1, min(size, 255), min(size, 256), size}:
        mask = some(size, number)
        documents = np.flatnonzero(mask)
        assert cards.counts(OF_BITS, documents) == by_value(of, mask)
        for facet in OF_BITS:
            assert cards.counts([facet], documents) == {facet: of.bits[facet].counts(packed(mask))}


def test_no_documents_have_no_cards() -> None:
    assert Cards.of(Columns.none().bits, 0).counts(OF_BITS, np.empty(0, np.int64)) == {facet: {} for facet in OF_BITS}


@pytest.mark.parametrize("kept", [1000, 960, 777, 500])  # the last were deleted, and others came
@pytest.mark.parametrize("credentials", [20, 90])  # those of the first, and many more
def test_columns_count_few_as_they_count_many(kept: int, credentials: int) -> None:
    of = columns(1000)
    for start in (2000, 3000, 4000):
        few = np.arange(of.size) % 17 == (of.size - 1) % 17
        assert of.counts(OF_BITS, np.flatnonzero(few), packed(few)) == by_value(of, few)
        new = rows(start, 17, credentials=credentials)
        of = of.joined(kept, [new], np.ones(kept + new.size, np.bool_))
        kept += new.size
    few = np.arange(of.size) >= of.size - 17
    assert of.counts(OF_BITS, np.flatnonzero(few), packed(few)) == by_value(of, few)
