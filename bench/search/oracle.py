"""What the slow engine in plain Python answers: the first page every quick one has to give.

python -m bench.search.oracle <documents> <folder of the corpus> <file to write>
"""

from __future__ import annotations

import hashlib
import inspect
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bench.search.corpus import ASKED_AT, Corpus
from bench.search.engines import PAGE_SIZE
from bench.search.questions import QUESTIONS
from careercenter.job_search import query_parser
from careercenter.language import edit_distance
from careercenter.postings.search_schema import POSTINGS
from careercenter.search import interface, memory_engine, query, ranking
from careercenter.search.memory_engine import MemoryEngine

DOCUMENTS = 10_000  # it takes seconds for each answer


def pages(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Give the ids of the first page of each question by its text, from what is kept or, in minutes, from the oracle."""
    path = _path(corpus)
    if not path.exists():
        subprocess.run(
            [sys.executable, "-m", "bench.search.oracle", str(corpus.number), str(corpus.folder), str(path)], check=True
        )
    return {question: tuple(ids) for question, ids in json.loads(path.read_text()).items()}


def _path(corpus: Corpus) -> Path:
    """The answers hang on the rules as much as on the documents."""
    sources = "".join(
        inspect.getsource(module) for module in (interface, query, ranking, edit_distance, query_parser, memory_engine)
    )
    asked = "".join(str(question) for question in QUESTIONS)
    return corpus.of(f"oracle-{hashlib.sha256((sources + asked).encode()).hexdigest()[:12]}.json")


def main(corpus: Corpus, path: Path) -> None:
    print(f"asking the oracle over {corpus.number:,} documents", file=sys.stderr)
    engine = MemoryEngine(POSTINGS)
    engine.rebuild(corpus.documents())
    found = {}
    for question in QUESTIONS:
        criteria = question.criteria
        if question.slip:
            criteria = replace(
                criteria, query=query_parser.parse(engine.nearest((question.slip,)).get(question.slip, question.slip))
            )
        found[str(question)] = engine.find(criteria, at=ASKED_AT, size=PAGE_SIZE, counted=()).ids
    path.write_text(json.dumps(found))


if __name__ == "__main__":
    main(Corpus(int(sys.argv[1]), Path(sys.argv[2])), Path(sys.argv[3]))
