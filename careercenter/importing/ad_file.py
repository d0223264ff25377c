"""The words of an ad that comes as a file. Nothing of the file is kept: it is read, and let go."""

from __future__ import annotations

import re

from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _l
from careercenter.core.typed import lines
from careercenter.profiles import documents, reading
from careercenter.profiles.extract import READING_AT_ONCE, readable
from careercenter.profiles.models import ResumeText
from careercenter.profiles.odt_text import TYPE

WRONG_TYPE = _l(
    "The file is not a Word document (.docx), PDF, OpenDocument text (.odt), or plain text. Save it as one of these."
)
PICTURE = _l("The file is a picture with no text. Type or paste the ad instead.")
NO_WORDS = _l("We couldn’t read any text in the file. Paste the text of the ad instead.")
TOO_SLOW = _l("Reading the file took too long. Paste the text of the ad instead.")

_UNREADABLE = {ResumeText.PICTURE: PICTURE, ResumeText.GARBLED: NO_WORDS, ResumeText.UNREADABLE: NO_WORDS}
# The first part of a package of OpenDocument is not packed and names its type, so that it stands at a fixed place.
_OPEN_DOCUMENT = re.compile(rb"PK\x03\x04.{26}mimetype" + TYPE.encode() + rb"(?!-)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NO_TEXT = (b"PK\x03\x04", b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0")


def words_of(content: bytes) -> str:
    """Give what the file says, its headings and lists in Markdown; RuleBroken, about `file`, with the one reason why not."""
    try:
        return _words_of(content)
    except RuleBroken as broken:
        raise _refusal(WRONG_TYPE if broken.message == str(documents.WRONG_TYPE) else broken.message) from broken
    except reading.Interrupted as error:
        raise _refusal(TOO_SLOW) from error


def _words_of(content: bytes) -> str:
    if (plain := _plain_text(content)) is not None:
        return plain
    if _OPEN_DOCUMENT.match(content) and len(content) <= documents.LARGEST:
        documents.check_open_document(content)
        kind = "odt"
    else:
        kind = {"pdf": "pdf", "docx": "docx-marked"}[documents.kind_of(content).value]
    found = reading.read(content, kind, limits=READING_AT_ONCE)
    if found.state is not ResumeText.READ:
        raise _refusal(_UNREADABLE[found.state])
    return found.text


def _plain_text(content: bytes) -> str | None:
    """Give text as editors write it: UTF-8, UTF-16 with its mark, else Windows-1252; None for what is no text."""
    if not content.strip() or len(content) > documents.LARGEST or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_NO_TEXT):
        return None
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else readable(iter([lines(text)]))
    return None


def _refusal(message: Words) -> RuleBroken:
    return RuleBroken(message, field="file")
