"""An employer's logo, made anew from what was uploaded."""

from __future__ import annotations

from careercenter.core import child
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l
from careercenter.employers.remake_picture import LIMITS, MOST_PIXELS, TOO_MANY_PIXELS

LARGEST_MB = 2
LARGEST_UPLOAD = LARGEST_MB * 1024 * 1024
TOO_BIG = _l("The file is larger than %(most)s MB. Choose a PNG or JPEG of at most %(most)s MB.", most=LARGEST_MB)


def remade(content: bytes) -> bytes:
    """Give a WebP of at most 512 by 512 pixels without any metadata; RuleBroken on "logo" says which rule was broken.

    A child process with limits decodes it. No transaction should be open meanwhile: SQLite has one writer.
    """
    if not content:
        raise _refused(_("The file is empty. Choose another one."))
    if len(content) > LARGEST_UPLOAD:
        raise _refused(str(TOO_BIG))
    made = child.run("careercenter.employers.remake_picture", content=content, limits=LIMITS)
    if made.code == TOO_MANY_PIXELS:
        raise _refused(
            _("The logo has too many pixels. Choose one of at most %(most)s million.", most=MOST_PIXELS // 1_000_000)
        )
    if made.code != 0:
        raise _refused(_("Choose a logo that is a PNG, JPEG, WebP or GIF file and opens on your computer."))
    return made.output


def _refused(message: str) -> RuleBroken:
    return RuleBroken(message, field="logo")
