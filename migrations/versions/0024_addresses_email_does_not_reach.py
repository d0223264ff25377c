"""Addresses e-mail does not reach"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unreachable_address",
        sa.Column("address", sa.String(length=255), nullable=False, comment="as the account has it"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, comment="how often, since first_at"),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "stopped_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="nothing is sent from here on, until it is proved again",
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="what the mail server said"),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_unreachable_address")),
    )
    with op.batch_alter_table("unreachable_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unreachable_address_stopped_at"), ["stopped_at"], unique=False)
    # Without a batch: the table is not copied, and what refers to it stays.
    op.add_column(
        "account",
        sa.Column(
            "unreachable_since",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="e-mails to the address come back; a copy of what mail knows",
        ),
    )


def downgrade() -> None:
    op.execute("update letter set status = 'sent' where status = 'returned'")
    op.execute("update letter set status = 'dead' where status = 'held_back'")
    op.execute("delete from mailed_link where purpose = 'prove'")
    op.execute("delete from task where name in ('mark_unreachable', 'read_returns', 'sweep_mail')")
    op.execute("delete from periodic_run where name in ('mark_unreachable', 'read_returns', 'sweep_mail')")
    op.drop_column("account", "unreachable_since")
    op.drop_table("unreachable_address")
