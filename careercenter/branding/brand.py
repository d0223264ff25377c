"""What makes a board its operator's own: its mark, its accent, its terms. Read once, when the board starts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from careercenter import __version__
from careercenter.config import PREFIX, Settings
from careercenter.core import colors
from careercenter.core.enums import LabelledEnum
from careercenter.core.errors import UnsafeSettings
from careercenter.core.i18n import _l
from careercenter.core.markup import to_html

LARGEST_MARK = 100_000  # bytes: it comes with every first page
LARGEST_PAGE = 200_000  # characters: terms of use are long, a book is a mistake
MARKS = {"mark.svg": "image/svg+xml", "mark.png": "image/png"}


class BoardPage(LabelledEnum):
    """Pages an operator may give, each as <value>.md; they stand in the footer once they are there."""

    TERMS = "terms", _l("Terms of use")
    ACCESSIBILITY = "accessibility", _l("Accessibility")


@dataclass(frozen=True, slots=True)
class Brand:
    version: str = __version__
    mark: bytes = b""
    mark_type: str = ""
    colors: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> list[BoardPage]:
        return [page for page in BoardPage if page.value in self.texts]

    @property
    def mark_url(self) -> str:
        return f"/brand/mark-{_hash(self.mark)}" if self.mark else ""

    @property
    def colors_url(self) -> str:
        return f"/brand/colors-{_hash(self.colors.encode())}.css" if self.colors else ""

    def words(self, name: str) -> Markup:
        """Give a text as HTML, its headings below the page's own; nothing when there is none."""
        html = to_html(self.texts.get(name, ""))
        for level in (3, 4, 5):  # what is typed by an operator is the page itself, not a part of one
            html = html.replace(f"<h{level}>", f"<h{level - 1}>").replace(f"</h{level}>", f"</h{level - 1}>")
        return Markup(html)  # noqa: S704 - core.markup has cleaned it


def read_brand(settings: Settings) -> Brand:
    """Read the operator's files; UnsafeSettings names one that cannot be used."""
    folder = settings.brand_folder
    mark, kind = _mark(folder)
    texts = {name: _text(folder / f"{name}.md") for name in (*(page.value for page in BoardPage), "privacy")}
    return Brand(
        mark=mark,
        mark_type=kind,
        colors=_sheet(settings.accent_color) if settings.accent_color else "",
        texts={name: text for name, text in texts.items() if text},
    )


def _mark(folder: Path) -> tuple[bytes, str]:
    for name, kind in MARKS.items():
        path = folder / name
        if not path.is_file():
            continue
        content = _bytes(path)
        if len(content) > LARGEST_MARK:
            raise UnsafeSettings(
                f"{path} is larger than {LARGEST_MARK // 1000} kB. A mark is small: it comes with every first page."
            )
        if not content.startswith(b"\x89PNG\r\n") if kind == "image/png" else b"<svg" not in content[:1000]:
            raise UnsafeSettings(f"{path} is not a picture of the kind its name says.")
        return content, kind
    return b"", ""


def _text(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        text = _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise UnsafeSettings(f"{path} is not text in UTF-8.") from error
    if len(text) > LARGEST_PAGE:
        raise UnsafeSettings(f"{path} is longer than {LARGEST_PAGE:,} characters.")
    first, _, rest = text.lstrip("\ufeff\r\n ").partition("\n")
    return rest if first.startswith("# ") else text  # the page has its title already


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnsafeSettings(f"{path} ({PREFIX}BRAND_DIR) cannot be read: {error.strerror}.") from error


def _sheet(accent: str) -> str:
    light, dark = colors.light_of(accent), colors.dark_of(accent)
    return f":root {{ {_tokens(light)} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {_tokens(dark)} }} }}\n"


def _tokens(accent: colors.Accent) -> str:
    named = {"accent": accent.accent, "accent-strong": accent.strong, "accent-tint": accent.tint, "on-accent": accent.on}
    return " ".join(f"--{name}: {color};" for name, color in named.items())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
