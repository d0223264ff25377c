"""Indexes that count what was done week by week"""

from __future__ import annotations

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_what_at", ["what", "at"], unique=False)
        batch_op.drop_index(batch_op.f("ix_audit_entry_what"))
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index("ix_account_created_at_is_coder", ["created_at", "is_coder"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index("ix_account_created_at_is_coder")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_what"), ["what"], unique=False)
        batch_op.drop_index("ix_audit_entry_what_at")
