"""Markdown in, clean HTML out."""

from __future__ import annotations

from html import unescape

import nh3
from markdown_it import MarkdownIt

# CommonMark without raw HTML and without pictures: a description must not load anything from elsewhere.
# A line end that somebody typed is one that they see.
_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table"]).disable(["image"])

# Headings are moved down two steps: the page has h1, its sections h2.
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS = _TABLE | {"p", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "br", "hr"}
_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}


def to_html(text: str) -> str:
    """Give HTML that holds only harmless tags; links are nofollow ugc and lead to http, https or mailto only."""
    return nh3.clean(
        _rendered(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def to_text(text: str) -> str:
    """Give the words alone, for the search index and for mails: plain text, not to be put into HTML as it is."""
    return " ".join(unescape(nh3.clean(_rendered(text).replace("<", " <"), tags=set())).split())


def _rendered(text: str) -> str:
    """Give HTML as the parser writes it, with nothing taken out yet."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.tag in _LOWER:
            token.tag = _LOWER[token.tag]
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return html
