"""An uploaded file may name an employer a row"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.alter_column("employer_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(
            sa.Column(
                "assigned",
                sa.JSON(),
                server_default="{}",
                nullable=False,
                comment="names of employers not known, in lower case, and who was chosen for them",
            )
        )


def downgrade() -> None:
    mixed = "select id from import_batch where employer_id is null"
    op.execute(f"delete from imported_draft where batch_id in ({mixed})")
    op.execute("delete from import_batch where employer_id is null")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_column("assigned")
        batch_op.alter_column("employer_id", existing_type=sa.Integer(), nullable=False)
