"""What is marked in a text and what is shown of it: by the field's words, short, and the text's own letters."""

from __future__ import annotations

import random

import pytest

from careercenter.core.markup import to_text
from careercenter.job_search.highlighting import MAX_EXCERPT, Fragment, Highlighter
from careercenter.job_search.query_parser import parse
from careercenter.language import tokenizer
from careercenter.search.query import Query
from careercenter.taxonomy.vocabulary import vocabulary

DESCRIPTION = """You own the revenue side of our **cell therapy** program from collection to infusion: charges and appeals.

- Keep CAR T claims and E & M visits apart
- Match CCS-P and CCS coders to the invoice
- Work from home three days, inpatient/outpatient
- Send 5 < 6 & <b>bold</b> words about audits to the [clinic](https://clinic.example.com/coding)"""


def shown(pieces: tuple[Fragment, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("words", "title", "marked"),
    [
        ("coder", "Coding Lead for Coders", "[Coding] Lead for [Coders]"),
        ("ccs", "CCS-P or CCS Coder", "CCS-P or [CCS] Coder"),
        ("ccs-p", "CCS-P or CCS Coder", "[CCS-P] or CCS Coder"),
        ("outpatient", "Inpatient/Outpatient Lead", "Inpatient/[Outpatient] Lead"),
        ("infusion coder", "Infusion Coder", "[Infusion Coder]"),
        ('"cell lab"', "Lab Cell, Cell Lab", "Lab Cell, [Cell Lab]"),
        ("infus*", "Infusions and Infused", "[Infusions] and [Infused]"),
        ("car-t", "CAR T and CAR-T, Car Park T", "[CAR T] and [CAR-T], Car Park T"),
        ("icd-10-cm", "ICD 10 CM Coder", "[ICD 10 CM] Coder"),
        ("d89.839", "About D89.839", "About [D89.839]"),
        ("-auditor infusion", "Infusion Auditor", "[Infusion] Auditor"),
        ("", "Infusion Coder", "Infusion Coder"),
    ],
)
def test_a_title_is_marked_by_the_fields_words(words: str, title: str, marked: str) -> None:
    assert shown(Highlighter(parse(words)).highlight(title)) == marked


def test_another_name_of_the_specialty_is_marked_too() -> None:
    assert shown(Highlighter(parse("car-t")).highlight("Cellular Therapy Coder")) == "[Cellular Therapy] Coder"


def test_a_credential_read_from_the_words_is_marked_where_it_is_written() -> None:
    highlighter = Highlighter(Query(), ("cpc",))
    assert (
        shown(highlighter.highlight("CPC or CPC-A, Certified Professional Coder"))
        == "[CPC] or CPC-A, [Certified Professional Coder]"
    )


SPELLINGS = {spelling: term for spelling, term in vocabulary().forms.items() if tokenizer.tokenize(spelling) == [term]}


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_form_of_a_word_is_found(spelling: str) -> None:
    assert shown(Highlighter(parse(SPELLINGS[spelling])).highlight(f"A {spelling} here")) == f"A [{spelling}] here"


@pytest.mark.parametrize(
    ("words", "excerpt"),
    [
        ("ccs", "Match CCS-P and [CCS] coders to the invoice"),
        ("e/m", "Keep CAR T claims and [E & M] visits apart"),
        ("remote", "[Work from home] three days, inpatient/outpatient"),
        (
            "cell therapy",
            "You own the revenue side of our [cell therapy] program from collection to infusion: charges and appeals.",
        ),
        ("claims outpatient", "Keep CAR T [claims] and E & M visits apart"),
        ("audit", "Send 5 < 6 & <b>bold</b> words about [audits] to the clinic"),
        ("oncology coder", ""),
        ("zebra", ""),
    ],
)
def test_the_place_that_says_most_of_what_is_asked_is_shown(words: str, excerpt: str) -> None:
    assert shown(Highlighter(parse(words)).excerpt(DESCRIPTION)) == excerpt


def test_a_long_paragraph_is_cut_between_words_around_the_mark() -> None:
    text = f"{'Before this come many words. ' * 20}Then the infusion clinic is named. {'And after it more words. ' * 20}"
    pieces = Highlighter(parse("infusion")).excerpt(text)
    said = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.marked] == ["infusion"]
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) <= MAX_EXCERPT
    assert said.strip("… ") in text
    assert f" {said.strip('… ')} " in text


def test_whatever_the_text_its_own_letters_are_shown() -> None:
    rng = random.Random(7)
    parts = [
        "coder",
        "**infusion**",
        "CAR-T",
        "İ",
        "ﬃ",
        "\u0301",
        "\n",
        "\n\n",
        "- ",
        "<i>",
        "&amp;",
        "`x`",
        "[a](b)",
        "’s",
        "é",
        " ",
        " ",
    ]
    for _ in range(300):
        text = " ".join(rng.choices(parts, k=rng.randrange(1, 80)))
        for words in ("coder infusion", "car-t", "cod*"):
            highlighter = Highlighter(parse(words))
            assert "".join(piece.text for piece in highlighter.highlight(text)) == text
            excerpt = "".join(piece.text for piece in highlighter.excerpt(text)).strip("… ")
            assert len(excerpt) <= MAX_EXCERPT
            plain = "".join(to_text(text).split())
            assert not excerpt or any(word in plain for word in excerpt.split())
