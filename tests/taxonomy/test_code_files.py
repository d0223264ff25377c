"""The files of CMS, in small and invented: read whole or refused with the line at fault."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from careercenter.taxonomy.code_files import CodeFileError, read_file

ON = date(2026, 11, 21)


def hcpcs(code: str, kind: str, text: str, ended: str = "") -> str:
    """One line of 293 characters as CMS writes them."""
    return f"{code:<5}{'00100':<5}{kind}{text:<80}{'Short':<28}".ljust(284) + f"{ended:<8} "


HCPCS = [
    hcpcs("A1", "7", "A modifier"),
    hcpcs("A9001", "3", "Invented strap for the left hand,"),
    hcpcs("A9001", "4", "with a buckle"),
    hcpcs("A9002", "3", "Invented strap that ended", "20251231"),
    hcpcs("A9003", "3", "Invented strap that ends next year", "20270101"),
]
CODES = ["A000    Invented fever", "A0001   Invented fever, mild", ""]
ORDER = [
    f"00001 A000    0 {'Inv fever':<60} Invented fever",
    f"00002 A0001   1 {'Inv fever, mild':<60} Invented fever, mild",
]
TABLE5 = [
    "Table 5: an invented list\t\t\t",
    "MS-DRG\tPost-acute\tMDC\tMS-DRG Title\tWeights",
    "1\tNo\tPRE\tINVENTED STAY WITH MCC\t9.9",
    "002\tNo\tPRE\tINVENTED STAY WITHOUT MCC\t8.8",
    "\t\t\t",
    "A note below the table that says much\t\t\t\t",
]


def written(folder: Path, lines: list[str], name: str = "file.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("code_set", "lines", "rows"),
    [
        (
            "HCPCS", HCPCS,
            {"A9001": "Invented strap for the left hand, with a buckle", "A9003": "Invented strap that ends next year"},
        ),
        ("ICD-10-CM", CODES, {"A000": "Invented fever", "A0001": "Invented fever, mild"}),
        ("ICD-10-CM", ORDER, {"A000": "Invented fever", "A0001": "Invented fever, mild"}),
        ("ICD-10-PCS", ["0DTJ4ZZ Invented removal"], {"0DTJ4ZZ": "Invented removal"}),
        ("MS-DRG", TABLE5, {"001": "INVENTED STAY WITH MCC", "002": "INVENTED STAY WITHOUT MCC"}),
        ("MS-DRG", ["001 Invented stay", "002 Another, longer"], {"001": "Invented stay", "002": "Another, longer"}),
        ("MS-DRG", ['drg,title', '1,"Invented, with a comma"'], {"001": "Invented, with a comma"}),
    ],
)  # fmt: skip
def test_a_real_format_is_read(tmp_path: Path, code_set: str, lines: list[str], rows: dict[str, str]) -> None:
    assert read_file(written(tmp_path, lines), code_set, on=ON, fewest=1) == rows


@pytest.mark.parametrize(
    ("code_set", "names"),
    [
        ("HCPCS", {"HCPC2026_OCT_ANWEB.txt": HCPCS, "HCPC2026_recordlayout.txt": ["x"], "proc_notes.txt": ["y"]}),
        (
            "ICD-10-CM",
            {"icd10cm_codes_2027.txt": CODES, "icd10cm_order_2027.txt": ORDER, "icd10cm_codes_addenda_2027.txt": ["x"]},
        ),
        ("ICD-10-CM", {"Code Descriptions/icd10cm_order_2027.txt": ORDER}),
        ("MS-DRG", {"CMS FY 2027 Table 5.txt": TABLE5, "readme.txt": ["x"]}),
    ],
)
def test_the_file_that_is_meant_is_found_in_a_zip(tmp_path: Path, code_set: str, names: dict[str, list[str]]) -> None:
    path = tmp_path / "of-cms.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in names.items():
            archive.writestr(name, "\r\n".join(lines))
    assert len(read_file(path, code_set, on=ON, fewest=1)) == 2


@pytest.mark.parametrize(
    ("code_set", "lines", "said"),
    [
        ("HCPCS", [*HCPCS, "Something else entirely"], "line 6: no HCPCS code"),
        ("HCPCS", [*HCPCS, hcpcs("A9001", "3", "Again")], "line 6: A9001 begins a second time"),
        ("HCPCS", [hcpcs("A9009", "4", "More of nothing")], "line 1: more text of A9009 without its first line"),
        ("HCPCS", [hcpcs("A9009", "3", "x", "soon")], "line 1: columns 285-292"),
        ("HCPCS", CODES, "line 1: no HCPCS code"),
        ("ICD-10-CM", HCPCS[1:], "line 1"),
        ("ICD-10-CM", ["A000    Fever", "99213 A visit"], "line 2: no code and text"),
        ("ICD-10-CM", ["A000    Fever", "A000    Fever"], "line 2: A000 stands there a second time"),
        ("ICD-10-PCS", CODES, "line 1: no code and text"),
        ("MS-DRG", ["001\tStay", "002\t"], "line 2: a number without a title"),
        ("MS-DRG", ["001\tStay", "001\tStay"], "line 2: 001 stands there a second time"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, code_set: str, lines: list[str], said: str) -> None:
    with pytest.raises(CodeFileError) as refused:
        read_file(written(tmp_path, lines), code_set, on=ON, fewest=1)
    assert said in str(refused.value)


def test_a_file_of_cpt_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    path = written(tmp_path, ["99213 A text that is not ours"], "HCPC2026_OCT_ANWEB.txt")
    for code_set in ("HCPCS", "ICD-10-CM", "ICD-10-PCS"):
        with pytest.raises(CodeFileError):
            read_file(path, code_set, on=ON, fewest=1)


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodeFileError, match="2 ICD-10-CM codes were found"):
        read_file(written(tmp_path, CODES), "ICD-10-CM", on=ON)


def test_what_is_no_text_a_broken_zip_and_nothing_are_said(tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    with pytest.raises(CodeFileError, match="no text"):
        read_file(tmp_path / "picture.txt", "HCPCS", on=ON)
    path = tmp_path / "broken.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("HCPC2026_OCT_ANWEB.txt", "\n".join(HCPCS * 50))
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)
    with pytest.raises(CodeFileError, match="cannot be unpacked"):
        read_file(path, "HCPCS", on=ON)
    with pytest.raises(CodeFileError, match="No such file"):
        read_file(tmp_path / "missing.txt", "HCPCS", on=ON)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.docx", "x")
    with pytest.raises(CodeFileError, match="looks like HCPCS"):
        read_file(other, "HCPCS", on=ON)


def test_a_letter_of_the_old_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes("A000    Ménière’s fever, invented".encode("cp1252"))
    assert read_file(path, "ICD-10-CM", on=ON, fewest=1) == {"A000": "Ménière’s fever, invented"}
