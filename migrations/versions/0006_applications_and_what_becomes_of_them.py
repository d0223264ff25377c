"""Applications and what becomes of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("resume_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_times", sa.JSON(), nullable=False, comment="status: last moment reached, UTC"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False, comment="what the profile said when it was sent"),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_application_account_id_account")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_application_posting_id_posting")),
        sa.ForeignKeyConstraint(["resume_id"], ["resume.id"], name=op.f("fk_application_resume_id_resume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("posting_id", "account_id", name=op.f("uq_application_posting_id_account_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_posting_id"), ["posting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_resume_id"), ["resume_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_status"), ["status"], unique=False)

    op.create_table(
        "application_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("resume_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_application_draft_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_application_draft_posting_id_posting")),
        sa.ForeignKeyConstraint(["resume_id"], ["resume.id"], name=op.f("fk_application_draft_resume_id_resume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_draft")),
        sa.UniqueConstraint("posting_id", "account_id", name=op.f("uq_application_draft_posting_id_account_id")),
    )
    with op.batch_alter_table("application_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_draft_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_draft_posting_id"), ["posting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_draft_resume_id"), ["resume_id"], unique=False)

    op.create_table(
        "application_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_message_application_id_application")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_application_message_author_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_message")),
    )
    with op.batch_alter_table("application_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_message_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_message_author_id"), ["author_id"], unique=False)

    op.create_table(
        "application_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_note_application_id_application")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_application_note_author_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_note")),
    )
    with op.batch_alter_table("application_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_note_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_note_author_id"), ["author_id"], unique=False)

    op.create_table(
        "resume_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_resume_opening_account_id_account")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_resume_opening_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_opening")),
    )
    with op.batch_alter_table("resume_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resume_opening_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resume_opening_application_id"), ["application_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("resume_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resume_opening_application_id"))
        batch_op.drop_index(batch_op.f("ix_resume_opening_account_id"))

    op.drop_table("resume_opening")
    with op.batch_alter_table("application_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_note_author_id"))
        batch_op.drop_index(batch_op.f("ix_application_note_application_id"))

    op.drop_table("application_note")
    with op.batch_alter_table("application_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_message_author_id"))
        batch_op.drop_index(batch_op.f("ix_application_message_application_id"))

    op.drop_table("application_message")
    with op.batch_alter_table("application_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_draft_resume_id"))
        batch_op.drop_index(batch_op.f("ix_application_draft_posting_id"))
        batch_op.drop_index(batch_op.f("ix_application_draft_account_id"))

    op.drop_table("application_draft")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_status"))
        batch_op.drop_index(batch_op.f("ix_application_resume_id"))
        batch_op.drop_index(batch_op.f("ix_application_posting_id"))
        batch_op.drop_index(batch_op.f("ix_application_account_id"))

    op.drop_table("application")
