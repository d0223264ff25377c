"""The search on PostgreSQL keeps arrays

What is kept is a copy of the postings, and the worker makes it anew: nothing is carried over.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _empty("search_documents", "search_terms", "search_state")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        for name in ("posted", "closes", "pay", "completeness", "lengths", "held"):
            batch_op.drop_column(name)
        batch_op.add_column(
            sa.Column("facts", sa.LargeBinary(), nullable=False, comment="what filters and sorts, packed: rows.FACTS")
        )
        batch_op.add_column(
            sa.Column("points", sa.LargeBinary(), nullable=False, comment="latitude and longitude of each place (8 bytes each)")
        )
        batch_op.add_column(
            sa.Column(
                "under", sa.LargeBinary(), nullable=False, comment="numbers of the facet values it stands under (4 bytes each)"
            )
        )
        batch_op.alter_column("words", existing_type=_words(), comment="terms with places", existing_nullable=False)
    with op.batch_alter_table("search_terms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("documents", sa.Integer(), nullable=False, comment="how many of the block have it"))
    with op.batch_alter_table("search_state", schema=None) as batch_op:
        batch_op.alter_column(
            "next_number",
            existing_type=sa.Integer(),
            comment="of documents: those held and those gone",
            existing_nullable=False,
        )
        batch_op.add_column(sa.Column("next_value", sa.Integer(), nullable=False, comment="of facet values"))
    op.create_table(
        "search_values",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facet", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_values")),
        sa.UniqueConstraint("facet", "value", name=op.f("uq_search_values_facet_value")),
    )
    op.create_table(
        "search_gone",
        sa.Column("generation", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("generation", "number", name=op.f("pk_search_gone")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Compared byte by byte, the key finds all terms that begin alike.
        op.execute('alter table search_terms alter column term type varchar(64) collate "C"')
        # All of these are read at once when a process starts: they stay in the row, and the words beside it.
        for name in ("facts", "points", "under"):
            op.execute(f"alter table search_documents alter column {name} set storage main")
        op.execute("alter table search_documents set (toast_tuple_target = 512)")


def downgrade() -> None:
    _empty("search_documents", "search_terms", "search_state")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("alter table search_documents set (toast_tuple_target = 128)")
        op.execute('alter table search_terms alter column term type varchar(64) collate "default"')
    op.drop_table("search_gone")
    op.drop_table("search_values")
    with op.batch_alter_table("search_state", schema=None) as batch_op:
        batch_op.drop_column("next_value")
        batch_op.alter_column("next_number", existing_type=sa.Integer(), comment=None, existing_nullable=False)
    with op.batch_alter_table("search_terms", schema=None) as batch_op:
        batch_op.drop_column("documents")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.alter_column(
            "words", existing_type=_words(), comment="terms with places; =slug of specialties", existing_nullable=False
        )
        for name in ("under", "points", "facts"):
            batch_op.drop_column(name)
        batch_op.add_column(sa.Column("posted", sa.BigInteger(), nullable=False, comment="microseconds since 1970"))
        batch_op.add_column(sa.Column("closes", sa.BigInteger(), nullable=False, comment="microseconds since 1970"))
        batch_op.add_column(
            sa.Column("pay", sa.Integer(), nullable=False, comment="highest hourly cents, -1 where none is said")
        )
        batch_op.add_column(sa.Column("completeness", sa.Float(), nullable=False))
        batch_op.add_column(sa.Column("lengths", sa.JSON(), nullable=False, comment="terms in each field"))
        batch_op.add_column(sa.Column("held", sa.JSON(), nullable=False, comment="facet: values"))


def _words() -> sa.types.TypeEngine[object]:
    return postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite")


def _empty(*tables: str) -> None:
    for table in tables:
        op.execute(f"delete from {table}")
