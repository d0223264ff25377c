"""Text pasted from Word, an e-mail or a spreadsheet becomes the Markdown it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.core.markdown import mended, to_markdown
from careercenter.core.markup import to_html


@pytest.mark.parametrize(
    ("pasted", "markdown"),
    [
        ("You code:\n•\tinpatient stays\n•\tobservation", "You code:\n\n- inpatient stays\n- observation"),
        ("·       one\n·       two", "- one\n- two"),
        ("• one\no\tunder one\n• two", "- one\n  - under one\n- two"),
        ("o one\no two", "- one\n- two"),
        ("o no list", "o no list"),
        ("– one\n– two", "- one\n- two"),
        ("1.\tA call\n2.\tA test\n3)\tAn offer", "1. A call\n2. A test\n3. An offer"),
        ("• one\n• two\nThe team meets on Tuesday.", "- one\n- two\n\nThe team meets on Tuesday."),
        ("Shift\tHours\nDay\t8-4\nNight\t12-8", "| Shift | Hours |\n| --- | --- |\n| Day | 8-4 |\n| Night | 12-8 |"),
        ("| Shift | Hours |\n| Day | 8-4 |", "| Shift | Hours |\n| --- | --- |\n| Day | 8-4 |"),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        (
            "You own the revenue side of our cell therapy program from\ncollection to infusion.",
            "You own the revenue side of our cell therapy program from collection to infusion.",
        ),
        ("Call us\nAsk for Dana", "Call us\nAsk for Dana"),
        ("- one\n  goes on\n- two **bold**", "- one\n  goes on\n- two **bold**"),
        ("<p>You code:</p><ul><li>stays</li></ul>", "You code:\n\n- stays"),
        ("Fewer than <5 a day", "Fewer than <5 a day"),
        ("", ""),
    ],
)
def test_what_is_pasted_becomes_what_it_was(pasted: str, markdown: str) -> None:
    assert mended(pasted) == markdown
    assert mended(markdown) == markdown


@given(st.text(alphabet="ab •o-–1.)\t|\n*#A:", max_size=60))
def test_what_was_mended_stays_as_it_is(text: str) -> None:
    once = mended(text)
    assert mended(once) == once


LIST = "<p class=MsoListParagraph style='mso-list:{}'><span style='mso-list:Ignore'>{}<span>&nbsp; </span></span>{}</p>"
WORD = (
    "<p class=MsoNormal>You code:</p>"
    + LIST.format("l0 level1 lfo1", "·", "stays")
    + LIST.format("l0 level2 lfo1", "o", "observation")
    + LIST.format("l1 level1 lfo2", "1.", "a call")
)


@pytest.mark.parametrize(
    ("clipboard", "markdown"),
    [
        (WORD, "You code:\n\n- stays\n  - observation\n1. a call"),
        (
            "<table><tr><td><p>Shift</p></td><td>Hours</td></tr><tr><td><b>Day</b></td><td>8-4</td></tr></table>",
            "| Shift | Hours |\n| --- | --- |\n| Day | 8-4 |",
        ),
        ("<table><tr><td>Only words on a page</td></tr></table><p>After</p>", "Only words on a page\n\nAfter"),
        ("<b style='font-weight:normal'><p>Plain <span style='font-weight:700'>bold</span></p></b>", "Plain **bold**"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d", ""),
    ],
)
def test_the_html_of_a_clipboard_becomes_markdown(clipboard: str, markdown: str) -> None:
    said = to_markdown(clipboard)
    assert said == markdown if markdown else "a" in said and "d" in said


def test_a_table_and_a_line_end_are_shown() -> None:
    assert "<table>" in to_html("| a | b |\n| --- | --- |\n| 1 | 2 |")
    assert "<br" in to_html("Call us\nAsk for Dana")
