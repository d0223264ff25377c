"""Real announcements, where a folder of them lies beside the project (`../shared/data`); the project ships none."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.postings.importing import loading, planning
from careercenter.postings.importing.columns import read_row
from careercenter.postings.importing.inference import infer
from careercenter.postings.importing.reading import Row, read
from careercenter.postings.importing.whose import Whose
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.employers import make_employer

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
