"""The parts of `make bench-search`, without what only it installs."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bench.search import client, corpus, footprint, measuring
from bench.search.corpus import ASKED_AT, Corpus
from bench.search.engines import Answer, Engine
from bench.search.ours import Ours
from bench.search.questions import FIVE, QUESTIONS, Question
from bench.search.table import Line, code
from bench.search.with_fts5 import Fts5
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.memory_engine import MemoryEngine

TOP = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = 120


@pytest.fixture
def some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setattr(corpus, "PIECE", 60)
    return Corpus(DOCUMENTS, tmp_path)


def test_the_questions_are_66_of_eight_kinds() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert kinds == {
        "rare": 10, "common": 10, "several": 12, "phrase": 8, "prefix": 6, "slip": 6, "filtered": 8, "browse": 6,
    }  # fmt: skip
    assert len({str(question) for question in QUESTIONS}) == 66


def test_a_smaller_corpus_is_the_beginning_of_a_larger(some: Corpus) -> None:
    smaller = [entry.document for entry in replace(some, number=70).entries()]
    assert smaller == list(some.documents())[:70]


def test_a_corpus_is_generated_once(some: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    some.make()
    monkeypatch.setattr("bench.generate.documents", lambda *_: pytest.fail("generated again"))
    assert len(list(some.entries())) == DOCUMENTS


def test_another_vocabulary_makes_another_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "_TASTED", 2)
    before = corpus.corpus_of_today(10)
    assert corpus.corpus_of_today(10) == before
    monkeypatch.setattr(corpus.tokenizer, "VERSION", corpus.tokenizer.VERSION + 1)
    assert corpus.corpus_of_today(10) != before


@pytest.mark.parametrize("kind", [Fts5, Ours])
def test_engines_under_measure_find_and_count_what_the_oracle_does(kind: type[Engine], some: Corpus, tmp_path: Path) -> None:
    oracle = MemoryEngine(POSTINGS)
    oracle.rebuild(some.documents())
    engine = kind(tmp_path / "index")
    engine.build(some.entries())
    engine.open()
    for question in QUESTIONS[::3]:
        found = oracle.find(question.criteria, at=ASKED_AT, counted=FIVE)
        answer = engine.ask(question)
        assert answer.agrees(Answer(found.ids, found.total, found.facets)), question
        assert len(answer.ids) == min(20, found.total)
        if question.kind == "browse":
            assert answer.ids == found.ids


class Scripted:
    """Answers at once, and writes down who was asked."""

    def __init__(self, name: str, asked: list[str]) -> None:
        self.name, self.asked = name, asked

    def ask(self, _question: Question, **_how: Any) -> Answer:
        self.asked.append(self.name)
        return Answer((self.name,), 1)


def test_engines_are_asked_in_turns_and_each_begins() -> None:
    asked: list[str] = []
    engines: Any = [Scripted("a", asked), Scripted("b", asked)]
    times, answers = measuring.turns(engines, QUESTIONS[:1])
    assert "".join(asked) == "ab" + "abbaabbaab"
    assert [answer.ids for answer in answers[QUESTIONS[0]]] == [("a",), ("b",)]
    assert set(times) == {"a", "b"}


def test_a_slow_engine_is_timed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "PATIENCE", 0.0)
    asked: list[str] = []
    engines: Any = [Scripted("a", asked)]
    measuring.turns(engines, QUESTIONS[:1])
    assert asked == ["a", "a"]


def test_percentiles() -> None:
    times = [float(number) for number in range(1, 100)]
    assert measuring.p50(times) == 50
    assert measuring.p95(times) == 95


def test_kinds_are_summed_up_by_their_median() -> None:
    rare = [Question("rare", word) for word in "abc"]
    assert measuring.by_kind({**dict(zip(rare, (1.0, 9.0, 2.0), strict=True)), Question("browse"): 4.0}) == {
        "rare": 2,
        "browse": 4,
    }


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line("", 0.40, 0.40), "met"),
        (Line("", 0.41, 0.40), "short"),
        (Line("", 0.80, 0.80, at_least=True), "met"),
        (Line("", 0.79, 0.80, at_least=True), "short"),
        (Line("", None, 1.3), "not measured"),
    ],
)
def test_a_line_is_met_or_short(line: Line, verdict: str) -> None:
    assert line.verdict == verdict
    assert verdict in str(line)
    assert code([Line("", 1, 2), line]) == (verdict == "short")


def test_answers_agree_by_total_and_by_what_was_counted() -> None:
    answer = Answer(("1",), 1, {Facet.STATE: {"TX": 1}})
    assert answer.agrees(Answer(("2",), 1, {Facet.STATE: {"TX": 1, "OH": 0}}))
    assert not answer.agrees(Answer(("1",), 2, answer.facets))
    assert not answer.agrees(Answer(("1",), 1, {Facet.STATE: {"TX": 2}}))


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    paths: list[str] = []

    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made.server_port, paths
        made.shutdown()
        thread.join()


def test_memory_is_added_up_over_a_process_and_those_that_come_of_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in footprint.processes(os.getpid())
        line = footprint.memory_line(os.getpid())
        assert child.stdin
        child.stdin.close()
    assert line.figure is not None
    assert line.figure > 10
    assert line.beside.count("+") >= 1


def test_the_client_asks_for_everything_as_often_as_told(server: tuple[int, list[str]]) -> None:
    port, paths = server
    run = client.main({"port": port, "clients": 2, "paths": ["/a", "/b"], "headers": {}, "times": 3})
    assert Counter(paths) == {"/a": 3, "/b": 3}
    assert len(run["times"]) == 6


def test_the_bench_is_read_without_what_it_measures() -> None:
    """Its requirements are installed when it runs: nobody else needs them."""
    reading = "import sys; sys.modules['tantivy'] = None; import bench.search.__main__; import json; print(json.dumps('read'))"
    done = subprocess.run([sys.executable, "-c", reading], cwd=TOP, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == "read"
