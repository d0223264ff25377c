"""What a moderator stopped"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_from", sa.String(length=40), nullable=True, comment="where a restored one goes back"))
        batch_op.add_column(
            sa.Column(
                "review_needed_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="a moderator stopped it or found a report right: it comes back through review alone",
            )
        )
    op.execute("update posting set held_from = 'live' where status = 'frozen'")
    op.execute("update posting set review_needed_at = changed_at where status = 'removed'")


def downgrade() -> None:
    op.drop_column("posting", "review_needed_at")
    op.drop_column("posting", "held_from")
