import pytest

from careercenter.core.markup import to_html, to_text

HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))",
    "[x](data:text/html,hi)", "![x](https://elsewhere.example.com/x.png)",
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "[x](vbscript:x)",
    '[x](https://a.example.com "t\\" onclick=\\"x")',
    "<style>body{display:none}</style>", "<iframe src=//x>", "`<b onclick=x>`", "<a href=https://x onclick=y>z</a>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_description_can_act(text: str) -> None:
    html = to_html(text)
    for forbidden in (
        "<script",
        "<svg",
        "<img",
        "<style",
        "<iframe",
        "<b ",
        'javascript:"',
        'href="javascript',
        'href="data',
        'href="vbs',
    ):
        assert forbidden not in html.lower()
    assert "<a href=https://x onclick" not in html


def test_markdown_is_rendered_below_the_pages_own_headings() -> None:
    assert to_html("# What you do\n\n- code *charts*") == "<h3>What you do</h3>\n<ul>\n<li>code <em>charts</em></li>\n</ul>\n"


def test_links_carry_no_endorsement() -> None:
    assert 'rel="nofollow ugc noopener"' in to_html("[site](https://hospital.example.com)")


def test_the_words_alone() -> None:
    assert to_text("## Duties\n\n- code **CAR-T** & audit\n- <b>x</b>") == "Duties code CAR-T & audit <b>x</b>"
