"""A board's own accent: the colors that follow from one, and whether they can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from dataclasses import dataclass

TEXT = 4.5  # least contrast of text
# The surfaces and the ink of static/css/tokens.css that an accent stands on, or that stand on its tint.
LIGHT = {"paper": "#fbfaf7", "raised": "#ffffff", "ink": "#18212b", "soft": "#4b5763"}
DARK = {"paper": "#11161b", "raised": "#192027", "ink": "#e9edf0", "soft": "#aab5bf"}


@dataclass(frozen=True, slots=True)
class Accent:
    accent: str
    strong: str
    tint: str
    on: str


def what_is_wrong(color: str) -> str:
    """Say why a color cannot be the accent, with one near it that can; "" when it can."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        return f"is written like #0b5a66, not {color!r}."
    if _reads(light_of(color), LIGHT):
        return ""
    least = min(contrast(color, LIGHT["paper"]), contrast(color, LIGHT["raised"]))
    return (
        f"{color} cannot be read well enough on the pages ({least:.1f} to 1; text needs {TEXT} to 1, on its own tint too). "
        f"{_until(color, '#000000', LIGHT).accent} of the same hue can."
    )


def light_of(color: str) -> Accent:
    return Accent(color.lower(), mix(color, "#000000", 0.3), mix(color, "#ffffff", 0.88), "#ffffff")


def dark_of(color: str) -> Accent:
    """Give the accent for dark pages: the same hue, as much lighter as it must be."""
    return _until(color, "#ffffff", DARK)


def _until(color: str, towards: str, theme: dict[str, str]) -> Accent:
    """Mix a color towards black or white until it reads."""
    for hundredth in range(101):
        mixed = mix(color, towards, hundredth / 100)
        accent = light_of(mixed) if theme is LIGHT else _dark(mixed)
        if _reads(accent, theme):
            return accent
    raise AssertionError("black reads on light pages, and white on dark ones")


def _dark(color: str) -> Accent:
    return Accent(color.lower(), mix(color, "#ffffff", 0.35), mix(color, DARK["paper"], 0.8), DARK["paper"])


def _reads(accent: Accent, theme: dict[str, str]) -> bool:
    pairs = [
        *(
            (each, surface)
            for each in (accent.accent, accent.strong)
            for surface in (theme["paper"], theme["raised"], accent.tint)
        ),
        *((accent.on, each) for each in (accent.accent, accent.strong)),
        *((theme[words], accent.tint) for words in ("ink", "soft")),
    ]
    return all(contrast(*pair) >= TEXT for pair in pairs)


def mix(one: str, other: str, share: float) -> str:
    """Give `one` with a share (0 to 1) of `other` in it."""
    parts = [round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in _parts(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]
