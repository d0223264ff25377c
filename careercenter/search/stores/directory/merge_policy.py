"""Which segments a commit merges: those of a size once eight have gathered, and those mostly of deleted documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.stores.directory.segment import Segment, SegmentMeta

# Segments are merged when so many of a size class have gathered; a class is eight times the one below. What has grown past the
# largest stays until the next rebuild, so that no single addition pays for rewriting the index.
_MERGE_FACTOR = 8
_MAX_MERGED_DOCS = 4096


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


def choose_merge(segments: list[LiveSegment]) -> tuple[list[LiveSegment], list[LiveSegment]]:
    """Split the segments into those that stay and those merged into the one being written; empty ones are in neither."""
    segments = [segment for segment in segments if segment.live_count]
    full_classes = [
        size for size, number in Counter(segment.size_class for segment in segments).items() if number >= _MERGE_FACTOR
    ]
    largest_class = max((size for size in full_classes if size < _size_class(_MAX_MERGED_DOCS)), default=-1)
    merged = [segment for segment in segments if segment.mostly_deleted or segment.size_class <= largest_class]
    return [segment for segment in segments if segment not in merged], merged


def _size_class(documents: int) -> int:
    return (documents.bit_length() - 1) // 3
