"""Regular e-mails stop by one click: from the mail program, or on the page their link leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.mail import unsubscribing
from careercenter.mail.message import Recipient, post
from careercenter.tasks.worker import run_pending
from tests.mail.servers import Taking


@pytest.fixture
def stopped() -> Iterator[list[str]]:
    """A topic of which it is noted who stopped it."""
    gone: list[str] = []

    def stop(who: str, _at: datetime) -> bool:
        gone.append(who)
        return True

    unsubscribing.register(unsubscribing.Topic("news", "News <of the board>", stop))
    yield gone
    del unsubscribing._topics["news"]


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def test_such_an_email_carries_the_headers_of_one_click_and_the_link(stopped: list[str], server: Taking) -> None:
    post("account_exists", Recipient("ana@example.com", "Ana"), stops=("news", "ana-1"))
    post("account_exists", Recipient("kai@example.com", "Kai"))
    run_pending()
    regular, single = server.letters
    assert regular["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.findall(r"<(http://localhost/unsubscribe/[^>]+)>", regular["List-Unsubscribe"])
    for kind in ("plain", "html"):
        assert address in regular.get_body((kind,)).get_content()  # type: ignore[union-attr]
    assert single["List-Unsubscribe"] is None
    assert "unsubscribe" not in single.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_one_click_stops_it_without_a_page_a_session_or_a_redirect(
    app: Flask, client: FlaskClient, stopped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    path = path_of(unsubscribing.address("news", "ana-1"))
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, stopped) == (200, ["ana-1"])
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200  # again does no harm


def test_opening_the_link_stops_nothing_and_shows_a_button(client: FlaskClient, stopped: list[str]) -> None:
    page = client.get(path_of(unsubscribing.address("news", "ana-1")))
    assert page.status_code == 200
    assert "News &lt;of the board&gt;" in page.text
    assert "Stop them" in page.text
    assert stopped == []
    assert page.headers["Cache-Control"] == "no-store"


def test_a_link_nobody_made_stops_nothing(client: FlaskClient, stopped: list[str]) -> None:
    good = path_of(unsubscribing.address("news", "ana-1"))
    for path in (good[:-3] + "abc", "/unsubscribe/x", "/unsubscribe/WyJuZXdzIiwiYSJd.aaaa"):
        assert client.post(path).status_code == 404
    assert stopped == []
    with pytest.raises(KeyError):
        unsubscribing.address("nothing", "ana-1")


def test_links_signed_with_an_earlier_key_go_on_working(app: Flask, stopped: list[str], client: FlaskClient) -> None:
    kept = unsubscribing._Keys.serializer
    try:
        unsubscribing.configure(["old" * 12])
        path = path_of(unsubscribing.address("news", "ana-1"))
        unsubscribing.configure(["new" * 12, "old" * 12])
        assert client.post(path).status_code == 200
        assert client.post(path_of(unsubscribing.address("news", "kai-1"))).status_code == 200
        unsubscribing.configure(["new" * 12])
        assert client.post(path).status_code == 404
    finally:
        unsubscribing._Keys.serializer = kept
    assert stopped == ["ana-1", "kai-1"]


def test_a_mail_services_report_needs_no_token_of_a_form(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert client.post("/hooks/mail", json={"events": []}).status_code == 403  # for its signature, not for a form


@pytest.mark.parametrize(
    "address", ["ftp://x/y", "https://x/\r\nBcc: y@evil.example", "https://x/>,<mailto:y@evil.example", ""]
)
def test_only_a_web_address_becomes_the_header(address: str) -> None:
    from careercenter.mail.building import Undeliverable, build
    from tests.mail.test_building import AT, SENDER, written

    letter: Any = written(stop_url=address)
    if not address:
        assert b"List-Unsubscribe" not in build(letter, SENDER, AT).content
        return
    with pytest.raises(Undeliverable):
        build(letter, SENDER, AT)
