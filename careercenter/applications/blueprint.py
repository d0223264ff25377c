"""One blueprint for both sides of an application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for

from careercenter.applications import queries
from careercenter.applications.models import Application

blueprint = Blueprint("applications", __name__)


def load_own(application: str) -> Application | None:
    """Load for a coder's own pages; whether it is their own is the policy's question."""
    return queries.by_public_id(application)


def pages_of(name: str) -> Callable[[int], str]:
    """Give what makes the address of another page of the list here; `name` is the page's parameter, the others stay."""
    endpoint = request.endpoint or ""
    # Names with an underscore are options of url_for, and not for strangers to set.
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if not key.startswith("_")}
    kept.update(request.view_args or {})
    return lambda number: url_for(endpoint, **{**kept, name: number})
