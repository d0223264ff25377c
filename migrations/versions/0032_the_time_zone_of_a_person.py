"""The time zone of a person"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("time_zone", sa.String(length=40), nullable=True, comment="moments are written in it; null: not chosen")
    op.add_column("account", column)


def downgrade() -> None:
    op.drop_column("account", "time_zone")
