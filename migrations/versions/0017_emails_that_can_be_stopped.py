"""E-mails that can be stopped"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COMMENT = 'whose words it carries, like "employer:12/posting:34"; stopped with them'


def upgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("through", sa.String(length=60), nullable=True, comment=COMMENT))
        batch_op.create_index(batch_op.f("ix_letter_through"), ["through"], unique=False)


def downgrade() -> None:
    op.execute("update letter set status = 'dead' where status = 'stopped'")
    op.drop_index(op.f("ix_letter_through"), table_name="letter")
    op.drop_column("letter", "through")
