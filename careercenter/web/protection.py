"""Security headers, the cross-site guard, and which requests may write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, abort, g, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from werkzeug.wsgi import get_host

from careercenter.config import Settings
from careercenter.core.db import writing
from careercenter.web.request_log import denied

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


# Asked by machines that know the board by another name than people do; what they answer is the same for everybody.
FOR_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})


def _of_this_host(wsgi: Any, public_url: str) -> Any:
    """Answer 400 to requests that name another host than people reach the board by: addresses made of it would lead there."""
    known = urlsplit(public_url).netloc.lower()
    words = (
        f"This board is at {public_url}. The request named another host; a proxy in front passes the Host header on,"
        " or X-Forwarded-Host with CAREERCENTER_TRUSTED_PROXIES set.\n"
    ).encode()

    def run(environ: dict[str, Any], start: Any) -> Any:
        asked = get_host(environ).lower()
        if asked == known or environ.get("PATH_INFO") in FOR_MACHINES:
            return wsgi(environ, start)
        start(
            "400 Bad Request",
            [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words))), *HEADERS.items()],
        )
        return [words]

    return run


def static_headers(*, https: bool) -> dict[str, str]:
    """Give the headers every answer carries, static files too."""
    lasting = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if https else {}
    return {**HEADERS, "Content-Security-Policy": policy(), **lasting}


# What a form that takes a file may hold: a file too large for its rule is answered with the form, not with a bare page.
LARGEST_UPLOAD = 15 * 1024 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def takes_large_files(view: View) -> View:
    """Mark a view whose form answers for files that are too large; still nothing past LARGEST_UPLOAD is read."""
    view.largest_request = LARGEST_UPLOAD  # type: ignore[attr-defined]
    return view


def make_room_for_files(app: Flask) -> None:
    """Set how much a request may hold before anything reads its form."""

    @app.before_request
    def _limit_body() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if largest := getattr(view, "largest_request", None):
            request.max_content_length = largest


def protect(app: Flask, settings: Settings) -> None:
    app.wsgi_app = _without_nul(app.wsgi_app)  # type: ignore[method-assign]
    if settings.production:
        app.wsgi_app = _of_this_host(app.wsgi_app, settings.public_url)  # type: ignore[method-assign]
    usual = static_headers(https=settings.https)

    @app.before_request
    def _begin() -> None:
        if request.method not in SAFE_METHODS and not _from_here(settings):
            denied("cross-site")
            abort(400)
        # PostgreSQL cannot even be asked about a NUL character, and no address of ours has one.
        if "\0" in request.path:
            abort(404)
        # Readers do not queue for the one writer SQLite has.
        writing.set(request.method not in SAFE_METHODS)

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        writing.set(True)
        for name in ("csrf_valid", "malformed"):
            g.pop(name, None)  # of this request alone, also where the next one shares its context

    @app.after_request
    def _headers(response: Response) -> AnyResponse:
        for name, value in usual.items():
            response.headers.setdefault(name, value)
        _keep_here(response)
        # What a signed-in person saw must not be shown to the next one at the same computer by "back".
        # What says of itself that it is public, an employer's picture, shows nothing of theirs.
        personal = current_user and current_user.is_authenticated and not response.cache_control.public
        if personal or _by_one_time_link():
            response.headers["Cache-Control"] = "no-store"
        return response


def _from_here(settings: Settings) -> bool:
    """Say whether the board's own page sent this, as far as the browser tells. The CSRF token is asked for besides.

    A browser that says nothing (set to send no Referer, or an older one) is judged by the token alone.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    own = _origin(settings.public_url) if settings.production else _origin(request.host_url)
    said = [request.headers.get("Origin"), request.headers.get("Referer")]
    return all(_origin(address) == own for address in said if address and address != "null")


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


def _by_one_time_link() -> bool:
    """Say whether the address itself is a secret that still works; every such route calls it `token`."""
    return bool(request.url_rule and "token" in request.url_rule.arguments)


def _keep_here(response: Response) -> None:
    """Keep redirects on the host that was asked, and out of caches.

    Routing makes whole addresses of what the request says its host is. A browser keeps a permanent redirect for ever; a title
    that changes and changes back would lead in a circle.
    """
    if 300 <= response.status_code < 400 and response.status_code != 304:
        response.headers.setdefault("Cache-Control", "no-cache")
        whole = urlsplit(response.location or "")
        if whole.netloc and whole.netloc == request.host:
            response.location = urlunsplit(("", "", "/" + whole.path.lstrip("/"), whole.query, whole.fragment))
