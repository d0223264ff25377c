"""Real announcements, where a folder of them lies beside the project (`../shared/data`); the project ships none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.importing import loading, planning
from careercenter.importing.columns import Reading, read_row
from careercenter.importing.employment_words import find_employment, read_employment
from careercenter.importing.inference import infer
from careercenter.importing.reading import Row, read
from careercenter.importing.statements import statements
from careercenter.importing.whose import Whose
from careercenter.postings.content import EmploymentType, WorkSetting
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.employers import make_employer
from tests.importing import judged

FOLDER = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(FOLDER.glob("*_postings.jsonl"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"there are no real announcements in {FOLDER}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_is_read_and_most_say_what_they_are(file: Path) -> None:
    rows = list(read(file))
    assert all(isinstance(row, Row) for row in rows)
    readings = [read_row(row.values, time_zone="America/New_York") for row in rows if isinstance(row, Row)]
    bad = [problem for reading in readings for problem in reading.problems]
    told = ("characters; at most", "is outside the United States", "is not in US dollars")
    assert all(any(words in problem for words in told) for problem in bad), bad
    contents = [infer(reading.content, reading.words)[0] for reading in readings[::5]]
    with_specialty = sum(bool(content.specialties) for content in contents) / len(contents)
    # Of the records and coding announcements nearly all name one; of other trades' hardly any.
    assert with_specialty >= 0.9 if file.stem.startswith("federal") else with_specialty <= 0.1


@pytest.mark.parametrize("file", FILES[:1], ids=lambda file: file.stem)
def test_a_real_file_is_imported_once(file: Path, app: Flask, session: Session) -> None:
    employer = make_employer("Real announcements")
    at = now()

    class Operator:
        account_id, is_moderator, is_admin, is_coder, confirmed_at = None, True, True, False, at

        def role_in(self, _employer_id: int) -> str | None:
            return None

    session.commit()
    rows = list(read(file))[:60]

    def plan() -> planning.Plan:
        whose = Whose(Operator(), name=employer.name)
        return planning.plan(rows, whose, status=PostingStatus.DRAFT, closing_on=None, at=at)

    made = plan()
    assert made.problems == []
    first = loading.write(made, actor=Operator(), at=at)
    assert first.new == made.good
    again = loading.write(plan(), actor=Operator(), at=at)
    assert (again.new, again.changed, again.unchanged) == (0, 0, first.new)
    assert session.scalar(select(func.count(Posting.id))) == first.new


def _rows(name: str) -> list[Reading]:
    return [read_row(row.values, time_zone="America/New_York") for row in read(FOLDER / name) if isinstance(row, Row)]


def _share(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> float:
    """Give the share of the values read that are among those a person finds."""
    right = wrong = 0
    for read_values, wanted in pairs:
        right += len(set(read_values) & set(wanted))
        wrong += len(set(read_values) - set(wanted))
    return right / (right + wrong)


def test_federal_rows_say_what_a_person_reads_in_them() -> None:
    contents = {line: infer(row.content, row.words)[0] for line, row in enumerate(_rows("federal_postings.jsonl"), 1)}
    assert _share((contents[line].specialties, slugs) for line, slugs in judged.SPECIALTIES.items()) >= 0.95
    assert _share((contents[line].credentials_any, slugs) for line, slugs in judged.ANY_OF.items()) >= 0.95
    # Over the whole file: what everybody needs, and the employment, are read right or not at all.
    assert {line: one.credentials_all for line, one in contents.items() if one.credentials_all} == judged.FEDERAL_ALL_OF
    assert {line for line, one in contents.items() if one.employment_type} <= judged.FEDERAL_EMPLOYMENT
    settings = Counter(one.work_setting for one in contents.values() if one.work_setting)
    assert settings[WorkSetting.REMOTE] <= 25  # nine by their place, the rest by their words
    assert not any(one.pay_basis for one in contents.values())  # grades are no amounts


def test_general_rows_say_what_a_person_reads_in_them() -> None:
    rows = _rows("general_postings.jsonl")
    for line in judged.GENERAL_OUTSIDE:
        assert any("outside the United States" in problem for problem in rows[line - 1].problems)
    for line, wanted in judged.GENERAL.items():
        row = rows[line - 1]
        content = infer(row.content, row.words)[0]
        assert row.problems == ()
        assert set(content.specialties) <= wanted["specialties"]
        assert set(content.specialties) & wanted["specialties"]
        assert content.credentials_all == ()
        assert set(content.credentials_any) <= wanted.get("any_of", set())
        assert (content.experience and content.experience.value) in (wanted.get("experience"), None)
        assert content.pay_basis is not None
        assert (content.pay_basis.value, content.pay_min, content.pay_max) == wanted["pay"]
        if "employment" in wanted:
            assert content.employment_type is wanted["employment"]
    # Of all rows about a third are abroad; what is kept has a place in the US, is remote, or names nothing that is a place.
    outside = [row for row in rows if any("outside the United States" in problem for problem in row.problems)]
    assert len(outside) >= 400


E = EmploymentType
CLOSER = (E.CONTRACT_1099, E.PRN, E.INTERNSHIP, E.CONTRACT_TO_HIRE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_employment_read_out_of_the_text_agrees_with_the_column(file: Path) -> None:
    """The text alone is read as the column has it, or closer: "FullTime" stands beside internships and 1099s too."""
    same = other = 0
    for row in read(file):
        assert isinstance(row, Row)
        column = str(row.values.get("employment_type") or "")
        reading = read_row({**row.values, "employment_type": ""}, time_zone="America/New_York")
        found = find_employment("", statements(reading.content.description.replace("**", "")))
        if found and column in ("FullTime", "Full-time", "PartTime", "Part-time"):
            agrees = found[0] in (read_employment(column), *CLOSER)
            same, other = same + agrees, other + (not agrees)
    assert same >= 0.95 * (same + other)
