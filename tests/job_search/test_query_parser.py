import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.job_search.query_parser import parse
from careercenter.language.limits import LONGEST_QUERY, MOST_WORDS
from careercenter.language.tokenizer import tokenize
from careercenter.postings.search_schema import Facet
from careercenter.search.query import Clause, TermQuery
from careercenter.taxonomy import catalogue


@pytest.mark.parametrize("written", ["CPC-A", "CCS-P", "E/M", "I&I", "CAR-T", "3M", "MS-DRG", "OB/GYN", "COS-C", "T-cell"])
def test_what_is_one_word_stays_one_word(written):
    assert tokenize(f"the {written}, and") == ["the", written.lower(), "and"]


@pytest.mark.parametrize("one", catalogue.credentials(), ids=lambda one: one.slug)
def test_every_credential_is_one_term_of_its_own(one):
    assert tokenize(one.abbr) == [one.abbr.lower()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coder coders coding", ["coding"] * 3),
        ("audits auditor AUDITING", ["audit"] * 3),
        ("policies clinics status basis", ["policy", "clinic", "status", "basis"]),
        ("ICD-10-CM icd10cm ICD 10 CM ICD‑10‑CM", ["icd-10-cm"] * 4),
        ("icd-10-cm/pcs", ["icd-10-cm", "pcs"]),
        ("CPC/CPC-A", ["cpc", "cpc-a"]),
        ("E&M e/m E and M", ["e/m"] * 3),
        ("D89.839 d89839", ["d89839"] * 2),
        ("$28.50/hr", ["28.50", "hr"]),
        ("I.R. coder in the U.S.", ["ir", "coding", "in", "the", "us"]),
        ("women's O'Brien", ["women", "obrien"]),
        ("work from home", ["wfh"]),
        ("end.Next full-time", ["end", "next", "full", "time"]),
        ("Ｃｏｄｅｒ Mayagüez na\u00adïve", ["coding", "mayaguez", "naive"]),
        ("a\0b\ud800c", ["a", "b", "c"]),
        ("編碼", ["編碼"]),
        ("", []),
    ],
)
def test_terms(text, expected):
    assert tokenize(text) == expected


@pytest.mark.parametrize("text", ["the job", "a", "***", "", "-", '"'])
def test_what_narrows_nothing_asks_for_nothing(text):
    assert parse(text).must == ()


def test_signs_without_words_are_named_when_nothing_else_was_typed():
    assert parse("***").ignored == ("***",)
    assert parse("coder & biller").ignored == ()


def test_phrases_and_absent_words():
    query = parse('"charge capture" -remote -"night shift" CCS-P')
    assert [clause.alternatives[0] for clause in query.must] == [
        TermQuery(("charge", "capture"), phrase=True),
        TermQuery(("ccs-p",)),
    ]
    assert query.must_not == (Clause((TermQuery(("remote",)),)), Clause((TermQuery(("night", "shift"), phrase=True),)))


@pytest.mark.parametrize("text", ["cardiology | oncology", "| cardiology | oncology |", "cardiology | -zebra | oncology"])
def test_either_of_two_is_one_clause(text):
    (either,) = parse(text).must
    one, other = parse("cardiology").must[0], parse("oncology").must[0]
    assert set(either.alternatives) == {*one.alternatives, *other.alternatives}
    assert set(either.satisfied_by) == {*one.satisfied_by, *other.satisfied_by}


def test_either_is_of_its_neighbours_alone():
    first, either, last = parse('cpc "charge capture" | audit remote').must
    assert (first, last) == (*parse("cpc").must, *parse("remote").must)
    assert set(either.alternatives) == {
        *parse('"charge capture"').must[0].alternatives,
        *parse("audit").must[0].alternatives,
    }


def test_a_quote_that_is_never_closed_is_not_there():
    assert [clause.alternatives[0].terms for clause in parse('"oncology zebra').must] == [("oncology",), ("zebra",)]


def test_a_slash_asks_for_both_and_a_hyphen_for_neighbours():
    assert len(parse("zebra/lion").must) == 2
    assert parse("zebra-lion").must[0].alternatives == (TermQuery(("zebra", "lion"), phrase=True),)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("onc coder", "oncology"),
        ("rad onc", "radiation-oncology"),
        ("bone marrow transplant", "bmt"),
        ("car t billing", "cellular-therapy"),
        ("Labor and Delivery", "ob-gyn"),
        ("stem cell transplant coder", "bmt"),
        ("keytruda", "immuno-oncology"),
        ("chemo", "medical-oncology"),
    ],
)
def test_a_synonym_names_its_specialty(text, slug):
    assert (Facet.SPECIALTY, slug) in parse(text).must[0].satisfied_by


def test_the_longest_name_is_taken():
    specialties = [slug for clause in parse("rad onc").must for _facet, slug in clause.satisfied_by]
    assert specialties == ["radiation-oncology"]


@pytest.mark.parametrize("text", ["coding", "medical", "va", "new", "physician", "center", "clinical"])
def test_a_word_of_every_kind_of_work_names_nothing(text):
    assert parse(text).must[0].satisfied_by == ()


@pytest.mark.parametrize(("alias", "abbr"), [("ccsp", "ccs-p"), ("cpc-h", "coc"), ("certified professional coder", "cpc")])
def test_an_alias_finds_its_credential(alias, abbr):
    assert TermQuery((abbr,)) in parse(alias).must[0].alternatives


@pytest.mark.parametrize(
    ("typed", "written"), [("cerner", "Oracle Health"), ("oracle health", "Cerner"), ("3M 360", "Solventum 360 Encompass")]
)
def test_a_product_answers_to_what_it_was_called_and_is_called(typed, written):
    (clause,) = parse(typed).must
    held = " ".join(tokenize(written))
    assert any(" ".join(needle.terms) in held for needle in clause.alternatives)


@given(st.text(max_size=1000))
def test_any_text_is_read_within_bounds(text):
    query = parse(text)
    needles = [clause.alternatives[0] for clause in query.must] + [clause.alternatives[0] for clause in query.must_not]
    assert sum(len(needle.terms) for needle in needles) <= MOST_WORDS
    assert query == parse(text[:LONGEST_QUERY])


@given(st.text(max_size=500))
def test_terms_are_words_whatever_the_text(text):
    for term in tokenize(text):
        assert term
        assert len(term) <= 64
        assert not any(char.isspace() or char == "\0" for char in term)
        term.encode()
