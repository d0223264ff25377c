"""The audit trail is sealed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# A later migration that makes audit_entry anew on SQLite has to make these anew too.
_SQLITE = """
create trigger audit_entry_is_not_{verb}d before {verb} on audit_entry
begin select raise(abort, 'the audit trail is append only'); end
"""
_POSTGRESQL = """
create function audit_entry_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the audit trail is append only'; end $$
"""


def upgrade() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_entry_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False, comment="how many it covers"),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("last_entry_id", name=op.f("uq_audit_seal_last_entry_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(verb=verb))
    else:
        op.execute(_POSTGRESQL)
        op.execute(
            "create trigger audit_entry_is_append_only before update or delete on audit_entry "
            "for each row execute function audit_entry_is_append_only()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"drop trigger audit_entry_is_not_{verb}d")
    else:
        op.execute("drop trigger audit_entry_is_append_only on audit_entry")
        op.execute("drop function audit_entry_is_append_only()")
    op.drop_table("audit_seal")
