"""What a text is read as, and what is known of the code."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercenter.taxonomy import catalogue, code_shapes, code_tables, codes

ROWS = list(
    csv.DictReader((Path(catalogue.__file__).with_name("data") / "code_specialty.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of imported tables, in use for one test."""
    before = code_tables._Place.folder
    code_tables.use(tmp_path)
    yield tmp_path
    code_tables.use(before)


def put(folder: Path, code_set: str, **texts: str) -> None:
    code_tables.path_in(folder, code_set).write_bytes(code_tables.packed("FY2031", texts.items()))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("38228", ["CPT 38228"]),
        ("cpt 0708T", ["CPT 0708T"]),
        ("CPT: 0708t", ["CPT 0708T"]),
        ("Q2041", ["HCPCS Q2041"]),
        ("hcpcs level ii q2041", ["HCPCS Q2041"]),
        ("d89839", ["ICD-10-CM D89.839"]),
        ("D89.839", ["ICD-10-CM D89.839"]),
        ("icd-10-cm c50.911", ["ICD-10-CM C50.911"]),
        ("T45.1X5A", ["ICD-10-CM T45.1X5A"]),
        ("xw033c7", ["ICD-10-PCS XW033C7"]),
        ("XW03", ["ICD-10-PCS XW03"]),
        ("018", ["MS-DRG 018"]),
        ("drg 18", ["MS-DRG 018"]),
        ("drg18", ["MS-DRG 018"]),
        ("MS-DRG 018", ["MS-DRG 018"]),
        ("38225-38228", ["CPT 38225-38228"]),
        ("38225 – 38227", ["CPT 38225-38227"]),
        ("MS-DRG 016-MS-DRG 017", ["MS-DRG 016-017"]),
        ("A5052", ["HCPCS A5052", "ICD-10-CM A50.52"]),
        ("A50.52", ["ICD-10-CM A50.52"]),
        ("hcpcs A5052", ["HCPCS A5052"]),
        ("dx A5052", ["ICD-10-CM A50.52"]),
        ("30233", ["CPT 30233", "ICD-10-PCS 30233"]),
        ("38228.", ["CPT 38228"]),
    ],
)
def test_a_text_is_read_as_a_code(typed: str, found: list[str]) -> None:
    assert [f"{one.code_set} {one.code}" for one in codes.lookup(typed)] == found


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "18", "CPT", "code", "oncology", "drg 1000", "drg 000", "38.225", "D8.9839", "D89.8.39", "D89.83Z", "99999",
        "ZZ999", "38228-38225", "38225-Q2041", "1-2-3", "XW033O7", "\x00", "९९२१३", "Ｑ２０４１", "38225" * 20, "cpt D89.839",
        "2026", "-", "...",
    ],
)  # fmt: skip
def test_what_is_no_code_gives_nothing(typed: str) -> None:
    assert codes.lookup(typed) == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[A-Z0-9.\-– ]{0,12}", fullmatch=True))
def test_any_text_at_all_is_answered(typed: str) -> None:
    for one in codes.lookup(typed):
        assert codes.get(one.code_set, one.code) == one
    for one in codes.close(typed):
        assert codes.get(one.code_set, one.code) == one


def specialties(typed: str) -> set[str]:
    return {slug for one in codes.lookup(typed) for slug in one.specialties}


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("96413", {"infusion-injection", "medical-oncology", "immuno-oncology"}),
        ("95117", {"allergy-immunology"}),
        ("0708T", {"intradermal-cancer-immunotherapy"}),
        ("drg 018", {"cellular-therapy", "inpatient-drg"}),
        ("drg 999", {"inpatient-drg"}),
        ("XW033C7", {"cellular-therapy", "inpatient-drg"}),
        ("XW033Z9", {"infusion-injection", "inpatient-drg"}),
        ("C83.39", {"cellular-therapy"}),
        ("C81.00", {"hematology"}),
        ("c50911", {"oncology"}),
        ("0100T", {"payment-integrity"}),
        ("38225-38228", {"cellular-therapy"}),
    ],
)
def test_the_most_specific_rows_say_whose_work_it_is(typed: str, slugs: set[str]) -> None:
    assert specialties(typed) == slugs


