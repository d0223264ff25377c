"""Search documents: say what matters, the rest is empty and the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Document

AT = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def document(
    public_id: str,
    title: str = "",
    *,
    under: Mapping[Facet, str | tuple[str, ...]] | None = None,
    days_ago: float = 5,
    closes_in: float = 30,
    pay: tuple[int | None, int | None] = (None, None),
    points: tuple[tuple[float, float], ...] = (),
    completeness: float = 0.0,
    revision: str = "",
    **texts: str,
) -> Document:
    """Make a document. `under`: the facet values it stands under; `pay`: lowest and highest hourly cents; `texts`: by field."""
    return Document(
        id=public_id,
        texts={"title": title, **texts},
        completeness=completeness,
        points=points,
        revision=revision,
        values={facet: (held,) if isinstance(held, str) else held for facet, held in (under or {}).items()},
        posted_at=AT - timedelta(days=days_ago),
        closes_at=AT + timedelta(days=closes_in),
        amount_min=pay[0],
        amount_max=pay[1],
    )
