"""Whatever name of a thing is typed, the same postings are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from careercenter.job_search.understanding import interpret
from careercenter.language.lexicon import meanings
from careercenter.language.tokenizer import phrase
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import Criteria
from careercenter.search.memory_engine import MemoryEngine
from careercenter.search.query import Clause, FacetValue
from careercenter.taxonomy import catalogue
from tests.factories.search import AT, document


def asked(text: str) -> tuple[object, ...]:
    """Give what decides which postings are found; what only lifts some of them is not part of it."""
    return found_by(interpret(text).criteria)


def found_by(criteria: Criteria) -> tuple[object, ...]:
    assert not isinstance(criteria.query, str)
    return criteria.query.must, criteria.query.must_not, dict(criteria.chosen), criteria.near


def names() -> Iterator[tuple[str, str]]:
    for one in catalogue.specialties():
        for name in (one.name.split("(")[0], *one.synonyms, *one.search_phrases):
            meant = meanings().get(phrase(name), ())
            # An internship is a kind of job too, and immunotherapy three specialties.
            if {meaning.kind for meaning in meant} <= {"specialty", "experience"} and len(meant) == len(
                {meaning.kind for meaning in meant}
            ) == 1 + (one.slug == "entry-level"):
                yield one.slug, name


def test_every_name_of_a_specialty_asks_for_the_same_postings() -> None:
    first: dict[str, tuple[str, tuple[object, ...]]] = {}
    differ = []
    for slug, name in names():
        known, said = first.setdefault(slug, (name, asked(name)))
        if asked(name) != said:
            differ.append((slug, known, name))
    assert len(first) == len(catalogue.specialties())
    assert differ == []


def test_a_name_of_several_specialties_asks_for_all_of_them() -> None:
    (clause,) = interpret("immunotherapy").criteria.query.must
    slugs = {value for facet, value in clause.satisfied_by if facet is Facet.SPECIALTY}
    assert slugs == {"immuno-oncology", "intradermal-cancer-immunotherapy", "allergy-immunology"}


def test_every_abbreviation_and_name_of_a_credential_asks_for_it() -> None:
    for one in catalogue.credentials():
        for name in (one.abbr, one.name, *one.aliases):
            if [(meaning.kind, meaning.value) for meaning in meanings().get(phrase(name), ())] == [("credential", one.slug)]:
                assert asked(name)[2] == {Facet.CREDENTIAL: (one.slug,)}, name


@pytest.mark.parametrize(
    ("slug", "patients"),
    [
        ("profee", {"profee"}),
        ("inpatient", {"inpatient-facility"}),
        ("outpatient-facility", {"outpatient-facility"}),
        ("emergency", {"ed-facility", "ed-profee"}),
        ("same-day-surgery", {"same-day-surgery"}),
    ],
)
def test_a_specialty_named_like_patients_finds_either(slug: str, patients: set[str]) -> None:
    (clause,) = clauses(slug)
    under = {FacetValue(Facet.SPECIALTY, slug), *(FacetValue(Facet.PATIENT_TYPE, value) for value in patients)}
    assert set(clause.satisfied_by) == set(clause.exact) == under


def clauses(slug: str) -> tuple[Clause, ...]:
    specialty = catalogue.specialty(slug)
    assert specialty is not None
    return interpret(specialty.synonyms[0]).criteria.query.must


@pytest.mark.parametrize(
    "group",
    [
        ("profee", "pro fee", "Pro-Fee", "professional fee", "physician coding", "professional coding"),
        ("IP", "inpatient", "ip facility", "in-patient"),
        ("OP", "outpatient", "op facility", "hospital outpatient"),
        ("E/M", "E&M", "e and m", "evaluation and management"),
        ("SDS", "same day surgery", "outpatient surgery"),
        ("I&I", "infusion and injection", "infusion"),
        ("IR", "interventional radiology", "i.r."),
        ("denials", "denial", "appeals", "denials and appeals"),
    ],
)
def test_short_and_long_names_are_one_question(group: tuple[str, ...]) -> None:
    assert len({repr(asked(name)) for name in group}) == 1


def test_a_title_that_says_the_word_is_found_whatever_it_stands_under() -> None:
    engine = MemoryEngine(POSTINGS)
    engine.rebuild([document("evening", "Evening Apheresis Coder", under={Facet.SPECIALTY: "infusion-injection"})])
    for text in ("apheresis", "Quillfeather apheresis"):
        assert engine.find(interpret(text).criteria, at=AT).ids == ("evening",)
