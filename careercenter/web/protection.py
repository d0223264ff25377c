"""Security headers, the cross-site guard, and which requests may write."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from careercenter.core.db import writing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def policy(**changes: str) -> str:
    """Give the Content-Security-Policy header, with some of its parts replaced."""
    parts = {**CONTENT_POLICY, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return "; ".join(f"{name} {value}".strip() for name, value in parts.items())


def _without_nul(wsgi: Any) -> Any:
    """Drop NUL characters from what is asked for: they are in nobody's search, and PostgreSQL refuses them."""

    def run(environ: dict[str, Any], start: Any) -> Any:
        environ["QUERY_STRING"] = environ.get("QUERY_STRING", "").replace("%00", "")
        return wsgi(environ, start)

    return run


def protect(app: Flask, *, https: bool) -> None:
    app.wsgi_app = _without_nul(app.wsgi_app)  # type: ignore[method-assign]

    @app.before_request
    def _begin() -> None:
        # A second layer beside the CSRF token: browsers say where a request comes from.
        if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") == "cross-site":
            abort(400)
        # PostgreSQL cannot even be asked about a NUL character, and no address of ours has one.
        if "\0" in request.path:
            abort(404)
        # Readers do not queue for the one writer SQLite has.
        writing.set(request.method not in SAFE_METHODS)

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        writing.set(True)

    @app.after_request
    def _headers(response: Response) -> AnyResponse:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        # What a signed-in person saw must not be shown to the next one at the same computer by "back".
        # What says of itself that it is public, an employer's picture, shows nothing of theirs.
        if current_user and current_user.is_authenticated and not response.cache_control.public:
            response.headers["Cache-Control"] = "no-store"
        return response
