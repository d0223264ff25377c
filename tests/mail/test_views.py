"""The outbox is there while trying the board out, and nowhere else."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.mail import views
from careercenter.mail.models import Letter


@pytest.fixture
def letter(session: Session) -> Letter:
    made = Letter(
        template="invitation",
        recipient="ana@example.com",
        recipient_name='Ana "><b>Coder</b>',
        subject="Join <Northfield>",
        text="Go to http://localhost/invitations/abc\n<script>alert(1)</script>",
        html="<p>Go</p><script>alert(1)</script>",
        message_id="<1@careercenter.invalid>",
    )
    session.add(made)
    session.commit()
    return made


def test_the_outbox_lists_letters_newest_first(client: FlaskClient, letter: Letter) -> None:
    page = client.get("/_dev/mail")
    assert page.status_code == 200
    assert "Join &lt;Northfield&gt;" in page.text


def test_an_empty_outbox_says_so(client: FlaskClient) -> None:
    assert "No e-mail has been written yet" in client.get("/_dev/mail").text


def test_a_letter_reads_as_text_with_its_links(client: FlaskClient, letter: Letter) -> None:
    page = client.get(f"/_dev/mail/{letter.id}").text
    assert 'href="http://localhost/invitations/abc"' in page
    assert "<script>alert" not in page
    assert "<b>Coder" not in page


def test_the_html_part_can_do_nothing(client: FlaskClient, letter: Letter) -> None:
    answer = client.get(f"/_dev/mail/{letter.id}/html")
    rules = {part.split()[0]: part.split()[1:] for part in answer.headers["Content-Security-Policy"].split("; ")}
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'none'"]
    assert rules["sandbox"] == []
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_letter_that_is_not_there_is_a_404(client: FlaskClient) -> None:
    assert client.get("/_dev/mail/999").status_code == 404
    assert client.get("/_dev/mail/999/html").status_code == 404


@pytest.mark.parametrize("change", [{"env": "production"}, {"mail_server": "mail.example.com"}])
def test_it_is_gone_in_production_and_with_a_mail_server(
    app: Flask, client: FlaskClient, letter: Letter, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], **change))
    for path in ("/_dev/mail", f"/_dev/mail/{letter.id}", f"/_dev/mail/{letter.id}/html"):
        assert client.get(path).status_code == 404


def test_in_production_it_does_not_even_exist_and_no_page_leads_there(app: Flask, client: FlaskClient) -> None:
    bare = Flask("bare")
    bare.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], env="production")
    views.init_app(bare)
    assert "mail" not in bare.blueprints


@pytest.mark.parametrize("change", [{"env": "production"}, {"mail_server": "mail.example.com"}])
@pytest.mark.parametrize("path", ["/sign-up/sent", "/forgot/sent"])
def test_who_signs_up_is_not_sent_to_an_outbox_that_is_not_there(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, change: dict[str, str]
) -> None:
    assert "/_dev/mail" in client.get(path).text
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], **change))
    assert "/_dev/mail" not in client.get(path).text
