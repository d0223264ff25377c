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
from careercenter.search.arrays.bits import Array
from careercenter.search.arrays.columns import Rows
from careercenter.search.arrays.weights import FIELD_SHIFT
from careercenter.search.engines.whoosh_engine import arrays_file
from careercenter.search.engines.whoosh_engine.arrays_file import Sum
from careercenter.search.engines.whoosh_engine.segments import (
    ARRAYS,
    FIELD_BITS,
    NAME,
    POSITION_BITS,
    TERMS,
    Place,
    Segment,
    StoredSegment,
    held_arrays,
)
from careercenter.search.interface import Document

# Raise when what is stored changes.
LAYOUT = 3

# What reading meets when a writer took files away meanwhile: time to look again.
MOVED_ON = (FileNotFoundError, EmptyIndexError)

# Documents of one segment when all are written anew: some 300 MB of memory while they are put in order.
_AT_ONCE = 20_000
# Segments are merged when so many of a size have gathered; a size is eight times the one below. What has grown past the
# largest stays until the next rebuild, so that no single addition pays for rewriting the index.
_GATHERED = 8
_LARGEST_MERGED = 4096

_TERM_SHIFT = 33
_SCHEMA = fields.Schema(words=fields.KEYWORD())


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A segment as one commit holds it."""

    stored: StoredSegment
    segment: Segment

    @property
    def gone(self) -> Array:
        """Give a mask of the documents deleted."""
        mask = np.zeros(self.segment.size, np.bool_)
        mask[list(self.stored.deleted_docs())] = True
        return mask

    @property
    def held(self) -> int:
        return self.segment.size - int(self.stored.deleted_count())

    @property
    def mostly_gone(self) -> bool:
        return int(self.stored.deleted_count()) > self.held

    @property
    def size_class(self) -> int:
        return 0 if self.mostly_gone else _size_class(self.held)

    def delete(self, public_id: str) -> bool:
        """Delete a document; say whether it was held."""
        number = self.segment.number_of(public_id)
        if number is None or self.stored.is_deleted(number):
            return False
        self.stored.delete_document(number)
        return True


class _Files(FileStorage):  # type: ignore[misc]
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


class Index:
    """One Whoosh index in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = _Files(str(folder))

    @classmethod
    def create(cls, folder: Path, documents: Iterable[Document]) -> Index:
        """Write a whole index, never holding all documents at once; of a repeated id the last counts."""
        index = cls(folder)
        stored = []
        written: dict[str, tuple[StoredSegment, int]] = {}
        coming = iter(documents)
        while some := {document.id: document for document in islice(coming, _AT_ONCE)}:
            segment = index._new_segment(list(some.values()), [])
            for number, public_id in enumerate(some):
                if public_id in written:
                    earlier, there = written[public_id]
                    earlier.delete_document(there)
                written[public_id] = (segment, number)
            stored.append(segment)
        TOC(_SCHEMA, stored, 0).write(index._storage, NAME)
        return index

    def generation(self) -> int:
        """Give the number of the last commit; -1 when there is none. Costs a listing of the folder."""
        return int(TOC._latest_generation(self._storage, NAME))

    def stored(self) -> tuple[int, list[StoredSegment]]:
        """Read the table of contents of the last commit."""
        try:
            toc = TOC.read(self._storage, NAME)
        finally:
            self._storage.close_files()
        return toc.generation, toc.segments

    def read(self, known: Mapping[str, Segment]) -> tuple[int, list[Part]]:
        """Read the last commit: its number and its segments; `known` ones are not read again."""
        generation, stored = self.stored()
        return generation, [Part(one, known.get(one.segment_id()) or Segment(self.folder, one)) for one in stored]

    def write(self, known: Mapping[str, Segment], gone: Iterable[str], new: list[Document]) -> None:
        """Delete documents by id, add others, commit: all or nothing."""
        generation, parts = self.read(known)
        if not all(part.segment.untouched() for part in parts):
            raise arrays_file.Damaged("a file of the index is not the one that was opened")
        found = [part.delete(public_id) for public_id in gone for part in parts]
        if not (new or any(found)):
            return
        kept, merged = _chosen(parts)
        stored = [part.stored for part in kept]
        if new or merged:
            stored.append(self._new_segment(new, merged))
        TOC(_SCHEMA, stored, generation + 1).write(self._storage, NAME)
        clean_files(self._storage, NAME, generation + 1, stored)

    def _new_segment(self, documents: list[Document], merged: list[Part]) -> StoredSegment:
        stored = StoredSegment.new()
        files = {kind: self.folder / stored.make_filename(kind) for kind in (TERMS, ARRAYS)}
        try:
            stored.set_doc_count(_write(files, documents, merged))
            stored.sums = {kind: Sum.of(file) for kind, file in files.items()}
        except BaseException:
            for file in files.values():
                file.unlink(missing_ok=True)
            raise
        return stored


