"""Headers every answer carries, and what is refused before any view."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.factory import create_app
from tests.conftest import settings_for

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
