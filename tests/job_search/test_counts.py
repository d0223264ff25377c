"""What a page promises beside a choice is what choosing it gives: from the form's fields over the reading to the engine."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.core.places import STATES, locate
from careercenter.job_search.chips import interpretation_view
from careercenter.job_search.request import Pairs, from_query_params
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.postings.search_schema import DISTANCES, FROM_HOME, POSTINGS, SCALES, USUAL_DISTANCE, Facet
from careercenter.search.interface import UNSAID, Document, SearchResult
from careercenter.search.memory_engine import MemoryEngine
from tests.factories.search import AT, document

CITIES = (
    ("Houston", "TX"), ("Katy", "TX"), ("Galveston", "TX"), ("Beaumont", "TX"), ("Dallas", "TX"), ("Texarkana", "AR"),
    ("Oakland", "CA"),
)  # fmt: skip
SETTINGS = ("remote", "hybrid", "onsite", "remote-after-training")
SPECIALTIES = ("cellular-therapy", "general-cardiology", "oncology")
PHRASES = (
    "zebra", "coder", "remote", "houston", "77002", "within 25 miles of Houston", "remote or near houston", "onsite houston",
    "remote houston", "texas", "but not california", "cpc", "$30/hr", "30/hr remote texas", "oncology", "full time", "30 miles",
    "no weekends", "day shift", "under 10 charts an hour", "no 1099", "not onsite", "no quota",
    "texarkana tx",
)  # fmt: skip
CHOICES = {
    "specialty": SPECIALTIES,
    "credential": ("cpc", "ccs"),
    "setting": SETTINGS,
    "state": ("TX", "AR", "CA"),
    "employment": ("w2_full_time", "prn"),
    "schedule": ("day", "weekend"),
    "productivity": ("0", "8", "12"),
    "ramp-up": ("4", "8"),
    "least-pay": ("20", "25"),
    "lasts": ("8", "26"),
    "pay": ("2500", "3000", UNSAID),
    "posted": ("3", "7"),
    "near": ("Houston, TX", "77002", "dallas", "Texarkana, TX", "Nowhere"),
    "distance": ("10", "25", "100", "77"),
    "home": ("no", "yes"),
}
CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

addresses = st.fixed_dictionaries(
    {"q": st.lists(st.sampled_from(PHRASES), max_size=3).map(" ".join)},
    optional={name: st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True) for name, values in CHOICES.items()},
)


def _documents() -> Iterator[Document]:
    dice = random.Random(3)
    for number in range(70):
        city, state = dice.choice(CITIES)
        middle = locate(city, state)
        assert middle is not None
        setting = dice.choice(SETTINGS)
        open_to = dice.choice([tuple(STATES), ("TX",), tuple(code for code in STATES if code != "TX"), ("CA", "AR")])
        pay = dice.choice([(None, None), (dice.randrange(1800, 3000), dice.randrange(3000, 5500))])
        yield document(
            f"doc{number:02}",
            dice.choice(["Zebra coder", "Coder"]),
            places=f"{city} {state}",
            specialties=dice.choice(["Oncology", "Cardiology"]),
            under={
                Facet.SPECIALTY: dice.choice(SPECIALTIES),
                Facet.CREDENTIAL: dice.choice([("cpc",), ("ccs",), ("cpc", "ccs")]),
                Facet.WORK_SETTING: setting,
                Facet.STATE: open_to if setting in FROM_HOME else (state,),
                Facet.EMPLOYMENT_TYPE: dice.choice(["w2_full_time", "prn"]),
                Facet.SCHEDULE: dice.choice(["day", "weekend"]),
                Facet.PRODUCTIVITY: dice.choice([(), "0", "7.5", "12"]),
                Facet.ACCURACY: dice.choice([(), "90", "96"]),
                Facet.LEAST_PAY: f"{pay[0] // 50 / 2:g}" if pay[0] else (),
                Facet.RAMP_UP: dice.choice([(), "6", "12"]),
                Facet.ONSITE_DAYS: dice.choice([(), "2", "6"]),
                Facet.SPECIALTY_YEARS: dice.choice([(), "1", "3"]),
                Facet.LASTS: dice.choice([(), "10", "26"]),
            },
            pay=pay,
            days_ago=dice.choice([1, 5, 20]),
            points=(middle,) if setting not in FROM_HOME or dice.random() < 0.3 else (),
        )


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    made = MemoryEngine(POSTINGS)
    made.rebuild(_documents())
    return made


def asked(engine: MemoryEngine, fields: Pairs, *, counted: Collection[Facet] = ()) -> tuple[ResolvedSearch, SearchResult]:
    search = resolve(*from_query_params(fields))
    return search, engine.find(search.criteria, at=AT, size=100, counted=counted)


def pairs(address: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, many in address.items() for value in ([many] if isinstance(many, str) else many)]


def sent(search: ResolvedSearch, facet: Facet, value: str) -> list[tuple[str, str]]:
    """Give what the form sends when, of one facet, this value alone is chosen and all else is left as it is shown."""
    shown, near = interpretation_view(search), search.criteria.near
    fields = [("q", search.request.text)]
    fields += [("read", key) for key in shown.form_keys]
    fields += [("without", key) for key in shown.overrides.dismissed]
    fields += [("word", key) for key in shown.overrides.kept_as_text]
    if near:
        fields += [("near", near.name), ("home", "no"), *([("home", "yes")] if near.or_from_home else [])]
    for other in Facet:
        values = (value,) if other is facet else search.criteria.values(other)
        if len(values) <= len(STATES) // 2:  # where a state is kept out no other is shown as chosen
            fields += [(other.value, one) for one in values]
    return fields


@CALM
@given(addresses)
def test_a_count_is_what_choosing_gives(engine: MemoryEngine, address: dict[str, list[str]]) -> None:
    search, answer = asked(engine, pairs(address), counted=tuple(Facet))
    for facet, counts in answer.facets.items():
        for value, count in counts.items():
            chosen, left = asked(engine, sent(search, facet, value))
            assert left.total == count, (facet, value, chosen.criteria)


@CALM
@given(addresses)
def test_an_address_written_back_asks_for_the_same(engine: MemoryEngine, address: dict[str, list[str]]) -> None:
    search, answer = asked(engine, pairs(address))
    again, same = asked(engine, parse_qsl(search.url()))
    assert again.criteria == search.criteria
    assert same == answer


@CALM
@given(addresses, st.sampled_from(sorted(CHOICES)), st.data())
def test_one_thing_more_never_widens(
    engine: MemoryEngine, address: dict[str, list[str]], name: str, data: st.DataObject
) -> None:
    """Of a facet several values are more, and so is a longer distance than the usual one; a place goes before a typed one."""
    search, before = asked(engine, pairs({**address, name: []}))
    value = data.draw(st.sampled_from(CHOICES[name]))
    facet = next((facet for facet in Facet if facet.value == name), None)
    if facet and (search.criteria.values(facet) or (facet is Facet.DISTANCE and int(value) > USUAL_DISTANCE)):
        return
    if any((facet, value) in clause.satisfied_by for clause in search.criteria.query.must_not):
        return  # what a word kept out and a choice asks for is asked for
    typed = {one.kind for one in (*search.interpretation.entities, *search.interpretation.parts)}
    if name == "near" and not typed.isdisjoint({"city", "zip"}):
        return
    _, after = asked(engine, pairs({**address, name: [value]}))
    assert set(after.ids) <= set(before.ids)


def test_every_scale_is_among_what_is_counted(engine: MemoryEngine) -> None:
    """So that the tests above speak of them."""
    _, answer = asked(engine, [("q", "within 30 miles of houston")], counted=tuple(Facet))
    assert all(answer.facets[facet] for facet in SCALES)
    assert UNSAID in answer.facets[Facet.PAY]
    assert {"30", *map(str, DISTANCES)} >= set(answer.facets[Facet.DISTANCE]) >= {"30", "100"}
    assert len(set(answer.facets[Facet.DISTANCE].values())) > 2
