"""Drafts as they were typed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application_draft") as table:
        # Until now only what had passed the form was kept.
        table.add_column(
            sa.Column(
                "checked",
                sa.Boolean(),
                nullable=False,
                server_default=sa.true(),
                comment="the answers passed the form; else they are as typed",
            )
        )
    with op.batch_alter_table("application_draft") as table:
        table.alter_column("checked", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("application_draft") as table:
        table.drop_column("checked")
