"""create_app: the only file that knows every feature."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from careercenter.config import Settings, read_settings
from careercenter.core.db import db, prepare_engine, sqlite_engine_options
from careercenter.core.errors import UnsafeSettings
from careercenter.core.migrations import Migrations
from careercenter.core.private import keep_private
from careercenter.job_search.execute import EngineWithFallback
from careercenter.job_search.fallback import DatabaseFallback
from careercenter.mail import render as mail_render
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.select import engine as search_engine
from careercenter.storage.files import Files
from careercenter.web.assets import serve_assets
from careercenter.web.compression import compress_answers
from careercenter.web.errors import answer_errors
from careercenter.web.protection import make_room_for_files, protect
from careercenter.web.request_log import describe_request, number_requests
from careercenter.web.templating import set_up_templates
from careercenter.web.urls import RowNumber

TOP = Path(__file__).resolve().parent.parent

# Each feature has some of: views.blueprints, tasks (handlers), policy (permissions). Order: lower layers first.
FEATURES = (
    "audit", "web", "accounts", "mail", "tasks", "storage", "employers", "postings", "profiles",
    "applications", "importing", "moderation", "browse", "codes", "api", "admin", "branding",
)  # fmt: skip

LARGEST_REQUEST = 6 * 1024 * 1024  # a résumé of 5 MB and the fields beside it

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; UnsafeSettings when it must not start as configured."""
    settings = settings or read_settings()
    _log_as_json()
    app = Flask("careercenter", root_path=str(TOP), template_folder="templates", static_folder=None)
    app.url_map.converters["int"] = RowNumber
    _configure(app, settings)
    if settings.database_url.startswith("sqlite"):
        keep_private(Path(make_url(settings.database_url).database or ":memory:"))
    db.init_app(app)
    app.extensions["migrate"] = Migrations(TOP / "migrations")
    make_room_for_files(app)
    csrf.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    app.extensions["files"] = Files(settings.storage_url)
    app.extensions["search"] = search_engine(settings.search_engine, POSTINGS, settings.search_folder, settings.database_url)
    app.extensions["job_search"] = EngineWithFallback(lambda: app.extensions["search"], DatabaseFallback())
    compress_answers(app)
    number_requests(app)
    protect(app, settings)
    _features(app)
    link = app.extensions["link"] = _link(app, settings)
    board = {"name": settings.board_name, "support_email": settings.support_email}
    set_up_templates(app, link=link, **board, demonstration=not settings.production)
    mail_render.configure(app, link, **board, host=settings.host, time_zone=settings.time_zone)
    answer_errors(app)
    importlib.import_module("careercenter.cli").register(app)
    serve_assets(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    sqlite = settings.database_url.startswith("sqlite")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[key for key in settings.secret_key_fallbacks.split(",") if key],
        DEBUG=settings.debug,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # Errors of the database go to the log, and what was asked of it holds addresses and links.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, **(sqlite_engine_options() if sqlite else {"pool_pre_ping": True})},
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=500_000,
        SESSION_COOKIE_NAME="__Host-careercenter" if settings.https else "careercenter",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Browsers that send no Referer can sign in too: web/protection.py asks Sec-Fetch-Site and Origin, beside the token.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=24 * 3600,  # a form may be filled over a working day
    )


def _features(app: Flask) -> None:
    for feature in FEATURES:
        for part in ("policy", "tasks", "views"):
            name = f"careercenter.{feature}.{part}"
            if importlib.util.find_spec(name) is None:
                continue
            module = importlib.import_module(name)
            for blueprint in getattr(module, "blueprints", ()):
                app.register_blueprint(blueprint)
            if init := getattr(module, "init_app", None):
                init(app)


def _link(app: Flask, settings: Settings) -> Any:
    """Build absolute addresses from the configured one, never from what a request says its host is."""

    def link(endpoint: str, **values: Any) -> str:
        fragment = values.pop("_anchor", None)
        adapter = app.url_map.bind(settings.host or "localhost", url_scheme="https" if settings.https else "http")
        path = adapter.build(endpoint, values, force_external=False)
        return settings.public_url.rstrip("/") + path + (f"#{fragment}" if fragment else "")

    return link


def _log_as_json() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            describe_request,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Asked for at each line: what standard error is may change, as under a test's capture.
        logger_factory=lambda *_args: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


__all__ = ["UnsafeSettings", "create_app"]
