"""Forms kept through a sign-in"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=2000), nullable=False, comment="where it was sent to"),
        sa.Column("fields", sa.JSON(), nullable=False, comment="names and values, without passwords and files"),
        sa.Column("back", sa.String(length=2000), nullable=False, comment="the page it was typed on"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kept_form_token_hash")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_made_at"), ["made_at"], unique=False)


def downgrade() -> None:
    op.drop_table("kept_form")
