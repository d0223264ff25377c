"""The live postings of an employer"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_employer_id_status_closes_at", ["employer_id", "status", "closes_at"], unique=False)
        batch_op.drop_index(batch_op.f("ix_posting_employer_id"))


def downgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_employer_id"), ["employer_id"], unique=False)
        batch_op.drop_index("ix_posting_employer_id_status_closes_at")
