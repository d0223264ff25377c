"""Searches that found no job, counted by day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zero_result_search",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False, comment="the text in small letters"),
        sa.Column("text", sa.String(length=100), nullable=False, comment="as it was typed first on that day"),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "key", name=op.f("pk_zero_result_search")),
    )


def downgrade() -> None:
    op.drop_table("zero_result_search")
