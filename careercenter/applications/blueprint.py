"""One blueprint for both sides of an application."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request, url_for

blueprint = Blueprint("applications", __name__)


def pages_of(name: str) -> Callable[[int], str]:
    """Give what makes the address of another page of the list here; `name` is the page's parameter, the others stay."""
    endpoint, fixed = request.endpoint or "", request.view_args or {}
    kept = {key: value for key, value in request.args.items() if key != name}
    return lambda number: url_for(endpoint, **fixed, **kept, **{name: number})
