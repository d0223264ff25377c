"""How much was deleted when its period was over"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from careercenter.core.db import UTCDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
    )
    op.create_index(op.f("ix_forgotten_at"), "forgotten", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_forgotten_at"), table_name="forgotten")
    op.drop_table("forgotten")
