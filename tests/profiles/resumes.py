"""Invented résumés of `resumes.toml`, and what a careful reader finds in each: what may be offered, and nothing else."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 26)


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    text: str
    credentials: list[str]
    tools: list[str]
    specialties: list[str]
    years: str
    state: str


SAMPLES = [Sample(**said) for said in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["resume"]]
