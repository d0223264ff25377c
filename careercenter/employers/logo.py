"""An employer's picture, made anew from what was uploaded."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _

LARGEST_UPLOAD = 2 * 1024 * 1024
LARGEST_SIDE = 512  # pixels; twice the largest size it is shown at
MOST_PIXELS = 25_000_000  # a small file may unpack to any size; this many take about 100 MB
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")  # no SVG: it can hold scripts


def remade(content: bytes) -> bytes:
    """Give a WebP of at most 512 by 512 pixels without any metadata; RuleBroken on "logo" says which rule was broken."""
    if not content:
        raise _refused(_("The file is empty. Choose another one"))
    if len(content) > LARGEST_UPLOAD:
        raise _refused(_("The picture must be smaller than 2 MB"))
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _refused(_("The picture must have at most 25 million pixels"))
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # JPEG only: reads it small from the start
            upright = ImageOps.exif_transpose(picture)
            small = upright.convert("RGBA")
            small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(_("The picture must have at most 25 million pixels")) from error
    except Exception as error:  # a damaged picture can fail anywhere in its decoder, with anything
        raise _refused(_("Choose a picture that is a PNG, JPEG, WebP or GIF file and opens on your computer")) from error
    clean = Image.new("RGBA", small.size)
    clean.paste(small)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def _refused(message: str) -> RuleBroken:
    return RuleBroken(message, field="logo")
