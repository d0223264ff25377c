"""Small corrections by moderators"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_TO = {"posting_id": "posting", "revision_id": "posting_revision", "moderator_id": "account", "undone_by_id": "account"}


def upgrade() -> None:
    op.create_table(
        "posting_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True, comment="the edit it was made in; null: the posting itself"),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False, comment="why, as its team is told"),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_posting_correction_{name}_{table}"))
            for name, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_correction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_posting_correction_public_id")),
    )
    with op.batch_alter_table("posting_correction", schema=None) as batch_op:
        for name in _TO:
            batch_op.create_index(batch_op.f(f"ix_posting_correction_{name}"), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("posting_correction", schema=None) as batch_op:
        for name in reversed(_TO):
            batch_op.drop_index(batch_op.f(f"ix_posting_correction_{name}"))

    op.drop_table("posting_correction")
