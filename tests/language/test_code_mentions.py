"""Codes as they are typed in a search: found in a text, told from look-alikes, and read as the set that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercenter.job_search import query_parser
from careercenter.job_search.understanding import interpret
from careercenter.language import code_mentions, tokenizer
from careercenter.language.code_mentions import Beside, Typed
from careercenter.postings.search_schema import Facet
from careercenter.search.query import TermQuery
from careercenter.taxonomy import code_shapes, code_tables
from careercenter.taxonomy import codes as medical


def read(text: str) -> list[str]:
    """Give what a text is read as: "CPT 38225"."""
    return [f"{one.code_set} {one.code}" for one in interpret(text).codes]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("99213", ["CPT 99213"]),
        ("0708t", ["CPT 0708T"]),
        ("0001f quality", ["CPT 0001F"]),
        ("0001U", ["CPT 0001U"]),
        ("0100T", ["CPT 0100T"]),
        ("cpt code 99213", ["CPT 99213"]),
        ("99213 cpt", ["CPT 99213"]),
        ("CPT-4: 99213", ["CPT 99213"]),
        ("99213 CPT code auditor", ["CPT 99213"]),
        ("99213,99214 and 99215", ["CPT 99213", "CPT 99214", "CPT 99215"]),
        ("J9271/J9299", ["HCPCS J9271", "HCPCS J9299"]),
        ("hcpcs level ii q2041", ["HCPCS Q2041"]),
        ("cpt code J9271", ["HCPCS J9271"]),
        ("hcpcs 99213", ["CPT 99213"]),
        ("cpt 12345", ["CPT 12345"]),
        ("D89.839", ["ICD-10-CM D89.839"]),
        ("d89839", ["ICD-10-CM D89.839"]),
        ("icd 10 Z51.11", ["ICD-10-CM Z51.11"]),
        ("Z51.11 dx", ["ICD-10-CM Z51.11"]),
        ("icd-10-cm g35", ["ICD-10-CM G35"]),
        ("B20", ["ICD-10-CM B20"]),
        ("c81-c96", ["ICD-10-CM C81-C96"]),
        ("C83.30 to C83.39", ["ICD-10-CM C83.30-C83.39"]),
        ("xw033c7", ["ICD-10-PCS XW033C7"]),
        ("XW0", ["ICD-10-PCS XW0"]),
        ("xw03 inpatient coder", ["ICD-10-PCS XW03"]),
        ("drg 18", ["MS-DRG 018"]),
        ("18 drg", ["MS-DRG 018"]),
        ("18 DRG coder", ["MS-DRG 018"]),
        ("ms-drg 018", ["MS-DRG 018"]),
        ("MS DRG: 18", ["MS-DRG 018"]),
        ("DRG018", ["MS-DRG 018"]),
        ("018 ms-drg", ["MS-DRG 018"]),
        ("018", ["MS-DRG 018"]),
        ("drg coder 018", ["MS-DRG 018"]),
        ("drg 216-221", ["MS-DRG 216-221"]),
        ("216 to 221 drg", ["MS-DRG 216-221"]),
        ("MS-DRG 016-MS-DRG 017", ["MS-DRG 016-017"]),
        ("drg 216, 217 & 218", ["MS-DRG 216", "MS-DRG 217", "MS-DRG 218"]),
        ("38225-38228", ["CPT 38225-38228"]),
        ("38225 – 38228", ["CPT 38225-38228"]),
        ("cpt 38225 through 38228", ["CPT 38225-38228"]),
        ("Q4100-Q4440", ["HCPCS Q4100-Q4440"]),
        ("38225 - Q2041", ["CPT 38225", "HCPCS Q2041"]),
        ("38225 drg 018", ["MS-DRG 018", "CPT 38225"]),
    ],
)
def test_codes_are_found_however_they_are_written(text: str, found: list[str]) -> None:
    assert read(text) == found


def test_a_category_that_is_all_there_is_to_read_is_the_code() -> None:
    assert read("g35") == ["ICD-10-CM G35"]
    assert read("I10") == ["ICD-10-CM I10"]
    assert read("z99z") == read("t1") == []


def test_a_code_of_a_list_that_is_not_here_leads_to_the_coders_of_stays() -> None:
    for text in ("ICD-10-PCS 5A1D70Z", "pcs 02H"):
        (code,) = interpret(text).codes
        assert (code.code_set, code.specialties) == ("ICD-10-PCS", ("inpatient-drg",))
    assert read("pcs 100") == []


@pytest.mark.parametrize(
    "text",
    [
        "99999", "1099", "w2 coder", "v28 risk adjustment", "o365", "h1b", "401k", "3m 360", "100 remote drg coder",
        "drg 40 hours", "apr-drg 720", "apr drg 139", "720 apr-drg", "555-0123", "3023322", "70k", "24/7", "g35 coder",
        "k12 coder", "10 drg coders", "2026", "icd-10", "icd-10-cm", "cpt", "e/m", "2,500 charts", "drg", "38225x",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "first", "other"),
    [
        ("a5052", "HCPCS A5052", "ICD-10-CM A50.52"),
        ("hcpcs a5052", "HCPCS A5052", None),
        ("a50.52", "ICD-10-CM A50.52", None),
        ("a5052 diagnosis", "ICD-10-CM A50.52", "HCPCS A5052"),
        ("a5052 ostomy dx", "HCPCS A5052", "ICD-10-CM A50.52"),
        ("a5052 dme", "HCPCS A5052", "ICD-10-CM A50.52"),
        ("e1165", "ICD-10-CM E11.65", "HCPCS E1165"),
        ("e1165 dme", "HCPCS E1165", "ICD-10-CM E11.65"),
        ("c9031", "ICD-10-CM C90.31", "HCPCS C9031"),
        ("c9031 device", "HCPCS C9031", "ICD-10-CM C90.31"),
        ("30233 procedure", "CPT 30233", "ICD-10-PCS 30233"),
        ("30233 inpatient", "ICD-10-PCS 30233", "CPT 30233"),
    ],
)
def test_a_string_of_two_sets_is_read_by_its_dot_and_what_stands_beside_it(text: str, first: str, other: str | None) -> None:
    found = interpret(text)
    assert read(text) == [first]
    offered = [meaning for _words, meaning in found.offers if "ZIP" not in meaning]
    assert offered == ([f"the {other.rpartition(' ')[0]} code {other.rpartition(' ')[2]}"] if other else [])


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("drg 871 sepsis", "ms-drg 871", ""),
        ("d89.831 crs", "d89.831", ""),
        ("drg 871 leveling", "ms-drg 871", "leveling"),
        ('drg 871 "sepsis"', "ms-drg 871", '"sepsis"'),
        ("drg 871 -sepsis", "ms-drg 871", "-sepsis"),
    ],
)
def test_words_that_say_again_what_a_code_is_narrow_nothing(text: str, code: str, rest: str) -> None:
    query = interpret(text).criteria.query
    only_code, only_rest = query_parser.parse(code), query_parser.parse(rest)
    # A word that could not be read lifts; what is quoted is a condition.
    assert (*query.must, *query.should) == (*only_code.must, *only_rest.must)
    assert bool(query.should) is (rest == "leveling")
    assert query.must_not == only_rest.must_not


def test_the_other_reading_is_offered_in_the_whole_of_what_was_typed() -> None:
    ((words, meaning),) = interpret("remote A5052 coder").offers
    assert (words, meaning) == ("remote ICD-10-CM A50.52 coder", "the ICD-10-CM code A50.52")
    assert read(words) == ["ICD-10-CM A50.52"]


@pytest.mark.parametrize(
    "text", ["a5052", "a5052 diagnosis", "e1165 dme", "30233 inpatient", "drg 216-221", "27447", "cpt 12345"]
)
def test_an_engine_is_asked_for_the_very_code_that_was_read(text: str) -> None:
    (code,) = interpret(text).codes
    (clause,) = (clause for clause in interpret(text).criteria.query.must if clause.exact_terms)
    assert tuple(value for _facet, value in clause.satisfied_by) == code_mentions.whose(code)
    assert clause.alternatives[0].terms == tuple(tokenizer.tokenize(code.written))


@pytest.mark.parametrize(
    ("text", "code", "zip_code", "offered"),
    [
        ("95117", "CPT 95117", None, "the ZIP code of San Jose, CA"),
        ("99205", "CPT 99205", None, "the ZIP code of Spokane, WA"),
        ("77067", "CPT 77067", None, "the ZIP code of Houston, TX"),
        ("60601", None, "60601", "the CPT code 60601"),
        ("cpt 60601", "CPT 60601", None, None),
        ("60601 cpt", "CPT 60601", None, None),
        ("zip 95117", None, "95117", None),
        ("95117 san jose", None, "95117", "the CPT code 95117"),
        ("coder near 95117", None, "95117", None),
        ("95117-0001", None, "95117", None),
        ("27526 orthopedic coder", "CPT 27526", None, "the ZIP code of Fuquay Varina, NC"),
        ("27526", None, "27526", "the CPT code 27526"),
    ],
)
def test_five_digits_are_a_code_that_is_known_or_a_place(
    text: str, code: str | None, zip_code: str | None, offered: str | None
) -> None:
    found = interpret(text)
    assert read(text) == ([code] if code else [])
    assert found.zip == zip_code
    assert [meaning for _words, meaning in found.offers] == ([offered] if offered else [])
    for words, _meaning in found.offers:
        assert bool(interpret(words).zip) != bool(zip_code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("38225",), "CPT 38225"),
        (("cpt", "27447"), "CPT 27447"),
        (("27447",), "CPT 27447"),
        (("60601",), None),
        (("cpt", "60601"), "CPT 60601"),
        (("drg", "18"), "MS-DRG 018"),
        (("18", "drg"), "MS-DRG 018"),
        (("drg018",), "MS-DRG 018"),
        (("ms-drg", "216", "221"), "MS-DRG 216-221"),
        (("38225", "38228"), "CPT 38225-38228"),
        (("c81", "c96"), "ICD-10-CM C81-C96"),
        (("icd-10-cm", "a5052"), "ICD-10-CM A50.52"),
        (("xw0",), "ICD-10-PCS XW0"),
        (("216", "221"), None),
        (("018",), None),
        (("v28",), None),
        (("remote",), None),
        (("cpt",), None),
        ((), None),
    ],
)
def test_terms_of_a_search_are_one_code_or_none(words: tuple[str, ...], code: str | None) -> None:
    found = code_mentions.of_words(words)
    assert (f"{found.code_set} {found.code}" if found else None) == code


def needles(text: str) -> set[TermQuery]:
    (clause,) = query_parser.parse(text).must
    assert clause.exact_terms
    return set(clause.alternatives)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("38226", {TermQuery(("38226",)), TermQuery(("38225", "38228"), phrase=True)}),
        ("0539t", {TermQuery(("0539t",)), TermQuery(("38227",))}),
        ("38225-38228", {TermQuery(("38225", "38228"), phrase=True), TermQuery(("38226",)), TermQuery(("38228",))}),
        ("xw033c7", {TermQuery(("xw033c7",)), TermQuery(("xw0",))}),
        ("xw0", {TermQuery(("xw0",)), TermQuery(("xw0",), prefix=True)}),
        ("c8339", {TermQuery(("c8339",)), TermQuery(("c833",)), TermQuery(("c81", "c96"), phrase=True)}),
        ("c833", {TermQuery(("c833",)), TermQuery(("c833",), prefix=True)}),
        ("drg 17", {TermQuery(("ms-drg", "017")), TermQuery(("ms-drg", "016", "017"), phrase=True)}),
    ],
)
def test_a_code_is_named_by_its_successors_and_by_what_stands_around_it(typed: str, named: set[TermQuery]) -> None:
    assert named <= needles(typed)


def test_a_stay_leads_to_its_own_specialty_and_else_to_inpatient_coding() -> None:
    assert query_parser.parse("ms-drg 018").must[0].satisfied_by == ((Facet.SPECIALTY, "cellular-therapy"),)
    assert query_parser.parse("ms-drg 999").must[0].satisfied_by == ((Facet.SPECIALTY, "inpatient-drg"),)


def test_an_imported_list_says_which_codes_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_tables._Place, "folder", tmp_path)
    packed = code_tables.packed("FY2031", {"J1885": "An invented drug", "A4101": "An invented strap"}.items())
    code_tables.path_in(tmp_path, "HCPCS").write_bytes(packed)
    assert interpret("e1165").offers == (), "the list has no E1165"
    assert read("a4101") == ["HCPCS A4101"]
    assert interpret("a4101").offers == (("ICD-10-CM A41.01", "the ICD-10-CM code A41.01"),)
    assert read("hcpcs j1886") == []


EVERY = [one for name in code_shapes.SETS for one in medical.listed(name)]


@pytest.mark.parametrize("code", EVERY, ids=lambda one: f"{one.code_set} {one.code}")
def test_a_code_written_by_us_is_read_as_itself(code: medical.MedicalCode) -> None:
    assert interpret(f"{code.code_set} {code.code}").codes == (code,)


@settings(max_examples=400, deadline=None)
@given(
    st.text(max_size=40)
    | st.from_regex(r"(cpt|drg|icd-10|hcpcs|code)? ?[a-z0-9]{1,8}[.\-, /]?[a-z0-9]{0,7} ?(drg|cpt|dx)?", fullmatch=True),
    st.sets(st.sampled_from(["diagnosis", "cpt", "supply", "inpatient"])),
    st.sets(st.sampled_from(["oncology", "dme", "not a slug"])),
)
def test_any_text_is_read_and_what_is_read_is_written_first_as_itself(text: str, words: set[str], slugs: set[str]) -> None:
    for typed in code_mentions.typed_in(text):
        assert 0 <= typed.start < typed.end <= len(text)
        for code in code_mentions.read(typed, Beside(frozenset(words), frozenset(slugs))):
            assert code_mentions.writings(code)[0] == code.written


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=12) | st.sampled_from(["drg", "18", "cpt", "38225", "c81", "-", "icd-10"]), max_size=4))
def test_any_terms_at_all_are_a_code_or_none(words: list[str]) -> None:
    code_mentions.of_words(tuple(words))


def test_the_order_of_two_sets_does_not_hang_on_what_says_nothing() -> None:
    typed = Typed(0, 5, "a5052")
    assert code_mentions.read(typed) == code_mentions.read(typed, Beside(frozenset({"remote"}), frozenset({"auditing"})))
