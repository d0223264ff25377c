"""Uploaded files of jobs and the drafts they became"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="who uploaded it"),
        sa.Column("digest", sa.String(length=64), nullable=True, comment="until its drafts are made"),
        sa.Column(
            "file_name", sa.String(length=120), nullable=False, comment="what it was called, shown only, never used as a path"
        ),
        sa.Column("defaults", sa.JSON(), nullable=False, comment="columns and values for rows that hold none"),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False, comment="what checking found, and what came of the last step"),
        sa.Column("done", sa.Integer(), nullable=False, comment="rows or drafts of the work under way"),
        sa.Column("total", sa.Integer(), nullable=False, comment="of `done`"),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_import_batch_account_id_account")),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_import_batch_digest_stored_file")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_import_batch_employer_id_employer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_batch_public_id")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_employer_id"), ["employer_id"], unique=False)
    op.create_table(
        "imported_draft",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column(
            "content_digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of what the import, or its page, last wrote",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_imported_draft_batch_id_import_batch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_imported_draft_posting_id_posting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("posting_id", name=op.f("pk_imported_draft")),
    )
    with op.batch_alter_table("imported_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_draft_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("imported_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_draft_batch_id"))

    op.drop_table("imported_draft")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_employer_id"))
        batch_op.drop_index(batch_op.f("ix_import_batch_digest"))
        batch_op.drop_index(batch_op.f("ix_import_batch_account_id"))

    op.drop_table("import_batch")
