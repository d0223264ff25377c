"""Headers every answer carries, and what is refused before any view."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.factory import create_app
from tests.conftest import build_schema, settings_for

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/", "/jobs", "/login", "/nothing"])
def test_every_page_is_protected(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_cookies_of_an_https_board_stay_private(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("https")
    app = create_app(settings_for(folder, f"sqlite:///{folder}/a.db", public_url="https://jobs.example.com"))
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-careercenter"
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_HTTPONLY"]


def test_a_form_sent_from_another_site_is_refused(client: FlaskClient) -> None:
    assert client.post("/login", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert app.test_client().post("/login", data={"email": "a@example.com", "password": "x"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_too_large_is_told(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": "x" * 7_000_000})
    assert answer.status_code == 413
    assert "text/html" in answer.content_type


def test_a_wrong_method_says_which_are_allowed(client: FlaskClient) -> None:
    answer = client.delete("/jobs")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_the_board_says_it_is_well(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/static/icon.svg", "/static/js/search.js", "/static/css/base.css"])
def test_static_files_carry_the_same_headers(app: Flask, client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


BASE = "https://jobs.board.test"
PRODUCTION = {
    "env": "production", "public_url": BASE, "mail_server": "mail.board.us", "mail_from": "board@board.us",
    "support_email": "help@board.us",
}  # fmt: skip


@pytest.fixture(scope="module")
def in_production(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("production")
    app = create_app(settings_for(folder, f"sqlite:///{folder}/a.db", **PRODUCTION))
    app.config["WTF_CSRF_ENABLED"] = True
    build_schema(app)
    return app


@pytest.mark.parametrize("path", ["/jobs//x", "/jobs", "/nothing"])
@pytest.mark.parametrize("host", ["evil.example", "jobs.board.test.evil.example", "jobs.board.test:8080"])
def test_another_host_than_ours_is_refused_with_its_reason(in_production: Flask, host: str, path: str) -> None:
    answer = in_production.test_client().get(path, base_url=f"https://{host}")
    assert answer.status_code == 400
    assert BASE in answer.text
    assert "evil.example" not in answer.text + str(answer.headers)


def test_our_own_host_and_those_who_watch_are_answered(in_production: Flask) -> None:
    client = in_production.test_client()
    assert client.get("/help", base_url=BASE).status_code == 200
    assert client.get("/healthz", base_url="http://10.1.2.3:5000").status_code == 200


@pytest.mark.parametrize("path", ["/jobs//x", "/employers//members", "/codes//cpt"])
def test_a_redirect_stays_where_it_was_asked_for_and_in_no_cache(client: FlaskClient, path: str) -> None:
    answer = client.get(path, base_url="http://evil.example")
    assert 300 <= answer.status_code < 400
    assert answer.location.startswith("/")
    assert not answer.location.startswith("//")
    assert answer.headers["Cache-Control"] in ("no-cache", "no-store")


def _token(client: FlaskClient) -> str:
    page = client.get("/login", base_url=BASE).text
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("said", "taken", "ours"),
    [
        ({}, True, False),  # a browser set to send no Referer
        ({"Origin": "null"}, True, False),
        ({"Origin": BASE}, True, True),
        ({"Referer": f"{BASE}/login"}, True, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True, True),
        ({"Origin": "https://evil.example"}, False, False),
        ({"Origin": "http://jobs.board.test"}, False, False),
        ({"Referer": "https://evil.example/login"}, False, False),
        ({"Sec-Fetch-Site": "cross-site"}, False, False),
        ({"Sec-Fetch-Site": "same-site"}, False, False),
    ],
)
def test_a_form_is_taken_from_our_own_pages_whatever_the_browser_says_of_them(
    in_production: Flask, said: dict[str, str], taken: bool, ours: bool
) -> None:
    """Without its token none is; what surely came from a page of ours is shown again with its words."""
    client = in_production.test_client()
    data = {"email": "nobody@board.test", "password": "not the password", "csrf_token": _token(client)}
    assert client.post("/login", data=data, headers=said, base_url=BASE).status_code == (422 if taken else 400)
    without = client.post("/login", data={**data, "csrf_token": ""}, headers=said, base_url=BASE)
    assert without.status_code == (422 if ours else 400)
    assert "password is incorrect" not in without.text


def test_no_page_behind_a_one_time_link_is_kept_by_a_browser(app: Flask, client: FlaskClient) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert {rule.rule for rule in rules} >= {"/reset/<token>", "/set-up/<token>", "/confirm/<token>", "/invitations/<token>"}
    for rule in rules:
        if "GET" in (rule.methods or ()):
            assert client.get(rule.rule.replace("<token>", "x" * 43)).headers["Cache-Control"] == "no-store", rule.rule


def test_the_database_is_its_owners_alone(tmp_path: Path) -> None:
    for name in ("a.db", "a.db-wal", "a.db-shm"):
        (tmp_path / name).touch(mode=0o644)
        (tmp_path / name).chmod(0o644)
    create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/a.db"))
    assert {oct((tmp_path / name).stat().st_mode & 0o777) for name in ("a.db", "a.db-wal", "a.db-shm")} == {"0o600"}
