"""When moderators are written to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True, comment="up to when they know what came"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_mail_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_mail")),
        sa.UniqueConstraint("account_id", name=op.f("uq_desk_mail_account_id")),
    )


def downgrade() -> None:
    op.drop_table("desk_mail")
