"""What a row said when it was last imported, beside its posting

An import asks it of every row of a file. It stood in the audit trail alone, whose entries may one day be swept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("imported_row", sa.String(length=64), nullable=True, comment="digest of the row it was last imported from")
        )
        batch_op.add_column(
            sa.Column("imported_status", sa.String(length=16), nullable=True, comment="what that import was to bring it to")
        )
    _fill()


def _fill() -> None:
    """Take it from the audit trail: of several imports the last holds."""
    trail = sa.table("audit_entry", sa.column("id"), sa.column("what"), sa.column("subject_id"), sa.column("detail", sa.JSON))
    posting = sa.table("posting", sa.column("id"), sa.column("imported_row"), sa.column("imported_status"))
    connection = op.get_bind()
    entries = sa.select(trail.c.subject_id, trail.c.detail).where(trail.c.what == "posting.imported").order_by(trail.c.id)
    last = {number: detail or {} for number, detail in connection.execute(entries)}
    for number, detail in last.items():
        connection.execute(
            sa.update(posting)
            .where(posting.c.id == number)
            .values(imported_row=detail.get("row"), imported_status=detail.get("status"))
        )


def downgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_column("imported_status")
        batch_op.drop_column("imported_row")
