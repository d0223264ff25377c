"""Sentences as coders type them, and refusals and limits: how they are read, and what they are answered with.

bench/relevance/ holds them with what should be understood, field by field. From the same labels follows which postings say the
opposite of what was asked: those must never be among the exact answers.
"""

from __future__ import annotations

import csv
import statistics
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from bench import ranking
from bench.stated import Asked, Label, by_fact, contradicts, grade, posting_value, read_label
from careercenter.employers.models import Employer
from careercenter.job_search.close_matches import close_matches
from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import resolve
from careercenter.job_search.result_page import PAGE_SIZE
from careercenter.job_search.understanding import interpret
from careercenter.postings.content import PostingContent
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.memory_engine import MemoryEngine
from careercenter.taxonomy.catalogue import credential, specialty

FOLDER = Path(__file__).with_name("relevance")
SENTENCES, REFUSALS, STATEMENTS = FOLDER / "sentences.csv", FOLDER / "refusals.csv", FOLDER / "statements.toml"
EVERY = 10_000  # more than there are postings
MOST_SHOWING_NOTHING = 0.02
# Goals that end the run with an error; what is not here is printed as a figure.
COUNTED = frozenset(
    {
        "sentences",
        "refusals",
        "refusals answered with the opposite",
        "sentences that show nothing",
        "corrections where nothing is misspelt",
    }
)

_WANTED = {"specialty_slugs": "specialty", "credential_slugs": "credential", "state": "state", "code": "code"}
_SETTINGS = {"1": ("remote", "remote-after-training"), "0": ("onsite", "hybrid")}


@dataclass(frozen=True)
class Sentence:
    """`finds`: statements that must be among the answers; `below`: those that may not stand above them."""

    row: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.row["id"]

    @property
    def text(self) -> str:
        return self.row["sentence"]

    @cached_property
    def finds(self) -> tuple[str, ...]:
        return tuple(split(self.row["finds"]))

    @cached_property
    def below(self) -> tuple[str, ...]:
        return tuple(split(self.row["below"]))

    @cached_property
    def asked(self) -> Asked:
        """ValueError where a label cannot be read."""
        wanted = [Label(fact, "=", value) for name, fact in _WANTED.items() for value in split(self.row[name], "|")]
        wanted += [Label("setting", "=", value) for value in _SETTINGS.get(self.row["remote"], ())]
        wanted += [_other(label) for label in split(self.row["other"])]
        excluded = [_stored(read_label(label)) for label in split(self.row["excluded"])]
        return Asked(by_fact(wanted), by_fact(excluded), tuple(read_label(label) for label in split(self.row["limits"])))


def _other(text: str) -> Label:
    """Read a label of what is wanted: the setting, a benefit and no quota have older names there."""
    renamed = {"work_setting=": "setting=", "extra=no-quota": "quota=none", "extra=": "benefit="}
    for old, new in renamed.items():
        if text.startswith(old):
            return read_label(new + text.removeprefix(old))
    return _stored(read_label(text))


def _stored(label: Label) -> Label:
    return label._replace(value=posting_value(label.fact, label.value))


def split(text: str, mark: str = ";") -> list[str]:
    return [part for part in text.split(mark) if part]


