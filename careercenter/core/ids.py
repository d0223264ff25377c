"""Public ids and slugs."""

from __future__ import annotations

import re
import secrets
import unicodedata

# No vowels and no look-alikes (0 o, 1 l i), so that an id never spells a word and can be read out over the telephone.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 12  # 27^12 is about 57 bits: not guessable at any rate the limits allow; never the only protection.


def public_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def slug(text: str, *, longest: int = 60) -> str:
    """Turn `text` into lower-case ASCII words joined by hyphens; "" when nothing is left of it."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower())
    out = ""
    for word in words:
        longer = f"{out}-{word}" if out else word
        if len(longer) > longest:
            break
        out = longer
    return out or "".join(words)[:longest]