def test_every_row_of_the_catalogue_is_found_as_itself() -> None:
    for row in ROWS:
        found = codes.get(row["code_set"], row["code"])
        assert found is not None, row["code"]
        assert (found.code, found.exact, row["specialty"] in found.specialties) == (row["code"], True, True)
        assert row["note"] in found.note
    for name in code_shapes.SETS:
        assert {one.code for one in codes.listed(name)} == {row["code"] for row in ROWS if row["code_set"] == name}


@pytest.mark.parametrize(
    ("code_set", "old", "new"),
    [
        ("CPT", "0537T", ["38225"]),
        ("CPT", "0539T", ["38227"]),
        ("CPT", "77386", ["77402", "77407", "77412"]),
        ("CPT", "37225", ["37254-37299"]),
        ("HCPCS", "Q2040", ["Q2042"]),
        ("CPT", "38227", []),
    ],
)
def test_a_replaced_code_leads_to_what_replaced_it(code_set: str, old: str, new: list[str]) -> None:
    found = codes.get(code_set, old)
    assert found is not None
    assert found.ended == bool(new)
    assert [one.code for one in codes.replacement(found)] == new


def test_whatever_replaces_a_code_is_known_and_not_replaced_itself() -> None:
    for row in csv.DictReader((code_tables.SHIPPED / "replaced.csv").read_text().splitlines()):
        found = codes.get(row["code_set"], row["code"])
        assert found is not None
        replacing = codes.replacement(found)
        assert [one.code for one in replacing] == row["replaced_by"].split("|")
        assert not any(one.ended or one.replaced_by for one in replacing)


def test_a_status_is_said_of_the_code_it_was_given_to() -> None:
    assert codes.lookup("38228")[0].status == "active since 2025-01-01"
    assert codes.lookup("99213")[0].status == ""
    assert codes.lookup("37225")[0].status == "deleted 2026-01-01"


def test_no_text_ever_stands_beside_a_number_of_cpt() -> None:
    assert code_tables.table("CPT") is None
    assert "CPT" not in code_tables.FILES
    for row in ROWS:
        if row["code_set"] == "CPT":
            found = codes.get("CPT", row["code"])
            assert found is not None
            assert (found.text, found.as_of) == ("", "")
            notes = [one["note"] for one in ROWS if (one["code_set"], one["code"]) == ("CPT", row["code"])]
            assert found.note == " ".join(dict.fromkeys(notes))
    for table in code_tables.SHIPPED.glob("*.tsv.gz"):
        shipped = code_tables._read(table, 0, 0)
        assert not any(code_shapes.SHAPES["CPT"].fullmatch(code) for code, _ in shipped), table.name


def test_notes_are_short_and_ours() -> None:
    # An official descriptor is long and has semicolons between its parts; a note is a line to find one's way by.
    for row in ROWS:
        if row["code_set"] == "CPT":
            assert len(row["note"]) <= 160
            assert "©" not in row["note"]


@pytest.mark.parametrize(
    ("named", "code", "held"),
    [
        ("38225-38228", "CPT 38226", True),
        ("38225-38228", "CPT 38229", False),
        ("38225-38228", "CPT 38225-38228", True),
        ("018", "MS-DRG 018", True),
        ("MS-DRG 018", "MS-DRG 018", True),
        ("C83", "ICD-10-CM C83.39", True),
        ("C83.3-C83.9", "ICD-10-CM C83.39", True),
        ("C83.39", "ICD-10-CM C83.3", True),
        ("XW033H7", "ICD-10-PCS XW0", True),
        ("38226", "CPT 38225-38228", True),
        ("C84", "ICD-10-CM C83.3", False),
        ("00100-01999", "CPT 0100T", False),
        ("Q2041", "HCPCS Q2056", False),
        ("APC 1234", "CPT 38226", False),
    ],
)
def test_what_a_posting_names_is_a_code_or_holds_it_or_is_part_of_it(named: str, code: str, held: bool) -> None:
    assert codes.names(named, codes.lookup(code)[0]) is held


