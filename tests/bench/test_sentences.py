"""The judged sentences hold together, and what they are answered with is counted as it is said."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import cast

import pytest

from bench import relevance, sentences
from bench.sentences import (
    REFUSALS,
    SENTENCES,
    Answers,
    Board,
    Sentence,
    board_of_statements,
    misplaced,
    read_sentences,
    statements,
)
from bench.stated import contradicts

COLUMNS = (
    "id",
    "sentence",
    "specialty_slugs",
    "credential_slugs",
    "remote",
    "state",
    "code",
    "other",
    "excluded",
    "limits",
    "finds",
    "below",
    "note",
)


def sentence(**said: str) -> Sentence:
    return Sentence({**dict.fromkeys(COLUMNS, ""), **said})


class Fixed:
    """A board whose exact answers are those given."""

    def __init__(self, *exact: str) -> None:
        self._exact = exact

    def answers(self, _text: str) -> Answers:
        return Answers(self._exact)


def board_of(*exact: str) -> Board:
    return cast("Board", Fixed(*exact))


@pytest.mark.parametrize("path", [SENTENCES, REFUSALS], ids=lambda path: path.stem)
def test_a_set_holds_sixty_sentences_each_once(path: Path) -> None:
    found = read_sentences(path)
    assert len(found) >= 60
    assert max(Counter(one.text.casefold() for one in found).values()) == 1
    assert max(Counter(one.id for one in found).values()) == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("specialty_slugs", "oncologee"),
        ("credential_slugs", "cpcx"),
        ("excluded", "weekend"),
        ("limits", "charts<15"),
        ("other", "weather=fine"),
        ("finds", "nobody-said-this"),
    ],
)
def test_a_row_labelled_with_what_nobody_knows_is_refused(tmp_path: Path, column: str, value: str) -> None:
    path = tmp_path / "set.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow({"id": "x1", "sentence": "coder", column: value})
    with pytest.raises(ValueError, match=value):
        read_sentences(path)


def test_every_refusal_rules_something_out_or_is_ordered_by_statements_or_is_a_trap_with_a_note() -> None:
    silent = [one.id for one in read_sentences(REFUSALS) if not (one.asked.wanted or one.asked.excluded or one.asked.limits)]
    assert [one.id for one in read_sentences(REFUSALS) if one.id in silent and not (one.below or one.row["note"])] == []


def test_no_statement_that_must_be_found_says_the_opposite() -> None:
    made = statements()
    wrong = [(one.id, key) for one in read_sentences(REFUSALS) for key in one.finds if contradicts(made[key], one.asked)]
    assert wrong == []


def test_what_must_stand_below_is_named_beside_what_must_be_found() -> None:
    assert [one.id for one in read_sentences(REFUSALS) if one.below and not one.finds] == []


def test_a_statement_that_is_not_among_the_answers_is_misplaced() -> None:
    one = sentence(sentence="no overtime", finds="overtime-never", below="overtime-mandatory")
    assert misplaced(one, board_of()) == ["overtime-never is not found"]
    assert misplaced(one, board_of("overtime-mandatory", "overtime-never")) == ["overtime-mandatory is above overtime-never"]
    assert misplaced(one, board_of("overtime-never", "overtime-mandatory")) == []


def test_an_exact_answer_that_states_the_opposite_is_counted() -> None:
    made = board_of_statements()
    assert made.opposites(sentence(sentence="coder", excluded="schedule=weekend")) == ["weekends-wanted"]
    assert made.opposites(sentence(sentence="coder", limits="productivity<15")) == ["quota-eighteen"]


def test_a_goal_that_does_not_count_yet_never_ends_the_run_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "COUNTED", frozenset({"counted"}))
    assert sentences._show("counted", ["one"], 0) is False
    assert sentences._show("counted", ["one"], 1) is True
    assert sentences._show("not yet", ["one"], 0) is True


@pytest.mark.parametrize("path", [SENTENCES, REFUSALS], ids=lambda path: path.stem)
def test_a_set_is_read_as_it_is_labelled(path: Path) -> None:
    report = relevance.measure(relevance.read_queries(path))
    short = {name: round(score.f1, 3) for name, score in report.fields.items() if score.f1 < relevance.GOAL}
    assert short == {}, "\n".join(report.misread)


def test_no_refusal_is_answered_with_the_opposite() -> None:
    made = board_of_statements()
    wrong = {one.text: [*misplaced(one, made), *made.opposites(one)] for one in read_sentences(REFUSALS)}
    assert {text: keys for text, keys in wrong.items() if keys} == {}
