"""How words of the trade are set."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# CAR-T, CPC-A, W-2, MS-DRG, ICD-10-CM, e-mail: one word each, torn apart they read as something else.
_ONE_WORD = re.compile(r"\b(?:[A-Za-z0-9]{1,4}(?:-[A-Za-z0-9]{1,3})+|[Ee]-mails?)\b")


def unbroken(text: str) -> Markup:
    """Keep short words with hyphens on one line."""
    if "-" not in text:
        return escape(text)
    parts: list[str] = []
    end = 0
    for found in _ONE_WORD.finditer(text):
        parts += [escape(text[end : found.start()]), Markup('<span class="nowrap">{}</span>').format(found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
