"""A legal hold keeps what was sent to a job"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column(
        "legal_hold_at", sa.DateTime(timezone=True), nullable=True, comment="what was sent to it is kept past the period"
    )
    op.add_column("posting", column)


def downgrade() -> None:
    op.drop_column("posting", "legal_hold_at")
