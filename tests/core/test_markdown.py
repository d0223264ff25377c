"""Descriptions of any kind become Markdown that says the same and can do nothing."""

from __future__ import annotations

import time

import pytest

from careercenter.core.markdown import to_markdown
from careercenter.core.markup import to_html


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>One</p><p>Two <strong>bold </strong>words</p>", "One\n\nTwo **bold** words"),
        ("<ul><li><p>One</p></li><li>Two<ul><li>In</li></ul></li></ul>", "- One\n- Two\n  - In"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<h1><strong>Why</strong></h1><h3>How</h3>", "## Why\n\n### How"),
        ("a<br>b &amp; c&nbsp;d<br/>", "a  \nb & c d"),
        ("<p>unclosed <b>bold<p>next", "unclosed bold\n\nnext"),
        ("<i><b>both</b></i><p></p><b></b>", "***both***"),
        ("<p># 5 * 3 [x] 1. y</p>", "\\# 5 \\* 3 \\[x\\] 1. y"),
        ('<a href="https://example.com/a">site</a> <a href="javascript:alert(1)">bad</a>', "[site](https://example.com/a) bad"),
        ("<script>alert(1)</script><style>p{}</style><p>seen</p><iframe src=x>no</iframe>", "seen"),
        ("&lt;p&gt;escaped twice&lt;/p&gt;", "escaped twice"),
        ("Plain &amp; simple", "Plain & simple"),
        ("• one\n• two", "- one\n- two"),
        ("a line that\nis wrapped. Then\nAnother", "a line that is wrapped. Then\n\nAnother"),
        ("## Already\n\n- Markdown **here**", "## Already\n\n- Markdown **here**"),
        ("bell\x07 and \x0b gone", "bell and gone"),
        ("1 < 2 and <notatag", "1 < 2 and <notatag"),
        ("", ""),
    ],
)
def test_what_comes_out(source: str, said: str) -> None:
    assert to_markdown(source) == said


@pytest.mark.parametrize(
    "source",
    [
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>[x](javascript:alert(1))</p>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
        "<svg onload=alert(1)><p>x</p></svg>",
        "<p>![x](https://example.com/x.png)</p>",
    ],
)
def test_nothing_of_it_runs_or_loads(source: str) -> None:
    page = to_html(to_markdown(source))
    for word in ("<script", "<img", "<svg", 'href="java'):
        assert word not in page


@pytest.mark.parametrize(
    "source", ["<" * 50_000, "<ul><li>" * 5_000, "<b>" * 20_000 + "x", "<!" * 20_000, "<p" * 20_000, "*" * 50_000]
)
def test_broken_markup_costs_little_time(source: str) -> None:
    began = time.process_time()
    to_markdown(source)
    assert time.process_time() - began < 5
