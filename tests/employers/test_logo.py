"""A picture is made anew from what was uploaded, whatever that was."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from careercenter.core.errors import RuleBroken
from careercenter.employers.logo import LARGEST_UPLOAD, remade


def picture(size: tuple[int, int] = (800, 400), mode: str = "RGB", file: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode == "P" else "teal").save(out, file, **options)
    return out.getvalue()


@pytest.mark.parametrize("file", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_allowed_kind_becomes_a_small_webp(file: str) -> None:
    with Image.open(io.BytesIO(remade(picture(file=file)))) as made:
        assert made.format == "WEBP"
        assert made.size == (512, 256)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "I;16", "1"])
def test_every_colour_mode_is_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 40)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert remade(out.getvalue())


def test_metadata_is_left_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    made = remade(picture(file="JPEG", exif=exif.tobytes(), comment=b"a comment"))
    assert b"taken at home" not in made
    assert b"a comment" not in made
    with Image.open(io.BytesIO(made)) as again:
        assert not again.getexif()
        assert "icc_profile" not in again.info


def test_a_picture_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(remade(picture((100, 50), file="JPEG", exif=exif.tobytes())))) as made:
        assert made.size == (50, 100)


def huge_png(width: int, height: int) -> bytes:
    """A file of a few hundred bytes that says it unpacks to very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"x" * (LARGEST_UPLOAD + 1), "larger than 2 MB. Choose a PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "PNG, JPEG, WebP or GIF"),
        (b"%PDF-1.7 not a picture", "PNG, JPEG, WebP or GIF"),
        (picture()[:60], "PNG, JPEG, WebP or GIF"),
        (huge_png(5001, 5000), "at most 25 million"),
        (huge_png(60_000, 60_000), "at most 25 million"),
        (huge_png(10_000, 12_000), "at most 25 million"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_the_rule(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        remade(content)
    assert refused.value.field == "logo"


def test_a_picture_is_decoded_by_a_child_with_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture()
    monkeypatch.setattr(Image, "open", lambda *_args, **_options: pytest.fail("decoded here"))
    assert remade(content)
