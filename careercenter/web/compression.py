"""Answers compressed for who asks for it, and answered with "not modified" when nothing has.

docs/decisions/0022-compression-and-caching.md says why a signed-in person's page that another site asked for is not compressed.
"""

from __future__ import annotations

import gzip
import hashlib

import brotli
from flask import Flask, Response, request, session
from flask_login import current_user

LEAST = 500  # bytes; below, headers weigh more than what is saved
BROTLI_QUALITY = 4  # a page of 56 KB to 8 KB in half a millisecond; 5 takes twice as long for a twentieth less
GZIP_LEVEL = 5
TEXTS = frozenset(
    {
        "text/html", "text/css", "text/plain", "text/xml", "text/csv", "application/json", "application/problem+json",
        "application/ld+json", "application/xml", "application/rss+xml", "application/javascript", "image/svg+xml",
    }
)  # fmt: skip


def compress_answers(app: Flask) -> None:
    """Registered before everything else that touches answers, because what is registered first comes last."""

    @app.after_request
    def _deliver(response: Response) -> Response:
        if response.is_streamed or response.direct_passthrough:
            return response
        _tag(response)
        if response.status_code != 304:
            _compress(response)
        return response


def _tag(response: Response) -> None:
    """Let a visitor's browser ask whether a page is still as it has it."""
    public = response.status_code == 200 and not _signed_in() and not session.modified and not response.cache_control.no_store
    if request.method not in ("GET", "HEAD") or not public or response.mimetype not in TEXTS:
        return
    response.vary.update(["Cookie", "Accept-Encoding"])
    tag, weak = response.get_etag()
    if tag is None:
        tag, weak = hashlib.blake2b(response.get_data(), digest_size=12).hexdigest(), False
        if not response.cache_control:
            response.cache_control.no_cache = True  # jobs close at their minute: ask each time
    if not weak:
        response.set_etag(tag, weak=True)  # the same page, whatever it is packed in
    response.make_conditional(request)


def _compress(response: Response) -> None:
    if response.mimetype not in TEXTS or "Content-Encoding" in response.headers or response.status_code in (204, 206):
        return
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    if len(content) < LEAST or _chosen_by_another_site():
        return
    accepted = request.accept_encodings
    if accepted["br"] > 0:
        packed, how = brotli.compress(content, quality=BROTLI_QUALITY), "br"
    elif accepted["gzip"] > 0:
        packed, how = gzip.compress(content, GZIP_LEVEL, mtime=0), "gzip"
    else:
        return
    response.set_data(packed)
    response.headers["Content-Encoding"] = how


def _chosen_by_another_site() -> bool:
    """Say whether another site may have chosen what a signed-in person's page holds: then its length must tell nothing."""
    return _signed_in() and request.headers.get("Sec-Fetch-Site") not in ("same-origin", "none")


def _signed_in() -> bool:
    return bool(current_user and current_user.is_authenticated)
