"""What the search on PostgreSQL keeps"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False, comment="microseconds since 1970"),
        sa.Column("closes", sa.BigInteger(), nullable=False, comment="microseconds since 1970"),
        sa.Column("pay", sa.Integer(), nullable=False, comment="highest hourly cents, -1 where none is said"),
        sa.Column("completeness", sa.Float(), nullable=False),
        sa.Column("revision", sa.String(length=40), nullable=False),
        sa.Column("lengths", sa.JSON(), nullable=False, comment="terms in each field"),
        sa.Column("held", sa.JSON(), nullable=False, comment="facet: values"),
        sa.Column(
            "words",
            postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"),
            nullable=False,
            comment="terms with places; =slug of specialties",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_search_documents_id")),
    )
    op.create_index("ix_search_documents_words", "search_documents", ["words"], postgresql_using="gin")
    op.create_table(
        "search_terms",
        sa.Column("term", sa.String(length=64), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False, comment="of documents: number / 4096"),
        sa.Column(
            "entries", sa.LargeBinary(), nullable=False, comment="document number (4 bytes), field and count (2 bytes)"
        ),
        sa.PrimaryKeyConstraint("term", "block", name=op.f("pk_search_terms")),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False, comment="always 1"),
        sa.Column("edition", sa.String(length=16), nullable=False, comment="another with each rebuild"),
        sa.Column("generation", sa.BigInteger(), nullable=False, comment="one more with each change"),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.JSON(), nullable=False, comment="what made it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # A narrow row is read for each document found, its words only for phrases: they stand beside it, and unpacked.
        op.execute("alter table search_documents alter column words set storage external")
        op.execute("alter table search_documents set (toast_tuple_target = 128)")
        op.execute("alter table search_terms alter column entries set storage external")


def downgrade() -> None:
    op.drop_table("search_state")
    op.drop_table("search_terms")
    op.drop_index("ix_search_documents_words", table_name="search_documents", postgresql_using="gin")
    op.drop_table("search_documents")
