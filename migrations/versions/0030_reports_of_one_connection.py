"""Reports of one connection"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "report",
        sa.Column("household", sa.String(length=64), nullable=True, comment="keyed hash of a visitor's connection"),
    )
    op.execute("update report set household = reporter where account_id is null")


def downgrade() -> None:
    op.drop_column("report", "household")
