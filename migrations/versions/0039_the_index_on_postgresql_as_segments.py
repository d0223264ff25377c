"""The index on PostgreSQL as segments

What is kept is a copy of the postings, and the worker makes it anew: nothing is carried over.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("search_deleted_documents", "search_values", "search_state", "search_terms", "search_documents"):
        op.drop_table(table)
    op.create_table(
        "search_commit",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False, comment="always 1"),
        sa.Column("name", sa.String(length=16), nullable=False, comment="another with each change"),
        sa.Column("stamp", sa.JSON(), nullable=False, comment="what made it"),
        sa.Column(
            "segments",
            sa.JSON(),
            nullable=False,
            comment="in order: name, documents, those deleted, size and checksum of files",
        ),
        sa.Column(
            "damaged", sa.Boolean(), nullable=False, comment="a file read from the pieces is not what was written"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_commit")),
    )
    op.create_table(
        "search_pieces",
        sa.Column("file", sa.String(length=40), nullable=False, comment="of a segment; never written again"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="from 0, in the order of the file"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="at most 4 MB"),
        sa.PrimaryKeyConstraint("file", "number", name=op.f("pk_search_pieces")),
    )
    if _on_postgresql():
        # Apart from the row and as it is: compressing megabytes of arrays takes longer than writing them.
        op.execute("alter table search_pieces alter column content set storage external")


def downgrade() -> None:
    op.drop_table("search_pieces")
    op.drop_table("search_commit")
    op.create_table(
        "search_documents",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=40), nullable=False),
        sa.Column(
            "doc_values", sa.LargeBinary(), nullable=False, comment="what filters and sorts, packed: row_writer.DOC_VALUES"
        ),
        sa.Column("points", sa.LargeBinary(), nullable=False, comment="latitude and longitude of each place (8 bytes each)"),
        sa.Column(
            "facet_ids",
            sa.LargeBinary(),
            nullable=False,
            comment="numbers of the facet values it stands under (4 bytes each)",
        ),
        sa.Column(
            "lexemes",
            postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"),
            nullable=False,
            comment="terms with their positions",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_search_documents_id")),
    )
    op.create_index("ix_search_documents_lexemes", "search_documents", ["lexemes"], postgresql_using="gin")
    op.create_table(
        "search_terms",
        sa.Column(
            "term", sa.String(64, collation="C").with_variant(sa.String(64), "sqlite"), nullable=False
        ),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False, comment="of documents: number / 4096"),
        sa.Column("documents", sa.Integer(), nullable=False, comment="how many of the block have it"),
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
        sa.Column("next_number", sa.Integer(), nullable=False, comment="of documents: those held and those gone"),
        sa.Column("next_value", sa.Integer(), nullable=False, comment="of facet values"),
        sa.Column("stamp", sa.JSON(), nullable=False, comment="what made it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    op.create_table(
        "search_values",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facet", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_values")),
        sa.UniqueConstraint("facet", "value", name=op.f("uq_search_values_facet_value")),
    )
    op.create_table(
        "search_deleted_documents",
        sa.Column("generation", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("generation", "number", name=op.f("pk_search_deleted_documents")),
    )
    if _on_postgresql():
        for table, column in (("search_documents", "lexemes"), ("search_terms", "entries")):
            op.execute(f"alter table {table} alter column {column} set storage external")
        for name in ("doc_values", "points", "facet_ids"):
            op.execute(f"alter table search_documents alter column {name} set storage main")
        op.execute("alter table search_documents set (toast_tuple_target = 512)")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
