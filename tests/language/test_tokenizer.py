"""A text comes apart the same way whether it is cut by blanks or by the pattern."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.language import tokenizer
from careercenter.language.normalization import normalize
from careercenter.language.tokenizer import tokenize

PIECES = (
    "coder",
    "coders",
    "x",
    "9",
    " ",
    "-",
    "/",
    "&",
    ".",
    "_",
    "'s",
    "é",
    "ß",
    "Ω",
    "·",
    "½",
    "ﬀ",
    "\u200b",
    "\n",
    "`",
    "cpc-a",
    "e and m",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_blanks_and_the_pattern_cut_alike(text):
    by_pattern = chain.from_iterable(map(tokenizer._terms_of, tokenizer._JOINED.findall(normalize(text))))
    assert tokenize(text) == list(by_pattern)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Epic. -Houston-", ["epic", "houston"]),
        ("full-time/remote", ["full", "time", "remote"]),
        ("Straße · Köln", ["straße", "koln"]),
        ("icd 10 cm and icd10cm, not xicd 10", ["icd-10-cm", "and", "icd-10-cm", "not", "xicd", "10"]),
        ("MS DRGs, APR-DRG; forms drg", ["ms-drg", "apr-drg", "form", "drg"]),
        ("CMS HCCs; excms hcc", ["cms-hcc", "excm", "hcc"]),
        ("E and M, he and m", ["e/m", "he", "and", "m"]),
        ("in-patient, main-patient", ["inpatient", "main", "patient"]),
        ("working from home; rework from home", ["wfh", "rework", "from", "home"]),
        ("w-2, ow-2; ob gyn, job gyn", ["w2", "ow", "2", "ob/gyn", "job", "gyn"]),
        ("pro fee, xpro fee; car t, oscar t", ["profee", "xpro", "fee", "car-t", "oscar", "t"]),
    ],
)
def test_words_joined_or_spelled_in_several_ways(text, terms):
    assert tokenize(text) == terms
