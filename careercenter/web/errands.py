"""What a visitor came for when a page sent them to sign in: features say it for their own pages, accounts shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from careercenter.web.urls import safe_next


@dataclass(frozen=True, slots=True)
class Errand:
    """`words` say what signing in is for; `kind` is what a new account is most likely for: "coder", "employer" or ""."""

    words: str
    kind: str = ""


Says = Callable[..., Errand | None]
_SAID_BY: dict[str, Says] = {}


def says_errand(endpoint: str) -> Callable[[Says], Says]:
    """Register what the page `endpoint` is for; the function gets the values of its address."""

    def register(function: Says) -> Says:
        _SAID_BY[endpoint] = function
        return function

    return register


def errand_of(target: str | None) -> Errand | None:
    """Give what the page at `target` is for; None for one nobody says anything of, or that is no page of ours."""
    safe = safe_next(target, "")
    if not safe:
        return None
    values: Mapping[str, Any]
    try:
        endpoint, values = current_app.url_map.bind(request.host).match(urlsplit(safe).path, method="GET")
    except HTTPException:
        return None
    says = _SAID_BY.get(endpoint)
    return says(**values) if says else None
