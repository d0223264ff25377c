"""A segment merged of several, some terms at a time, is the segment that would have been written at once."""

from __future__ import annotations

import random

import numpy as np
import pytest

from careercenter.postings.search_schema import POSTINGS
from careercenter.search.stores.directory import segment_writer, term_runs, whoosh_index
from careercenter.search.stores.directory.merge_policy import LiveSegment
from careercenter.search.stores.directory.segment import ARRAYS, TERMS, Segment, SegmentMeta
from careercenter.search.stores.directory.segment_file import Checksum
from careercenter.search.stores.directory.string_column import StringColumn
from tests.factories.search import document

WORDS = ("oncology", "coder", "remote", "denial", "audit", "epic", "radiation", "houston", "once", "rare", "charts", "wound")


def written(folder, documents, merged=()):
    meta = SegmentMeta.new()
    files = {kind: folder / meta.make_filename(kind) for kind in (TERMS, ARRAYS)}
    meta.set_doc_count(segment_writer.write_segment(POSTINGS, files, list(documents), list(merged)))
    meta.checksums = {kind: Checksum.of(file) for kind, file in files.items()}
    return LiveSegment(meta, Segment(POSTINGS, folder, meta))


def random_documents(number):
    chance = random.Random(7)
    return [
        document(
            f"{at:03}é" if at % 5 == 0 else f"{at}",
            " ".join(chance.choices(WORDS, k=chance.randrange(1, 6))),
            description=" ".join(chance.choices(WORDS, k=chance.randrange(0, 30))),
        )
        for at in range(number)
    ]


def contents_of(live_segment):
    """Give everything that is read of a segment."""
    segment = live_segment.segment
    terms = {
        term: (info.doc_freq, segment.term_docs(info).doc_ids.tolist(), segment.occurrences(info).tolist())
        for term, info in segment.terms()
    }
    values = segment.doc_values
    columns = [values.posted, values.closes, values.pay, values.completeness, values.lengths, values.points]
    return terms, list(segment.ids), list(segment.revisions), [column.tolist() for column in columns]


@pytest.mark.parametrize("positions_per_block", [1, 40, 1_000_000])
def test_runs_merged_are_the_segment_written_at_once(tmp_path, monkeypatch, positions_per_block):
    monkeypatch.setattr(term_runs, "_POSITIONS_PER_BLOCK", positions_per_block)
    documents = random_documents(40)
    parts = [written(tmp_path, documents[start : start + 13]) for start in range(0, 30, 13)]
    assert contents_of(written(tmp_path, documents[39:], parts)) == contents_of(written(tmp_path, documents))


def test_documents_deleted_leave_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(term_runs, "_POSITIONS_PER_BLOCK", 40)
    documents = [document("gone", "zebra"), *random_documents(30), document("gone too", "zebra oncology")]
    first, second = written(tmp_path, documents[:9]), written(tmp_path, documents[9:])
    assert first.delete("gone")
    assert second.delete("gone too")
    merged = written(tmp_path, [], [first, second])
    assert contents_of(merged) == contents_of(written(tmp_path, documents[1:-1]))
    assert merged.segment.term_info("zebra") is None


def test_a_segment_without_documents_has_no_terms(tmp_path):
    assert contents_of(written(tmp_path, []))[:2] == ({}, [])


def test_an_index_built_anew_is_one_segment_and_leaves_no_other_files(tmp_path, monkeypatch):
    monkeypatch.setattr(whoosh_index, "DOCS_PER_RUN", 4)
    index = whoosh_index.WhooshIndex.create(tmp_path, POSTINGS, random_documents(30))
    (meta,) = index.metas()[1]
    assert {file.name for file in tmp_path.iterdir()} == {*map(meta.make_filename, (TERMS, ARRAYS)), "_MAIN_0.toc"}


def test_texts_in_one_array_are_the_texts():
    texts = ["", "a", "é·Ω", "", "longer than that"]
    column = StringColumn.of(texts)
    assert list(column) == [column[number] for number in range(len(column))] == texts
    assert list(StringColumn.of([])) == []


def test_changes_begin_with_the_first():
    assert term_runs.changes(np.array([3, 3, 1, 1, 3])).tolist() == [True, False, True, False, True]
    assert term_runs.changes(np.array([], dtype=np.int64)).tolist() == []
