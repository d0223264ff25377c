"""Descriptions as they come, HTML or plain text, into Markdown that says the same.

One mechanism for what an import brings, what is typed or pasted into a form, and what a browser's clipboard holds as HTML.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from careercenter.core.pasted import as_markdown, table_row

LONGEST = 200_000  # characters of source; the parser's time grows with the square of some broken ones
_DEEPEST_LIST = 5
_LONGEST_CELL = 200  # characters

_TAG = re.compile(
    r"</?(?:p|div|br|ul|ol|li|h[1-6]|strong|b|em|i|u|a|span|table|tr|td|section|article|blockquote)\b[^<>]*>", re.I
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.I)
_MARKS = re.compile(r"([\\`*\[\]])|(?<![^\W_])_|_(?![^\W_])")
_ANY_MARK = re.compile(r"[\\`*\[\]_]")
_LINE_MARK = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+>](?=\s)|\d{1,9}(?=[.)]\s)|={3,}$|-{3,}$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\u3000\ufeff]+")
_ALREADY = re.compile(r"^(?:#{1,6} \S|[-*+] \S|\d{1,3}\. \S.*\n\d|\| ---)|\*\*\S", re.M)
_BLOCK_TAG = re.compile(r"</(?:p|div|li|ul|ol|h[1-6]|td|tr|table)>|<br\s{0,9}/?>", re.I)
_BOLD = re.compile(r"font-weight:\s{0,9}(?:bold|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"font-weight:\s{0,9}(?:normal|[1-5]00)", re.I)
_WORD_LEVEL = re.compile(r"mso-list:[^;]{0,40}\blevel(\d)", re.I)
_WORD_NUMBER = re.compile(r"\(?(\d{1,2})[.)]")

_BLOCKS = frozenset("p div section article header footer table tr blockquote pre dl dt dd figure main address".split())
_SILENT = frozenset({"script", "style", "iframe", "object", "template", "noscript", "svg", "title", "head"})
_HEADS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "h5": "### ", "h6": "### "}
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}


def to_markdown(source: str) -> str:
    """Give Markdown with the source's paragraphs, headings, lists, emphasis and web links; nothing else of HTML survives."""
    source = _CONTROL.sub("", source[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    if not _TAG.search(source) and "&lt;" in source and _TAG.search(html.unescape(source)):
        source = html.unescape(source)  # HTML that was escaped once too often
    if _TAG.search(source):
        return _from_html(source)
    if _ENTITY.search(source):
        source = html.unescape(source)
    return _from_text(_CONTROL.sub("", source))


def mended(text: str) -> str:
    """Give what somebody typed or pasted into a form as the Markdown it means; given again, it stays as it is."""
    if _BLOCK_TAG.search(text) and not _ALREADY.search(text):
        return to_markdown(text)
    return as_markdown(text)


def _from_text(text: str) -> str:
    if any(map(text.__contains__, "\t|•●▪‣◦·∙■➢✓\uf0b7\uf0a7")):
        text = as_markdown(text)
    if _ALREADY.search(text):
        return re.sub(r"\n{3,}", "\n\n", text).strip()
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    out: list[str] = []
    for line in lines:
        wrapped = out and out[-1] and line and line[0].islower() and out[-1][-1] not in ".:;!?"
        if wrapped:
            out[-1] += f" {line}"
        elif line:
            out.append(line)
    return "\n\n".join(_guarded(line) for line in out)


def _guarded(line: str) -> str:
    """Keep a line of plain words from becoming a heading, a list or emphasis."""
    return _line_guarded(_MARKS.sub(r"\\\g<0>", line) if _ANY_MARK.search(line) else line)


def _from_html(source: str) -> str:
    parser = _Reader()
    parser.feed(source)
    parser.close()
    return parser.markdown()


class _Reader(HTMLParser):
    """Collects blocks of (prefix, inline pieces)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._line: list[str] = []
        self._prefix = ""
        self._lists: list[int] = []  # -1: bullets; else: the next number
        self._silent = 0
        self._link = ""
        self._open: list[str] = []  # emphasis marks
        self._spans: list[str] = []  # what each open span is: a tag of emphasis, "mark" of a Word list, or ""
        self._rows: list[list[str]] | None = None  # of the open table

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.append(1 if tag == "ol" else -1)
        elif tag == "li":
            self._end_block()
            self._prefix = self._bullet()
        elif tag in _HEADS:
            self._end_block()
            self._prefix = _HEADS[tag]
        elif tag == "br":
            self._line.append("\n")
        elif tag in ("table", "tr", "td", "th"):
            self._begin_cells(tag)
        elif tag == "p" and self._rows is None and (level := _WORD_LEVEL.search(dict(attrs).get("style") or "")):
            self._end_block()
            self._prefix = "  " * min(int(level[1]) - 1, _DEEPEST_LIST) + "- "
        elif tag == "span":
            self._begin_span(dict(attrs).get("style") or "")
        elif tag in _BLOCKS and not self._prefix.strip().endswith(("-", ".")):
            self._end_block()  # a paragraph that begins an item stays in it
        elif tag in _EMPHASIS and not _NOT_BOLD.search(dict(attrs).get("style") or ""):
            self._mark(_EMPHASIS[tag])
        elif tag == "a":
            self._link = next((value or "" for name, value in attrs if name == "href"), "")
            self._line.append("\x02")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("ul", "ol"):
            self._end_block()
            del self._lists[-1:]
        elif tag in ("table", "td", "th"):
            self._end_cells(tag)
        elif tag == "li" or tag in _HEADS or tag in _BLOCKS:
            self._end_block()
        elif tag == "span" and self._spans:
            if (what := self._spans.pop()) in _EMPHASIS and _EMPHASIS[what] in self._open:
                self._mark(_EMPHASIS[what])
        elif tag in _EMPHASIS and _EMPHASIS[tag] in self._open:
            self._mark(_EMPHASIS[tag])
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if "mark" in self._spans:
            if number := _WORD_NUMBER.match(data.strip()):
                self._prefix = self._prefix.replace("- ", f"{number[1]}. ")
        elif not self._silent:
            self._line.append(_MARKS.sub(r"\\\g<0>", _CONTROL.sub("", data).replace("\x02", "").replace("\n", " ")))

    def _begin_span(self, style: str) -> None:
        what = "mark" if "mso-list:ignore" in style.lower().replace(" ", "") else "strong" if _BOLD.search(style) else ""
        self._spans.append(what)
        if what == "strong":
            self._mark("**")

    def _begin_cells(self, tag: str) -> None:
        """A table within a cell is words of that cell."""
        if tag == "table" and self._rows is None:
            self._end_block()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th"):
            self._line.append(" ")

    def _end_cells(self, tag: str) -> None:
        if self._rows is None:
            return
        if tag == "table":
            rows, self._rows = self._rows, None
            self._out += ["", *_table(rows), ""]
        elif self._rows:
            words = re.sub(r"[\x02\x03]\**", "", "".join(self._line))
            self._rows[-1].append(" ".join(words.split()))
            self._line, self._open, self._prefix = [], [], ""

    def markdown(self) -> str:
        self._end_cells("table")
        self._end_block()
        text = "\n".join(self._out)
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def _bullet(self) -> str:
        depth = "  " * min(len(self._lists) - 1, _DEEPEST_LIST) if self._lists else ""
        if not self._lists or self._lists[-1] < 0:
            return f"{depth}- "
        self._lists[-1] += 1
        return f"{depth}{self._lists[-1] - 1}. "

    def _mark(self, mark: str) -> None:
        """Headings are strong already, and emphasis of nothing is nothing."""
        if self._prefix.startswith("#") or self._rows is not None:
            return
        if mark in self._open:
            self._open.remove(mark)
            before = "".join(self._line)
            cut = before.rstrip()
            opened = f"\x03{mark}"
            kept = [cut.removesuffix(opened)] if cut.endswith(opened) else [cut, mark]
            self._line = [*kept, before[len(cut) :]]
        else:
            self._open.append(mark)
            self._line.append(f"\x03{mark}")

    def _end_link(self) -> None:
        before, _, words = "".join(self._line).rpartition("\x02")
        address, self._link = self._link.strip(), ""
        linked = re.fullmatch(r"(?:https?://|mailto:)[^\s()<>\\]+", address, re.I) and words.strip()
        self._line = [before, f"[{words.strip()}]({address})" if linked else words]

    def _end_block(self) -> None:
        if self._rows is not None:  # paragraphs of a cell are its words
            self._line.append(" ")
            return
        text = "".join(self._line).replace("\x02", "")
        for mark in self._open:  # left open at the end of its block
            text = "".join(text.rsplit(f"\x03{mark}", 1))
        text = re.sub(r"\x03(\**)([ \u00a0]*)", r"\2\1", text)
        lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
        lines = [line for line in lines if line and not re.fullmatch(r"\*+", line)]
        if lines:
            indent = " " * len(self._prefix) if self._prefix.strip()[:1] in ("-", *"123456789") else ""
            listed = bool(indent)
            first = lines[0] if self._prefix else _line_guarded(lines[0])
            block = f"{self._prefix}{first}" + "".join(f"  \n{indent}{_line_guarded(line)}" for line in lines[1:])
            self._out += [block] if listed else ["", block, ""]
            self._prefix = ""
        self._line, self._open = [], []


def _line_guarded(line: str) -> str:
    return _LINE_MARK.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", line)


def _table(rows: list[list[str]]) -> list[str]:
    """Write a table; one that only places words on a page, with one column or long cells, is paragraphs."""
    rows = [row for row in rows if any(row)]
    size = max(map(len, rows), default=0)
    if size < 2 or len(rows) < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return [line for row in rows for cell in row if cell for line in (_line_guarded(cell), "")]
    first, *rest = (tuple(row + [""] * (size - len(row))) for row in rows)
    return [table_row(first), f"|{' --- |' * size}", *map(table_row, rest)]
