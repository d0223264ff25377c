"""A segment as it is read: the term dictionary, and arrays of its documents and of the occurrences of each term.

Whoosh's hash table finds a term; its `TermInfo` says where in the arrays the term's entries and positions lie. They are
evaluated in place, mapped into memory: Whoosh's own matchers cost a call in Python for each document, and its
`search(limit=N)` gives a wrong first page for queries of several words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import BufferFile

from careercenter.core.ids import public_id
from careercenter.search import ranking
from careercenter.search.index.doc_values import SegmentDocValues
from careercenter.search.index.facet_bitmaps import Array, FacetBitmaps
from careercenter.search.index.multi_value_column import MultiValueColumn
from careercenter.search.index.scoring import FIELD_SHIFT, TermDocs, changes
from careercenter.search.interface import MAX_FIELDS, Schema
from careercenter.search.stores.directory import segment_file
from careercenter.search.stores.directory.segment_file import Checksum, FileIdentity
from careercenter.search.stores.directory.string_column import StringColumn

NAME = "MAIN"
TERMS, ARRAYS = W3Codec.TERMS_EXT, ".arr"

# The key of an occurrence within a segment, from the lowest bit: position, field number, doc id (see segment_writer).
POSITION_BITS = ranking.MAX_FIELD_TERMS.bit_length()
FIELD_BITS = MAX_FIELDS.bit_length()
TERM_INFO = struct.Struct("<QIIQI")  # a `TermInfo` as the dictionary has it
_NO_DOCS = np.empty(0, np.int64)
_BYTES_PER_ENTRY, _BYTES_PER_POSITION = 6, 2
_FAULT_AROUND_BYTES = 1 << 16  # bytes the system maps where one of them is touched
_MAX_TOUCHED_BYTES = 4_000_000  # bytes a segment
_FREQUENCY_MASK = (1 << FIELD_SHIFT) - 1
# Where one array is so many times as long, the other is looked up in it by binary search; else both are merged.
_LOOKUP_RATIO = 16


class SegmentMeta(W3Segment):
    """What the table of contents keeps of a segment: its documents, those deleted, and the checksums of its files."""

    checksums: dict[str, Checksum]

    @classmethod
    def new(cls, name: str = "") -> SegmentMeta:
        """Without a `name` it gets one that nobody's `random.seed` can make come again over an older segment."""
        meta: SegmentMeta = cls(W3Codec(), NAME, segid=name or public_id())
        meta.checksums = {}
        return meta


class TermInfo(NamedTuple):
    """What the dictionary says of a term: the ranges of its entries and positions in the arrays of the segment.

    An entry is the term in one field of one document, so `entry_count` is at least `doc_freq`, the documents it stands in.
    """

    first_entry: int
    entry_count: int
    doc_freq: int
    first_position: int
    position_count: int

    @classmethod
    def unpacked(cls, data: bytes) -> TermInfo:
        return cls(*TERM_INFO.unpack(data))


