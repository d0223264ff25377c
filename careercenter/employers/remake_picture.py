"""Make a picture anew, in a process of its own: `python -m careercenter.employers.remake_picture <file >webp`.

Exit code 0 with a WebP of at most 512 by 512 pixels and no metadata on the output, or 3 where it has too many pixels. Anything
else is a file that is no picture, or one its decoder gave up on.
"""

from __future__ import annotations

import io
import sys

from careercenter.core.child import Limits, bind

LARGEST_SIDE = 512  # pixels; twice the largest size it is shown at
MOST_PIXELS = 25_000_000  # a small file may unpack to any size; this many take some 300 MB while they are made smaller
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")  # no SVG: it can hold scripts
LIMITS = Limits(cpu_seconds=10, memory=1024**3, output=4 * 1024 * 1024, wall_seconds=120)
TOO_MANY_PIXELS = 3


def remake(content: bytes) -> bytes:
    """Give the WebP; OverflowError where the picture has too many pixels, and whatever its decoder raises."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise OverflowError("too many pixels")
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # JPEG only: reads it small from the start
            upright = ImageOps.exif_transpose(picture)
            small = upright.convert("RGBA")
            small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise OverflowError("too many pixels") from error
    clean = Image.new("RGBA", small.size)
    clean.paste(small)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def main() -> int:
    bind(LIMITS)
    try:
        made = remake(sys.stdin.buffer.read())
    except OverflowError:
        return TOO_MANY_PIXELS
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
