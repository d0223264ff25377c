"""Postings, their revisions and templates"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("inferred", sa.JSON(), nullable=False, comment="fields an import read out of the words"),
        sa.Column("external_reference", sa.String(length=120), nullable=True, comment="the employer's own id, for imports"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True, comment="first became public; never moves"),
        sa.Column(
            "publishes_at", sa.DateTime(timezone=True), nullable=True, comment="for a scheduled one: when it becomes live"
        ),
        sa.Column(
            "closes_at", sa.DateTime(timezone=True), nullable=True, comment="end of the closing day in the posting's time zone"
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("decision_reason", sa.String(length=80), nullable=True, comment="slug of the moderator's reason"),
        sa.Column("decision_words", sa.Text(), nullable=True, comment="the moderator's words to the author"),
        sa.Column("repost_of_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'closed') <= (closed_at is not null)", name=op.f("ck_posting_closed_when")),
        sa.CheckConstraint("status != 'live' or posted_at is not null", name=op.f("ck_posting_live_was_posted")),
        sa.CheckConstraint("status != 'pending' or submitted_at is not null", name=op.f("ck_posting_pending_was_submitted")),
        sa.CheckConstraint("status != 'scheduled' or publishes_at is not null", name=op.f("ck_posting_scheduled_when")),
        sa.CheckConstraint("status not in ('live', 'scheduled') or closes_at is not null", name=op.f("ck_posting_live_closes")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_posting_author_id_account")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_posting_employer_id_employer")),
        sa.ForeignKeyConstraint(["repost_of_id"], ["posting.id"], name=op.f("fk_posting_repost_of_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("employer_id", "external_reference", name=op.f("uq_posting_employer_id_external_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_posting_public_id")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_repost_of_id"), ["repost_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_status"), ["status"], unique=False)
        batch_op.create_index("ix_posting_status_closes_at", ["status", "closes_at"], unique=False)

    op.create_table(
        "posting_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_posting_template_employer_id_employer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_template")),
        sa.UniqueConstraint("employer_id", "name", name=op.f("uq_posting_template_employer_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_posting_template_public_id")),
    )
    with op.batch_alter_table("posting_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_template_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "posting_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False, comment="what was live when the edit was made"),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.String(length=80), nullable=True),
        sa.Column("decision_words", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_posting_revision_author_id_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_posting_revision_decided_by_id_account")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_revision_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_revision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_posting_revision_public_id")),
    )
    with op.batch_alter_table("posting_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_revision_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_revision_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_revision_posting_id"), ["posting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_revision_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_posting_revision_one_pending",
            ["posting_id"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("posting_revision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_posting_revision_one_pending",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_posting_revision_status"))
        batch_op.drop_index(batch_op.f("ix_posting_revision_posting_id"))
        batch_op.drop_index(batch_op.f("ix_posting_revision_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_posting_revision_author_id"))

    op.drop_table("posting_revision")
    with op.batch_alter_table("posting_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_template_employer_id"))

    op.drop_table("posting_template")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index("ix_posting_status_closes_at")
        batch_op.drop_index(batch_op.f("ix_posting_status"))
        batch_op.drop_index(batch_op.f("ix_posting_repost_of_id"))
        batch_op.drop_index(batch_op.f("ix_posting_employer_id"))
        batch_op.drop_index(batch_op.f("ix_posting_author_id"))

    op.drop_table("posting")
