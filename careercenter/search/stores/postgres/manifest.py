"""The segments of a commit as JSON. The table of contents on disk is a pickle, which nobody reads who did not write it."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np

from careercenter.search.stores.directory.segment import SegmentMeta
from careercenter.search.stores.directory.segment_file import Checksum


def to_json(metas: list[SegmentMeta]) -> list[dict[str, Any]]:
    return [
        {
            "name": meta.segid,
            "documents": meta.doc_count_all(),
            "deleted": _packed(meta),
            "files": {kind: list(checksum) for kind, checksum in meta.checksums.items()},
        }
        for meta in metas
    ]


def from_json(segments: list[dict[str, Any]]) -> list[SegmentMeta]:
    """Raises LookupError, TypeError or ValueError where they are not what `to_json` gave."""
    return [_meta(segment) for segment in segments]


def files(metas: list[SegmentMeta]) -> dict[str, Checksum]:
    """Give all files of these segments by name."""
    return {meta.make_filename(kind): checksum for meta in metas for kind, checksum in meta.checksums.items()}


def _meta(segment: dict[str, Any]) -> SegmentMeta:
    meta = SegmentMeta.new(segment["name"])
    meta.set_doc_count(segment["documents"])
    meta.checksums = {kind: Checksum(*checksum) for kind, checksum in segment["files"].items()}
    packed = np.frombuffer(zlib.decompress(base64.b64decode(segment["deleted"])), np.uint8)
    for doc_id in np.flatnonzero(np.unpackbits(packed, count=segment["documents"])).tolist():
        meta.delete_document(doc_id)
    return meta


def _packed(meta: SegmentMeta) -> str:
    """Write a bit a document."""
    deleted = np.zeros(meta.doc_count_all(), np.bool_)
    deleted[list(meta.deleted_docs())] = True
    return base64.b64encode(zlib.compress(np.packbits(deleted).tobytes())).decode()
