"""What a line of the log says of the request it belongs to: an id, who acts, and the route. Never the address as it was asked
for, which may hold a link that still works."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import inspect

log = structlog.get_logger("web")


def request_id() -> str:
    """Give the id of this request: it stands in the log, in X-Request-ID, and as reference on error pages."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    return str(g.request_id)


def route() -> str:
    """Give the rule of the address asked for, "/reset/<token>"; nothing of what a person put in its place."""
    return request.url_rule.rule if request.url_rule else "(no route)"


def describe_request(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add what is known of the request to an event; the database is not asked."""
    if has_request_context():
        for name, value in (("request_id", request_id()), ("method", request.method), ("route", route())):
            event.setdefault(name, value)
        account = inspect(g.get("_login_user"), raiseerr=False)  # where Flask-Login keeps who was found
        if account is not None and account.identity:
            event.setdefault("account", account.identity[0])
    return event


def denied(why: str) -> None:
    """Log that somebody was not let through: who watches the log sees who tries doors."""
    log.info("denied", why=why)


def number_requests(app: Flask) -> None:
    @app.after_request
    def _numbered(response: Response) -> Response:
        response.headers.setdefault("X-Request-ID", request_id())
        return response
