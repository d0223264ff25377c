"""One Whoosh index in one folder: its commits, each a table of contents that names segments and their deleted documents.

Of Whoosh these are used: `TOC` (reading and writing a commit, whose last step is one rename), `W3Segment` (which documents are
deleted), `clean_files` and, in `segment` and `segment_writer`, its hash table on the disk, which is the term dictionary.
Its analysis, writer, queries, matchers, scoring and facets are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, clean_files

from careercenter.search.interface import Document, Schema
from careercenter.search.stores.directory.merge_policy import LiveSegment, choose_merge
from careercenter.search.stores.directory.segment import ARRAYS, NAME, TERMS, Segment, SegmentMeta
from careercenter.search.stores.directory.segment_file import Checksum, DamagedFile
from careercenter.search.stores.directory.segment_writer import write_segment

# Raise when what is stored changes: the table of contents is a pickle, so the names of its classes count too.
LAYOUT = 7

# What reading raises when a writer took files away meanwhile: the next commit is there to be read.
FILES_REPLACED = (FileNotFoundError, EmptyIndexError)

# Documents sorted at once when all are written anew: some 60 MB of memory.
DOCS_PER_RUN = 4096

_SCHEMA = fields.Schema(words=fields.KEYWORD())  # Whoosh wants one; nothing reads it


class _ClosingFileStorage(FileStorage):
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

    def __init__(self, folder: Path, schema: Schema) -> None:
        self.folder = folder
        self._schema = schema
        self._storage = _ClosingFileStorage(str(folder))

    @classmethod
    def create(cls, folder: Path, schema: Schema, documents: Iterable[Document]) -> WhooshIndex:
        """Write a whole index, never holding all documents at once; of a repeated id the last counts.

        Documents are sorted in runs, each a segment, and these merged into one: it has what a search needs in one place.
        """
        index = cls(folder, schema)
        runs = []
        last_written: dict[str, tuple[SegmentMeta, int]] = {}
        remaining = iter(documents)
        while batch := {document.id: document for document in islice(remaining, DOCS_PER_RUN)}:
            meta = index._new_segment(list(batch.values()), [])
            for doc_id, document_id in enumerate(batch):
                if document_id in last_written:
                    earlier, earlier_doc_id = last_written[document_id]
                    earlier.delete_document(earlier_doc_id)
                last_written[document_id] = (meta, doc_id)
            runs.append(meta)
        metas = runs
        if len(runs) > 1:
            del last_written
            metas = [index._new_segment([], [LiveSegment(meta, Segment(schema, folder, meta)) for meta in runs])]
        index.commit(metas)
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
        return generation, [
            LiveSegment(meta, known.get(meta.segment_id()) or Segment(self._schema, self.folder, meta)) for meta in metas
        ]

    def prepare(self, known: Mapping[str, Segment], deleted: Iterable[str], new: list[Document]) -> list[SegmentMeta] | None:
        """Delete documents by id and add others: give the segments of the next commit, written; None where nothing changes."""
        _, parts = self.read(known)
        if not all(part.segment.unchanged() for part in parts):
            raise DamagedFile("a file of the index is not the one that was opened")
        deletions = [part.delete(document_id) for document_id in deleted for part in parts]
        if not (new or any(deletions)):
            return None
        kept, merged = choose_merge(parts)
        metas = [part.meta for part in kept]
        if new or merged:
            metas.append(self._new_segment(new, merged))
        return metas

    def commit(self, metas: list[SegmentMeta]) -> None:
        """Make these the segments of the index, in one step, and remove the files of others."""
        generation = self.generation() + 1
        TOC(_SCHEMA, metas, generation).write(self._storage, NAME)
        clean_files(self._storage, NAME, generation, metas)

    def _new_segment(self, documents: list[Document], merged: list[LiveSegment]) -> SegmentMeta:
        meta = SegmentMeta.new()
        files = {kind: self.folder / meta.make_filename(kind) for kind in (TERMS, ARRAYS)}
        try:
            meta.set_doc_count(write_segment(self._schema, files, documents, merged))
            meta.checksums = {kind: Checksum.of(file) for kind, file in files.items()}
        except BaseException:
            for file in files.values():
                file.unlink(missing_ok=True)
            raise
        return meta
