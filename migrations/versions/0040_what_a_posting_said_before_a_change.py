"""What a posting said before a change, and what is typed and not saved yet"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from careercenter.core.db import UTCDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False, comment="the first version of the posting that said this"),
        sa.Column("version", sa.Integer(), nullable=False, comment="the last version of the posting that said this"),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_snapshot_posting_id_posting")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["account.id"], name=op.f("fk_posting_snapshot_replaced_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_snapshot")),
        sa.UniqueConstraint("posting_id", "version", name=op.f("uq_posting_snapshot_posting_id_version")),
    )
    op.create_index(op.f("ix_posting_snapshot_replaced_by_id"), "posting_snapshot", ["replaced_by_id"])
    op.create_table(
        "unsaved_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column(
            "key", sa.String(length=16), nullable=False, comment="of the posting, or of the form of one that is not begun yet"
        ),
        sa.Column("fields", sa.JSON(), nullable=False, comment="names and values of the form"),
        sa.Column("saved_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_unsaved_edit_account_id_account")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_unsaved_edit_employer_id_employer")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_unsaved_edit_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsaved_edit")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_unsaved_edit_account_id_key")),
    )
    op.create_index(op.f("ix_unsaved_edit_employer_id"), "unsaved_edit", ["employer_id"])
    op.create_index(op.f("ix_unsaved_edit_posting_id"), "unsaved_edit", ["posting_id"])


def downgrade() -> None:
    op.drop_table("unsaved_edit")
    op.drop_table("posting_snapshot")
