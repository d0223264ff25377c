"""The sheets every page has, sent as one: ten requests before the first word is drawn would be felt on a telephone."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import abort, current_app, make_response, url_for
from flask.typing import ResponseReturnValue

from careercenter.browse.blueprint import bp
from careercenter.web.auth import public

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "css"

# In the order of the cascade: names, elements, then the pieces. Each feature's own sheet is linked by its pages.
SHEETS = (
    "tokens", "base", "components/site", "components/button", "components/form", "components/mark", "components/panel",
    "components/facts", "components/table", "components/pagination",
)  # fmt: skip


def style_url() -> str:
    """Give the address of the common sheet; it changes when a sheet does, so that it may be kept for ever."""
    return url_for("browse.style", version=_read()[0])


@bp.get("/style/<version>.css")
@public
def style(version: str) -> ResponseReturnValue:
    now_version, text = _read()
    if version != now_version:
        abort(404)
    response = make_response(text)
    response.mimetype = "text/css"
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 3600
    response.cache_control.immutable = True
    return response


def _read() -> tuple[str, str]:
    return _joined.__wrapped__() if current_app.debug else _joined()


@lru_cache(maxsize=1)
def _joined() -> tuple[str, str]:
    text = "\n".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return hashlib.sha256(text.encode()).hexdigest()[:12], text
