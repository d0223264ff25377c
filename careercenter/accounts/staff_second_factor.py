"""Moderators and administrators sign in with a second factor, outside demonstration."""

from __future__ import annotations

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.web.auth import current_actor

# What who still lacks one may do: set one up, prove who they are, leave.
_OPEN = frozenset(
    {
        "accounts.second_factor",
        "accounts.app_on",
        "accounts.app_picture",
        "accounts.passkey_new",
        "accounts.prove",
        "accounts.prove_by_passkey",
        "security.logout",
        "web.healthz",
    }
)


def needs_second_factor(account: Account) -> bool:
    return current_app.config["SETTINGS"].production and account.is_moderator and not account.has_second_factor


def lead_to_second_factor(app: Flask) -> None:
    @app.before_request
    def _lead() -> ResponseReturnValue | None:
        actor = current_actor()
        if isinstance(actor, Account) and request.endpoint not in _OPEN and needs_second_factor(actor):
            return redirect(url_for("accounts.second_factor"), code=303)
        return None
