"""News of several jobs waits to be told in one e-mail"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False, comment="the e-mail it would be by itself"),
        sa.Column("words", sa.Text(), nullable=False, comment="what a moderator said"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_notice_posting_id_posting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_notice")),
    )
    with op.batch_alter_table("posting_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_notice_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_notice_posting_id"), ["posting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("posting_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_notice_posting_id"))
        batch_op.drop_index(batch_op.f("ix_posting_notice_due_at"))

    op.drop_table("posting_notice")
