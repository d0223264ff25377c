"""Letters that look alike: "Тelegram" and "Μayo" begin with letters of other scripts, and nobody sees it."""

from __future__ import annotations

# Letters that look like Latin ones: those of Cyrillic and Greek among Unicode's confusables, in small letters.
_LOOKS = str.maketrans({
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "һ": "h",
    "ӏ": "l", "т": "t", "в": "b", "м": "m", "н": "h", "к": "k", "κ": "k", "μ": "u", "ο": "o", "ρ": "p", "α": "a", "ε": "e",
    "ν": "v", "υ": "u", "ι": "i", "τ": "t", "ԛ": "q", "ԝ": "w", "ɡ": "g", "ı": "i", "χ": "x", "γ": "y",
})  # fmt: skip


def look_of(text: str) -> str:
    """Write a text in small letters with the Latin letters it looks like."""
    return text.translate(_LOOKS)
