"""One blueprint for both sides of an application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for

blueprint = Blueprint("applications", __name__)


def pages_of(name: str) -> Callable[[int], str]:
    """Give what makes the address of another page of the list here; `name` is the page's parameter, the others stay."""
    endpoint = request.endpoint or ""
    # Names with an underscore are options of url_for, and not for strangers to set.
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if not key.startswith("_")}
    kept.update(request.view_args or {})
    return lambda number: url_for(endpoint, **{**kept, name: number})
