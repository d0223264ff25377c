"""The 66 questions, fixed: what people type, from a word of three postings in ten thousand to all there is, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from careercenter.job_search import query_parser
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Sort
from careercenter.search.query import Query

# The facets every engine counts.
FIVE = (Facet.SPECIALTY, Facet.CREDENTIAL, Facet.WORK_SETTING, Facet.STATE, Facet.EMPLOYMENT_TYPE)

Chosen = Mapping[Facet, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Question:
    """`slip`: the words as mistyped, one letter from what is in the index; `words` are then what was meant."""

    kind: str
    words: str = ""
    chosen: Chosen = field(default_factory=dict)
    sort: Sort = Sort.BEST
    slip: str = ""

    @cached_property
    def criteria(self) -> Criteria:
        return Criteria(self.query, self.chosen, self.sort)

    @cached_property
    def query(self) -> Query:
        """What all engines answer: our reading of the words."""
        return query_parser.parse(self.words)

    def __str__(self) -> str:
        chosen = " ".join(f"{facet.value}={'|'.join(values)}" for facet, values in self.chosen.items())
        return " ".join(part for part in (self.slip or self.words, chosen, self.sort.value) if part)


RARE = (
    "trowomacept", "zedraton", "fofisaipril", "briqueavaburg", "mytripsy", "unreviewed", "vulvopathy", "otogram", "lugabrozole",
    "breclodrastat",
)  # fmt: skip
COMMON = ("chart", "denial", "tumor", "crosswalk", "consult", "oncology", "inpatient", "epic", "misalignment", "bursitis")
SEVERAL = (
    "oncology coding", "denial appeal", "query physician record", "remote infusion", "cardiogram phlebectomy",
    "inpatient drg coder", "epic audit worklist", "cpc pharmacy", "bursitis mastitis", "radiation oncology tumor board",
    "tonsillectomy denial", "houston crosswalk ledger",
)  # fmt: skip
PHRASES = (
    '"claim query"', '"chart note"', '"tumor board"', '"cell lab"', '"denial appeal modifier"', '"radiation oncology"',
    '"revenue cycle"', '"phlebectomy rhinosis"',
)  # fmt: skip
PREFIXES = ("onco*", "neph*", "hepat*", "gastro*", "adjust*", "escalat*")
SLIPS = (
    ("tonsilectomy", "tonsillectomy"), ("onclogy", "oncology"), ("crosswlk", "crosswalk"), ("turnaruond", "turnaround"),
    ("bursittis", "bursitis"), ("severeity", "severity"),
)  # fmt: skip
FILTERED: tuple[tuple[str, Chosen], ...] = (
    ("denial", {Facet.WORK_SETTING: ("remote",)}),
    ("oncology", {Facet.STATE: ("TX",)}),
    ("audit", {Facet.EMPLOYMENT_TYPE: ("w2_full_time", "contract_w2")}),
    ("tumor board", {Facet.CREDENTIAL: ("cpc",), Facet.WORK_SETTING: ("remote",)}),
    ("crosswalk", {Facet.STATE: ("CA", "OR", "WA"), Facet.EMPLOYMENT_TYPE: ("w2_full_time",)}),
    ("coder", {Facet.SPECIALTY: ("cardiovascular",)}),
    ("bursitis", {Facet.WORK_SETTING: ("hybrid", "onsite")}),
    ("physician", {Facet.CREDENTIAL: ("ccs", "cpc"), Facet.STATE: ("FL",)}),
)
BROWSED: tuple[Chosen, ...] = (
    {},
    {Facet.WORK_SETTING: ("remote",)},
    {Facet.STATE: ("TX",)},
    {Facet.SPECIALTY: ("oncology",)},
    {Facet.CREDENTIAL: ("cpc",), Facet.WORK_SETTING: ("remote",)},
    {Facet.EMPLOYMENT_TYPE: ("w2_full_time",), Facet.STATE: ("OH", "NY")},
)

QUESTIONS = (
    *(Question("rare", words) for words in RARE),
    *(Question("common", words) for words in COMMON),
    *(Question("several", words) for words in SEVERAL),
    *(Question("phrase", words) for words in PHRASES),
    *(Question("prefix", words) for words in PREFIXES),
    *(Question("slip", meant, slip=slip) for slip, meant in SLIPS),
    *(Question("filtered", words, chosen) for words, chosen in FILTERED),
    *(Question("browse", "", chosen, Sort.NEWEST) for chosen in BROWSED),
)
KINDS = tuple(dict.fromkeys(question.kind for question in QUESTIONS))
