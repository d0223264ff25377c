"""`flask docs`: pages of docs/ that are printed from the code."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click

from careercenter.applications import lifecycle as applications_lifecycle
from careercenter.config import PREFIX, Settings
from careercenter.importing import columns
from careercenter.importing.names import VALUES
from careercenter.postings import lifecycle as postings_lifecycle
from careercenter.postings.content import LABELS
from careercenter.postings.lifecycle import PostingStatus


def configuration() -> str:
    """Give docs/configuration.md."""
    rows = "\n".join(
        f"| `{PREFIX}{one.name.upper()}` | {f'`{one.default}`' if one.default != '' else ''} | {one.metadata['help']} |"
        for one in fields(Settings)
    )
    return (
        "# Settings\n\n"
        "Read from the environment. `<NAME>_FILE` names a file to read the value from, for secrets. `PORT` is the port of\n"
        "`make run`. This page is printed from `careercenter/config.py` by `flask --app app docs`.\n\n"
        f"| name | default | meaning |\n|---|---|---|\n{rows}\n"
    )


def _to(after: PostingStatus | None) -> str:
    return str(after.label) if after is not None else "As before the hold"


def lifecycles() -> str:
    """Give docs/lifecycles.md: both state machines as tables."""
    postings = "\n".join(
        f"| {action.label} | {', '.join(sorted(s.label for s in row.to))} | {_to(next(iter(row.to.values())))} | {row.by} |"
        for action, row in postings_lifecycle.TRANSITIONS.items()
    )
    applications = "\n".join(
        f"| {action.label} | {before.label} | {after.label} | {row.by}{', with a message' if row.needs_message else ''} |"
        for action, row in applications_lifecycle.TRANSITIONS.items()
        for before, after in row.to.items()
    )
    return (
        "# The life of a posting and of an application\n\nPrinted from the two `lifecycle.py` by `flask --app app docs`.\n\n"
        f"## Posting\n\n| action | from | to | by |\n|---|---|---|---|\n{postings}\n\n"
        "A live posting stays up while an edit is judged: material fields become a revision, minor ones apply at once.\n\n"
        f"## Application\n\n| action | from | to | by |\n|---|---|---|---|\n{applications}\n\n"
        "A decision that was not told is not shown to the coder. After `DECISION_REMINDER_DAYS` the employer is\n"
        "reminded of it once by e-mail, and `DECISION_TOLD_DAYS` later the board tells the applicant in neutral words\n"
        "(0 of either: never).\n"
    )


def import_columns() -> str:
    """Give docs/import-columns.md: what each column of an import file may hold."""
    rows = "\n".join(f"| `{name}` | {LABELS[name]} | {holds} |" for name, holds in columns.describe() if name in VALUES)
    return (
        "# Columns of values\n\n"
        "What the columns of an import file may hold beside [columns of words](import.md), printed from `postings/content.py`\n"
        "by `flask --app app docs`. The API gives what is a fact of a job under the same names.\n\n"
        f"| column | what | what it may hold |\n|---|---|---|\n{rows}\n"
    )


DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES = {"configuration.md": configuration, "lifecycles.md": lifecycles, "import-columns.md": import_columns}


@click.command("docs")
def commands() -> None:
    """Write the pages of docs/ that are printed from the code."""
    for name, page in PAGES.items():
        path = DOCS / name
        path.write_text(page())
        click.echo(f"docs/{name}")
