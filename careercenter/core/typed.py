"""What people type, brought to one form at the door: line ends, characters nobody sees, spaces of every width.

Browsers send CR LF for a line end where everything here holds LF: without one form a limit counts each line twice and saving
without a change is a change.
"""

from __future__ import annotations

import re
import unicodedata

# PostgreSQL holds no NUL character, and the others turn the direction of what stands after them: "gpj.exe" reads as "exe.jpg".
# Nobody types one; joiners, which emoji and some scripts need, stay.
_DROPPED = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# What leaves a blank although it counts as a letter, a mark or a symbol.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_VARIATIONS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# Around words these mean nothing; within them they may, as in an emoji or where a long word may be broken.
_AROUND = "\u00ad\u115f\u1160\u180e\u200b\u200e\u200f\u2060\u2800\u3164\ufeff\uffa0"


def lines(text: str) -> str:
    """Give words of several lines: line ends as LF, nothing before or after, "" when there is nothing to see."""
    text = _LINE_END.sub("\n", text.translate(_DROPPED))
    while (stripped := text.strip().strip(_AROUND)) != text:
        text = stripped
    return text if visible(text) else ""


def one_line(text: str) -> str:
    """Give words of one line, with tabs and spaces of every width as plain ones; a line end in them stays, to be refused."""
    return "".join(" " if c in "\t\v\f" or unicodedata.category(c) == "Zs" else c for c in lines(text))


def visible(text: str) -> bool:
    """Say whether there is anything to see: not only spaces, joiners, fillers and marks that show nothing."""
    return any(
        unicodedata.category(c)[0] not in "CZ" and c not in _BLANK and not any(ord(c) in some for some in _VARIATIONS)
        for c in text
    )
