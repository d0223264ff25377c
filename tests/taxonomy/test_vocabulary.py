"""Phrases and words as data: what is checked when the files are read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from careercenter.taxonomy import vocabulary
from careercenter.taxonomy.catalogue import DATA, CatalogueError

FILES = ("phrases.toml", "words.toml", "places.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def change(path: Path, line: str, into: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, into, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "line", "into", "says"),
    [
        ("phrases.toml", '"wfh",', '"wfh",\n  "hybrid",', "'hybrid' means two things, setting remote and setting hybrid"),
        ("phrases.toml", '"wfh",', '"wfh",\n  "wfh",', "'wfh' stands there twice"),
        ("phrases.toml", '"wfh",', '"WFH",', "'WFH' is no phrase in lower case"),
        ("phrases.toml", '"wfh",', '" wfh",', "' wfh' is no phrase"),
        ("phrases.toml", "hybrid = [", "hybird = [", "setting: there is no value 'hybird'"),
        ("phrases.toml", "prn = [", '"prn|locum" = [', "employment: there is no value 'prn|locum'"),
        ("phrases.toml", "[setting]", "[settings]", "no kind of phrase is called 'settings'"),
        ("phrases.toml", "[setting]", "[setting", r"phrases\.toml: "),
        (
            "phrases.toml",
            '"business hours", "weekdays",',
            '"busy hours", "weekdays",',
            "wished: 'business hours' is no phrase of schedule",
        ),
        (
            "words.toml",
            'educator = ["educators"',
            'educator = ["coder"',
            "'coder' is a form of two words, 'coding' and 'educator'",
        ),
        ("words.toml", 'educator = ["educators"', 'coder = ["educators"', "'coder' has forms and is a form of 'coding'"),
        ("words.toml", 'drg = ["ms-drg"', 'drg = "ms-drg" # ["', "stands outside a list"),
        ("words.toml", "[usual_misspellings]", "[misspellings]", "there is no 'usual_misspellings'"),
        (
            "places.toml",
            'states = ["ID", "OR", "WA"]',
            'states = ["ID", "OR", "WX"]',
            "pacific-northwest: no state is called 'WX'",
        ),
        ("words.toml", "[pay_units.hour]", "[pay_units.hours]", "pay_units: 'hours?' is no unit of pay, or has no words"),
        ("words.toml", 'alone = ["weekly"]', 'alone = ["daily"]', "'daily' says two units of pay, day and week"),
        ("places.toml", '= "PA"', '= "PX"', "no state is called 'PX'"),
    ],
)
def test_a_mistake_in_the_words_is_named(folder: Path, file: str, line: str, into: str, says: str) -> None:
    change(folder / file, line, into)
    with pytest.raises(CatalogueError, match=says):
        vocabulary.load(folder)


def test_a_missing_file_of_words_is_named(folder: Path) -> None:
    (folder / "places.toml").unlink()
    with pytest.raises(CatalogueError, match=r"places\.toml"):
        vocabulary.load(folder)


def test_the_words_of_english_are_there_and_those_of_the_trade_need_not_be() -> None:
    assert {"hospital", "winter", "smith"} <= set(vocabulary.english_words())
    assert all(len(word) >= 5 for word in vocabulary.english_words())
