"""Changes of an employer that wait"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


UNLISTED = "looks like another employer and no moderator has looked yet: it has no public page"


def upgrade() -> None:
    # Not in a batch, which would make the table anew while others refer to it.
    op.add_column("employer", sa.Column("unlisted", sa.Boolean(), nullable=False, server_default=sa.false(), comment=UNLISTED))
    op.create_table(
        "employer_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("about", sa.Text(), nullable=True, comment="Markdown"),
        sa.Column("logo", sa.String(length=64), nullable=True, comment="content hash in storage"),
        sa.Column("base", sa.JSON(), nullable=False, comment="what stood when the change was asked for"),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.String(length=80), nullable=True),
        sa.Column("decision_words", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_employer_revision_author_id_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_employer_revision_decided_by_id_account")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_revision_employer_id_employer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_revision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_employer_revision_public_id")),
    )
    with op.batch_alter_table("employer_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_revision_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_revision_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_revision_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_revision_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_employer_revision_one_pending",
            ["employer_id"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )


def downgrade() -> None:
    op.drop_table("employer_revision")
    op.drop_column("employer", "unlisted")