def read_sentences(path: Path) -> list[Sentence]:
    """Read a set; ValueError names the row that is labelled with what nobody knows."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [Sentence(row) for row in csv.DictReader(file)]
    for one in found:
        wanted = one.asked.wanted
        unknown = [slug for slug in wanted.get("specialty", ()) if specialty(slug) is None]
        unknown += [slug for slug in wanted.get("credential", ()) if credential(slug) is None]
        unknown += [key for key in (*one.finds, *one.below) if key not in statements()]
        if unknown:
            raise ValueError(f"{path.name}, {one.id}: {', '.join(unknown)}")
    return found


def statements() -> dict[str, PostingContent]:
    """Give the postings made to state one thing each, by their key."""
    tables = tomllib.loads(STATEMENTS.read_text(encoding="utf-8"))
    return {key: PostingContent.from_json({**tables["all"], **table}) for key, table in tables.items() if key != "all"}


@dataclass(frozen=True, slots=True)
class Answers:
    exact: Sequence[str]
    near: Sequence[str] = ()


class Board:
    """Postings by key, and an engine that answers from them as the search page does."""

    def __init__(self, postings: Mapping[str, ranking.Live]) -> None:
        self.contents = {key: live.content for key, live in postings.items()}
        self._keys = {live.document.id: key for key, live in postings.items()}
        self._engine = MemoryEngine(POSTINGS)
        self._engine.rebuild(live.document for live in postings.values())

    def answers(self, text: str) -> Answers:
        search = resolve(SearchRequest(text))
        found = self._engine.find(search.criteria, at=ranking.AT, page=1, size=EVERY, counted=())
        few = found.total < PAGE_SIZE
        near = close_matches(search, self._engine, total=found.total, at=ranking.AT) if few else {}
        return Answers([self._keys[one] for one in found.ids], [self._keys[one] for one in near])

    def opposites(self, one: Sentence) -> list[str]:
        """Give the exact answers that state the opposite of what was asked."""
        return [key for key in self.answers(one.text).exact if contradicts(self.contents[key], one.asked)]

    def ndcg(self, one: Sentence) -> float | None:
        """Give nDCG@10 by what postings state, close matches after exact ones; None where no posting meets anything."""
        grades = {key: graded for key, content in self.contents.items() if (graded := grade(content, one.asked))}
        found = self.answers(one.text)
        return ranking.ndcg([*found.exact, *found.near], grades) if grades else None


def board_of_statements() -> Board:
    """Give a board of the statements alone; nothing of it is stored."""
    employer = Employer(name="Example Coding", public_id="example", version=1)
    posted, closes = ranking.AT - timedelta(days=3), ranking.AT + timedelta(days=30)
    made = {
        key: Posting(public_id=key, employer=employer, content=content, version=1, posted_at=posted, closes_at=closes)
        for key, content in statements().items()
    }
    return Board({key: ranking.Live(posting.content, document_of(posting)) for key, posting in made.items()})


def misplaced(one: Sentence, board: Board) -> list[str]:
    """Give the statements a sentence must find and does not, or has below those that state the opposite."""
    exact = board.answers(one.text).exact
    wrong = [f"{key} is not found" for key in one.finds if key not in exact]
    return wrong + [
        f"{other} is above {key}"
        for key in one.finds
        for other in one.below
        if key in exact and other in exact and exact.index(other) < exact.index(key)
    ]


def show(demonstration: Board) -> bool:
    """Print what the sentences are answered with; say whether every goal that counts is met."""
    sentences, refusals = read_sentences(SENTENCES), read_sentences(REFUSALS)
    both, made = [*sentences, *refusals], board_of_statements()
    opposite = [
        f"{one.id} “{one.text}” {len(wrong)}: {', '.join(wrong[:2])}"
        for one in refusals
        if (wrong := [*misplaced(one, made), *made.opposites(one), *demonstration.opposites(one)])
    ]
    empty = [f"{one.id} “{one.text}”" for one in both if not any(_all(demonstration.answers(one.text)))]
    corrected = [f"{one.id} “{one.text}” {found}" for one in both if (found := _corrections(one.text))]
    print(f"\nanswers to {len(sentences)} sentences and {len(refusals)} refusals over {len(demonstration.contents)} postings")
    _show_ndcg(demonstration, sentences, "sentences")
    _show_ndcg(demonstration, refusals, "refusals")
    return all(
        [
            _show("refusals answered with the opposite", opposite, 0),
            _show("sentences that show nothing", empty, int(MOST_SHOWING_NOTHING * len(both))),
            _show("corrections where nothing is misspelt", corrected, 0),
        ]
    )


def _all(answers: Answers) -> Iterable[bool]:
    return bool(answers.exact), bool(answers.near)


def _corrections(text: str) -> str:
    return ", ".join(f"{one.typed} → {one.read}" for one in interpret(text).corrections)


def _show_ndcg(board: Board, sentences: Sequence[Sentence], name: str) -> None:
    points = [point for one in sentences if (point := board.ndcg(one)) is not None]
    print(f"  nDCG@{ranking.DEPTH} by what postings state, {name:10} {statistics.fmean(points):.3f}")


def _show(name: str, lines: Sequence[str], most: int) -> bool:
    met = len(lines) <= most
    verdict = ("met" if met else "short") if name in COUNTED else "a figure"
    print(f"  {name:40} {len(lines):3}, goal {most}  {verdict}")
    for line in lines:
        print(f"    {line}")
    return met or name not in COUNTED