@pytest.mark.parametrize(
    ("named", "between"),
    [
        ("38225-38228", ("38226", "38227")),
        ("0537T-0540T", ("0538T", "0539T")),
        ("Q2041-Q2043", ("Q2042",)),
        ("MS-DRG 016-018", ("017",)),
        ("38225-38226", ()),
        ("99202-99499", ()),
        ("38228-38225", ()),
        ("C81-C84", ("C82", "C83")),
        ("38225", ()),
        ("Q2041-J2043", ()),
    ],
)
def test_a_short_range_is_written_out(named: str, between: tuple[str, ...]) -> None:
    assert code_shapes.between(named) == between


@pytest.mark.parametrize(
    ("named", "written"),
    [
        ("018", ("MS-DRG 018",)),
        ("DRG 18", ("MS-DRG 018",)),
        ("MS-DRG 016-018", ("MS-DRG 016-018", "017")),
        ("38225-38228", ("38225-38228", "38226", "38227")),
        ("C50.911", ("C50.911",)),
        ("APC 1234", ("APC 1234",)),
    ],
)
def test_what_a_posting_names_is_written_out_for_an_index(named: str, written: tuple[str, ...]) -> None:
    assert codes.in_full(named) == written


@pytest.mark.parametrize(
    ("typed", "around"),
    [
        ("D89.839", ("D89.83", "D89.8", "D89")),
        ("C83.39", ("C83.3", "C83", "C81-C96", "C00-D49")),
        ("38226", ("38225-38228", "38100-38999")),
        ("XW033C7", ("XW0",)),
        ("drg 17", ("016-017", "001-999")),
        ("38225-38226", ("38225-38228", "38100-38999")),
        ("0100T", ("0001T-0999T",)),
    ],
)
def test_categories_and_ranges_around_a_code_name_it_too(typed: str, around: tuple[str, ...]) -> None:
    assert codes.around(codes.lookup(typed)[0]) == around


@pytest.mark.parametrize(
    ("typed", "sure"),
    [
        ("38226", True),
        ("99205", True),
        ("27447", True),  # an example of its specialty
        ("27526", False),
        ("60601", False),
        ("A5052", True),
        ("D89.839", True),
        ("drg 18", True),
        ("XW0", True),
        ("38225-38228", True),
    ],
)
def test_a_list_a_short_range_or_an_example_vouches_for_a_code(typed: str, sure: bool) -> None:
    assert codes.lookup(typed)[0].sure is sure


def test_a_number_nobody_heard_of_has_a_shape_at_most(folder: Path) -> None:
    assert codes.unheard("CPT", "12345") == codes.MedicalCode("CPT", "12345")
    assert codes.unheard("HCPCS", "z1234") is None
    assert codes.unheard("ICD-10-CM", "D89.83Z") is None
    put(folder, "HCPCS", A4206="An invented supply, each")
    assert codes.unheard("HCPCS", "A4207") is None, "the list says there is none"


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([*codes.listed("CPT"), *codes.listed("HCPCS"), *codes.listed("ICD-10-CM"), *codes.listed("MS-DRG")]),
    st.data(),
)
def test_a_code_is_itself_in_any_case_with_its_set_before_or_after(code: codes.MedicalCode, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([code.code_set, code.code_set.lower(), "code " + code.code_set]))
    number = data.draw(
        st.sampled_from([code.code, code.code.lower(), code.code.replace("-", " to "), code.code.replace("-", "–")])
    )
    assert codes.lookup(f"{name} {number}") == [code]
    assert codes.lookup(f" {number} {name.removeprefix('code ')} ") == [code]


