import shutil
from pathlib import Path

import pytest

from careercenter.importing.credential_words import find_credentials
from careercenter.importing.statements import Statement
from careercenter.job_search.understanding import interpret
from careercenter.taxonomy import catalogue

DATA = Path(catalogue.__file__).with_name("data")


def test_the_whole_taxonomy_is_there():
    assert len(catalogue.specialties()) == 112
    assert len(catalogue.credentials()) == 79
    assert len(catalogue.medical_codes()) == 323


def test_a_specialty_knows_its_family():
    found = catalogue.specialty("cellular-therapy")
    assert found.name == "Cellular therapy and CAR-T billing"
    assert "car-t" in found.synonyms
    assert [one.slug for one in catalogue.ancestors("cellular-therapy")] == ["oncology"]
    assert found in catalogue.children("oncology")
    assert catalogue.ancestors("oncology") == ()


def test_an_unknown_slug_is_none():
    assert catalogue.specialty("astrology") is None
    assert catalogue.credential("phd") is None
    assert catalogue.children("astrology") == catalogue.ancestors("astrology") == ()


def test_every_specialty_can_be_chosen_once_under_its_parent():
    choices = catalogue.specialty_choices()
    slugs = [slug for _, group in choices for slug, _ in group]
    assert sorted(slugs) == sorted(one.slug for one in catalogue.specialties())
    assert choices[0][0] == "Oncology and hematology coding"
    assert choices[0][1][0] == ("oncology", "Oncology and hematology coding")


def test_credentials_are_chosen_by_issuer():
    groups = dict(catalogue.credential_choices())
    assert ("cpc-a", "CPC-A, Certified Professional Coder - Apprentice") in groups["AAPC"]
    assert sum(len(group) for group in groups.values()) == 79


def test_look_alikes_are_different_credentials():
    assert catalogue.credential("ccs").issuer == "AHIMA"
    assert catalogue.credential("ccs-p") != catalogue.credential("ccs")
    assert catalogue.credential("cosc").issuer != catalogue.credential("cos-c").issuer


def test_codes_belong_to_specialties():
    texts = {code.text for code in catalogue.medical_codes("cellular-therapy")}
    assert {"38225-38228", "Q2041"} <= texts


@pytest.fixture
def folder(tmp_path):
    for name in ("specialties.csv", "credentials.csv", "code_specialty.csv"):
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        ("specialties.csv", "oncology,Again,,,,,,x,,", "'oncology' stands there twice"),
        ("specialties.csv", "new,New,nowhere,,,,,x,,", "no specialty is called 'nowhere'"),
        ("specialties.csv", "new,New,bmt,,,,,x,,", "there are two levels"),
        ("specialties.csv", "new,New,,,,,,x,phd,", "no credential is called 'phd'"),
        ("specialties.csv", "New One,New,,,,,,x,,", "is no slug"),
        ("specialties.csv", "new,,,,,,,x,,", "row 114: name is empty"),
        ("specialties.csv", "new,New", "as many fields"),
        ("specialties.csv", "new,New,,newly|new one,new one,,,x,,", "search phrase 'new one' means new already"),
        ("specialties.csv", "new,New,,newly,oncology,,,x,,", "search phrase 'oncology' means oncology already"),
        ("specialties.csv", "new,New,,,,nwe,,x,,", "'nwe' is not written misspelt=meant"),
        ("specialties.csv", "new,New,,,,nwe=old,,x,,", "'old' is no word of its name"),
        ("specialties.csv", "new,New,,,,oncology=new,,x,,", "'oncology' is a word of a name"),
        ("specialties.csv", "new,New,,,,oncolgy=new,,x,,", "'oncolgy' means 'oncology' too"),
        ("credentials.csv", "xyz,XYZ,Name,Issuer,odd,,,yes", "kind is 'odd'"),
        ("credentials.csv", "xyz,XYZ,Name,Issuer,core,,,perhaps", "verified is 'perhaps'"),
        ("code_specialty.csv", "1,CDT,oncology,x,,yes", "code_set is 'CDT'"),
        ("code_specialty.csv", "1,CPT,astrology,x,,yes", "no specialty is called 'astrology'"),
    ],
)
def test_a_mistake_in_the_data_is_named(folder, file, line, says):
    append(folder / file, line)
    with pytest.raises(catalogue.CatalogueError, match=says):
        catalogue.load(folder)


def test_a_missing_file_is_named(folder):
    (folder / "credentials.csv").unlink()
    with pytest.raises(catalogue.CatalogueError, match=r"credentials\.csv"):
        catalogue.load(folder)


def test_other_names_of_a_credential_are_read_in_searches_and_announcements():
    named = [(name, one.slug) for one in catalogue.credentials() for name in one.other_names]
    assert ("certified tumor registrar", "ods-c") in named
    for name, slug in named:
        assert slug in {value for reading in interpret(name).entities for value in reading.values}, name
        asked = find_credentials("Coder", [Statement(f"{name.upper()} required", needed=True)])
        assert slug in (*asked.all_of, *asked.any_of), name
