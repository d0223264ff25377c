"""The words an import read"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_POSTING = sa.table("posting", sa.column("id", sa.Integer), sa.column("inferred", sa.JSON))


def upgrade() -> None:
    """A list of fields becomes a mapping of fields to the words each was read from; of earlier imports nobody kept these."""
    _convert(lambda fields: dict.fromkeys(fields, "") if isinstance(fields, list) else fields)
    _say("fields an import read out of the words, each with these words")


def downgrade() -> None:
    _convert(list)
    _say("fields an import read out of the words")


def _say(comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column("posting", "inferred", existing_type=sa.JSON(), existing_nullable=False, comment=comment)


def _convert(change) -> None:  # type: ignore[no-untyped-def]
    connection = op.get_bind()
    for posting_id, fields in connection.execute(sa.select(_POSTING.c.id, _POSTING.c.inferred)).all():
        now = json.loads(fields) if isinstance(fields, str) else fields
        connection.execute(_POSTING.update().where(_POSTING.c.id == posting_id).values(inferred=change(now or [])))
