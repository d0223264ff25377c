"""What the web processes share is ready before the first of them is there, and holds nothing that two may not use."""

from __future__ import annotations

import gc
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careercenter.core.db import db
from careercenter.gunicorn_config import post_worker_init, when_ready, worker_exit
from careercenter.job_search.zero_results import ZeroResultSearch
from tests.factories.search import document


@pytest.fixture
def started(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(gc, "freeze", lambda: None)
    own_app.extensions["search"].rebuild([document("one", "Oncology Coder")])
    when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: own_app)))
    return own_app


def test_the_first_search_finds_its_templates_made(started: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(started.jinja_env, "compile", lambda *_, **__: pytest.fail("made by the first visitor"))
    client = started.test_client()
    assert client.get("/jobs?q=oncology").status_code == 200
    assert client.get("/jobs?q=zebra+coder+near+dayton+oh").status_code == 200


def test_no_connection_to_the_database_is_left_for_two_to_share(started: Flask) -> None:
    with started.app_context():
        assert db.engine.pool.checkedin() + db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_what_is_asked_before_the_first_visitor_counts_as_nobodys_search(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "freeze", lambda: None)
    own_app.extensions["search"].rebuild([])
    when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: own_app)))
    assert own_app.extensions["zero-results"].take() == {}


def test_a_process_that_ends_writes_down_what_it_counted(started: Flask) -> None:
    worker = SimpleNamespace(wsgi=started)
    post_worker_init(worker)
    started.test_client().get("/jobs?q=quux+wizard")
    worker_exit(None, worker)
    with started.app_context():
        assert db.session.scalars(select(ZeroResultSearch.text)).all() == ["quux wizard"]


def test_a_process_that_never_began_ends_all_the_same() -> None:
    worker_exit(None, SimpleNamespace())
