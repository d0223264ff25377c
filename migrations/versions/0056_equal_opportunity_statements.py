"""Employers' statements on equal opportunity"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_COMMENT = "Markdown, at the foot of each of its jobs"


def upgrade() -> None:
    # Not in a batch, which would make the table anew while others refer to it.
    op.add_column("employer", sa.Column("equal_opportunity", sa.Text(), nullable=False, server_default="", comment=_COMMENT))
    op.add_column("employer_revision", sa.Column("equal_opportunity", sa.Text(), nullable=True, comment=_COMMENT))


def downgrade() -> None:
    op.drop_column("employer_revision", "equal_opportunity")
    op.drop_column("employer", "equal_opportunity")
