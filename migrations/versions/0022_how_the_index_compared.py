"""How the search index compared with the database when it was last looked at"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from careercenter.core.db import UTCDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_comparison",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False, comment="always 1: the last one"),
        sa.Column("compared_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("visible", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False, comment="visible, and not held as they were; brought in"),
        sa.Column("extra", sa.Integer(), nullable=False, comment="held, and no longer visible; taken out"),
        sa.Column("built_anew", sa.Boolean(), nullable=False),
        sa.Column("some_missing", sa.JSON(), nullable=False, comment="public ids, a page of them"),
        sa.Column("some_extra", sa.JSON(), nullable=False, comment="public ids, a page of them"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_comparison")),
    )


def downgrade() -> None:
    op.drop_table("index_comparison")
