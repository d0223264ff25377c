"""Where an archived posting goes back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "posting",
        sa.Column("archived_from", sa.String(length=40), nullable=True, comment="where one taken out of the archive goes back"),
    )


def downgrade() -> None:
    op.drop_column("posting", "archived_from")
