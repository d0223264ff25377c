"""Fixtures every test may use.

`app`, `session`, `client` share one outer transaction that is rolled back: views commit for real and nothing survives.
`own_app` has a database of its own for tests with several connections (two at once, the worker, a kill).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from careercenter.config import Settings, read_settings
from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from tests import database
from tests.factories.postings import make_posting

# No test is timed: a machine may be busy, and the first example pays for tables that are read once.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

DATABASE = os.environ.get("TEST_DATABASE", "sqlite")
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing a test does leaves this machine."""
    really_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        really_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def _postgres_url() -> Iterator[str]:
    """The run starts one cluster and names it in TEST_POSTGRES_URL; a lone `pytest` starts its own."""
    if DATABASE != "postgresql":
        yield ""
    elif POSTGRES_URL:
        yield POSTGRES_URL
    else:
        with database.postgres() as url:
            yield url


def _fresh_database_url(folder: Path, postgres_url: str, name: str) -> str:
    if DATABASE == "sqlite":
        return f"sqlite:///{folder / name}.db"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'drop database if exists "{name}"'))
        connection.execute(text(f'create database "{name}"'))
    admin.dispose()
    return postgres_url.rsplit("/", 1)[0] + f"/{name}"


def settings_for(folder: Path, database_url: str, **changes: Any) -> Settings:
    defaults: dict[str, Any] = {
        "data_dir": str(folder),
        "database_url": database_url,
        "secret_key": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "public_url": "http://localhost",
        "search_engine": "memory",
        "rate_limits": False,
    }
    return read_settings(**{**defaults, **changes})


def _testing(app: Flask) -> Flask:
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


def build_schema(app: Flask) -> None:
    """Build the schema as an operator's database gets it: by the migrations."""
    from flask_migrate import upgrade

    with app.app_context():
        if any((Path(__file__).parent.parent / "migrations" / "versions").glob("*.py")):
            upgrade()
        else:
            db.create_all()
        db.session.remove()


@pytest.fixture(scope="session")
def _app(tmp_path_factory: pytest.TempPathFactory, _postgres_url: str) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("board")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    app = _testing(create_app(settings_for(folder, _fresh_database_url(folder, _postgres_url, f"tests_{worker}"))))
    build_schema(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def search_database(tmp_path_factory: pytest.TempPathFactory, _postgres_url: str) -> str:
    """Give the address of a database with our schema in which the search on PostgreSQL may keep its tables."""
    assert DATABASE == "postgresql", "only the pass on PostgreSQL has one"
    folder = tmp_path_factory.mktemp("search")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    url = _fresh_database_url(folder, _postgres_url, f"search_{worker}")
    app = _testing(create_app(settings_for(folder, url)))
    build_schema(app)
    with app.app_context():
        db.engine.dispose()
    return url


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The application within a transaction that is rolled back at the end."""
    with _app.app_context():
        engines = db._app_engines[_app]
        engine = engines[None]
        connection = engine.connect()
        transaction = connection.begin()
        engines[None] = connection  # type: ignore[call-overload]
        kept = db.session
        db.session = db._make_scoped_session({"join_transaction_mode": "create_savepoint"})
        _app.extensions["search"].rebuild([])
        try:
            yield _app
        finally:
            db.session.remove()
            db.session = kept
            transaction.rollback()
            connection.close()
            engines[None] = engine


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session()


class _Client(FlaskClient):
    """After each request what the test holds is read anew, as another person's page would be."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()
        response = super().open(*args, **kwargs)
        db.session.expire_all()
        return response


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = _Client
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Give a client of its own in which `account` is signed in: `sign_in(account).get("/applications")`."""
    from tests.factories.accounts import sign_in as signed_in

    app.test_client_class = _Client
    return lambda account: signed_in(app.test_client(), account)


@pytest.fixture
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Collect the SQL statements sent from here on, without savepoints: `del queries[:]` begins anew."""
    statements: list[str] = []

    def _note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "SAVEPOINT" not in statement.upper()[:30]:
            statements.append(statement)

    engine = db.engine.engine
    event.listen(engine, "before_cursor_execute", _note)
    yield statements
    event.remove(engine, "before_cursor_execute", _note)


@pytest.fixture
def own_app(tmp_path: Path, _postgres_url: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application with a database, index and files of its own, committed for real."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    url = _fresh_database_url(tmp_path, _postgres_url, f"own_{worker}")
    app = _testing(create_app(settings_for(tmp_path, url, search_engine="whoosh")))
    build_schema(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def board(app: Flask) -> Callable[..., list[Posting]]:
    """Make live postings of what is said, and let them be found."""

    def make_and_index(*said: dict[str, object]) -> list[Posting]:
        made = [make_posting(**changes) for changes in said]
        db.session.commit()
        app.extensions["search"].upsert([document_of(posting) for posting in made])
        return made

    return make_and_index
