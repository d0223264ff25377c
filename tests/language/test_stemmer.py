from __future__ import annotations

import pytest

from careercenter.language.stemmer import stem
from careercenter.language.tokenizer import phrase, tokenize
from careercenter.taxonomy import catalogue


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("coders", "coding"), ("queries", "query"), ("labs", "lab"), ("ems", "ems"), ("status", "status"), ("crcs", "crcs"),
        ("educators", "educator"), ("education", "education"), ("trainee", "trainee"), ("collections", "collections"),
        ("validators", "validation"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one_and_credentials_stay_themselves(word: str, one: str) -> None:
    assert stem(word) == one


def test_words_of_postings_and_of_searches_get_the_same_stem() -> None:
    words = {word for one in catalogue.specialties() for word in " ".join((one.name, *one.synonyms)).lower().split()}
    plain = {word for word in words if word.isalpha() and all(map(str.isalpha, tokenize(word))) and tokenize(word) != ["wfh"]}
    assert len(plain) > 400
    assert [word for word in plain if tokenize(word) != [*phrase(word)]] == []
