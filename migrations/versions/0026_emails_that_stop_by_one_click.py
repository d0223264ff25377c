"""E-mails that stop by one click"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "stops e-mails of this kind by one click"
    op.add_column("letter", sa.Column("stop_url", sa.String(length=500), nullable=True, comment=comment))


def downgrade() -> None:
    op.drop_column("letter", "stop_url")