class Segment:
    """One segment, read. Immutable, and safe across threads and forks; which documents are deleted is said by each commit.

    Doc ids here are local: the first document of the segment is 0.
    """

    def __init__(self, schema: Schema, folder: Path, meta: SegmentMeta) -> None:
        self.meta = meta
        self._files = {kind: folder / meta.make_filename(kind) for kind in meta.checksums}
        self._identities = {kind: FileIdentity.of(file) for kind, file in self._files.items()}
        terms = segment_file.verified(self._files[TERMS].read_bytes(), meta.checksums[TERMS], self._files[TERMS])
        self._dictionary = OrderedHashReader(BufferFile(terms), len(terms))
        self._arrays = segment_file.read(self._files[ARRAYS], meta.checksums[ARRAYS])
        arrays, metadata = self._arrays.arrays, self._arrays.metadata
        self.doc_ids, self.field_freqs, self.positions = arrays["documents"], arrays["counts"], arrays["positions"]
        self._touched_bytes = 0
        self.ids = StringColumn(arrays["ids"], arrays["id-ends"])
        self.revisions = StringColumn(arrays["revisions"], arrays["revision-ends"])
        self.doc_values = _to_doc_values(schema, arrays, metadata["names"])
        self.size = self.doc_values.size
        self._local_doc_ids: dict[str, int] | None = None

    @property
    def name(self) -> str:
        name: str = self.meta.segment_id()
        return name

    def unchanged(self) -> bool:
        """Say whether the files are those that were opened; raises FileNotFoundError where one is gone."""
        return all(FileIdentity.of(file) == self._identities[kind] for kind, file in self._files.items())

    def local_doc_id(self, document_id: str) -> int | None:
        """Give the doc id of a document by its public id, deleted or not; None where the segment has none."""
        if self._local_doc_ids is None:
            self._local_doc_ids = {name: doc_id for doc_id, name in enumerate(self.ids)}
        return self._local_doc_ids.get(document_id)

    def term_info(self, term: str) -> TermInfo | None:
        data = self._dictionary.get(term.encode())
        return TermInfo.unpacked(data) if data is not None else None

    def prefix_terms(self, prefix: str) -> Iterator[tuple[str, TermInfo]]:
        first_key = prefix.encode()
        for key, data in takewhile(lambda item: item[0].startswith(first_key), self._dictionary.items_from(first_key)):
            yield key.decode(), TermInfo.unpacked(data)

    def terms(self) -> Iterator[tuple[str, TermInfo]]:
        for key, data in self._dictionary.items():
            yield key.decode(), TermInfo.unpacked(data)

    def term_docs(self, info: TermInfo) -> TermDocs:
        entries = slice(info.first_entry, info.first_entry + info.entry_count)
        self._count_touched_bytes(info.entry_count * _BYTES_PER_ENTRY + 2 * _FAULT_AROUND_BYTES)
        return TermDocs(self.doc_ids[entries], self.field_freqs[entries])

    def occurrences(self, info: TermInfo, within: Array | None = None) -> Array:
        """Give the key of each occurrence of a term, ascending; `within`: a mask of documents that are of interest."""
        doc_ids, field_freqs = self.term_docs(info)
        positions = self.positions[info.first_position : info.first_position + info.position_count]
        self._count_touched_bytes(info.position_count * _BYTES_PER_POSITION + _FAULT_AROUND_BYTES)
        frequencies = (field_freqs & _FREQUENCY_MASK).astype(np.int64)
        if within is not None:
            selected = within[doc_ids]
            entries = np.flatnonzero(selected)
            positions = positions[np.flatnonzero(np.repeat(selected, frequencies))]
            doc_ids, field_freqs, frequencies = doc_ids[entries], field_freqs[entries], frequencies[entries]
        keys = (doc_ids.astype(np.int64) << FIELD_BITS | field_freqs >> FIELD_SHIFT) << POSITION_BITS
        return np.repeat(keys, frequencies) | positions

    def _count_touched_bytes(self, size: int) -> None:
        """Release the mapped pages now and then: the scores made of them are cached, and both need not stay in memory."""
        self._touched_bytes += size
        if self._touched_bytes > _MAX_TOUCHED_BYTES:
            self._touched_bytes = size
            self.release_pages()

    def release_pages(self) -> None:
        self._arrays.release_pages()

    def phrase_docs(self, terms: tuple[str, ...]) -> Array:
        """Give the documents in which the terms stand side by side in one field, ascending."""
        infos = [self.term_info(term) for term in terms]
        term_infos = [info for info in infos if info is not None]
        if len(term_infos) < len(infos):
            return _NO_DOCS
        candidates = np.ones(self.size, np.bool_)
        for info in sorted(set(term_infos), key=lambda info: info.doc_freq):
            has_term = np.zeros(self.size, np.bool_)
            has_term[self.term_docs(info).doc_ids] = True
            candidates &= has_term
        keys = self.occurrences(term_infos[0], candidates)
        for distance, info in enumerate(term_infos[1:], start=1):
            if not len(keys):
                return _NO_DOCS
            keys = _intersect(keys + distance, self.occurrences(info, candidates)) - distance
        doc_ids = keys >> (FIELD_BITS + POSITION_BITS)
        # Not by np.unique, which imports numpy.ma at its first call.
        return doc_ids[np.flatnonzero(changes(doc_ids))]


def _intersect(fewer: Array, more: Array) -> Array:
    """Intersect two ascending arrays without duplicates."""
    if len(fewer) * _LOOKUP_RATIO < len(more):
        positions = np.searchsorted(more, fewer)
        positions[positions == len(more)] = 0
        return fewer[np.flatnonzero(more[positions] == fewer)]
    merged = np.concatenate([fewer, more])
    merged.sort(kind="stable")  # which merges what is sorted already
    return merged[np.flatnonzero(merged[1:] == merged[:-1])]


def verify_checksums(folder: Path, meta: SegmentMeta) -> None:
    """Read the files of a segment as they lie on disk now; raises `DamagedFile` where one is not what was written."""
    for kind, expected in meta.checksums.items():
        file = folder / meta.make_filename(kind)
        if Checksum.of(file) != expected:
            raise segment_file.DamagedFile(file.name)


def to_arrays(
    doc_values: SegmentDocValues, ids: StringColumn, revisions: StringColumn
) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """Give the arrays of documents by name, and the names of the facet values in them."""
    arrays = {
        "ids": ids.encoded,
        "id-ends": ids.ends,
        "revisions": revisions.encoded,
        "revision-ends": revisions.ends,
        "posted": doc_values.posted,
        "closes": doc_values.closes,
        "pay": doc_values.pay,
        "completeness": doc_values.completeness,
        "lengths": doc_values.lengths,
        "points": doc_values.points,
        "employers": doc_values.employers.value_ids,
        "employed": doc_values.employers.doc_ids,
    }
    arrays |= {f"bits-{facet}": bitmaps.rows for facet, bitmaps in doc_values.bits.items()}
    names = {str(facet): list(bitmaps.names) for facet, bitmaps in doc_values.bits.items()}
    return arrays, {**names, str(doc_values.schema.capped): list(doc_values.employers.names)}


def _to_doc_values(schema: Schema, arrays: dict[str, Array], names: dict[str, list[str]]) -> SegmentDocValues:
    return SegmentDocValues(
        schema=schema,
        posted=arrays["posted"],
        closes=arrays["closes"],
        pay=arrays["pay"],
        completeness=arrays["completeness"],
        lengths=arrays["lengths"],
        points=arrays["points"],
        bits={
            facet: FacetBitmaps({name: number for number, name in enumerate(names[str(facet)])}, arrays[f"bits-{facet}"])
            for facet in schema.bitmap_facets
        },
        employers=MultiValueColumn(tuple(names[str(schema.capped)]), arrays["employed"], arrays["employers"]),
    )
