"""What follows from the declaration of a field: each is written on the form, named in an import, and shown where it says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.importing import columns
from careercenter.importing.names import VALUES
from careercenter.postings.content import BOUNDS, FACTS, KINDS, LABELS, SPECS, PostingContent
from careercenter.postings.facts import composed_rows
from tests.factories.postings import make_member, make_posting_employer

DECLARED = [name for name, spec in SPECS.items() if spec.part]


def test_every_field_can_be_written_on_the_page_of_a_posting(session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    employer = make_posting_employer("Meridian Cancer Institute")
    page = sign_in(make_member(employer)).get(f"/employers/{employer.public_id}/postings/new").text
    named = {name.split("-")[0] for name in re.findall(r'name="([\w-]+)"', page)}
    assert set(SPECS) <= named
    assert all(page.count(f'id="{name}"') + page.count(f'id="{name}-0"') == 1 for name in DECLARED)


@pytest.mark.parametrize("name", DECLARED)
def test_a_field_that_the_form_shows_by_itself_is_asked_for_by_its_one_name(
    name: str, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    employer = make_posting_employer("Meridian Cancer Institute")
    page = sign_in(make_member(employer)).get(f"/employers/{employer.public_id}/postings/new").text
    assert str(LABELS[name]) in page


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.below])
def test_a_row_of_its_own_stands_below_one_that_there_is(name: str) -> None:
    assert SPECS[name].below in {key for key, _, _ in composed_rows(PostingContent())}


@pytest.mark.parametrize("name", sorted(VALUES))
def test_every_column_of_an_import_says_what_it_may_hold(name: str) -> None:
    assert len(dict(columns.describe())[name]) > 3


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_a_number_is_read_within_its_bounds_by_an_import(name: str) -> None:
    low, high = BOUNDS[name]
    for number, good in ((low, True), (high, True), (high + 1, False), (low - 1, False)):
        reading = columns.read_row({"title": "Coder", name: str(number)}, time_zone="America/New_York")
        assert (getattr(reading.content, name) == number) is good
        assert bool(reading.problems) is not good


def test_facts_are_what_coders_decide_by_and_not_how_to_apply_or_the_words() -> None:
    kept = {name for name, spec in SPECS.items() if spec.shown_if} | {spec.shown_if for spec in SPECS.values() if spec.shown_if}
    assert {
        "title",
        "description",
        "apply_how",
        "apply_url",
        "apply_email",
        "closing_on",
        "publish_on",
        "time_zone",
    } | kept == set(SPECS) - set(FACTS)
    assert set(KINDS) == set(SPECS)
