"""Answers are packed for who asks for it, said to be unchanged when they are, and never tell by their length."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import make_account

UNPACKED: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("path", ["/", "/jobs", "/help", "/api/v1/postings"])
@pytest.mark.parametrize(("accepted", "how"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")])
def test_pages_and_answers_are_packed_as_asked_for(client: FlaskClient, path: str, accepted: str, how: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == how
    assert UNPACKED[how](packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in packed.vary


@pytest.mark.parametrize("path", ["/", "/jobs", "/help", "/employers", "/codes", "/api/v1/postings"])
@pytest.mark.parametrize("accepted", ["br", ""])
def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient, path: str, accepted: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": accepted})
    assert first.headers["ETag"].startswith('W/"')
    assert first.cache_control.no_cache
    assert "Cookie" in first.vary
    again = client.get(path, headers={"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


def test_the_tag_is_of_what_the_page_says(client: FlaskClient) -> None:
    assert client.get("/jobs").headers["ETag"] != client.get("/jobs?q=oncology").headers["ETag"]


@pytest.mark.parametrize(
    ("site", "packed"), [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False), (None, False)]
)
def test_a_signed_in_persons_page_is_packed_only_when_no_other_site_chose_it(
    sign_in: Callable[..., FlaskClient], site: str | None, packed: bool
) -> None:
    headers = {"Accept-Encoding": "br", **({"Sec-Fetch-Site": site} if site else {})}
    answer = sign_in(make_account()).get("/jobs?q=guess", headers=headers)
    assert ("Content-Encoding" in answer.headers) is packed
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_no_two_pages_hold_the_same_token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the decision on lengths rests on: the signature is made anew with each second."""
    moments = iter([1_800_000_000, 1_800_000_001])
    with app.test_request_context():
        from flask import g
        from flask_wtf.csrf import generate_csrf
        from itsdangerous import TimestampSigner

        seen = []
        for moment in moments:
            monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self, moment=moment: moment)
            g.pop("csrf_token", None)
            seen.append(generate_csrf().rsplit(".", 1)[1])
    assert seen[0] != seen[1]


def test_what_is_small_or_no_text_is_sent_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "br"}).headers
