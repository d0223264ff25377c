"""Writing the index: documents into a new segment, small segments into a larger one, and Whoosh's commit of both.

Whoosh keeps the table of contents, the segments with their deletions, and each segment's dictionary of terms; a commit is one
rename. What its own writer does for each posting in Python (a pool of tuples, sorted and pickled) is done for all at once.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, EmptyIndexError, clean_files

from careercenter.search import ranking
from careercenter.search.index.doc_values import SegmentDocValues
from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.index.scoring import FIELD_SHIFT
from careercenter.search.interface import Document
from careercenter.search.stores.directory import segment_file
from careercenter.search.stores.directory.segment import (
    ARRAYS,
    FIELD_BITS,
    NAME,
    POSITION_BITS,
    TERMS,
    Segment,
    SegmentMeta,
    TermInfo,
    to_arrays,
)
from careercenter.search.stores.directory.segment_file import Checksum

# Raise when what is stored changes.
LAYOUT = 4

# What reading meets when a writer took files away meanwhile: time to look again.
FILES_REPLACED = (FileNotFoundError, EmptyIndexError)

# Documents of one segment when all are written anew: some 300 MB of memory while they are put in order.
DOCS_PER_SEGMENT = 20_000
# Segments are merged when so many of a size have gathered; a size is eight times the one below. What has grown past the
# largest stays until the next rebuild, so that no single addition pays for rewriting the index.
_MERGE_FACTOR = 8
_MAX_MERGED_DOCS = 4096

TERM_SHIFT = 33
_SCHEMA = fields.Schema(words=fields.KEYWORD())


@dataclass(frozen=True, slots=True, eq=False)
class LiveSegment:
    """A segment as one commit holds it."""

    meta: SegmentMeta
    segment: Segment

    @property
    def deleted_docs(self) -> Array:
        """Give a mask of the documents deleted."""
        mask = np.zeros(self.segment.size, np.bool_)
        mask[list(self.meta.deleted_docs())] = True
        return mask

    @property
    def live_count(self) -> int:
        return self.segment.size - int(self.meta.deleted_count())

    @property
    def mostly_deleted(self) -> bool:
        return int(self.meta.deleted_count()) > self.live_count

    @property
    def size_class(self) -> int:
        return 0 if self.mostly_deleted else _size_class(self.live_count)

    def delete(self, document_id: str) -> bool:
        """Delete a document; say whether it was held."""
        doc_id = self.segment.local_doc_id(document_id)
        if doc_id is None or self.meta.is_deleted(doc_id):
            return False
        self.meta.delete_document(doc_id)
        return True


class _ClosingFileStorage(FileStorage):  # type: ignore[misc]
    """Files closed for certain: Whoosh leaves a table of contents open that turns out to be damaged."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, supports_mmap=False)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def close_files(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()
        self._opened.clear()


