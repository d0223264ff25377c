"""The board's own name, mark, accent and pages."""

from __future__ import annotations

import base64
import colorsys
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter import __version__
from careercenter.config import UnsafeSettings
from careercenter.core import colors
from careercenter.factory import create_app
from tests.conftest import build_schema, settings_for
from tests.guards.test_look import PAIRS, contrast

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
Own = Callable[..., FlaskClient]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Make a board of one's own, from files in its brand folder and settings."""

    def make(files: dict[str, bytes] | None = None, **changes: object) -> FlaskClient:
        folder = tmp_path / "brand"
        folder.mkdir(exist_ok=True)
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content)
        app: Flask = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/b.db", **changes))
        app.config["TESTING"] = True
        build_schema(app)
        return app.test_client()

    return make


def test_the_boards_name_stands_on_its_pages(own: Own) -> None:
    client = own(board_name="Lakeside Coding Jobs")
    for path in ("/help", "/no-such-page"):
        page = client.get(path).text
        assert "· Lakeside Coding Jobs</title>" in page
        assert "<span>Lakeside Coding Jobs</span>" in page
        assert "CareerCenter" not in page
    assert f"Version {__version__}" in client.get("/help").text


@pytest.mark.parametrize("name", ["", "x" * 41, "two\nlines", "a\x00b"])
def test_a_name_that_cannot_be_shown_is_refused(own: Own, name: str) -> None:
    with pytest.raises(UnsafeSettings, match="BOARD_NAME"):
        own(board_name=name)


@pytest.mark.parametrize(("name", "content", "kind"), [("mark.svg", SVG, "image/svg+xml"), ("mark.png", PNG, "image/png")])
def test_a_mark_takes_the_place_of_ours(own: Own, name: str, content: bytes, kind: str) -> None:
    client = own({name: content})
    page = client.get("/help").text
    (address,) = set(re.findall(r"/brand/mark-\w+", page))
    answer = client.get(address)
    assert (answer.data, answer.mimetype) == (content, kind)
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/brand/mark-other").status_code == 404
    assert "site-name__square" not in page


@pytest.mark.parametrize(
    ("name", "content"), [("mark.png", SVG), ("mark.svg", PNG), ("mark.png", PNG + b"\0" * 100_000), ("terms.md", b"\xff\xfe")]
)
def test_a_file_that_cannot_be_used_stops_the_start_with_its_name(own: Own, name: str, content: bytes) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        own({name: content})


def test_pages_of_the_operator_appear_once_they_are_given(own: Own) -> None:
    client = own()
    assert client.get("/terms").status_code == client.get("/accessibility").status_code == 404
    assert "/terms" not in client.get("/help").text
    client = own(
        {
            "terms.md": b"## Who may post\n\nEmployers. <script>alert(1)</script>",
            "privacy.md": b"## At Lakeside\n\nWe are in Ohio.",
        }
    )
    page = client.get("/terms").text
    assert "<h1>Terms of use</h1>" in page
    assert "<h2>Who may post</h2>" in page
    assert "<script>alert" not in page
    assert 'href="/terms"' in client.get("/help").text
    assert "<h2>At Lakeside</h2>" in client.get("/privacy").text
    assert client.get("/accessibility").status_code == 404


@pytest.mark.parametrize("title", [b"# Terms of use\n\n", b"\xef\xbb\xbf# Our terms\r\n", b"\n\n# Terms"])
def test_a_page_has_one_title(own: Own, title: bytes) -> None:
    page = own({"terms.md": title + b"\n# Who may post\n\nEmployers."}).get("/terms").text
    words = page.split("<main")[1].split("</main>")[0]
    assert words.count("erms") == 1
    assert "<h2>Who may post</h2>" in words


def test_an_accent_colors_every_page_and_can_be_read(own: Own) -> None:
    client = own(accent_color="#7a1f5c")
    (address,) = set(re.findall(r"/brand/colors-\w+\.css", client.get("/help").text))
    sheet = client.get(address)
    assert sheet.mimetype == "text/css"
    assert "--accent: #7a1f5c;" in sheet.text
    assert "prefers-color-scheme: dark" in sheet.text


@pytest.mark.parametrize("color", ["red", "#fff", "#12345g", "#123456;}body{display:none"])
def test_what_is_no_color_is_refused(own: Own, color: str) -> None:
    with pytest.raises(UnsafeSettings, match="is written like"):
        own(accent_color=color)


def test_an_accent_that_cannot_be_read_is_refused_with_one_that_can(own: Own) -> None:
    with pytest.raises(UnsafeSettings, match=r"#ffcc00 cannot be read") as refused:
        own(accent_color="#ffcc00")
    (better,) = re.findall(r"(#[0-9a-f]{6}) of the same hue", str(refused.value))
    assert colors.what_is_wrong(better) == ""


def hues() -> list[str]:
    parts = [colorsys.hls_to_rgb(hue / 12, light / 10, 0.9) for hue in range(12) for light in (2, 3, 4, 6)]
    return ["#" + "".join(f"{round(part * 255):02x}" for part in color) for color in parts]


@pytest.mark.parametrize("color", hues())
def test_every_accent_taken_reads_on_every_surface_it_is_used_on(color: str) -> None:
    """The pairs are those the board's own colors are held to."""
    from tests.guards.test_look import DARK, LIGHT

    themes = [(colors.dark_of(color), DARK)] + ([(colors.light_of(color), LIGHT)] if not colors.what_is_wrong(color) else [])
    for accent, theme in themes:
        own = {"accent": accent.accent, "accent-strong": accent.strong, "accent-tint": accent.tint, "on-accent": accent.on}
        for front, back, least in PAIRS:
            assert contrast({**theme, **own}[front], {**theme, **own}[back]) >= least, (front, back)


def test_the_surfaces_are_those_of_the_sheet() -> None:
    from tests.guards.test_look import DARK, LIGHT

    for ours, sheet in ((colors.LIGHT, LIGHT), (colors.DARK, DARK)):
        assert {name: sheet[name].lower() for name in ours} == ours


def test_the_version_is_said_by_command(app: Flask) -> None:
    assert __version__ in app.test_cli_runner().invoke(args=["version"]).output
