"""Employers under a legal hold"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from careercenter.core.db import UTCDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column(
        "legal_hold_at",
        UTCDateTime(timezone=True),
        nullable=True,
        comment="what was sent to its jobs is kept past the period",
    )
    op.add_column("employer", column)


def downgrade() -> None:
    op.drop_column("employer", "legal_hold_at")
