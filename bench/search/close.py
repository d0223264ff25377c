"""What close matches cost beside the search they stand below, asked where a page does: where less than a page is found."""

from __future__ import annotations

from itertools import pairwise

from bench.search.building import OURS, opened
from bench.search.corpus import Corpus
from bench.search.engines import PAGE_SIZE
from bench.search.measuring import ROUNDS, p50, timed
from bench.search.ours import Ours
from bench.search.questions import RARE, Chosen, Question
from bench.search.table import Line
from careercenter.postings.search_schema import Facet

GOAL = 1.5  # times the search alone, the median of each kind

_NARROW: tuple[Chosen, ...] = (
    {Facet.STATE: ("WY",), Facet.CREDENTIAL: ("cpc",), Facet.WORK_SETTING: ("onsite",), Facet.EMPLOYMENT_TYPE: ("per_diem",)},
    {Facet.STATE: ("TX",), Facet.WORK_SETTING: ("hybrid",), Facet.PAY: ("5000",), Facet.SPECIALTY: ("oncology",)},
)
_WORDS = ("denial", "tumor board", '"chart note"')
QUESTIONS = (
    *(Question("one rare word and a choice", word, {Facet.WORK_SETTING: ("hybrid",)}) for word in RARE),
    *(Question("two rare words", " ".join(pair)) for pair in pairwise(RARE)),
    *(Question("a rare word beside a common one", f"{word} denial") for word in RARE),
    *(Question("words and four choices", words, chosen) for words in _WORDS for chosen in _NARROW),
)  # fmt: skip


def lines(corpus: Corpus) -> list[Line]:
    """Measure each kind of question that finds less than a page: the search with close matches by the search without."""
    engine = opened(OURS, corpus)
    assert isinstance(engine, Ours)
    times: dict[str, list[tuple[float, float]]] = {question.kind: [] for question in QUESTIONS}
    for question in QUESTIONS:
        if engine.ask(question, counted=None).total < PAGE_SIZE and engine.closest(question):
            alone = p50([timed(engine.ask, question, counted=None)[0] for _ in range(ROUNDS)])
            closest = p50([timed(engine.closest, question)[0] for _ in range(ROUNDS)])
            times[question.kind].append((alone, closest))
    return [_line(kind, taken) for kind, taken in times.items()]


def _line(kind: str, taken: list[tuple[float, float]]) -> Line:
    what = f"with close matches / without: {kind}"
    if not taken:
        return Line(what, None, GOAL)
    ratios = [(alone + closest) / alone for alone, closest in taken]
    middle = [p50(times) for times in zip(*taken, strict=True)]
    beside = f"{len(taken)} questions, at most {max(ratios):.2f}; {middle[0]:.2f} + {middle[1]:.2f} ms"
    return Line(what, p50(ratios), GOAL, beside=beside)
