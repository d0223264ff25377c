"""Search documents: say what matters, the rest is empty and the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from careercenter.search.interface import Document, Facet

AT = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)

_TEXTS = {"title": "", "employer": "", "specialties": "", "credentials": "", "places": "", "description": ""}


def document(
    public_id: str,
    title: str = "",
    *,
    under: Mapping[Facet, str | tuple[str, ...]] | None = None,
    days_ago: float = 5,
    closes_in: float = 30,
    pay: tuple[int | None, int | None] = (None, None),
    **said: Any,
) -> Document:
    """Make a document. `under`: the facet values it stands under; `pay`: lowest and highest hourly cents."""
    return Document(
        id=public_id,
        **{**_TEXTS, "title": title, **said},
        values={facet: (held,) if isinstance(held, str) else held for facet, held in (under or {}).items()},
        posted_at=AT - timedelta(days=days_ago),
        closes_at=AT + timedelta(days=closes_in),
        hourly_min=pay[0],
        hourly_max=pay[1],
    )
