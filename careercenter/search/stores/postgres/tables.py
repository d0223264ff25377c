"""What the engine keeps: a row a document, a row a term and block of documents, and one row that says how all stand.

They are declared with the models so that one set of migrations makes them; on another database than PostgreSQL they stay empty.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from careercenter.core.db import Base

# Raise when what is stored changes.
LAYOUT = 2

# Numbers are given to documents in the order they come and never again; a replaced document gets a new one.
documents = Table(
    "search_documents",
    Base.metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),
    Column("revision", String(40), nullable=False),
    Column("doc_values", LargeBinary, nullable=False, comment="what filters and sorts, packed: row_writer.DOC_VALUES"),
    Column("points", LargeBinary, nullable=False, comment="latitude and longitude of each place (8 bytes each)"),
    Column("facet_ids", LargeBinary, nullable=False, comment="numbers of the facet values it stands under (4 bytes each)"),
    Column("lexemes", TSVECTOR().with_variant(Text, "sqlite"), nullable=False, comment="terms with their positions"),
    Index("ix_search_documents_lexemes", "lexemes", postgresql_using="gin"),
)

# The values of facets, numbered as they come.
values = Table(
    "search_values",
    Base.metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("facet", String(40), nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("facet", "value"),
)

# Which documents were taken out by which change: a process that holds the others need not ask for each.
deleted_documents = Table(
    "search_deleted_documents",
    Base.metadata,
    Column("generation", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
)

# How often a term stands in which field of which document: what a score needs, without reading the documents found. Terms are
# compared byte by byte, whatever the database's collation, so that the key finds all that begin alike.
terms = Table(
    "search_terms",
    Base.metadata,
    Column("term", String(64, collation="C").with_variant(String(64), "sqlite"), primary_key=True),
    Column("block", Integer, primary_key=True, autoincrement=False, comment="of documents: number / 4096"),
    Column("documents", Integer, nullable=False, comment="how many of the block have it"),
    Column("entries", LargeBinary, nullable=False, comment="document number (4 bytes), field and count (2 bytes)"),
)

state = Table(
    "search_state",
    Base.metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False, comment="always 1"),
    Column("edition", String(16), nullable=False, comment="another with each rebuild"),
    Column("generation", BigInteger, nullable=False, comment="one more with each change"),
    Column("next_number", Integer, nullable=False, comment="of documents: those held and those gone"),
    Column("next_value", Integer, nullable=False, comment="of facet values"),
    Column("stamp", JSON, nullable=False, comment="what made it"),
)
