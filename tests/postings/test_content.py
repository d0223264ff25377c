"""A content survives being stored."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from careercenter.postings.content import FACTS, KINDS, SPECS, Place, PostingContent
from careercenter.postings.facts import facts
from tests.factories.postings import COMPLETE

texts = st.text(max_size=20)
BY_TYPE: dict[type, st.SearchStrategy] = {
    str: texts,
    bool: st.booleans(),
    int: st.integers(min_value=0, max_value=10**9),
    float: st.integers(min_value=1, max_value=336).map(lambda number: number / 2),
    date: st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
    Place: st.builds(Place, texts, texts, texts),
}


def values(name: str) -> st.SearchStrategy:
    kind = KINDS[name]
    one = BY_TYPE[kind.type] if kind.type in BY_TYPE else st.sampled_from(list(kind.type))
    if kind.several:
        return st.lists(one, max_size=4).map(tuple)
    return st.none() | one if SPECS[name].unsaid is None else one


contents = st.builds(PostingContent, **{name: values(name) for name in SPECS})


@given(contents)
def test_any_content_comes_back_as_it_was(content: PostingContent) -> None:
    assert PostingContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_names_of_other_versions_are_passed_over() -> None:
    assert PostingContent.from_json({"title": "Coder", "shoe_size": 9}) == PostingContent(title="Coder")


def test_only_what_is_said_is_stored() -> None:
    assert PostingContent(title="Coder").to_json() == {"title": "Coder"}
    assert "publish_on" not in COMPLETE.to_json()


def test_a_content_stored_before_a_field_was_added_says_nothing_of_it() -> None:
    assert PostingContent.from_json({"title": "Coder"}).monitoring is None


def test_every_field_is_named_and_has_a_value_for_what_is_not_said() -> None:
    nothing = PostingContent()
    assert all(str(spec.label) for spec in SPECS.values())
    assert {name: spec.unsaid for name, spec in SPECS.items()} == {name: getattr(nothing, name) for name in SPECS}


def test_facts_are_given_by_name_as_json() -> None:
    facts = COMPLETE.stated_facts()
    assert tuple(facts) == FACTS
    assert (facts["equipment"], facts["onsite_days"], facts["ehrs"]) == ("employer", None, ["Epic"])
    assert json.loads(json.dumps(facts)) == facts


KEPT = {
    "requisition_number": "R-20931",
    "contact_name": "Dana Whit",
    "contact_email": "d@example.com",
    "contact_phone": "555-0100",
}


def test_what_the_employer_keeps_to_its_team_is_not_public() -> None:
    content = PostingContent(title="Coder", **KEPT)
    assert content.public() == PostingContent(title="Coder")
    assert not any(value in str(row) for row in facts(content) for value in KEPT.values())


def test_what_the_employer_chose_to_show_is_public() -> None:
    content = PostingContent(title="Coder", **KEPT, contact_shown=True, requisition_shown=True)
    assert content.public() == content
    assert [(row.label, row.text) for row in facts(content)][1:] == [
        ("Requisition number", "R-20931"),
        ("Contact", "Dana Whit, d@example.com, 555-0100"),
    ]


def test_the_contact_and_the_requisition_number_are_no_facts_of_the_api() -> None:
    assert not set(KEPT) & set(FACTS)
