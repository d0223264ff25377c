"""Canonical addresses and safe ways back."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter

LONGEST_NEXT = 2000


class RowNumber(IntegerConverter):
    """`<int:…>` of an address: a number a row can have. More digits are an address that is not there, and no database error."""

    regex = r"[0-9]{1,9}"


def split_slug(value: str) -> tuple[str, str]:
    """Split "<public id>-<slug>" of an address into its two parts; the slug may be missing."""
    public_id, _, slug = value.partition("-")
    return public_id, slug


def safe_next(target: str | None, default: str) -> str:
    """Give `target` when it is the address of one of our own GET pages, else `default`."""
    if not target or len(target) > LONGEST_NEXT or not target.startswith("/") or target.startswith("//"):
        return default
    if "\\" in target or any(unicodedata.category(c).startswith(("C", "Z")) for c in target):
        return default
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return default
    try:
        endpoint, _ = current_app.url_map.bind(request.host).match(parts.path, method="GET")
    except HTTPException:
        return default
    return default if endpoint in ("security.logout", "static") else target
