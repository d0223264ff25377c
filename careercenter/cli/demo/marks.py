"""Draw an employer's picture: a few plain shapes in two colors, always the same for the same employer."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

_SIDE = 256
_DRAWN = 4 * _SIDE  # drawn large and made small, so that edges are smooth
# Ground and figure, each pair far enough apart in lightness to be told from one another in gray.
_COLORS = (
    ("#0f4c5c", "#f4d58d"), ("#fdf0d5", "#780000"), ("#283618", "#dda15e"), ("#e0fbfc", "#293241"), ("#3d405b", "#f2cc8f"),
    ("#f1faee", "#1d3557"), ("#5f0f40", "#fbd6a3"), ("#e9f5db", "#31572c"), ("#22223b", "#c9ada7"), ("#fff1e6", "#6d2e46"),
    ("#134074", "#eef4ed"), ("#f6f4d2", "#7b3e19"),
)  # fmt: skip


def mark(key: str) -> bytes:
    """Give the picture as a PNG."""
    rng = Random(f"mark of {key}")
    ground, figure = rng.choice(_COLORS)
    picture = Image.new("RGB", (_DRAWN, _DRAWN), ground)
    draw = ImageDraw.Draw(picture)
    rng.choice((_waves, _sun, _peaks, _leaf, _bars, _rings))(draw, ground, figure, rng)
    out = io.BytesIO()
    picture.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _waves(draw: ImageDraw.ImageDraw, _ground: str, figure: str, rng: Random) -> None:
    for top in range(300, 800, rng.choice((150, 190))):
        for left in range(100, 900, 220):
            draw.arc((left, top, left + 220, top + 160), 180, 360, fill=figure, width=46)


def _sun(draw: ImageDraw.ImageDraw, ground: str, figure: str, rng: Random) -> None:
    radius = rng.randint(250, 330)
    draw.ellipse((512 - radius, 512 - radius, 512 + radius, 512 + radius), fill=figure)
    draw.rectangle((0, rng.randint(520, 620), _DRAWN, _DRAWN), fill=ground)
    draw.rectangle((180, 690, 844, 740), fill=figure)


def _peaks(draw: ImageDraw.ImageDraw, ground: str, figure: str, rng: Random) -> None:
    top = rng.randint(220, 320)
    draw.polygon(((120, 800), (420, top), (720, 800)), fill=figure)
    draw.polygon(((470, 800), (680, top + 190), (900, 800)), fill=figure, outline=ground, width=30)


def _leaf(draw: ImageDraw.ImageDraw, ground: str, figure: str, rng: Random) -> None:
    for turn in range(rng.choice((1, 2, 3))):
        left = 200 + 210 * turn
        draw.pieslice((left, 200, left + 620, 820), 180, 270, fill=figure)
        draw.pieslice((left - 310, 200, left + 310, 820), 0, 90, fill=figure, outline=ground, width=14)


def _bars(draw: ImageDraw.ImageDraw, _ground: str, figure: str, rng: Random) -> None:
    for left in range(210, 800, 160):
        draw.rounded_rectangle((left, rng.randint(220, 560), left + 90, 800), 45, fill=figure)


def _rings(draw: ImageDraw.ImageDraw, _ground: str, figure: str, rng: Random) -> None:
    for radius in range(110, rng.choice((300, 400)), 95):
        draw.ellipse((512 - radius, 512 - radius, 512 + radius, 512 + radius), outline=figure, width=42)
