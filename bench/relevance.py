"""`make bench-relevance`: how well typed words are understood, over judged queries, and how well what comes back serves.

The project's own set of readings stands in bench/relevance/queries.csv; another of the same columns is read from the path in
RELEVANCE_QUERIES, or named as an argument. Prints exact match and F1 of each field, and every query that was read otherwise;
then the figures of bench/ranking.py and bench/sentences.py.
"""

from __future__ import annotations

import csv
import os
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bench import ranking, sentences
from careercenter.job_search.understanding import Interpretation, interpret
from careercenter.language import spelling

OWN = Path(__file__).with_name("relevance") / "queries.csv"
ELSEWHERE = Path(__file__).resolve().parents[2] / "shared" / "domain" / "search_queries.csv"
FIELDS = ("specialties", "credentials", "remote", "state", "code", "other")
REFUSED = ("excluded", "limits")  # fields that only the sets of sentences are labelled with
BOUNDS = {"under": "<", "at-most": "<=", "exactly": "=", "at-least": ">=", "over": ">"}
GOAL = 0.97
GOAL_MILLISECONDS = 2.0
ROUNDS = 5

# No spaces, all marks, all digits, all misspelt: 200 characters that somebody may send to be a nuisance.
SLOW = (
    "a-" * 100, "1" * 200, "$1,1" * 50, "not in " * 28, "38225-38228 " * 17, "remote texas cpc oncolgy " * 8, "in or " * 33,
    " ".join(f"onkolgy{letter}" for letter in "abcdefghijklmnopqrstu"),
)  # fmt: skip
HOSTILE_MILLISECONDS = 10.0


@dataclass(slots=True)
class Score:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        told = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / told if told else 1.0


@dataclass(slots=True)
class Report:
    queries: int = 0
    exact: int = 0
    fields: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in FIELDS})
    misread: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)


def expected(row: dict[str, str]) -> dict[str, set[str]]:
    return {
        "specialties": _split(row["specialty_slugs"], "|"),
        "credentials": _split(row["credential_slugs"], "|"),
        "remote": _split(row["remote"], "|"),
        "state": _split(row["state"], "|"),
        "code": _split(row["code"], "|"),
        "other": _split(row["other"], ";"),
        **{name: _split(row[name], ";") for name in REFUSED if name in row},
    }


def understood(found: Interpretation, *, refused: bool = False) -> dict[str, set[str]]:
    """Give an interpretation in the words of the judged sets; `refused` with what is excluded and limited apart."""
    other = {f"work_setting={setting}" for setting in found.work_settings if setting not in ("remote", "onsite")}
    other |= {f"employment={_short(kind)}" for kind in found.employment_types}
    other |= {f"ehr={tool}" if tool in _ehrs() else f"encoder={tool}" for tool in found.tools}
    other |= {f"{'extra' if one == 'sign-on' else 'benefit'}={one}" for one in found.benefits}
    other |= {f"{kind}={value}" for kind, values in found.facts for value in values}
    other |= {f"equipment={found.equipment}"} if found.equipment else set()
    other |= {"extra=quota" if found.quota else "extra=no-quota"} if found.quota is not None else set()
    if not refused:
        other |= {f"not={state}" for state in found.excluded_states}
    other |= {"also=employment=part_time" for _query, words in found.offers if words == "part time"}
    for name in ("city", "zip", "schedule", "experience", "pay_type"):
        if getattr(found, name) and not (name == "city" and found.zip):
            other.add(f"{name}={getattr(found, name)}")
    if found.radius_miles:
        other.add(f"radius={found.radius_miles}")
    if found.pay_min:
        other.add(f"pay_min_{found.pay_min.unit}={found.pay_min.amount:g}")
    return {
        "specialties": set(found.specialties),
        "credentials": set(found.credentials),
        "remote": set() if found.remote is None else {str(int(found.remote))},
        "state": set(found.states),
        "code": {code.written for code in found.codes},
        "other": other,
        **(refusals(found) if refused else {}),
    }


