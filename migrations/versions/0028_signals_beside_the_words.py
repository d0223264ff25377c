"""Signals beside the words they were found in"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

FOUND = "what postings.signals found in the words"
RULES = "the rules they were found by; 0: not read yet"


def upgrade() -> None:
    for table in ("posting", "posting_revision"):
        op.add_column(table, sa.Column("signals_read", sa.JSON(), nullable=False, server_default="[]", comment=FOUND))
        op.add_column(table, sa.Column("signals_rules", sa.Integer(), nullable=False, server_default="0", comment=RULES))


def downgrade() -> None:
    for table in ("posting_revision", "posting"):
        op.drop_column(table, "signals_rules")
        op.drop_column(table, "signals_read")
