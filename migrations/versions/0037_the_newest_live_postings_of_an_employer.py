"""The newest live postings of an employer"""

from __future__ import annotations

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["employer_id", "status", "closes_at", "posted_at", "id"]
    op.create_index("ix_posting_employer_id_status_closes_at_posted_at", "posting", columns)
    op.drop_index("ix_posting_employer_id_status_closes_at", table_name="posting")


def downgrade() -> None:
    op.create_index("ix_posting_employer_id_status_closes_at", "posting", ["employer_id", "status", "closes_at"])
    op.drop_index("ix_posting_employer_id_status_closes_at_posted_at", table_name="posting")
