"""The last step an employer took with an applicant, for as long as it can be taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_step",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False, comment="the status it was taken in"),
        sa.Column("times_before", sa.JSON(), nullable=False, comment="status_times then"),
        sa.Column("message_id", sa.Integer()),
        sa.Column("letter_id", sa.Integer()),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("batch", sa.String(length=16), nullable=False, comment="the same for all that one press did"),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, comment="its e-mail goes, and the coder sees it"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_step_application_id_application"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["application_message.id"],
            name=op.f("fk_application_step_message_id_application_message"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_application_step_letter_id_letter"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_application_step_actor_id_account")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_step")),
    )
    for column in ("message_id", "letter_id", "actor_id", "batch", "told_at"):
        op.create_index(op.f(f"ix_application_step_{column}"), "application_step", [column])


def downgrade() -> None:
    op.drop_table("application_step")
