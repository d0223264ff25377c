"""Which e-mails a member of an employer gets, and how often"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

JOBS = "e-mails about what moderators decide; null: owners all jobs, others their own"


def upgrade() -> None:
    op.add_column(
        "membership",
        sa.Column(
            "mail_applicants", sa.String(length=40), nullable=False, server_default="all", comment="e-mails about applications"
        ),
    )
    op.add_column("membership", sa.Column("mail_pace", sa.String(length=40), nullable=False, server_default="auto"))
    op.add_column("membership", sa.Column("mail_jobs", sa.String(length=40), nullable=True, comment=JOBS))
    op.add_column(
        "membership",
        sa.Column(
            "digest_from",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="applications from here on wait for the next digest",
        ),
    )


def downgrade() -> None:
    for column in ("digest_from", "mail_jobs", "mail_pace", "mail_applicants"):
        op.drop_column("membership", column)
