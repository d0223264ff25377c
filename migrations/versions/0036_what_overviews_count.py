"""What overviews count and lists are searched by"""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_posting_status_submitted_at", "posting", ["status", "submitted_at"])
    op.create_index("ix_account_active_erased_at", "account", ["active", "erased_at"])
    op.create_index("ix_account_email_name", "account", ["email", "name"])


def downgrade() -> None:
    op.drop_index("ix_account_email_name", table_name="account")
    op.drop_index("ix_account_active_erased_at", table_name="account")
    op.drop_index("ix_posting_status_submitted_at", table_name="posting")
