"""Everything accounts add to the application: sign-in, its pages, its limits, and a safe start."""

from __future__ import annotations

import structlog
from flask import Flask, g
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from careercenter.accounts import (
    queries,
    sessions,
    views_reach,
    views_second_factor,
    views_settings,
    views_sign_in,
    views_sign_up,
)
from careercenter.accounts.blueprint import accounts, security
from careercenter.accounts.security import set_up
from careercenter.accounts.staff_second_factor import lead_to_second_factor
from careercenter.core.clock import now
from careercenter.core.db import db, writing
from careercenter.core.errors import UnsafeSettings
from careercenter.web import limits

log = structlog.get_logger("accounts")

PAGES = (views_sign_in, views_sign_up, views_settings, views_second_factor, views_reach)  # importing them adds their routes
blueprints = (security, accounts)


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    set_up(app, [app.config["SECRET_KEY"], *app.config["SECRET_KEY_FALLBACKS"]])
    limits.init_app(app)
    lead_to_second_factor(app)
    app.teardown_request(_touch)
    if settings.production:
        refuse_demonstration_accounts(app)


def refuse_demonstration_accounts(app: Flask) -> None:
    """Stop a production start on a database that holds accounts whose password everybody knows."""
    with app.app_context():
        there = inspect(db.engine).has_table("account") and queries.demonstration_exists()
        db.session.remove()
        db.engine.dispose()  # nothing of it is carried into the processes the server starts
    if there:
        raise UnsafeSettings(
            "This database holds demonstration accounts, whose password is public. In production use an empty data folder "
            "(CAREERCENTER_DATA_DIR) or database (CAREERCENTER_DATABASE_URL)."
        )


def _touch(_error: BaseException | None) -> None:
    """Note that the session was used, after the page is made and in a transaction of its own. A page never fails of it."""
    session_id, seen_at = g.pop("session_seen", (None, None))
    g.pop("account_session", None)
    g.pop("_login_user", None)  # the next request may be another person's, also where it shares this context
    if session_id is None or now() - seen_at < sessions.TOUCH_EVERY:
        return
    try:
        db.session.rollback()
        writing.set(True)
        sessions.touch(session_id, at=now())
        db.session.commit()
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("session not touched", error=str(error))
