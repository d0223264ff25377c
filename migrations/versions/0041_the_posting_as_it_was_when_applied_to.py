"""The posting as it was when applied to

Kept with each application from now on. Of those sent before it is known where the posting did not change since: these get what it
says today. Of the others nothing is made up: their page says that it was not kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.add_column(
            sa.Column(
                "posting_content",
                sa.JSON(),
                nullable=True,
                comment="what the posting said when it was sent; null where that was not kept",
            )
        )
    op.execute(
        "update application set posting_content = (select content from posting where posting.id = application.posting_id)"
        " where exists (select 1 from posting where posting.id = application.posting_id"
        " and posting.changed_at <= application.applied_at)"
    )


def downgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.drop_column("posting_content")
