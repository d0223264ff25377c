"""The colours of the board can be read, on every surface they are used on, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
HEX = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6})")
LIGHT, DARK = (dict(HEX.findall(part)) for part in TOKENS.split("@media (prefers-color-scheme: dark)"))

TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for borders of controls and the focus ring

PAIRS = [
    *((words, surface, TEXT) for words in ("ink", "soft", "accent", "good", "warn", "bad") for surface in ("paper", "raised")),
    *((words, f"{words}-tint", TEXT) for words in ("accent", "good", "warn", "bad")),
    ("accent-strong", "accent-tint", TEXT),
    ("accent-strong", "raised", TEXT),
    ("accent-strong", "paper", TEXT),
    ("ink", "accent-tint", TEXT),
    ("ink", "good-tint", TEXT),
    ("ink", "warn-tint", TEXT),
    ("ink", "bad-tint", TEXT),
    ("soft", "accent-tint", TEXT),
    ("soft", "warn-tint", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    *((line, surface, CONTROL) for line in ("edge", "accent", "bad", "focus") for surface in ("paper", "raised")),
    ("focus-halo", "focus", CONTROL),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=[f"{front} on {back}" for front, back, _ in PAIRS])
def test_a_pair_in_use_can_be_told_apart(theme: dict[str, str], front: str, back: str, least: float) -> None:
    assert contrast(theme[front], theme[back]) >= least


def test_the_measure_is_right() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)
    assert len(LIGHT) > 15


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_a_sheet_takes_its_colours_from_the_tokens(path: Path) -> None:
    if path.name == "tokens.css":
        return
    without_print = path.read_text().split("@media print")[0]
    strays = re.findall(r"#[0-9A-Fa-f]{3,8}\b", re.sub(r"/\*.*?\*/", "", without_print, flags=re.DOTALL))
    # A logo keeps the white it was made on.
    assert set(strays) <= {"#FFFFFF"}


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_a_sheet_asks_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"url\(|@import", path.read_text())


def test_a_sheets_variables_exist() -> None:
    named = set(re.findall(r"--[a-z0-9-]+(?=:)", TOKENS))
    for path in CSS.rglob("*.css"):
        used = set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text()))
        assert used <= named, f"{path.name} uses {used - named}"


def test_the_sheets_stay_small() -> None:
    import gzip

    # 15 KB is the budget of a whole page; no page loads all of these.
    assert len(gzip.compress(b"".join(path.read_bytes() for path in sorted(CSS.rglob("*.css"))))) <= 15 * 1024
