"""The index on PostgreSQL in its field's terms"""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

# Column -> its comment before and after.
COMMENTS = {
    "doc_values": ("what filters and sorts, packed: rows.FACTS", "what filters and sorts, packed: row_writer.DOC_VALUES"),
    "lexemes": ("terms with places", "terms with their positions"),
}
COLUMNS = {"facts": "doc_values", "under": "facet_ids", "words": "lexemes"}


def upgrade() -> None:
    _drop_index("words")
    for old, new in COLUMNS.items():
        op.execute(f"ALTER TABLE search_documents RENAME COLUMN {old} TO {new}")
    _create_index("lexemes")
    _comment({column: after for column, (_, after) in COMMENTS.items()})
    _rename_table("search_gone", "search_deleted_documents")


def downgrade() -> None:
    _comment({column: before for column, (before, _) in COMMENTS.items()})
    _drop_index("lexemes")
    for old, new in COLUMNS.items():
        op.execute(f"ALTER TABLE search_documents RENAME COLUMN {new} TO {old}")
    _create_index("words")
    _rename_table("search_deleted_documents", "search_gone")


def _drop_index(column: str) -> None:
    op.drop_index(f"ix_search_documents_{column}", table_name="search_documents", postgresql_using="gin")


def _create_index(column: str) -> None:
    op.create_index(f"ix_search_documents_{column}", "search_documents", [column], postgresql_using="gin")


def _comment(comments: dict[str, str]) -> None:
    """Only PostgreSQL keeps comments."""
    if op.get_bind().dialect.name == "postgresql":
        for column, comment in comments.items():
            op.execute(f"COMMENT ON COLUMN search_documents.{column} IS '{comment}'")


def _rename_table(old: str, new: str) -> None:
    """PostgreSQL names the key of a table apart from it; SQLite has no such name to change."""
    op.rename_table(old, new)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT pk_{old} TO pk_{new}")
