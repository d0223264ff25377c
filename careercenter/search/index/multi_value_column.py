"""The column of a facet with as many values as there may be documents, and few a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from careercenter.search.index.facet_bitmaps import Array, Mask
from careercenter.search.index.growable_array import GrowableArray


@dataclass(frozen=True, slots=True)
class MultiValueColumn:
    """Pairs of doc id and value id, ascending by doc id."""

    names: tuple[str, ...]
    doc_ids: Array
    value_ids: Array
    arrays: tuple[GrowableArray, GrowableArray] | None = None

    @classmethod
    def of(cls, values_by_doc: Sequence[Iterable[str]]) -> MultiValueColumn:
        value_ids: dict[str, int] = {}
        pairs = [
            (doc_id, value_ids.setdefault(value, len(value_ids)))
            for doc_id, values in enumerate(values_by_doc)
            for value in values
        ]
        table = np.array(pairs, dtype=np.int32).reshape(len(pairs), 2)
        return cls(tuple(value_ids), table[:, 0].copy(), table[:, 1].copy())

    def extended(self, kept_docs: int, others: Sequence[tuple[int, MultiValueColumn]]) -> MultiValueColumn:
        """Keep the pairs of the first documents and append others', each with the doc id its first document gets."""
        cut = int(np.searchsorted(self.doc_ids, kept_docs))
        value_ids = {name: value_id for value_id, name in enumerate(self.names)}
        doc_id_parts, value_id_parts = [], []
        for first_doc_id, other in others:
            renumbered = np.array([value_ids.setdefault(name, len(value_ids)) for name in other.names], dtype=np.int32)
            doc_id_parts.append(other.doc_ids + np.int32(first_doc_id))
            value_id_parts.append(renumbered[other.value_ids] if len(other.value_ids) else other.value_ids)
        doc_id_array, value_id_array = self.arrays or (GrowableArray(self.doc_ids), GrowableArray(self.value_ids))
        arrays = doc_id_array.extended(cut, doc_id_parts), value_id_array.extended(cut, value_id_parts)
        return MultiValueColumn(tuple(value_ids), arrays[0].array, arrays[1].array, arrays)

    def one_each(self, size: int) -> bool:
        """Say whether each of so many documents has exactly one value."""
        return len(self.doc_ids) == size and bool((self.doc_ids == np.arange(size, dtype=np.int32)).all())

    def mask(self, chosen: Iterable[str], size: int) -> Mask:
        chosen_names = set(chosen)
        chosen_ids = [value_id for value_id, name in enumerate(self.names) if name in chosen_names]
        mask = np.zeros(size, np.bool_)
        mask[self.doc_ids[np.isin(self.value_ids, chosen_ids)]] = True
        return mask

    def counts(self, documents: Array, size: int, *, one_each: bool) -> dict[str, int]:
        """Count the values of these documents, of `size` in all; `one_each`: every document has exactly one value."""
        entries = documents
        if not one_each:
            among = np.zeros(size, np.bool_)
            among[documents] = True
            entries = np.flatnonzero(among[self.doc_ids])
        totals = np.bincount(self.value_ids[entries], minlength=len(self.names))
        present = np.flatnonzero(totals)
        return {self.names[value_id]: count for value_id, count in zip(present.tolist(), totals[present].tolist(), strict=True)}

    def values_of_docs(self, doc_ids: list[int], *, one_each: bool) -> dict[int, Sequence[int]]:
        """Map each of these doc ids to its value ids; `one_each`: every document has exactly one value."""
        if one_each:
            return dict(zip(doc_ids, zip(self.value_ids[doc_ids].tolist()), strict=True))
        first = self.doc_ids.searchsorted(doc_ids)
        last = self.doc_ids.searchsorted(doc_ids, side="right")
        ranges = zip(doc_ids, first.tolist(), last.tolist(), strict=True)
        return {doc_id: self.value_ids[begin:end].tolist() for doc_id, begin, end in ranges}
