"""What a later sign-up said, and the addresses e-mails of an account went to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "sign_up",
                sa.JSON(),
                nullable=True,
                comment="name, password hash and kind of a later sign-up with an unproved address",
            )
        )
    op.create_table(
        "earlier_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False, comment="later e-mails to it are somebody else's"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_earlier_address_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_address")),
    )
    with op.batch_alter_table("earlier_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_address_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_table("earlier_address")
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.drop_column("sign_up")
