"""Doc values: what filters, counts and sorts need of every document, as arrays indexed by doc id.

Columns never change: threads share them, and a change in the index makes new ones from the old. A document that was deleted
keeps its place and is no longer `live`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from careercenter.core.places import distance_miles
from careercenter.search import ranking
from careercenter.search.index.facet_bitmaps import Array, Bitmap, FacetBitmaps, Mask, pack_mask, unpack_bitmap
from careercenter.search.index.facet_rows import DocumentFacetRows
from careercenter.search.index.growable_array import GrowableArray
from careercenter.search.index.multi_value_column import MultiValueColumn
from careercenter.search.interface import UNSAID, Document, Near, Schema
from careercenter.search.query import FacetName

_MAX_CACHED_CENTERS = 8
# Facets of up to this share of the documents are counted by their rows, of more by the bitmap of each value.
_MAX_SHARE_BY_ROW = 1 / 16
# Arrays with one row a document.
_PER_DOCUMENT_ARRAYS = ("posted", "closes", "pay", "completeness", "lengths")


@dataclass(frozen=True, slots=True)
class SegmentDocValues:
    """The doc values of one segment; its first document is number 0.

    posted, closes: microseconds since 1970; pay: highest hourly cents, -1 where none is said; lengths: terms in each field;
    points: doc id, latitude, longitude, ascending by doc id.
    """

    schema: Schema
    posted: Array
    closes: Array
    pay: Array
    completeness: Array
    lengths: Array
    points: Array
    bits: dict[FacetName, FacetBitmaps]
    employers: MultiValueColumn
    arrays: Mapping[str, GrowableArray] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.posted)

    @classmethod
    def of(cls, schema: Schema, documents: Sequence[Document], lengths: Sequence[Sequence[int]]) -> SegmentDocValues:
        capped = schema.capped
        pays = [ranking.top_amount(document) for document in documents]
        points = [(doc_id, *point) for doc_id, document in enumerate(documents) for point in document.points]
        return cls(
            schema=schema,
            posted=np.array([ranking.microseconds(document.posted_at) for document in documents], dtype=np.int64),
            closes=np.array([ranking.microseconds(document.closes_at) for document in documents], dtype=np.int64),
            pay=np.array([-1 if pay is None else pay for pay in pays], dtype=np.int32),
            completeness=np.array([document.completeness for document in documents], dtype=np.float64),
            lengths=np.array(lengths, dtype=np.uint16).reshape(len(documents), len(schema.fields)),
            points=np.array(points, dtype=np.float64).reshape(len(points), 3),
            bits={
                facet: FacetBitmaps.of([document.values.get(facet, ()) for document in documents])
                for facet in schema.bitmap_facets
            },
            employers=MultiValueColumn.of([document.values.get(capped, ()) if capped else () for document in documents]),
        )

    @classmethod
    def empty(cls, schema: Schema) -> SegmentDocValues:
        return cls.of(schema, [], [])

    def extended(self, kept_docs: int, parts: Sequence[SegmentDocValues]) -> SegmentDocValues:
        """Keep the first documents and add others after them."""
        starts = [kept_docs, *(kept_docs + np.cumsum([part.size for part in parts])).tolist()]
        size, starts = starts[-1], starts[:-1]
        parts_by_start = list(zip(starts, parts, strict=True))
        arrays = {
            name: self._growable(name).extended(kept_docs, [getattr(part, name) for part in parts])
            for name in _PER_DOCUMENT_ARRAYS
        }
        kept_points = int(np.searchsorted(self.points[:, 0], kept_docs))
        arrays["points"] = self._growable("points").extended(
            kept_points, [_shifted_points(part, first_doc_id) for first_doc_id, part in parts_by_start]
        )
        return SegmentDocValues(
            schema=self.schema,
            **{name: array.array for name, array in arrays.items()},
            arrays=arrays,
            bits={
                facet: bitmaps.extended(
                    kept_docs,
                    size,
                    [(first_doc_id, part.bits[facet]) for first_doc_id, part in parts_by_start if facet in part.bits],
                )
                for facet, bitmaps in self.bits.items()
            },
            employers=self.employers.extended(
                kept_docs, [(first_doc_id, part.employers) for first_doc_id, part in parts_by_start]
            ),
        )

    def _growable(self, name: str) -> GrowableArray:
        return self.arrays.get(name) or GrowableArray(getattr(self, name))

    def without(self, deleted: Mask) -> SegmentDocValues:
        """Leave out deleted documents and renumber the others."""
        remaining = ~deleted
        new_doc_ids = np.cumsum(remaining) - 1
        points = self.points[remaining[self.points[:, 0].astype(np.int64)]]
        points[:, 0] = new_doc_ids[points[:, 0].astype(np.int64)]
        remaining_entries = remaining[self.employers.doc_ids]
        doc_ids = new_doc_ids[self.employers.doc_ids[remaining_entries]].astype(np.int32)
        return SegmentDocValues(
            schema=self.schema,
            posted=self.posted[remaining],
            closes=self.closes[remaining],
            pay=self.pay[remaining],
            completeness=self.completeness[remaining],
            lengths=self.lengths[remaining],
            points=points,
            bits={facet: bitmaps.without(deleted) for facet, bitmaps in self.bits.items()},
            employers=MultiValueColumn(self.employers.names, doc_ids, self.employers.value_ids[remaining_entries]),
        )


class IndexDocValues:
    def __init__(
        self,
        doc_values: SegmentDocValues,
        live: Mask,
        field_totals: Array | None = None,
        facet_rows: DocumentFacetRows | None = None,
    ) -> None:
        """`field_totals` and `facet_rows` are those of all `doc_values`, where they were computed before."""
        self.schema = doc_values.schema
        self.size = doc_values.size
        self.live = live
        self.live_count = int(live.sum())  # how many are live
        self.all_live = self.live_count == self.size
        self.posted, self.closes = doc_values.posted, doc_values.closes
        self.pay, self.points = doc_values.pay, doc_values.points
        self.completeness, self.lengths = doc_values.completeness, doc_values.lengths
        self.bits, self.employers = doc_values.bits, doc_values.employers
        self._sum_lengths = _sum_lengths(self.lengths) if field_totals is None else field_totals
        live_totals = self._sum_lengths - _sum_lengths(self.lengths[~live])
        self.average_lengths = live_totals / self.live_count if self.live_count else np.zeros(len(self.schema.fields))
        self.one_employer_each = self.employers.one_each(self.size)
        self._doc_values = doc_values
        self._distance_cache: dict[tuple[float, float], Array] = {}
        self._newest_posted = int(self.posted.max(initial=0))
        self._decay: Array | None = None
        self._max_completeness = float(self.completeness.max(initial=0.0))
        self._min_completeness = float(self.completeness.min(initial=1.0))
        self._facet_rows = facet_rows
        self._open_cache: tuple[int, int, Mask] | None = None
        self._open_bits_cache: tuple[Mask, Bitmap] | None = None
        self._steps_cache: dict[tuple[FacetName, Near | None], FacetBitmaps] = {}
        self._posted_cache: dict[int, tuple[int, int, Bitmap]] = {}
        self._numbers: dict[FacetName, Array] = {}

    @classmethod
    def empty(cls, schema: Schema) -> IndexDocValues:
        return cls(SegmentDocValues.empty(schema), np.zeros(0, np.bool_))

    def extended(self, kept_docs: int, parts: Sequence[SegmentDocValues], live: Mask) -> IndexDocValues:
        """Keep the first documents and append others. `live`: a mask of those not deleted, of all of them."""
        field_totals = (
            self._sum_lengths - _sum_lengths(self.lengths[kept_docs:]) + sum(_sum_lengths(part.lengths) for part in parts)
        )
        doc_values = self._doc_values.extended(kept_docs, parts)
        rows = self._facet_rows.extended(kept_docs, doc_values.bits, doc_values.size) if self._facet_rows else None
        return IndexDocValues(doc_values, live, field_totals, rows)

    def counts(self, facets: Collection[FacetName], documents: Array, bits: Bitmap) -> dict[FacetName, dict[str, int]]:
        """Count the values of facets among documents, given both as doc ids and as a bitmap."""
        if len(documents) > self.size * _MAX_SHARE_BY_ROW:
            return {facet: self.bits[facet].counts(bits) for facet in facets}
        if self._facet_rows is None:
            self._facet_rows = DocumentFacetRows.of(self.bits, self.size)
        return self._facet_rows.counts(facets, documents)

    def employers_of(self, doc_ids: list[int]) -> dict[int, Sequence[int]]:
        """Map each of these doc ids to the numbers of its values of the capped facet."""
        return self.employers.values_of_docs(doc_ids, one_each=self.one_employer_each)

    def recency_decay(self, doc_ids: Array, moment: int) -> Array:
        """Give the recency decay of documents at a moment; the power is computed once, against the newest."""
        if self._decay is None:
            self._decay = ranking.recency_decay((self._newest_posted - self.posted) / ranking.MICROSECONDS_A_DAY)
        since = (moment - self._newest_posted) / ranking.MICROSECONDS_A_DAY
        decay: Array = np.minimum(1.0, self._decay.take(doc_ids) * ranking.recency_decay(since))
        return decay

    def boost_range(self, moment: int) -> tuple[float, float]:
        """Give the smallest and the largest factor that any document's text score is boosted by."""
        since = max(0, moment - self._newest_posted) / ranking.MICROSECONDS_A_DAY
        least = ranking.apply_boosts(1.0, 0.0, self._min_completeness)
        return least, ranking.apply_boosts(1.0, ranking.recency_decay(since), self._max_completeness)

    def open_at(self, moment: int) -> Mask:
        """Give a mask of the live documents that have not closed; cached until the next closes. Not to be changed."""
        cached = self._open_cache
        if cached is None or not cached[0] <= moment < cached[1]:
            not_closed = self.closes > moment
            cached = self._open_cache = (*_constant_range(self.closes, not_closed), not_closed & self.live)
        return cached[2]

    def open_bits_at(self, moment: int) -> Bitmap:
        """Give the same documents as a bitmap."""
        mask = self.open_at(moment)
        cached = self._open_bits_cache
        if cached is None or cached[0] is not mask:
            cached = self._open_bits_cache = (mask, pack_mask(mask))
        return cached[1]

    def usual_steps(self, facet: FacetName, near: Near | None = None) -> FacetBitmaps:
        """Give the documents under each usual step of a scale that has any, but of age; under UNSAID those without an amount.

        Miles are counted from `near`, which other scales have no use for.
        """
        key = facet, near if self.schema.is_distance(facet) else None
        cached = self._steps_cache.get(key)
        if cached is None:
            steps = self.schema.scales[facet].steps
            bitmaps = {str(step): bitmap for step in steps if (bitmap := self._under_step(facet, step, near)).any()}
            if self.schema.is_amount(facet):
                bitmaps[UNSAID] = pack_mask(self.pay < 0)
            if len(self._steps_cache) >= len(self.schema.scales) + _MAX_CACHED_CENTERS:
                self._steps_cache = {}
            cached = self._steps_cache[key] = FacetBitmaps.of_rows(bitmaps)
        return cached

    def under_step(self, facet: FacetName, step: int, near: Near | None = None) -> Bitmap:
        """Give the documents under a step of a scale, usual or not, but of age."""
        usual = self.usual_steps(facet, near)
        row = usual.names.get(str(step))
        return self._under_step(facet, step, near) if row is None else usual.rows[row]

    def _under_step(self, facet: FacetName, step: int, near: Near | None) -> Bitmap:
        if self.schema.is_amount(facet):
            return pack_mask(self.pay >= step)
        if self.schema.is_distance(facet):
            assert near is not None
            return self._within_radius_or_remote(near, step)
        limits = ranking.within_step(self.schema.scales[facet], step)
        return self.bits[facet].any_of(filter(limits.holds, self.bits[facet].names))

    def without_amount(self) -> Bitmap:
        assert self.schema.amount is not None
        usual = self.usual_steps(self.schema.amount.facet)
        unsaid: Bitmap = usual.rows[usual.names[UNSAID]]
        return unsaid

    def numbers(self, facet: FacetName) -> Array:
        """Give the number each document states in a facet, the smallest of several; NaN where it states none."""
        numbers = self._numbers.get(facet)
        if numbers is None:
            numbers = np.full(self.size, np.nan)
            bitmaps = self.bits[facet]
            for name, row in sorted(bitmaps.names.items(), key=lambda pair: -float(pair[0])):
                numbers[unpack_bitmap(bitmaps.rows[row], self.size)] = float(name)
            self._numbers[facet] = numbers
        return numbers

    def posted_within(self, days: int, moment: int) -> Bitmap:
        """Give the documents posted within so many days before a moment; cached until the next is too old."""
        since = moment - days * ranking.MICROSECONDS_A_DAY
        cached = self._posted_cache.get(days)
        if cached is None or not cached[0] <= since < cached[1]:
            within = self.posted > since
            cached = (*_constant_range(self.posted, within), pack_mask(within))
            if self.schema.age and days in self.schema.age.steps:
                self._posted_cache[days] = cached
        return cached[2]

    def _within_radius_or_remote(self, place: Near, miles: int) -> Bitmap:
        """Give the documents within so many miles, and those the schema's remote rule counts as near."""
        within = pack_mask(self.within_radius(place, miles))
        remote = self.schema.remote
        if place.or_from_home and remote:
            within |= self.bits[remote.facet].any_of(remote.values) & self.bits[remote.state].any_of(place.states)
        return within

    def within_radius(self, place: Near, miles: int) -> Mask:
        """Give the documents with a place within so many miles."""
        within: Mask = self.miles_from(place) <= miles
        return within

    def miles_from(self, place: Near) -> Array:
        """Give each document's distance, from the nearest place asked for to the nearest of its own; infinite without one."""
        return reduce(np.minimum, map(self._miles_from_center, place.centers))

    def _miles_from_center(self, center: tuple[float, float]) -> Array:
        distances = self._distance_cache.get(center)
        if distances is None:
            if len(self._distance_cache) >= _MAX_CACHED_CENTERS:
                self._distance_cache = {}
            distances = self._distance_cache[center] = self._miles_from(*center)
        return distances

    def _miles_from(self, latitude: float, longitude: float) -> Array:
        nearest = np.full(self.size, np.inf)
        if len(self.points):
            distances = distance_miles((latitude, longitude), (self.points[:, 1], self.points[:, 2]))
            np.minimum.at(nearest, self.points[:, 0].astype(np.int64), distances)
        return nearest


def _sum_lengths(lengths: Array) -> Array:
    field_totals: Array = lengths.sum(axis=0, dtype=np.float64)
    return field_totals


def _constant_range(value_ids: Array, above: Mask) -> tuple[int, int]:
    """Give the range in which a threshold leaves the same values above it: from the largest below to the smallest above."""
    empty, always = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    return int(np.where(above, empty, value_ids).max(initial=empty)), int(
        np.where(above, value_ids, always).min(initial=always)
    )


def _shifted_points(part: SegmentDocValues, offset: int) -> Array:
    points = part.points.copy()
    points[:, 0] += offset
    return points
