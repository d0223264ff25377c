"""Coders profiles and resumes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coder_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False, comment="where the coder lives"),
        sa.Column("credentials", sa.JSON(), nullable=False, comment="slugs held, as claimed"),
        sa.Column("specialties", sa.JSON(), nullable=False, comment="[{slug, years}]"),
        sa.Column("years", sa.Integer(), nullable=True, comment="as a coder, in all"),
        sa.Column("tools", sa.JSON(), nullable=False),
        sa.Column("work_settings", sa.JSON(), nullable=False, comment="wanted"),
        sa.Column("pay_wanted", sa.Integer(), nullable=True, comment="hourly cents"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_coder_profile_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coder_profile")),
        sa.UniqueConstraint("account_id", name=op.f("uq_coder_profile_account_id")),
    )
    op.create_table(
        "resume",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "name", sa.String(length=120), nullable=False, comment="what it was called, shown only, never used as a path"
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "removed_at", sa.DateTime(timezone=True), nullable=True, comment="off the coder's list; applications may hold it"
        ),
        sa.Column("text_status", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_resume_account_id_account"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_resume_digest_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume")),
        sa.UniqueConstraint("account_id", "digest", name=op.f("uq_resume_account_id_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resume_public_id")),
    )
    with op.batch_alter_table("resume", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resume_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resume_digest"), ["digest"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("resume", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resume_digest"))
        batch_op.drop_index(batch_op.f("ix_resume_account_id"))

    op.drop_table("resume")
    op.drop_table("coder_profile")