class WhooshIndex:
    """One Whoosh index in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = _ClosingFileStorage(str(folder))

    @classmethod
    def create(cls, folder: Path, documents: Iterable[Document]) -> WhooshIndex:
        """Write a whole index, never holding all documents at once; of a repeated id the last counts."""
        index = cls(folder)
        metas = []
        last_written: dict[str, tuple[SegmentMeta, int]] = {}
        remaining = iter(documents)
        while batch := {document.id: document for document in islice(remaining, DOCS_PER_SEGMENT)}:
            meta = index._new_segment(list(batch.values()), [])
            for doc_id, document_id in enumerate(batch):
                if document_id in last_written:
                    earlier, earlier_doc_id = last_written[document_id]
                    earlier.delete_document(earlier_doc_id)
                last_written[document_id] = (meta, doc_id)
            metas.append(meta)
        TOC(_SCHEMA, metas, 0).write(index._storage, NAME)
        return index

    def generation(self) -> int:
        """Give the number of the last commit; -1 when there is none. Costs a listing of the folder."""
        return int(TOC._latest_generation(self._storage, NAME))

    def metas(self) -> tuple[int, list[SegmentMeta]]:
        """Read the table of contents of the last commit."""
        try:
            toc = TOC.read(self._storage, NAME)
        finally:
            self._storage.close_files()
        return toc.generation, toc.segments

    def read(self, known: Mapping[str, Segment]) -> tuple[int, list[LiveSegment]]:
        """Read the last commit: its number and its segments; `known` ones are not read again."""
        generation, metas = self.metas()
        return generation, [LiveSegment(meta, known.get(meta.segment_id()) or Segment(self.folder, meta)) for meta in metas]

    def write(self, known: Mapping[str, Segment], deleted: Iterable[str], new: list[Document]) -> None:
        """Delete documents by id, add others, commit: all or nothing."""
        generation, parts = self.read(known)
        if not all(part.segment.unchanged() for part in parts):
            raise segment_file.DamagedFile("a file of the index is not the one that was opened")
        deletions = [part.delete(document_id) for document_id in deleted for part in parts]
        if not (new or any(deletions)):
            return
        kept, merged = choose_merge(parts)
        metas = [part.meta for part in kept]
        if new or merged:
            metas.append(self._new_segment(new, merged))
        TOC(_SCHEMA, metas, generation + 1).write(self._storage, NAME)
        clean_files(self._storage, NAME, generation + 1, metas)

    def _new_segment(self, documents: list[Document], merged: list[LiveSegment]) -> SegmentMeta:
        meta = SegmentMeta.new()
        files = {kind: self.folder / meta.make_filename(kind) for kind in (TERMS, ARRAYS)}
        try:
            meta.set_doc_count(_write_segment(files, documents, merged))
            meta.checksums = {kind: Checksum.of(file) for kind, file in files.items()}
        except BaseException:
            for file in files.values():
                file.unlink(missing_ok=True)
            raise
        return meta


class _TermNumbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _write_segment(files: Mapping[str, Path], documents: list[Document], merged: list[LiveSegment]) -> int:
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
    keys, lengths = _keys_of_documents(documents, len(ids), term_numbering)
    merged_doc_values = SegmentDocValues.empty().extended(0, [*doc_values, SegmentDocValues.of(documents, lengths)])
    ids += [document.id for document in documents]
    revisions += [document.revision for document in documents]
    postings = _write_terms(files[TERMS], np.concatenate([*key_parts, keys]), term_numbering)
    arrays, names = to_arrays(merged_doc_values)
    segment_file.write(files[ARRAYS], {**arrays, **postings}, {"ids": ids, "revisions": revisions, "names": names})
    return len(ids)


def _keys_of_documents(
    documents: list[Document], first_doc_id: int, term_numbering: _TermNumbers
) -> tuple[Array, list[list[int]]]:
    """Give the keys of all occurrences in documents numbered from `first`, and how many terms each field has."""
    term_numbers = array("I")
    lengths = []
    for document in documents:
        fields_terms = ranking.terms_of(document)
        lengths.append([len(terms) for terms in fields_terms])
        for terms in fields_terms:
            term_numbers.extend(map(term_numbering.__getitem__, terms))
    term_counts = np.array(lengths, dtype=np.int64).reshape(len(documents), len(ranking.FIELDS))
    field_keys = (np.arange(first_doc_id, first_doc_id + len(documents))[:, None] << FIELD_BITS) | np.arange(
        len(ranking.FIELDS)
    )
    starts = np.cumsum(term_counts.ravel()) - term_counts.ravel()
    positions = np.arange(len(term_numbers)) - np.repeat(starts, term_counts.ravel())
    occurrence_keys = np.repeat(field_keys.ravel(), term_counts.ravel()) << POSITION_BITS | positions
    return np.frombuffer(term_numbers, dtype=np.uint32).astype(np.int64) << TERM_SHIFT | occurrence_keys, lengths


def _keys_of_segment(segment: Segment, deleted: Array, first_doc_id: int, term_numbering: _TermNumbers) -> Array:
    """Give the keys of the occurrences in the documents of a segment that are not gone, numbered from `first`."""
    terms, counts, occurrence_keys = segment.all_occurrences()
    term_numbers = np.array([term_numbering[term] for term in terms], dtype=np.int64)
    doc_ids = occurrence_keys >> (FIELD_BITS + POSITION_BITS)
    remaining = ~deleted[doc_ids]
    new_doc_ids = first_doc_id + np.cumsum(~deleted) - 1
    within = occurrence_keys & ((1 << (FIELD_BITS + POSITION_BITS)) - 1)
    keys = np.repeat(term_numbers, counts) << TERM_SHIFT | new_doc_ids[doc_ids] << (FIELD_BITS + POSITION_BITS) | within
    remaining_keys: Array = keys[remaining]
    return remaining_keys


def _write_terms(file: Path, keys: Array, term_numbering: _TermNumbers) -> dict[str, Array]:
    """Write the dictionary of the terms that occur; give the lists its entries point into."""
    terms = sorted(term_numbering)
    ranks = np.empty(len(terms), np.int64)
    ranks[[term_numbering[term] for term in terms]] = np.arange(len(terms))
    keys = ranks[keys >> TERM_SHIFT] << TERM_SHIFT | keys & ((1 << TERM_SHIFT) - 1)
    keys.sort()
    term_docs = np.flatnonzero(_differs_from_previous(keys >> POSITION_BITS))
    entry_keys = keys[term_docs] >> POSITION_BITS
    occurrences = np.diff(np.append(term_docs, len(keys)))
    doc_ids = (entry_keys >> FIELD_BITS) & ((1 << (TERM_SHIFT - FIELD_BITS - POSITION_BITS)) - 1)
    fields_ = entry_keys & ((1 << FIELD_BITS) - 1)
    term_numbers = entry_keys >> (TERM_SHIFT - POSITION_BITS)
    first_entries = np.flatnonzero(_differs_from_previous(term_numbers))
    doc_freqs = (
        np.add.reduceat(_differs_from_previous(entry_keys >> FIELD_BITS), first_entries, dtype=np.int64)
        if len(first_entries)
        else first_entries
    )
    ends = np.append(first_entries[1:], len(entry_keys))
    first_positions = np.append(term_docs, len(keys))
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


def choose_merge(parts: list[LiveSegment]) -> tuple[list[LiveSegment], list[LiveSegment]]:
    """Choose the segments that stay as they are, and those that go into the one being written; empty ones go away."""
    parts = [part for part in parts if part.live_count]
    full_classes = [size for size, number in Counter(part.size_class for part in parts).items() if number >= _MERGE_FACTOR]
    largest_class = max((size for size in full_classes if size < _size_class(_MAX_MERGED_DOCS)), default=-1)
    merged = [part for part in parts if part.mostly_deleted or part.size_class <= largest_class]
    return [part for part in parts if part not in merged], merged


def _size_class(documents: int) -> int:
    return (documents.bit_length() - 1) // 3