def test_what_is_close_begins_alike() -> None:
    assert codes.close("D89.83X")[0].code.startswith("D89.83")
    assert [one.written for one in codes.close("drg 1018")] == [] or all(
        one.code_set == "MS-DRG" for one in codes.close("drg 1018")
    )
    assert codes.close("hello") == []
    assert len(codes.close("C50.9199")) == 6


@pytest.mark.parametrize(
    ("code", "above", "some_below"),
    [
        ("C83.3", "C83", {"C83.30", "C83.39"}),
        ("C83", None, {"C83.0", "C83.3"}),
        ("D89.839", "D89.83", set()),
        ("T45.1X5A", "T45.1X5", set()),
        ("S52", None, {"S52.0"}),
        ("T80.82", "T80.8", {"T80.82XA", "T80.82XD", "T80.82XS"}),
    ],
)
def test_a_diagnosis_stands_in_a_tree(code: str, above: str | None, some_below: set[str]) -> None:
    found = codes.lookup(code)[0]
    over = codes.above(found)
    assert (over.code if over else None) == above
    under = {one.code for one in codes.below(found)}
    assert some_below <= under
    assert bool(under) == bool(some_below)


def test_other_sets_are_no_trees() -> None:
    for code in ("38225", "Q2041", "XW033C7", "drg 18", "C81-C96"):
        assert codes.above(codes.lookup(code)[0]) is None
        assert codes.below(codes.lookup(code)[0]) == []


def test_an_imported_table_is_read_first_and_decides_which_codes_there_are(folder: Path) -> None:
    assert codes.lookup("A4206")[0].text == ""
    put(folder, "HCPCS", A4206="An invented supply, each", Q2041="An invented product")
    found = codes.lookup("A4206")[0]
    assert (found.text, found.as_of) == ("An invented supply, each", "FY2031")
    assert codes.lookup("A4207") == []
    assert codes.lookup("Q2042") != [], "a number we have a note of stays"
    put(folder, "ICD-10-PCS", **{"0DTJ4ZZ": "An invented removal"})
    assert codes.lookup("0dtj4zz")[0].text == "An invented removal"
    assert codes.lookup("0DTJ")[0].code == "0DTJ"


def test_a_table_that_is_replaced_or_taken_away_is_seen_at_the_next_question(folder: Path) -> None:
    put(folder, "MS-DRG", **{"018": "First"})
    assert codes.lookup("018")[0].text == "First"
    put(folder, "MS-DRG", **{"018": "The second"})
    assert codes.lookup("018")[0].text == "The second"
    code_tables.path_in(folder, "MS-DRG").unlink()
    assert "CAR" in codes.lookup("018")[0].text


def test_every_code_of_a_shipped_table_is_found() -> None:
    for name in ("ICD-10-CM", "MS-DRG"):
        held = code_tables.table(name)
        assert held is not None
        rows = list(held)
        assert rows == sorted(rows)
        assert all(text and held.text(code) == text for code, text in rows[:: len(rows) // 500])
        assert held.text(rows[0][0]) == rows[0][1]
        assert held.text(rows[-1][0]) == rows[-1][1]
        assert held.text("") is held.text("~~~") is held.text("A") is None
    assert sum(path.stat().st_size for path in code_tables.SHIPPED.iterdir()) <= 1_500_000


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [("B", "two"), ("A", " one  of\tthem ")]
    assert code_tables.packed("x", rows) == code_tables.packed("x", reversed(rows))


def test_importing_the_module_reads_nothing() -> None:
    said = (
        "import sys\n"
        "from careercenter.taxonomy import code_rows, code_tables, codes\n"
        "assert code_tables._read.cache_info().currsize == code_rows._rows.cache_info().currsize == 0\n"
        "assert not {'flask', 'simple_icd_10_cm', 'drgpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", said], check=True)
