"""`make bench-import`: rows of a file a processor second that `flask postings import` makes live jobs of.

Processor time of the command in this process, without the start of the app; the first rows pay for the tables that are read
once. The load of the machine stands with it: on a busy one a processor second does less. Goal for new rows: 200.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from bench.writes import file_of_jobs
from careercenter.config import read_settings
from careercenter.core.db import db
from careercenter.factory import create_app

GOAL = 200


def main(number: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(read_settings(data_dir=str(folder / "var"), database_url="", secret_key="bench-" * 10))
        with app.app_context():
            upgrade()
        jobs = file_of_jobs(folder / "jobs.jsonl", number)
        others = file_of_jobs(folder / "others.jsonl", number, first=number)
        new = _rows_a_second(app, jobs, number, f"{number} new, 0 changed")
        unchanged = _rows_a_second(app, jobs, number, f"0 new, 0 changed, {number} as they were")
        dry = _rows_a_second(app, others, number, f"{number} good rows", "--dry-run")
        with app.app_context():
            db.engine.dispose()
    print(f"Rows a processor second, {number:,} rows, load {os.getloadavg()[0]:.1f}:")
    print(f"new       {new:6,.0f} (goal {GOAL})")
    print(f"unchanged {unchanged:6,.0f}")
    print(f"dry run   {dry:6,.0f}")
    return 0 if new >= GOAL else 1


def _rows_a_second(app: Flask, file: Path, number: int, expected: str, *options: str) -> float:
    command = ["postings", "import", str(file), "--employer", "Bench", "--create-employer", "--status", "live", *options]
    app.testing = True  # the command lowers its priority otherwise, and this process with it
    began = time.process_time()
    done = app.test_cli_runner().invoke(args=command)
    spent = time.process_time() - began
    assert done.exit_code == 0, done.output
    assert expected in done.output, done.output
    return number / spent


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
