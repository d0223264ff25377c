"""`flask audit`: whether the trail is what it was."""

from __future__ import annotations

import sys

import click

from careercenter.audit import sealing
from careercenter.cli.board import OnABoard
from careercenter.core.db import reading

commands = OnABoard("audit", help="The audit trail.")


@commands.command("verify")
@click.option("--expect", default="", help="A digest kept elsewhere: it must be that of a seal.")
def verify(expect: str) -> None:
    """Compute every seal anew and say whether an entry was changed or taken out. Keep the digest somewhere else."""
    with reading():
        verdict = sealing.verify(expected=expect)
    for problem in verdict.problems:
        click.echo(problem, err=True)
    click.echo(f"{verdict.sealed:,} entries are sealed. Digest of the last seal: {verdict.digest or 'none yet'}")
    sys.exit(1 if verdict.problems else 0)
