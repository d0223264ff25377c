"""Words of one line that may stand in the header of an e-mail: names of people and employers, titles."""

from __future__ import annotations

import re
import unicodedata

from careercenter.core.i18n import _

# RFC 2047: a reader of mail turns "=?utf-8?b?…?=" into other characters, line breaks among them. Nobody's name holds one.
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,40}\?[bq]\?", re.I)


def refusal(text: str) -> str | None:
    """Say what to change in words that must not stand in a header, or None when they may."""
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in text):
        return _("Enter it in one line, without line breaks or tabs.")
    if _ENCODED_WORD.search(text):
        return _("Enter it as people read it, without “=?”.")
    return None
