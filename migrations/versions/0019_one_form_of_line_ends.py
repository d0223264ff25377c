"""One form of line ends"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# What people typed into forms, which sent CR LF; the audit trail and e-mails stay as they were.
TEXTS = (
    ("decision_reason", "words"), ("employer", "about"), ("posting", "decision_words"), ("posting_revision", "decision_words"),
    ("application", "note"), ("application_draft", "note"), ("report", "words"), ("application_message", "words"),
    ("application_note", "words"),
)
CONTENTS = (("posting", "content"), ("posting_template", "content"), ("posting_revision", "content"), ("posting_revision", "base"))


def upgrade() -> None:
    bind = op.get_bind()
    for table, column in TEXTS:
        rows = sa.table(table, sa.column(column, sa.Text))
        kept = rows.c[column]
        folded = sa.func.replace(sa.func.replace(kept, "\r\n", "\n"), "\r", "\n")
        bind.execute(rows.update().where(kept.contains("\r")).values({column: folded}))
    for table, column in CONTENTS:
        rows = sa.table(table, sa.column("id", sa.Integer), sa.column(column, sa.JSON))
        with_returns = sa.cast(rows.c[column], sa.Text).contains("\\r", autoescape=True)
        for row_id, content in bind.execute(sa.select(rows.c.id, rows.c[column]).where(with_returns)).all():
            bind.execute(rows.update().where(rows.c.id == row_id).values({column: _folded(content)}))


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list):
        return [_folded(part) for part in value]
    return {name: _folded(part) for name, part in value.items()} if isinstance(value, dict) else value


def downgrade() -> None:
    """Nothing: both forms mean the same."""
