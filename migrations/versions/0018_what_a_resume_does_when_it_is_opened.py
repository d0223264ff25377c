"""What a résumé does when it is opened, and what a scanner said of it

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("resume") as table:
        table.add_column(
            sa.Column("active", sa.JSON(), nullable=False, server_default="[]", comment="what the file does when it is opened")
        )
        table.add_column(sa.Column("scan", sa.String(length=40), nullable=False, server_default="not_scanned"))
    with op.batch_alter_table("resume") as table:
        table.alter_column("active", server_default=None)
        table.alter_column("scan", server_default=None)


def downgrade() -> None:
    # What reading learnt beyond "read" is one word again.
    op.execute("update resume set text_status = 'unreadable' where text_status in ('picture', 'garbled')")
    with op.batch_alter_table("resume") as table:
        table.drop_column("scan")
        table.drop_column("active")
