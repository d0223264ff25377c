"""Counting documents by their cards gives what counting the documents under each value gives."""

from __future__ import annotations

import random

import numpy as np
import pytest

from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.index.doc_values import IndexDocValues, SegmentDocValues
from careercenter.search.index.facet_bitmaps import Mask, pack_mask
from careercenter.search.index.facet_rows import DocumentFacetRows
from tests.factories.search import document


def rows(first: int, how_many: int, *, credentials: int = 20) -> SegmentDocValues:
    chance = random.Random(first)
    documents = [
        document(
            str(number),
            under={
                Facet.STATE: ("TX", "OH", "CA")[number % 3],
                Facet.CREDENTIAL: tuple({f"c{chance.randrange(credentials)}" for _ in range(number % 4)}),
                Facet.WORK_SETTING: "remote",
            },
        )
        for number in range(first, first + how_many)
    ]
    return SegmentDocValues.of(POSTINGS, documents, [[1] * len(POSTINGS.fields)] * how_many)


def index_of(number: int) -> IndexDocValues:
    return IndexDocValues(rows(0, number), np.ones(number, np.bool_))


def random_mask(size: int, number: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[random.Random(number).sample(range(size), number)] = True
    return mask


def by_value(doc_values: IndexDocValues, mask: Mask) -> dict[Facet, dict[str, int]]:
    return {facet: doc_values.bits[facet].counts(pack_mask(mask)) for facet in POSTINGS.bitmap_facets}


@pytest.mark.parametrize("size", [1, 63, 64, 65, 700, 9000])
def test_rows_count_as_bitmaps_do(size: int) -> None:
    doc_values = index_of(size)
    facet_rows = DocumentFacetRows.of(doc_values.bits, size)
    for how_many in {0, 1, min(size, 255), min(size, 256), size}:
        mask = random_mask(size, how_many)
        documents = np.flatnonzero(mask)
        assert facet_rows.counts(POSTINGS.bitmap_facets, documents) == by_value(doc_values, mask)
        for facet in POSTINGS.bitmap_facets:
            assert facet_rows.counts([facet], documents) == {facet: doc_values.bits[facet].counts(pack_mask(mask))}


def test_no_documents_count_nothing() -> None:
    facet_rows = DocumentFacetRows.of(IndexDocValues.empty(POSTINGS).bits, 0)
    counts = facet_rows.counts(POSTINGS.bitmap_facets, np.empty(0, np.int64))
    assert counts == {facet: {} for facet in POSTINGS.bitmap_facets}


@pytest.mark.parametrize("kept_docs", [1000, 960, 777, 500])  # the last were deleted, and others came
@pytest.mark.parametrize("credentials", [20, 90])  # those of the first, and many more
def test_few_documents_are_counted_as_many_are(kept_docs: int, credentials: int) -> None:
    doc_values = index_of(1000)
    for start in (2000, 3000, 4000):
        few = np.arange(doc_values.size) % 17 == (doc_values.size - 1) % 17
        assert doc_values.counts(POSTINGS.bitmap_facets, np.flatnonzero(few), pack_mask(few)) == by_value(doc_values, few)
        new = rows(start, 17, credentials=credentials)
        doc_values = doc_values.extended(kept_docs, [new], np.ones(kept_docs + new.size, np.bool_))
        kept_docs += new.size
    few = np.arange(doc_values.size) >= doc_values.size - 17
    assert doc_values.counts(POSTINGS.bitmap_facets, np.flatnonzero(few), pack_mask(few)) == by_value(doc_values, few)


def test_a_value_that_none_had_turns_only_the_new_documents_over(monkeypatch: pytest.MonkeyPatch) -> None:
    doc_values = index_of(1000)
    few = np.arange(1000) < 10
    doc_values.counts(POSTINGS.bitmap_facets, np.flatnonzero(few), pack_mask(few))
    new = SegmentDocValues.of(POSTINGS, [document("new", under={Facet.STATE: "WY"})], [[1] * len(POSTINGS.fields)])
    monkeypatch.setattr(DocumentFacetRows, "of", lambda *_: pytest.fail("all were turned over"))
    doc_values = doc_values.extended(1000, [new], np.ones(1001, np.bool_))
    last = np.arange(1001) >= 990
    assert doc_values.counts([Facet.STATE], np.flatnonzero(last), pack_mask(last))[Facet.STATE]["WY"] == 1
