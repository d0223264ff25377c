"""`flask taxonomy`: build without and with the packages, import whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from flask import Flask

from careercenter.cli import taxonomy
from careercenter.taxonomy import code_files, code_tables, codes


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where this test's imports go and are read from."""
    monkeypatch.setattr(type(app.config["SETTINGS"]), "codes_folder", tmp_path / "codes")
    monkeypatch.setattr(code_files, "FEWEST", dict.fromkeys(code_files.FEWEST, 2))
    before = code_tables._Place.folder
    code_tables.use(tmp_path / "codes")
    yield tmp_path
    code_tables.use(before)


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["taxonomy", *map(str, words)])
    return result.exit_code, result.output


def test_files_of_two_sets_are_imported_and_read_from_then_on(app: Flask, folder: Path) -> None:
    (folder / "pcs.txt").write_text("0DTJ4ZZ Invented removal\n0DTJ4Z1 Another\n")
    (folder / "drg.txt").write_text("018\tInvented stay\n019\tAnother\n")
    code, said = run(app, "import", "--icd10pcs", folder / "pcs.txt", "--msdrg", folder / "drg.txt", "--as-of", "FY2031")
    assert code == 0, said
    assert "ICD-10-PCS: 2 codes" in said
    found = codes.lookup("drg 18")[0]
    assert found.text == "Invented stay"
    assert found.as_of.startswith("FY2031, imported ")
    assert codes.lookup("0DTJ4ZZ")[0].text == "Invented removal"
    assert "MS-DRG: FY2031" in run(app, "status")[1]
    assert [path.name for path in (folder / "codes").iterdir() if path.name.startswith(".")] == []


def test_one_wrong_file_of_two_leaves_everything_as_it_was(app: Flask, folder: Path) -> None:
    (folder / "drg.txt").write_text("018\tInvented stay\n019\tAnother\n")
    (folder / "cm.txt").write_text("A000    Fever\nnonsense\n")
    code, said = run(app, "import", "--msdrg", folder / "drg.txt", "--icd10cm", folder / "cm.txt")
    assert code == 1
    assert "cm.txt, line 2: no code and text" in said
    assert not (folder / "codes").exists()


def test_importing_nothing_says_what_may_be_named(app: Flask, folder: Path) -> None:
    code, said = run(app, "import")
    assert code == 2
    assert "--hcpcs" in said


def test_building_without_the_packages_says_what_is_needed_and_when(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "simple_icd_10_cm", None)
    code, said = run(app, "build", "--into", tmp_path)
    assert code == 1
    assert "requirements-data.txt" in said
    assert "never to run the board" in said
    assert list(tmp_path.iterdir()) == []


def test_building_gives_the_same_bytes_each_time(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tabular = ModuleType("simple_icd_10_cm")
    texts = {"1": "Invented chapter", "A00": "Invented fever", "A00.1": "Invented fever, mild"}
    vars(tabular).update(
        get_all_codes=lambda: list(texts), is_category_or_subcategory=lambda code: code != "1", get_description=texts.get
    )
    titles = {"001": {"desc": "Invented stay"}}
    monkeypatch.setitem(sys.modules, "simple_icd_10_cm", tabular)
    monkeypatch.setitem(taxonomy.BUILDERS, "MS-DRG", lambda: ("MS-DRG v0", {drg: of["desc"] for drg, of in titles.items()}))
    written = []
    for name in ("one", "two"):
        code, said = run(app, "build", "--into", tmp_path / name)
        assert code == 0, said
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert sorted(written[0]) == ["icd10cm.tsv.gz", "msdrg.tsv.gz"]
    assert list(code_tables._read(tmp_path / "one" / "icd10cm.tsv.gz", 0, 0)) == [
        ("A00", "Invented fever"),
        ("A001", "Invented fever, mild"),
    ]


def test_the_groups_are_read_from_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    versions, data = ModuleType("drgpy._versions"), ModuleType("drgpy._runtime_data")
    versions.LATEST_VERSION = SimpleNamespace(name="v0.1", effective_date=date(2026, 4, 1))  # type: ignore[attr-defined]
    data.load_runtime_data = lambda _name: SimpleNamespace(drgmap={"018": {"desc": "Invented stay"}})  # type: ignore[attr-defined]
    for name, module in {"drgpy": ModuleType("drgpy"), "drgpy._versions": versions, "drgpy._runtime_data": data}.items():
        monkeypatch.setitem(sys.modules, name, module)
    assert taxonomy._msdrg() == ("MS-DRG v0.1, 1 Apr 2026", {"018": "Invented stay"})
