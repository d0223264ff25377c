"""Reminders of decisions not told

Decisions of before get their reminder too: the days until the board tells begin with it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.add_column(
            sa.Column(
                "reminded_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="the employer was reminded to tell the decision it stands at",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.drop_column("reminded_at")
