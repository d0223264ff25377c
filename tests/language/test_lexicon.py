"""What phrases mean, and that a line of data is enough for one more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from careercenter.language.lexicon import Meaning, build, meanings, tools
from careercenter.language.tokenizer import phrase
from careercenter.taxonomy import catalogue, vocabulary
from careercenter.taxonomy.catalogue import DATA, CatalogueError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in DATA.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    return tmp_path


def change(path: Path, line: str, into: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, into, 1), encoding="utf-8")


def read(folder: Path, said: str) -> tuple[Meaning, ...]:
    return build(catalogue.load(folder), vocabulary.load(folder)).get(phrase(said), ())


@pytest.mark.parametrize(
    ("file", "change_of", "said", "meaning"),
    [
        ("phrases.toml", ('"wfh",', '"wfh",\n  "kitchen table",'), "kitchen tables", Meaning("setting", "remote")),
        ("phrases.toml", ('"cerner",', '"cerner",\n  "cern er",'), "Cern-er", Meaning("ehr", "oracle-health")),
        ("specialties.csv", (",oncology|onc|", ",oncology|onc|tumour work|"), "tumour work", Meaning("specialty", "oncology")),
        ("specialties.csv", ("|pain clinic,", "|pain clinic|ouch,"), "ouch", Meaning("specialty", "pain-management")),
    ],
)
def test_one_line_of_data_adds_a_phrase(
    folder: Path, file: str, change_of: tuple[str, str], said: str, meaning: Meaning
) -> None:
    assert read(folder, said) == ()
    change(folder / file, *change_of)
    assert read(folder, said) == (meaning,)


def test_a_phrase_that_means_a_specialty_already_is_refused(folder: Path) -> None:
    change(folder / "phrases.toml", '"wfh",', '"wfh",\n  "cath-lab",')
    with pytest.raises(
        CatalogueError, match="'cath-lab' means two things, specialty interventional-cardiology and setting remote"
    ):
        read(folder, "cath lab")


def test_an_issuer_of_no_credential_is_refused(folder: Path) -> None:
    change(folder / "phrases.toml", 'AHIMA = ["ahima"', 'AHEMA = ["ahima"')
    with pytest.raises(CatalogueError, match="no credential is issued by 'AHEMA'"):
        read(folder, "ahima")


def test_a_tool_that_a_posting_names_is_known_though_its_name_means_more_in_a_search() -> None:
    assert tools("AAPC Coder") == ("aapc-coder",)
    assert Meaning("encoder", "aapc-coder") not in meanings().get(phrase("AAPC Coder"), ())


def test_a_patient_type_nobody_knows_is_refused(folder: Path) -> None:
    change(folder / "specialties.csv", ",ed-facility|ed-profee,", ",ed-facility|er,")
    with pytest.raises(CatalogueError, match="emergency: no patient type is called 'er'"):
        read(folder, "emergency")


def test_forms_of_one_phrase_mean_the_same() -> None:
    assert meanings()[phrase("Denials")] == meanings()[phrase("denial")]
    assert meanings()[phrase("work-from-home")] == (Meaning("setting", "remote"),)
