"""Searches are bounded by the connection they come from, with room for people who share one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.web import flood

FIRST, NEIGHBOUR, ELSEWHERE = "2001:db8:1:1::1", "2001:db8:1:1::ffff", "2001:db8:1:2::1"


@pytest.fixture
def bounded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], rate_limits=True))
    monkeypatch.setattr(flood, "RULES", dict.fromkeys(flood.RULES, "3 per 20 seconds"))
    flood._counted.storage.reset()
    return app


def status(client: FlaskClient, path: str, address: str = FIRST) -> int:
    return client.get(path, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("path", ["/jobs?q=coder", "/api/v1/postings?q=coder", "/suggest?q=cod"])
def test_too_many_searches_of_one_connection_are_refused_until_later(bounded: Flask, client: FlaskClient, path: str) -> None:
    assert [status(client, path) for _ in range(3)] == [200] * 3
    refused = client.get(path, environ_base={"REMOTE_ADDR": NEIGHBOUR})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert status(client, path, ELSEWHERE) == 200
    assert status(client, "/jobs") == 200  # pages without a question are not counted
    assert status(client, "/help") == 200


def test_the_rule_leaves_room_for_a_class_behind_one_address() -> None:
    assert flood.RULES == {"search": "100 per 20 seconds", "suggest": "400 per 20 seconds"}
