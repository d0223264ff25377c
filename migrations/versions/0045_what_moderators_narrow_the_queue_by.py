"""What moderators narrow the queue by, and what they judged last"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

HEAVIEST = "of the heaviest, 0 for none"
JUDGED = "a moderator last decided about it"
CONTENT = "what it said then: what came since is shown as a difference"


def upgrade() -> None:
    # The worker fills the weights: what was read by older rules is read anew.
    for table in ("posting", "posting_revision"):
        op.add_column(table, sa.Column("signals_weight", sa.Integer(), nullable=False, server_default="0", comment=HEAVIEST))
    op.add_column("posting", sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True, comment=JUDGED))
    op.add_column("posting", sa.Column("judged_content", sa.JSON(), nullable=True, comment=CONTENT))


def downgrade() -> None:
    op.drop_column("posting", "judged_content")
    op.drop_column("posting", "judged_at")
    for table in ("posting_revision", "posting"):
        op.drop_column(table, "signals_weight")
