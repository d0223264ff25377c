"""`flask places build`."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

HOUSTON = {
    "zip_code": "77002", "city": "Houston", "state": "TX", "lat": "29.7", "long": "-95.3", "timezone": "America/Chicago",
    "active": True, "acceptable_cities": ["Clutch City"], "unacceptable_cities": [],
}  # fmt: skip
ALSO = {**HOUSTON, "zip_code": "77003", "lat": "29.8", "acceptable_cities": []}
MILITARY = {**HOUSTON, "zip_code": "09001", "city": "Apo", "state": "AE"}
CLOSED = {**HOUSTON, "zip_code": "77999", "city": "Nowhere", "lat": "0.0", "long": "0.0"}


def run(app: Flask, into: Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["places", "build", "--into", str(into)])
    return result.exit_code, result.output


def test_building_without_the_package_says_what_is_needed(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zipcodes", None)
    code, said = run(app, tmp_path / "places.tsv.gz")
    assert code == 1
    assert "requirements-data.txt" in said
    assert list(tmp_path.iterdir()) == []


def test_the_table_holds_places_one_can_live_in(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("zipcodes")
    vars(package).update(list_all=lambda: [ALSO, MILITARY, HOUSTON, CLOSED])
    monkeypatch.setitem(sys.modules, "zipcodes", package)
    code, said = run(app, tmp_path / "places.tsv.gz")
    assert (code, said) == (0, "places.tsv.gz: 0 kB\n")
    assert gzip.decompress((tmp_path / "places.tsv.gz").read_bytes()).decode().split("\n") == [
        "77002\tHouston\tTX\t29.7\t-95.3\tAmerica/Chicago",
        "77003\tHouston\tTX\t29.8\t-95.3\tAmerica/Chicago",
        "",
        "clutch city\tTX\t29.7\t-95.3",
        "houston\tTX\t29.75\t-95.3",
        "",
    ]
