"""Writing one segment: documents and the segments merged with them become a term dictionary and a file of arrays.

What Whoosh's own writer does for each posting in Python (a pool of tuples, sorted and pickled) is done here for many at once.
Every occurrence of a term in new documents is one 64-bit key, and sorting the keys puts all of them in their final order:

    bit 63            33            16 (or so)     13          0
        | term number  |  doc id     | field number | position  |

Sorted, the keys of one term are adjacent, within it those of one document, within it those of one field. Cut where the part
above the position changes they are the entries of the inverted index; cut where the term number changes, its term lists. What
is so sorted, and the segments to be merged, are runs (`term_runs`), which are merged some terms at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from whoosh.filedb.structfile import StructFile

from careercenter.search import ranking
from careercenter.search.index.doc_values import SegmentDocValues
from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.index.scoring import FIELD_SHIFT, changes
from careercenter.search.interface import Document, Schema
from careercenter.search.stores.directory import segment_file
from careercenter.search.stores.directory.merge_policy import LiveSegment
from careercenter.search.stores.directory.segment import (
    ARRAYS,
    FIELD_BITS,
    POSITION_BITS,
    TERM_INFO,
    TERMS,
    to_arrays,
)
from careercenter.search.stores.directory.string_column import StringColumn
from careercenter.search.stores.directory.term_dictionary import TermDictionaryWriter
from careercenter.search.stores.directory.term_runs import TermBlock, TermRun, merged_blocks

_TERM_SHIFT = 33
_DOC_SHIFT = FIELD_BITS + POSITION_BITS


class _TermNumbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def write_segment(schema: Schema, files: Mapping[str, Path], documents: list[Document], merged: list[LiveSegment]) -> int:
    """Write the files of a segment; give how many documents it has."""
    runs: list[TermRun] = []
    doc_values: list[SegmentDocValues] = []
    ids: list[str] = []
    revisions: list[str] = []
    for part in merged:
        deleted = part.deleted_docs
        runs.append(TermRun.of_segment(part.segment, ~deleted, len(ids)))
        doc_values.append(part.segment.doc_values.without(deleted) if deleted.any() else part.segment.doc_values)
        remaining = np.flatnonzero(~deleted).tolist()
        ids += map(list(part.segment.ids).__getitem__, remaining)
        revisions += map(list(part.segment.revisions).__getitem__, remaining)
    run, lengths = _run_of_documents(schema, documents, len(ids))
    runs.append(run)
    doc_values.append(SegmentDocValues.of(schema, documents, lengths))
    ids += [document.id for document in documents]
    revisions += [document.revision for document in documents]
    arrays, names = to_arrays(
        SegmentDocValues.empty(schema).extended(0, doc_values), StringColumn.of(ids), StringColumn.of(revisions)
    )
    _write(files, arrays, names, runs)
    return len(ids)


def _run_of_documents(schema: Schema, documents: list[Document], first_doc_id: int) -> tuple[TermRun, list[list[int]]]:
    """Sort the occurrences in documents, to be numbered from `first_doc_id`; give them, and how many terms each field has."""
    term_numbering = _TermNumbers()
    keys, lengths = _keys_of_documents(schema, documents, term_numbering)
    terms = sorted(term_numbering)
    ranks = np.empty(len(terms), np.int64)
    ranks[[term_numbering[term] for term in terms]] = np.arange(len(terms))
    keys = ranks[keys >> _TERM_SHIFT] << _TERM_SHIFT | keys & ((1 << _TERM_SHIFT) - 1)
    keys.sort()
    entries = np.flatnonzero(changes(keys >> POSITION_BITS))
    entry_keys = keys[entries] >> POSITION_BITS
    fields = entry_keys & ((1 << FIELD_BITS) - 1)
    occurrences = np.diff(np.append(entries, len(keys)))
    run = TermRun(
        terms=terms,
        entry_counts=np.bincount(entry_keys >> (_TERM_SHIFT - POSITION_BITS), minlength=len(terms)),
        position_counts=np.bincount(keys >> _TERM_SHIFT, minlength=len(terms)),
        doc_ids=((entry_keys >> FIELD_BITS) & ((1 << (_TERM_SHIFT - _DOC_SHIFT)) - 1)).astype(np.uint32),
        field_freqs=(fields << FIELD_SHIFT | occurrences).astype(np.uint16),
        positions=(keys & ((1 << POSITION_BITS) - 1)).astype(np.uint16),
        live=np.ones(len(documents), np.bool_),
        first_doc_id=first_doc_id,
    )
    return run, lengths


def _keys_of_documents(
    schema: Schema, documents: list[Document], term_numbering: _TermNumbers
) -> tuple[Array, list[list[int]]]:
    """Give the keys of all occurrences in documents, and how many terms each field has."""
    term_numbers = array("I")
    lengths = []
    for document in documents:
        fields_terms = ranking.terms_of(schema, document)
        lengths.append([len(terms) for terms in fields_terms])
        for terms in fields_terms:
            term_numbers.extend(map(term_numbering.__getitem__, terms))
    term_counts = np.array(lengths, dtype=np.int64).reshape(len(documents), len(schema.fields))
    field_keys = (np.arange(len(documents))[:, None] << FIELD_BITS) | np.arange(len(schema.fields))
    starts = np.cumsum(term_counts.ravel()) - term_counts.ravel()
    positions = np.arange(len(term_numbers)) - np.repeat(starts, term_counts.ravel())
    occurrence_keys = np.repeat(field_keys.ravel(), term_counts.ravel()) << POSITION_BITS | positions
    return np.frombuffer(term_numbers, dtype=np.uint32).astype(np.int64) << _TERM_SHIFT | occurrence_keys, lengths


def _write(files: Mapping[str, Path], arrays: Mapping[str, Array], names: Mapping[str, list[str]], runs: list[TermRun]) -> None:
    """Write both files: `documents` and `counts` have one element an entry (a term in a field of a document)."""
    entry_count, position_count = (sum(counts) for counts in zip(*(run.remaining() for run in runs), strict=True))
    pieces = {
        "documents": segment_file.Shape(np.uint32, entry_count),
        "counts": segment_file.Shape(np.uint16, entry_count),
        "positions": segment_file.Shape(np.uint16, position_count),
    }
    with files[TERMS].open("wb") as terms_file, files[ARRAYS].open("wb") as arrays_file:
        dictionary = TermDictionaryWriter(StructFile(terms_file))
        writer = segment_file.ArrayWriter(arrays_file, arrays, pieces, {"names": names})
        first_entry = first_position = 0
        for block in merged_blocks(runs):
            dictionary.add_all(_term_infos(block, first_entry, first_position))
            writer.append("documents", block.doc_ids)
            writer.append("counts", block.field_freqs)
            writer.append("positions", block.positions)
            first_entry += len(block.doc_ids)
            first_position += len(block.positions)
        dictionary.close()


def _term_infos(block: TermBlock, first_entry: int, first_position: int) -> Iterator[tuple[bytes, bytes]]:
    """Give the terms of a block whose entries and positions lie at these places of the arrays, as the dictionary has them."""
    first_entries = first_entry + np.cumsum(block.entry_counts) - block.entry_counts
    first_positions = first_position + np.cumsum(block.position_counts) - block.position_counts
    columns = (first_entries, block.entry_counts, block.doc_freqs, first_positions, block.position_counts)
    infos = map(TERM_INFO.pack, *(column.tolist() for column in columns))
    return zip(map(str.encode, block.terms), infos, strict=True)
