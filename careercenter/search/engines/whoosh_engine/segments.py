"""All that touches Whoosh: what is stored, how it is written, and how a segment is read back as plain arrays.

Whoosh keeps the term dictionary, the posting lists and the documents, commits them in one step and merges small segments. Its
query parser and its searcher are not used: the parser lets a few characters cost seconds, and `search(limit=N)` of 2.7.4
gives a wrong first page for queries of several words. Posting lists are read whole and scored in `snapshot`.

Each document has one posting a term. Its value holds all occurrences as uint32: the field's number in the highest byte, the
position within the field below it; so one read gives what BM25F and phrases need of all six fields.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from careercenter.core.ids import public_id
from careercenter.search import rules, vocabulary
from careercenter.search.port import Document, Facet

# Raise when what is stored changes.
LAYOUT = 2

_NAME = "MAIN"
_FIELD_SHIFT = 24
_POOL_MB = 64
# Segments are merged when so many of a size have gathered; a size is eight times the one below. What has grown past the
# largest stays until the next rebuild, so that no single addition pays for rewriting the index.
_GATHERED = 8
_LARGEST_MERGED = 512

Ints = np.ndarray[Any, np.dtype[Any]]

# What reading meets when a writer took files away meanwhile: time to look again.
MOVED_ON = (FileNotFoundError, EmptyIndexError)


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's format, with names of segments that nobody's `random.seed` can make come again over an older segment."""

    def new_segment(self, storage: Any, indexname: str) -> Any:
        segment = super().new_segment(storage, indexname)
        segment.segid = public_id()
        return segment


class Occurrences(formats.Format):  # type: ignore[misc]
    """A posting value that is stored as given."""