class _Lexicon(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _write(files: Mapping[str, Path], documents: list[Document], merged: list[Part]) -> int:
    """Write the files of a segment; give how many documents it has."""
    lexicon = _Lexicon()
    pieces = []
    rows: list[Rows] = []
    ids: list[str] = []
    revisions: list[str] = []
    for part in merged:
        gone = part.gone
        pieces.append(_keys_of_segment(part.segment, gone, len(ids), lexicon))
        rows.append(part.segment.rows.without(gone))
        ids += [one for one, away in zip(part.segment.ids, gone.tolist(), strict=True) if not away]
        revisions += [one for one, away in zip(part.segment.revisions, gone.tolist(), strict=True) if not away]
    keys, lengths = _keys_of_documents(documents, len(ids), lexicon)
    joined = Rows.none().joined(0, [*rows, Rows.of(documents, lengths)])
    ids += [document.id for document in documents]
    revisions += [document.revision for document in documents]
    lists = _write_terms(files[TERMS], np.concatenate([*pieces, keys]), lexicon)
    arrays, names = held_arrays(joined)
    arrays_file.write(files[ARRAYS], {**arrays, **lists}, {"ids": ids, "revisions": revisions, "names": names})
    return len(ids)


def _keys_of_documents(documents: list[Document], first: int, lexicon: _Lexicon) -> tuple[Array, list[list[int]]]:
    """Give the keys of all occurrences in documents numbered from `first`, and how many terms each field has."""
    numbers = array("I")
    lengths = []
    for document in documents:
        words = ranking.terms_of(document)
        lengths.append([len(terms) for terms in words])
        for terms in words:
            numbers.extend(map(lexicon.__getitem__, terms))
    often = np.array(lengths, dtype=np.int64).reshape(len(documents), len(ranking.FIELDS))
    owners = (np.arange(first, first + len(documents))[:, None] << FIELD_BITS) | np.arange(len(ranking.FIELDS))
    starts = np.cumsum(often.ravel()) - often.ravel()
    positions = np.arange(len(numbers)) - np.repeat(starts, often.ravel())
    below = np.repeat(owners.ravel(), often.ravel()) << POSITION_BITS | positions
    return np.frombuffer(numbers, dtype=np.uint32).astype(np.int64) << _TERM_SHIFT | below, lengths


def _keys_of_segment(segment: Segment, gone: Array, first: int, lexicon: _Lexicon) -> Array:
    """Give the keys of the occurrences in the documents of a segment that are not gone, numbered from `first`."""
    terms, counts, below = segment.every_occurrence()
    numbers = np.array([lexicon[term] for term in terms], dtype=np.int64)
    owners = below >> (FIELD_BITS + POSITION_BITS)
    left = ~gone[owners]
    again = first + np.cumsum(~gone) - 1
    within = below & ((1 << (FIELD_BITS + POSITION_BITS)) - 1)
    keys = np.repeat(numbers, counts) << _TERM_SHIFT | again[owners] << (FIELD_BITS + POSITION_BITS) | within
    found: Array = keys[left]
    return found


def _write_terms(file: Path, keys: Array, lexicon: _Lexicon) -> dict[str, Array]:
    """Write the dictionary of the terms that occur; give the lists its entries point into."""
    terms = sorted(lexicon)
    ranks = np.empty(len(terms), np.int64)
    ranks[[lexicon[term] for term in terms]] = np.arange(len(terms))
    keys = ranks[keys >> _TERM_SHIFT] << _TERM_SHIFT | keys & ((1 << _TERM_SHIFT) - 1)
    keys.sort()
    entries = np.flatnonzero(_changes(keys >> POSITION_BITS))
    heads = keys[entries] >> POSITION_BITS
    occurrences = np.diff(np.append(entries, len(keys)))
    documents = (heads >> FIELD_BITS) & ((1 << (_TERM_SHIFT - FIELD_BITS - POSITION_BITS)) - 1)
    fields_ = heads & ((1 << FIELD_BITS) - 1)
    numbers = heads >> (_TERM_SHIFT - POSITION_BITS)
    first = np.flatnonzero(_changes(numbers))
    held = np.add.reduceat(_changes(heads >> FIELD_BITS), first, dtype=np.int64) if len(first) else first
    ends = np.append(first[1:], len(heads))
    position = np.append(entries, len(keys))
    places = zip(
        numbers[first].tolist(), first.tolist(), (ends - first).tolist(), held.tolist(), position[first].tolist(),
        (position[ends] - position[first]).tolist(), strict=True,
    )  # fmt: skip
    with file.open("wb") as opened:
        dictionary = OrderedHashWriter(StructFile(opened))
        for number, *place in places:
            dictionary.add(terms[number].encode(), Place(*place).packed())
        dictionary.close()
    return {
        "documents": documents.astype(np.uint32),
        "counts": (fields_ << FIELD_SHIFT | occurrences).astype(np.uint16),
        "positions": (keys & ((1 << POSITION_BITS) - 1)).astype(np.uint16),
    }


def _changes(values: Array) -> Array:
    """Say of each value whether it is another than the one before."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _chosen(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """Choose the segments that stay as they are, and those that go into the one being written; empty ones go away."""
    parts = [part for part in parts if part.held]
    many = [size for size, number in Counter(part.size_class for part in parts).items() if number >= _GATHERED]
    last = max((size for size in many if size < _size_class(_LARGEST_MERGED)), default=-1)
    merged = [part for part in parts if part.mostly_gone or part.size_class <= last]
    return [part for part in parts if part not in merged], merged


def _size_class(documents: int) -> int:
    return (documents.bit_length() - 1) // 3
