"""Notes of moderators about employers and people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_TO = {"employer_id": "employer", "account_id": "account", "author_id": "account"}


def upgrade() -> None:
    op.create_table(
        "desk_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True, comment="whom it is about"),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(employer_id is null) <> (account_id is null)", name=op.f("ck_desk_note_about_one")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_desk_note_{name}_{table}"))
            for name, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_desk_note_public_id")),
    )
    with op.batch_alter_table("desk_note", schema=None) as batch_op:
        for name in _TO:
            batch_op.create_index(batch_op.f(f"ix_desk_note_{name}"), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("desk_note", schema=None) as batch_op:
        for name in reversed(_TO):
            batch_op.drop_index(batch_op.f(f"ix_desk_note_{name}"))

    op.drop_table("desk_note")
