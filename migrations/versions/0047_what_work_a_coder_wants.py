"""What work a coder wants"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_LISTS = ("states_wanted", "employment_wanted", "schedules_wanted")


def upgrade() -> None:
    with op.batch_alter_table("coder_profile") as table:
        table.add_column(
            sa.Column("pay_said", sa.String(length=40), nullable=False, server_default="", comment="pay_wanted as it was typed")
        )
        table.add_column(
            sa.Column("starting", sa.Boolean(), nullable=False, server_default=sa.false(), comment="says: no credential yet")
        )
        for name in _LISTS:
            comment = "to work in, beside the one lived in" if name == "states_wanted" else None
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]", comment=comment))
    with op.batch_alter_table("coder_profile") as table:
        for name in ("pay_said", "starting", *_LISTS):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("coder_profile") as table:
        for name in (*reversed(_LISTS), "starting", "pay_said"):
            table.drop_column(name)
