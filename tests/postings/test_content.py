"""A content survives being stored."""

import dataclasses
import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from careercenter.postings import content as c
from careercenter.postings.content import Place, PostingContent
from tests.factories.postings import COMPLETE

texts = st.text(max_size=20)
numbers = st.none() | st.integers(min_value=0, max_value=10**9)
halves = st.none() | st.integers(min_value=1, max_value=336).map(lambda number: number / 2)
days = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def some(kind: type) -> st.SearchStrategy:
    return st.lists(st.sampled_from(list(kind)), max_size=4).map(tuple)


def one(kind: type) -> st.SearchStrategy:
    return st.none() | st.sampled_from(list(kind))


words = st.lists(texts, max_size=4).map(tuple)
BY_TYPE = {
    "str": texts, "bool": st.booleans(), "int | None": numbers, "float | None": halves, "date | None": days,
    "tuple[str, ...]": words,
    "tuple[Place, ...]": st.lists(st.builds(Place, texts, texts, texts), max_size=3).map(tuple),
    "tuple[PatientType, ...]": some(c.PatientType), "tuple[CodeSet, ...]": some(c.CodeSet),
    "tuple[Benefit, ...]": some(c.Benefit),
    "ExperienceBand | None": one(c.ExperienceBand), "WorkSetting | None": one(c.WorkSetting), "LiveIn | None": one(c.LiveIn),
    "EmploymentType | None": one(c.EmploymentType), "Schedule | None": one(c.Schedule), "PayBasis | None": one(c.PayBasis),
    "ProductivityUnit | None": one(c.ProductivityUnit), "RecordType | None": one(c.RecordType),
    "Equipment | None": one(c.Equipment), "HiringTest | None": one(c.HiringTest), "ApplyHow": st.sampled_from(list(c.ApplyHow)),
}  # fmt: skip
contents = st.builds(PostingContent, **{f.name: BY_TYPE[f.type] for f in dataclasses.fields(PostingContent)})


@given(contents)
def test_any_content_comes_back_as_it_was(content: PostingContent) -> None:
    assert PostingContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_names_of_other_versions_are_passed_over() -> None:
    assert PostingContent.from_json({"title": "Coder", "shoe_size": 9}) == PostingContent(title="Coder")


def test_only_what_is_said_is_stored() -> None:
    assert PostingContent(title="Coder").to_json() == {"title": "Coder"}
    assert "publish_on" not in COMPLETE.to_json()
