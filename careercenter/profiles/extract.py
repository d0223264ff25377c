"""What a résumé or an ad says, read in a process of its own: `python -m careercenter.profiles.extract KIND <file >answer`.

KIND is "pdf" or "docx"; "docx-marked" and "odt" give headings and lists the marks of Markdown; "opens" is said below.

The answer is one JSON object: `state` ("read", "picture", "garbled" or "empty"), `text`, and `active`, the names of what the
file would do when it is opened. `opens` only asks whether a PDF opens without a password: exit code 0, or 3 when it needs one.
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator

from careercenter.core.child import Limits, bind
from careercenter.profiles.odt_text import odt_pictures, odt_text
from careercenter.profiles.pdf_text import open_pdf, pdf_active, pdf_pictures, pdf_text
from careercenter.profiles.word_text import docx_active, docx_markdown, docx_pictures, docx_text

MOST_CHARACTERS = 200_000
# 200,000 characters are at most 800 kB in UTF-8 and 2.4 MB as JSON of any script.
READING = Limits(cpu_seconds=20, memory=1024**3, output=4 * 1024 * 1024, wall_seconds=600)
# A request waits for an ad, whose words become a draft.
READING_AT_ONCE = dataclasses.replace(READING, wall_seconds=20)
# And for this one, only for a PDF that names a password.
OPENING = Limits(cpu_seconds=2, memory=512 * 1024**2, output=1024, wall_seconds=30)
NEEDS_PASSWORD = 3

# Fewer words beside a picture are a scanner's mark: "Scanned with …".
FEWEST_WORDS = 10
# Words of any résumé, in English and Spanish. Of text that was decoded wrongly hardly one word is among them.
_COMMON = frozenset(
    "a an and are as at be by can for from have i in is it my no of on or our that the their this to using was we were which "
    "with you your all also more than over under per via de la el en y los las del un una con por para que su al o "
    "code codes coded coder coding medical health care hospital clinic patient certified certification professional specialist "
    "billing claims experience education skills summary work manager management university college school degree "
    "years year month present january february march april may june july august september october november december "
    "street ave city phone email references objective team data company office development project software engineer".split()
)
_FEWEST_TO_JUDGE = 600  # letters; a page of a résumé has three times as many
_COMMON_SHARE = 0.01  # honest résumés have 5 % and more, lists of skills too; wrongly decoded ones none
_UNKNOWN_SHARE = 0.2  # of characters without a meaning: a font that does not say what its shapes are


def readable(pieces: Iterator[str]) -> str:
    """Join the pieces up to the limit, each character folded to one a page and a database can hold, without blank lines."""
    out: list[str] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        kept = piece[:left].translate(_FOLDED)
        out.append(kept)
        left -= len(kept)
        if left <= 0:
            break
    lines: list[str] = []
    for line in (line.rstrip() for line in "".join(out).split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()[:MOST_CHARACTERS]


class _Folding(dict[int, str]):
    """What each character becomes: every space a space, every end of a line one, nothing that joins two words.

    Spaces that do not break (U+00A0, U+202F) and thin ones stand between words in files of word processors. What has no width
    is left out, but for the joiners that emoji and some scripts need.
    """

    def __missing__(self, code: int) -> str:
        import unicodedata

        character = chr(code)
        kind = unicodedata.category(character)
        if character in "\n\t\u200c\u200d":
            folded = character
        elif character in "\r\v\f\x85\u2028\u2029":
            folded = "\n"
        elif 0xFB00 <= code <= 0xFB06:  # ligatures of Latin letters, which a search for the word would not find
            folded = unicodedata.normalize("NFKC", character)
        elif kind == "Cf":
            folded = ""
        elif kind in ("Zs", "Cc", "Co", "Cs", "Cn"):
            folded = " "
        else:
            folded = character
        self[code] = folded
        return folded


_FOLDED = _Folding()


def without_repeated_lines(text: str) -> list[str]:
    """Give the words, those of a line that stands on several pages once."""
    return [word for line in Counter(line.strip() for line in text.split("\n")) for word in line.split()]


def is_garbled(raw: str) -> bool:
    """Say whether text in Latin letters has hardly a word anybody knows: its fonts name the wrong characters, or none."""
    shown = [c for c in raw if not c.isspace()]
    if shown and sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in shown) > _UNKNOWN_SHARE * len(shown):
        return True
    latin = sum("a" <= c <= "z" or "A" <= c <= "Z" for c in shown)
    if latin < len(shown) / 2:
        return False
    words = re.findall(r"[^\W\d_]+", raw.lower())
    letters = sum(len(word) for word in words)
    if letters < _FEWEST_TO_JUDGE:
        return False
    return sum(word in _COMMON for word in words) < _COMMON_SHARE * max(len(words), letters / 6)


def answer(kind: str, content: bytes) -> dict[str, object]:
    text_of, pictures, active = {
        "pdf": (pdf_text, pdf_pictures, pdf_active),
        "docx": (docx_text, docx_pictures, docx_active),
        "docx-marked": (docx_markdown, docx_pictures, docx_active),
        "odt": (odt_text, odt_pictures, _nothing_acts),
    }[kind]
    raw = list(text_of(content))
    text = readable(iter(raw))
    if kind == "pdf" and is_garbled("".join(raw)[:MOST_CHARACTERS]):
        state = "garbled"
    elif len(without_repeated_lines(text)) < FEWEST_WORDS and pictures(content):
        state = "picture"
    else:
        state = "read" if text else "empty"
    return {"state": state, "text": text if state == "read" else "", "active": active(content)}


def _nothing_acts(_content: bytes) -> list[str]:
    """Of a file that nobody opens: only its words are kept."""
    return []


def main() -> int:
    wanted = sys.argv[1]
    bind(OPENING if wanted == "opens" else READING)
    content = sys.stdin.buffer.read()
    if wanted == "opens":
        try:
            open_pdf(content)
        except PermissionError:
            return NEEDS_PASSWORD
        return 0
    sys.stdout.buffer.write(json.dumps(answer(wanted, content), ensure_ascii=False).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
