"""What a served board takes: the memory of its web processes, and processor time and memory of building its index anew."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.search.table import Line

TOP = Path(__file__).resolve().parent.parent.parent
MEMORY = 300  # MB of all web processes, each page counted once
# Of a rebuild at 100,000 postings; with fewer the seconds in proportion.
REBUILD_SECONDS, REBUILD_MEMORY = 90.0, 500
_MEASURED = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1000}))
"""


def memory_line(web: int) -> Line:
    """Judge the memory of a gunicorn and its workers, of which each has answered: PSS, where what is shared is shared out."""
    shares = [_pss(process) for process in processes(web)]
    return Line(
        "memory of all web processes (PSS)", sum(shares), MEMORY, unit=" MB", beside=" + ".join(f"{one:.0f}" for one in shares)
    )


def rebuild_lines(environment: Mapping[str, str], number: int) -> list[Line]:
    """Build the index of a board anew as an operator would, in a process of its own."""
    command = [sys.executable, "-m", "flask", "--app", "app", "search", "reindex"]
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command],
        cwd=TOP,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    used: dict[str, float] = json.loads(measured.stdout)
    return [
        Line("index from the database: processor time", used["seconds"], REBUILD_SECONDS * number / 100_000, unit=" s"),
        Line("index from the database: most memory", used["megabytes"], REBUILD_MEMORY, unit=" MB"),
    ]


def processes(parent: int) -> Iterator[int]:
    """Give a process and all that come of it."""
    yield parent
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        yield from processes(int(child))


def _pss(process: int) -> float:
    """Give megabytes of a process, shared pages by the share of it."""
    lines: list[Any] = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
