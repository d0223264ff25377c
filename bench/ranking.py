"""How well the ranking serves coders: nDCG@10 over the judged queries and the demonstration's postings, beside plain BM25.

The grades stand in bench/relevance/, with how they were given; `make bench-relevance` prints the figures.
"""

from __future__ import annotations

import csv
import math
import re
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from flask_migrate import upgrade

from careercenter.cli.demo.board import Board
from careercenter.config import read_settings
from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import resolve
from careercenter.postings import queries
from careercenter.postings.content import PostingContent
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Document
from careercenter.search.memory_engine import MemoryEngine

FOLDER = Path(__file__).with_name("relevance")
QUERIES, GRADES = FOLDER / "ranked_queries.csv", FOLDER / "grades.csv"
# The same day on every run: how new a posting is counts.
AT = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
DEPTH = 10
GOAL = 0.15  # above plain BM25
LEAST = 0.869  # what it was when facts were still searched as phrases
WORST = 25

Grades = Mapping[str, int]  # a posting's key -> 1, 2 or 3; what is not there is 0
Ranker = Callable[[str], list[str]]  # what is typed -> keys of the first postings, best first


@dataclass(frozen=True, slots=True)
class Judged:
    id: str
    text: str
    kind: str
    grades: Grades


def read_judged() -> list[Judged]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(GRADES):
        grades[row["query_id"]][row["posting"]] = int(row["grade"])
    return [Judged(row["id"], row["query"], row["kind"], grades[row["id"]]) for row in _rows(QUERIES)]


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = DEPTH) -> float:
    """Give the gain of a ranking as a share of the best there could be: 2^grade - 1 at each place, over log2(place + 1)."""
    best = sorted(grades.values(), reverse=True)
    ideal = _gain(best[:depth])
    return _gain([grades.get(key, 0) for key in ranked[:depth]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


class Live(NamedTuple):
    content: PostingContent
    document: Document


def demonstration() -> dict[str, Live]:
    """Give the live postings `flask seed` makes, by "employer/title"."""
    with tempfile.TemporaryDirectory(prefix="careercenter-bench-") as folder:
        settings = read_settings(data_dir=folder, rate_limits=False, secret_key="bench-" * 10, database_url="")
        with create_app(settings).app_context() as context:
            upgrade()
            board = Board(AT, context.app.extensions["files"])
            board.load()
            keys = {posting.public_id: key for key, posting in board.postings.items()}
            live = db.session.scalars(queries.visible(AT)).unique()
            return {keys[posting.public_id]: Live(posting.content, document_of(posting)) for posting in live}


def ours(documents: Mapping[str, Document]) -> Ranker:
    """Ask as the search page does: what is typed is read first."""
    engine = MemoryEngine(POSTINGS)
    engine.rebuild(documents.values())
    keys = {document.id: key for key, document in documents.items()}

    def rank(text: str) -> list[str]:
        found = engine.find(resolve(SearchRequest(text)).criteria, at=AT, page=1, size=DEPTH)
        return [keys[one] for one in found.ids]

    return rank


class PlainBM25:
    """What one would write first: words cut at what is no letter or number, one bag a posting, nothing understood."""

    K1, B = 1.2, 0.75

    def __init__(self, documents: Mapping[str, Document], *, title_times: int = 1, every: bool = False) -> None:
        """`title_times`: how often the title counts; `every`: only what holds every word is found."""
        self._every = every
        self._bags = {key: Counter(_bag(document, title_times)) for key, document in documents.items()}
        self._lengths = {key: bag.total() for key, bag in self._bags.items()}
        self._average = statistics.fmean(self._lengths.values())
        self._holding = Counter(word for bag in self._bags.values() for word in bag)

    def __call__(self, text: str) -> list[str]:
        words = list(dict.fromkeys(_cut(text)))
        scores = {
            key: sum(self._score(word, key) for word in words)
            for key, bag in self._bags.items()
            if (all if self._every else any)(word in bag for word in words)
        }
        return sorted(scores, key=lambda key: (-scores[key], key))[:DEPTH]

    def _score(self, word: str, key: str) -> float:
        times, holding = self._bags[key][word], self._holding[word]
        rarity = math.log(1 + (len(self._bags) - holding + 0.5) / (holding + 0.5))
        norm = self.K1 * (1 - self.B + self.B * self._lengths[key] / self._average)
        return rarity * times * (self.K1 + 1) / (times + norm)


def _bag(document: Document, title_times: int) -> list[str]:
    rest = [document.texts.get(name, "") for name in POSTINGS.field_names if name not in ("title", "codes")]
    return _cut(document.texts["title"]) * title_times + [word for text in rest for word in _cut(text)]


def _cut(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def show(board: Mapping[str, Live]) -> bool:
    """Print the figures; say whether the goal is reached."""
    documents, judged = {key: live.document for key, live in board.items()}, read_judged()
    rankers: dict[str, Ranker] = {
        "ours": ours(documents),
        "plain BM25": PlainBM25(documents),
        "plain BM25, every word": PlainBM25(documents, every=True),
        "plain BM25, title 5 times": PlainBM25(documents, title_times=5),
    }
    found = {name: [rank(one.text) for one in judged] for name, rank in rankers.items()}
    points = {name: [ndcg(keys, one.grades) for keys, one in zip(found[name], judged, strict=True)] for name in rankers}
    means = {name: statistics.fmean(values) for name, values in points.items()}
    above = means["ours"] - means["plain BM25"]
    print(f"\nranking: {len(judged)} queries over {len(documents)} postings, nDCG@{DEPTH}")
    for name, mean in means.items():
        print(f"  {name:26} {mean:.3f}")
    print(f"  above plain BM25           {above:+.3f}  {'met' if above >= GOAL else 'short'}")
    print(f"  at least                   {LEAST:.3f}  {'met' if round(means['ours'], 3) >= LEAST else 'short'}")
    _show_kinds(judged, points)
    _show_worst(judged, points, found["ours"])
    return above >= GOAL and round(means["ours"], 3) >= LEAST


def _show_kinds(judged: Sequence[Judged], points: Mapping[str, Sequence[float]]) -> None:
    for kind in dict.fromkeys(one.kind for one in judged):
        of_kind = [number for number, one in enumerate(judged) if one.kind == kind]
        our, plain = (statistics.fmean(points[name][number] for number in of_kind) for name in ("ours", "plain BM25"))
        print(f"    {kind:11} {len(of_kind):3} queries  ours {our:.3f}  plain BM25 {plain:.3f}")


def _show_worst(judged: Sequence[Judged], points: Mapping[str, Sequence[float]], found: Sequence[Sequence[str]]) -> None:
    print("  the worst, with plain BM25's beside, the grades of what stood first, and the best that did not:")
    for number in sorted(range(len(judged)), key=lambda number: points["ours"][number])[:WORST]:
        one, keys = judged[number], found[number]
        both = f"{points['ours'][number]:.2f} {points['plain BM25'][number]:.2f}"
        grades = "".join(str(one.grades.get(key, 0)) for key in keys) or "nothing"
        missed = sorted((key for key in one.grades if key not in keys), key=lambda key: -one.grades[key])[:2]
        print(f"    {both} {one.id} “{one.text}” {grades}; not {'; '.join(missed) or 'one'}")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
