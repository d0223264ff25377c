"""Employers that are closed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

COMMENT = "closed for good, or put together with another: suspended too"
KEY = "fk_employer_merged_into_id_employer"


def upgrade() -> None:
    op.add_column("employer", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True, comment=COMMENT))
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a key with the column and cannot add one later without making the table anew.
        op.execute(f"alter table employer add column merged_into_id integer constraint {KEY} references employer (id)")
    else:
        op.add_column("employer", sa.Column("merged_into_id", sa.Integer(), nullable=True))
        op.create_foreign_key(KEY, "employer", "employer", ["merged_into_id"], ["id"])
    op.create_index(op.f("ix_employer_merged_into_id"), "employer", ["merged_into_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_employer_merged_into_id"), table_name="employer")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(KEY, "employer", type_="foreignkey")
    op.drop_column("employer", "merged_into_id")
    op.drop_column("employer", "closed_at")