class Words(fields.FieldType):  # type: ignore[misc]
    """The terms of all searched fields of a document, given as one list of terms a field."""

    def __init__(self) -> None:
        super().__init__(format=Occurrences(), analyzer=None)

    def index(self, value: list[list[str]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        for number, terms in enumerate(value):
            for position, term in enumerate(terms):
                places.setdefault(term, []).append(number << _FIELD_SHIFT | position)
        for term, found in places.items():
            yield term.encode(), len(found), 1.0, np.array(found, dtype="<u4").tobytes()


def _schema() -> fields.Schema:
    return fields.Schema(words=Words(), row=fields.STORED())


class _Files(FileStorage):  # type: ignore[misc]
    """Files read without mmap, where a file cut short behind our back would end the process; and closed for certain.

    Whoosh leaves open what it had opened when a later file turns out to be damaged.
    """

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


class Segment:
    """One segment's documents as arrays, and its posting lists on demand. Immutable but for the cache of lists.

    `deletions` are not part of it: they belong to a generation, and the same segment lives through many.
    """

    def __init__(self, folder: str, schema: fields.Schema, segment: Any) -> None:
        files = _Files(folder)
        # Closed when no snapshot holds this segment any more, in whichever thread that is, or when reading it fails below.
        weakref.finalize(self, files.close_files)
        self._reader = SegmentReader(files, schema, segment)
        self._cached: dict[str, tuple[Ints, Ints]] = {}
        self.size = segment.doc_count_all()
        rows = [json.loads(self._reader.stored_fields(number)["row"]) for number in range(self.size)]
        self.ids: list[str] = [row["id"] for row in rows]
        self.revisions: list[str] = [row["revision"] for row in rows]
        self.posted = np.array([row["posted"] for row in rows], dtype=np.int64)
        self.closes = np.array([row["closes"] for row in rows], dtype=np.int64)
        self.pay = np.array([row["pay"] for row in rows], dtype=np.int64)
        self.completeness = np.array([row["completeness"] for row in rows], dtype=np.float64)
        self.lengths = np.array([row["lengths"] for row in rows], dtype=np.float64).reshape(self.size, len(rules.FIELDS))
        self.facets = {facet: _column([row["values"].get(facet.value, ()) for row in rows]) for facet in Facet}

    def occurrences(self, term: str) -> tuple[Ints, Ints]:
        """Give the documents of each occurrence of a term, ascending, and its field and position. Not safe across threads."""
        found = self._cached.get(term)
        if found is None:
            found = self._cached[term] = self._read(term)
        return found

    def forget(self) -> None:
        self._cached.clear()

    def terms(self) -> Iterator[str]:
        for _, term in self._reader.all_terms():
            yield term.decode()

    def _read(self, term: str) -> tuple[Ints, Ints]:
        if ("words", term) not in self._reader:
            return np.empty(0, np.int32), np.empty(0, np.uint32)
        matcher = self._reader.postings("words", term)
        documents: list[int] = []
        values: list[bytes] = []
        while matcher.is_active():
            documents.append(matcher.id())
            values.append(matcher.value())
            matcher.next()
        counts = np.array([len(value) >> 2 for value in values], dtype=np.int64)
        owners = np.repeat(np.array(documents, dtype=np.int32), counts)
        if len(owners) and not (owners.min() >= 0 and owners.max() < self.size):
            raise ValueError("a posting list names a document that is not there")
        return owners, np.frombuffer(b"".join(values), dtype="<u4")


def _column(values: list[Iterable[str]]) -> tuple[list[str], Ints, Ints]:
    """Give the distinct values, and for each mention its document and its value's number."""
    names: dict[str, int] = {}
    owners: list[int] = []
    numbers: list[int] = []
    for owner, held in enumerate(values):
        for value in held:
            owners.append(owner)
            numbers.append(names.setdefault(value, len(names)))
    return list(names), np.array(owners, dtype=np.int32), np.array(numbers, dtype=np.int32)


class Index:
    """One Whoosh index in one folder."""

    def __init__(self, folder: Path) -> None:
        self._storage = _Files(str(folder))

    @classmethod
    def create(cls, folder: Path) -> Index:
        index = cls(folder)
        TOC.create(index._storage, _schema(), _NAME)
        return index

    def generation(self) -> int:
        """Give the number of the last commit; -1 when there is none. Costs a listing of the folder."""
        return int(TOC._latest_generation(self._storage, _NAME))

    def read(self, known: dict[str, Segment]) -> tuple[int, list[tuple[str, Segment, frozenset[int]]]]:
        """Read the last commit: its number, and (name, segment, documents deleted) of each; `known` ones are not read again."""
        try:
            toc = TOC.read(self._storage, _NAME)
        finally:
            self._storage.close_files()
        found = []
        for segment in toc.segments:
            name = segment.segment_id()
            held = known.get(name) or Segment(self._storage.folder, toc.schema, segment)
            found.append((name, held, frozenset(segment.deleted_docs())))
        return toc.generation, found

    # Larger blocks, uncompressed: less time to write and to read, twice the size of what is small anyway.
    _codec = _Codec(blocklimit=512, compression=0)

    def write(self, delete: Iterable[int], add: Iterable[Document]) -> None:
        """Delete documents by their number across the segments of the last commit, add others, commit: all or nothing."""
        writer = SegmentWriter(FileIndex(self._storage, indexname=_NAME), codec=self._codec, compound=False, limitmb=_POOL_MB)
        try:
            for number in delete:
                writer.delete_document(number)
            for document in add:
                writer.add_document(**_fields(document))
            writer.commit(mergetype=_merge)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        finally:
            self._storage.close_files()


def _fields(document: Document) -> dict[str, Any]:
    words = [vocabulary.terms(getattr(document, name)) for name in rules.FIELDS]
    pay = rules.top_pay(document)
    row = {
        "id": document.id,
        "revision": document.revision,
        "posted": rules.microseconds(document.posted_at),
        "closes": rules.microseconds(document.closes_at),
        "pay": -1 if pay is None else pay,
        "completeness": document.completeness,
        "lengths": [len(terms) for terms in words],
        "values": {facet.value: sorted(set(values)) for facet, values in document.values.items()},
    }
    return {"words": words, "row": json.dumps(row, separators=(",", ":"))}


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Choose what is merged into the segment being written: the commit's merge policy, as Whoosh calls it."""
    by_size: dict[int, list[Any]] = {}
    for segment in segments:
        held = segment.doc_count_all() - segment.deleted_count()
        if held:
            mostly_gone = segment.deleted_count() > held
            by_size.setdefault(0 if mostly_gone else _size_class(held), []).append(segment)
    many = [size for size, held in by_size.items() if len(held) >= _GATHERED and size < _size_class(_LARGEST_MERGED)]
    last = max(many, default=-1)
    kept = []
    for segment in segments:
        held = segment.doc_count_all() - segment.deleted_count()
        if not held:
            continue
        if segment.deleted_count() > held or _size_class(held) <= last:
            writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
        else:
            kept.append(segment)
    return kept


def _size_class(documents: int) -> int:
    return (documents.bit_length() - 1) // 3
