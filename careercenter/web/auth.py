"""Who acts, and the two things a route can say of itself: `@requires(permission, load=…)` or `@public`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar, cast

import structlog
from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from careercenter.core.clock import now
from careercenter.core.errors import Barred
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor, barred, may
from careercenter.web import kept_forms
from careercenter.web.request_log import route

log = structlog.get_logger("auth")

P = ParamSpec("P")
R = TypeVar("R")


class Visitor:
    """Somebody not signed in."""

    account_id = None
    public_id = ""
    name = ""
    email = ""
    is_moderator = False
    is_admin = False
    is_coder = False
    memberships: tuple[Any, ...] = ()
    is_authenticated = False

    def role_in(self, employer_id: int) -> str | None:
        return None


VISITOR = Visitor()


def current_actor() -> Actor:
    """Give the signed-in account, or the Visitor."""
    account = current_user._get_current_object()
    return cast(Actor, account if account is not None and account.is_authenticated else VISITOR)


def forget_account() -> None:
    """Treat the rest of this request as a visitor's, without asking the database who it is."""
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # where Flask-Login keeps it


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a route that anybody may use."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def requires(
    permission: StrEnum, *, load: Callable[..., Any] | None = None
) -> Callable[[Callable[..., R]], Callable[..., Any]]:
    """Let a view run only for those who may.

    `load` gets the address's values and gives the subject (or None: 404); the view receives it as its first argument
    instead of them. Who may not is answered as if nothing were there (404); a visitor is sent to sign in when the page
    needs an account anyway, so that the answer is the same whether the thing exists or not. What is closed for a while is
    refused with its reason, after it is clear that the person may know of it.
    """

    def decorate(view: Callable[..., R]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(**values: Any) -> Any:
            actor = current_actor()
            if actor.account_id is None:
                return sign_in_first()
            subject = load(**values) if load else None
            if load and subject is None:
                abort(404)
            if not may(actor, permission, subject):
                log.info("denied", permission=str(permission), route=route(), account=actor.account_id)
                abort(404)
            if reason := barred(permission, subject):
                raise Barred(reason)
            g.subject = subject
            return view(subject) if load else view(**values)

        guarded.permission, guarded.load = permission, load  # type: ignore[attr-defined]
        return guarded

    return decorate


def needs_account() -> bool:
    """Say whether the page of this request is for people who are signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "permission", "public") != "public"


def sign_in_first() -> ResponseReturnValue:
    """Send a visitor to sign in and back to this page; what a form held is kept and offered again then."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")), code=303)
    back = request.path
    if kept_forms.keep(at=now()):
        flash(_("Sign in to continue. What you wrote is kept."), "warning")
        back = url_for("accounts.again")
    return redirect(url_for("security.login", next=back), code=303)
