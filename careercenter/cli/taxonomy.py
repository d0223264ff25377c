"""`flask taxonomy`: the tables of codes, shipped and imported."""

from __future__ import annotations

import importlib
import os
import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.core.clock import now
from careercenter.taxonomy.code_files import CodeFileError, read_file
from careercenter.taxonomy.code_tables import SHIPPED, packed, path_in, table

OPTIONS = {"hcpcs": "HCPCS", "icd10cm": "ICD-10-CM", "icd10pcs": "ICD-10-PCS", "msdrg": "MS-DRG"}
Built = tuple[str, dict[str, str]]


@click.group("taxonomy")
def commands() -> None:
    """Build the shipped tables of codes, or import the files of CMS."""


@commands.command()
@click.option("--into", type=click.Path(path_type=Path), default=SHIPPED, help="The folder to write to.")
def build(into: Path) -> None:
    """Write the shipped tables anew from the packages of requirements-data.txt.

    The board never needs these packages to run: install them where you build, and commit what comes out.
    """
    for code_set, make in BUILDERS.items():
        try:
            as_of, rows = make()
        except ModuleNotFoundError as error:
            raise click.ClickException(
                f"{error.name} is not installed. It is needed only to build the shipped tables, never to run the board: "
                "pip install -r requirements-data.txt"
            ) from error
        size = _replace(path_in(into, code_set), packed(as_of, rows.items()))
        click.echo(f"{code_set}: {len(rows):,} codes, {as_of}, {size // 1024:,} kB")


@commands.command("import")
@click.option("--hcpcs", type=click.Path(path_type=Path), help="HCPCS II, such as october-2026-alpha-numeric-hcpcs-file.zip")
@click.option("--icd10cm", type=click.Path(path_type=Path), help="ICD-10-CM, such as icd10cm_codes_2027.txt or its zip")
@click.option("--icd10pcs", type=click.Path(path_type=Path), help="ICD-10-PCS, such as icd10pcs_codes_2027.txt or its zip")
@click.option("--msdrg", type=click.Path(path_type=Path), help="MS-DRG titles: number and title, or Table 5 as text")
@click.option("--as-of", default="", help="What to say of the release, such as “FY2027”. Otherwise its file's name is said.")
@with_appcontext
def import_(as_of: str, **files: Path | None) -> None:
    """Read files that CMS publishes; every file is checked whole before any is kept."""
    named = {OPTIONS[option]: path for option, path in files.items() if path}
    if not named:
        raise click.UsageError("Name a file: --hcpcs, --icd10cm, --icd10pcs or --msdrg.")
    today = now().date()
    try:
        found = {code_set: read_file(path, code_set, on=today) for code_set, path in named.items()}
    except CodeFileError as error:
        raise click.ClickException(str(error)) from error
    folder = current_app.config["SETTINGS"].codes_folder
    for code_set, rows in found.items():
        release = " ".join(as_of.split())[:60] or _release(named[code_set].name)
        _replace(path_in(folder, code_set), packed(f"{release}, imported {today.day} {today:%b %Y}", rows.items()))
        click.echo(f"{code_set}: {len(rows):,} codes are read from now on, in place of the shipped ones.")


@commands.command()
@with_appcontext
def status() -> None:
    """Say which table of each set is read."""
    for code_set in OPTIONS.values():
        held = table(code_set)
        where = "imported" if held and held.imported else "shipped"
        click.echo(f"{code_set}: {f'{held.as_of} ({where})' if held else 'only the notes of the catalogue'}")


def _release(name: str) -> str:
    """Say in a few plain words what a file's name says: "HCPC2026_OCT_ANWEB"."""
    return re.sub(r"[^A-Za-z0-9_. -]", "", Path(name).stem)[:60] or "a file of CMS"


def _icd10cm() -> Built:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Any = importlib.import_module("simple_icd_10_cm")
    codes = [code for code in found.get_all_codes() if found.is_category_or_subcategory(code)]
    return "ICD-10-CM FY2026, 1 Apr 2026", {code.replace(".", ""): found.get_description(code) for code in codes}


def _msdrg() -> Built:
    latest: Any = importlib.import_module("drgpy._versions").LATEST_VERSION
    titles = importlib.import_module("drgpy._runtime_data").load_runtime_data(latest.name).drgmap
    day = latest.effective_date
    return f"MS-DRG {latest.name}, {day.day} {day:%b %Y}", {drg: of["desc"] for drg, of in titles.items()}


BUILDERS: dict[str, Callable[[], Built]] = {"ICD-10-CM": _icd10cm, "MS-DRG": _msdrg}


def _replace(path: Path, content: bytes) -> int:
    """Put a file in place whole: a process that reads it meanwhile sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(content)