def refusals(found: Interpretation) -> dict[str, set[str]]:
    """Give what is excluded and limited in the words of the judged sets; a quota excluded is none wanted, and said there."""
    excluded = {f"{kind}={_short(value)}" for kind, values in found.excluded for value in values if kind != "quota"}
    return {
        "excluded": excluded | {f"state={state}" for state in found.excluded_states},
        "limits": {f"{limit.fact}{BOUNDS[limit.bound]}{limit.number:g}" for limit in found.limits},
    }


def measure(rows: Iterable[dict[str, str]]) -> Report:
    report = Report()
    for row in rows:
        text, wanted = row.get("query") or row["sentence"], expected(row)
        got = understood(interpret(text), refused="excluded" in row)
        report.queries += 1
        report.exact += wanted == got
        for name in wanted:
            score = report.fields.setdefault(name, Score())
            score.right += len(wanted[name] & got[name])
            score.wrong += len(got[name] - wanted[name])
            score.missed += len(wanted[name] - got[name])
        if wanted != got:
            parts = [f"{name}: {sorted(got[name])}, not {sorted(wanted[name])}" for name in wanted if wanted[name] != got[name]]
            report.misread.append(f"{row['id']} “{text}” {'; '.join(parts)}")
        report.milliseconds.append(_milliseconds(text))
    return report


def _milliseconds(text: str) -> float:
    """Give the shortest of a few readings in processor time: how long it takes, and not how busy the machine is."""
    took = []
    for _round in range(ROUNDS):
        spelling.correct.cache_clear()  # a word misspelt is put right once, and kept
        began = time.process_time()
        interpret(text)
        took.append((time.process_time() - began) * 1000)
    return min(took)


def show_slowest() -> bool:
    """Print how long the texts take that are made to be slow; say whether the goal is met."""
    slowest = max(map(_milliseconds, SLOW))
    verdict = "met" if slowest <= HOSTILE_MILLISECONDS else "short"
    print(f"\ntexts made to be slow: {slowest:.2f} ms at most, goal {HOSTILE_MILLISECONDS:g}  {verdict}")
    return slowest <= HOSTILE_MILLISECONDS


def read_queries(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def show(name: str, report: Report) -> bool:
    """Print a report; say whether every field reaches the goal."""
    print(f"\n{name}: {report.queries} queries, {report.exact} read exactly ({report.exact / report.queries:.0%})")
    for field_name, score in report.fields.items():
        print(f"  {field_name:12} F1 {score.f1:.3f}  {'met' if score.f1 >= GOAL else 'short'}")
    middle, late = statistics.median(report.milliseconds), statistics.quantiles(report.milliseconds, n=20)[-1]
    quick = late <= GOAL_MILLISECONDS
    print(f"  one reading  {middle:.2f} ms in the middle, {late:.2f} ms at p95  {'met' if quick else 'short'}")
    for line in report.misread:
        print(f"    {line}")
    return quick and all(score.f1 >= GOAL for score in report.fields.values())


def main(paths: list[str]) -> int:
    named = [Path(path) for path in paths or filter(None, [os.environ.get("RELEVANCE_QUERIES", "")])]
    others = named or [ELSEWHERE]
    met = [show(path.stem, measure(read_queries(path))) for path in (OWN, *others) if path.exists()]
    met.append(show_slowest())
    board = ranking.demonstration()
    met.append(ranking.show(board))
    for path in (sentences.SENTENCES, sentences.REFUSALS):
        read = show(path.stem, measure(read_queries(path)))
        met.append(read or path.stem not in sentences.COUNTED)
    met.append(sentences.show(sentences.Board(board)))
    return 0 if all(met) else 1


def _split(text: str, mark: str) -> set[str]:
    return {part.strip() for part in text.split(mark) if part.strip()}


def _short(kind: str) -> str:
    return kind.removeprefix("w2_").removeprefix("contract_") if kind != "contract_to_hire" else kind


def _ehrs() -> frozenset[str]:
    from careercenter.language.phrases import EHRS

    return frozenset(EHRS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
