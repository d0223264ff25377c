"""What `make test`, `make sure` and `make lint` run, each step by name, stopping at the first that fails."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests import database

TOP = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

LINT = [
    ("ruff", [str(BIN / "ruff"), "check", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("mypy", [str(BIN / "mypy")]),
    ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
]


def step(name: str, command: list[str], **environment: str) -> None:
    print(f"== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=TOP, env={**os.environ, **environment}, check=False)
    if done.returncode:
        print(f"== {name}: failed", flush=True)
        sys.exit(1)
    print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)


def need(program: str, package: str, found: bool) -> None:
    """Install a missing Debian package when root; otherwise say what to install and fail. Nothing is skipped."""
    if found:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"== installing {package}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=True, env=quiet, stdout=subprocess.DEVNULL)
        return
    print(f"{program} is missing and the tests need it. Type: sudo apt-get install {package}", file=sys.stderr)
    sys.exit(1)


def has_postgres() -> bool:
    with contextlib.suppress(FileNotFoundError):
        return bool(database.postgres_programs())
    return False


def lint() -> None:
    for name, command in LINT:
        step(name, command)


def suite(*more: str, **environment: str) -> None:
    name = environment.get("TEST_DATABASE", "sqlite")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "not journey", *more]
    step(f"tests on {name}", command, **environment)


def touched() -> list[str]:
    """Give the tests of the features that differ from the last commit, and the guards, which ask the whole house."""
    changed = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=TOP, capture_output=True, text=True, check=True)
    parts = [Path(line[3:].split(" -> ")[-1]).parts for line in changed.stdout.splitlines()]
    features = {part[1] for part in parts if len(part) > 2 and part[0] in ("careercenter", "templates", "tests")}
    return [f"tests/{name}" for name in sorted(features | {"guards"}) if (TOP / "tests" / name).is_dir() and name != "journeys"]


def main(argument: str) -> None:
    lint()
    if argument == "--lint":
        return
    if argument == "--quick":
        suite("-x", *touched())
        return
    need("Chromium", "chromium", Path("/usr/bin/chromium").exists())
    need("PostgreSQL", "postgresql", has_postgres())
    suite()
    with database.postgres() as url:
        suite(TEST_DATABASE="postgresql", TEST_POSTGRES_URL=url)
    step(
        "journeys in Chromium",
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "journey", "tests/journeys"],
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
