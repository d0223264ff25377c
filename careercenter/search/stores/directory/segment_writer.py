"""Writing one segment: documents and the segments merged with them become a term dictionary and a file of arrays.

What Whoosh's own writer does for each posting in Python (a pool of tuples, sorted and pickled) is done here for a whole segment
at once. Every occurrence of a term is one 64-bit key, and sorting the keys puts all of them in their final order:

    bit 63            33            16 (or so)     13          0
        | term number  |  doc id     | field number | position  |

Sorted, the keys of one term are adjacent, within it those of one document, within it those of one field. Cut where the part
above the position changes they are the entries of the inverted index; cut where the term number changes, its term lists.
Term numbers are first given in the order the terms come, and replaced by their alphabetical rank before the sort.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile

from careercenter.search import ranking
from careercenter.search.index.doc_values import SegmentDocValues
from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.index.scoring import FIELD_SHIFT
from careercenter.search.interface import Document, Schema
from careercenter.search.stores.directory import segment_file
from careercenter.search.stores.directory.merge_policy import LiveSegment
from careercenter.search.stores.directory.segment import (
    ARRAYS,
    FIELD_BITS,
    POSITION_BITS,
    TERMS,
    Segment,
    TermInfo,
    to_arrays,
)

_TERM_SHIFT = 33
_DOC_SHIFT = FIELD_BITS + POSITION_BITS


class _TermNumbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def write_segment(schema: Schema, files: Mapping[str, Path], documents: list[Document], merged: list[LiveSegment]) -> int:
    """Write the files of a segment; give how many documents it has."""
    term_numbering = _TermNumbers()
    key_parts = []
    doc_values: list[SegmentDocValues] = []
    ids: list[str] = []
    revisions: list[str] = []
    for part in merged:
        deleted = part.deleted_docs
        key_parts.append(_keys_of_segment(part.segment, deleted, len(ids), term_numbering))
        doc_values.append(part.segment.doc_values.without(deleted))
        ids += [value for value, is_deleted in zip(part.segment.ids, deleted.tolist(), strict=True) if not is_deleted]
        revisions += [
            value for value, is_deleted in zip(part.segment.revisions, deleted.tolist(), strict=True) if not is_deleted
        ]
    keys, lengths = _keys_of_documents(schema, documents, len(ids), term_numbering)
    merged_doc_values = SegmentDocValues.empty(schema).extended(
        0, [*doc_values, SegmentDocValues.of(schema, documents, lengths)]
    )
    ids += [document.id for document in documents]
    revisions += [document.revision for document in documents]
    postings = _write_terms(files[TERMS], np.concatenate([*key_parts, keys]), term_numbering)
    arrays, names = to_arrays(merged_doc_values)
    segment_file.write(files[ARRAYS], {**arrays, **postings}, {"ids": ids, "revisions": revisions, "names": names})
    return len(ids)


def _keys_of_documents(
    schema: Schema, documents: list[Document], first_doc_id: int, term_numbering: _TermNumbers
) -> tuple[Array, list[list[int]]]:
    """Give the keys of all occurrences in documents numbered from `first_doc_id`, and how many terms each field has."""
    term_numbers = array("I")
    lengths = []
    for document in documents:
        fields_terms = ranking.terms_of(schema, document)
        lengths.append([len(terms) for terms in fields_terms])
        for terms in fields_terms:
            term_numbers.extend(map(term_numbering.__getitem__, terms))
    term_counts = np.array(lengths, dtype=np.int64).reshape(len(documents), len(schema.fields))
    field_keys = (np.arange(first_doc_id, first_doc_id + len(documents))[:, None] << FIELD_BITS) | np.arange(len(schema.fields))
    starts = np.cumsum(term_counts.ravel()) - term_counts.ravel()
    positions = np.arange(len(term_numbers)) - np.repeat(starts, term_counts.ravel())
    occurrence_keys = np.repeat(field_keys.ravel(), term_counts.ravel()) << POSITION_BITS | positions
    return np.frombuffer(term_numbers, dtype=np.uint32).astype(np.int64) << _TERM_SHIFT | occurrence_keys, lengths


def _keys_of_segment(segment: Segment, deleted: Array, first_doc_id: int, term_numbering: _TermNumbers) -> Array:
    """Give the keys of the occurrences in the documents of a segment that are not deleted, numbered from `first_doc_id`."""
    terms, counts, occurrence_keys = segment.all_occurrences()
    term_numbers = np.array([term_numbering[term] for term in terms], dtype=np.int64)
    doc_ids = occurrence_keys >> _DOC_SHIFT
    remaining = ~deleted[doc_ids]
    new_doc_ids = first_doc_id + np.cumsum(~deleted) - 1
    within = occurrence_keys & ((1 << _DOC_SHIFT) - 1)
    keys = np.repeat(term_numbers, counts) << _TERM_SHIFT | new_doc_ids[doc_ids] << _DOC_SHIFT | within
    remaining_keys: Array = keys[remaining]
    return remaining_keys


def _write_terms(file: Path, keys: Array, term_numbering: _TermNumbers) -> dict[str, Array]:
    """Write the term dictionary; give the arrays its entries point into, in the order of the sorted keys.

    `documents` and `counts` have one element an entry (a term in a field of a document), `positions` one an occurrence.
    """
    terms = sorted(term_numbering)
    ranks = np.empty(len(terms), np.int64)
    ranks[[term_numbering[term] for term in terms]] = np.arange(len(terms))
    keys = ranks[keys >> _TERM_SHIFT] << _TERM_SHIFT | keys & ((1 << _TERM_SHIFT) - 1)
    keys.sort()
    entries = np.flatnonzero(_differs_from_previous(keys >> POSITION_BITS))
    entry_keys = keys[entries] >> POSITION_BITS
    occurrences = np.diff(np.append(entries, len(keys)))
    doc_ids = (entry_keys >> FIELD_BITS) & ((1 << (_TERM_SHIFT - _DOC_SHIFT)) - 1)
    fields_ = entry_keys & ((1 << FIELD_BITS) - 1)
    term_numbers = entry_keys >> (_TERM_SHIFT - POSITION_BITS)
    first_entries = np.flatnonzero(_differs_from_previous(term_numbers))
    doc_freqs = (
        np.add.reduceat(_differs_from_previous(entry_keys >> FIELD_BITS), first_entries, dtype=np.int64)
        if len(first_entries)
        else first_entries
    )
    ends = np.append(first_entries[1:], len(entry_keys))
    first_positions = np.append(entries, len(keys))
    term_infos = zip(
        term_numbers[first_entries].tolist(),
        first_entries.tolist(),
        (ends - first_entries).tolist(),
        doc_freqs.tolist(),
        first_positions[first_entries].tolist(),
        (first_positions[ends] - first_positions[first_entries]).tolist(),
        strict=True,
    )
    with file.open("wb") as open_file:
        dictionary = OrderedHashWriter(StructFile(open_file))
        for number, *info in term_infos:
            dictionary.add(terms[number].encode(), TermInfo(*info).packed())
        dictionary.close()
    return {
        "documents": doc_ids.astype(np.uint32),
        "counts": (fields_ << FIELD_SHIFT | occurrences).astype(np.uint16),
        "positions": (keys & ((1 << POSITION_BITS) - 1)).astype(np.uint16),
    }


def _differs_from_previous(values: Array) -> Array:
    """Say of each value whether it is another than the one before."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]
