"""Postings by their last change, of all and of a status"""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_changed_at_id", ["changed_at", "id"], unique=False)
        batch_op.create_index("ix_posting_status_changed_at_id", ["status", "changed_at", "id"], unique=False)
        batch_op.drop_index(batch_op.f("ix_posting_status"))


def downgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_status"), ["status"], unique=False)
        batch_op.drop_index("ix_posting_status_changed_at_id")
        batch_op.drop_index("ix_posting_changed_at_id")
