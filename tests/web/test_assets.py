"""Static files are kept for ever under names that change with their content, by one mechanism for all."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.web import assets

_ADDRESS = re.compile(r'(?:href|src)="(/static/[^"#]+)')


@pytest.mark.parametrize("path", ["/", "/jobs", "/help", "/login"])
def test_every_file_a_page_names_may_be_kept_for_ever(client: FlaskClient, path: str) -> None:
    named = set(_ADDRESS.findall(client.get(path).text))
    assert any(address.startswith("/static/css/common.") for address in named)
    for address in named:
        with client.get(address) as answer:
            assert answer.status_code == 200, address
            assert "immutable" in answer.headers["Cache-Control"], address


def test_the_common_sheet_holds_every_piece_and_comes_packed(client: FlaskClient) -> None:
    [address] = [one for one in _ADDRESS.findall(client.get("/help").text) if "/common." in one]
    with client.get(address) as plain, client.get(address, headers={"Accept-Encoding": "br"}) as packed:
        assert plain.mimetype == "text/css"
        assert "--accent" in plain.text
        assert packed.headers["Content-Encoding"] == "br"
        assert brotli.decompress(packed.data) == plain.data


def test_a_changed_file_has_another_name() -> None:
    assert assets._hashed("css/a.css", b"one") != assets._hashed("css/a.css", b"two")
    assert re.fullmatch(r"css/a\.[0-9a-f]{12}\.css", assets._hashed("css/a.css", b"one"))


def test_pages_of_the_version_before_find_their_files_and_older_ones_are_deleted(tmp_path: Path) -> None:
    for name in ("one", "two", "three", "now"):
        (tmp_path / name).mkdir()
    kept = assets._served_versions(tmp_path, tmp_path / "now")
    assert len(kept) == assets.MOST_KEPT
    assert kept[-1] == tmp_path / "now"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in kept)


def test_files_are_made_once_for_all_processes(app: Flask, tmp_path: Path) -> None:
    first = assets._prepared.__wrapped__(assets._names(), tmp_path)
    made = {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert assets._prepared.__wrapped__(assets._names(), tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in first.rglob("*")} == made
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
