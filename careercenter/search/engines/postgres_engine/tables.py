"""What the engine keeps: a row a document, a row a term and block of documents, and one row that says how all stand.

They are declared with the models so that one set of migrations makes them; on another database than PostgreSQL they stay empty.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Float, Index, Integer, LargeBinary, SmallInteger, String, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from careercenter.core.db import Base

# Raise when what is stored changes.
LAYOUT = 1

# Numbers are given to documents in the order they come and never again; a replaced document gets a new one.
documents = Table(
    "search_documents",
    Base.metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),
    Column("posted", BigInteger, nullable=False, comment="microseconds since 1970"),
    Column("closes", BigInteger, nullable=False, comment="microseconds since 1970"),
    Column("pay", Integer, nullable=False, comment="highest hourly cents, -1 where none is said"),
    Column("completeness", Float, nullable=False),
    Column("revision", String(40), nullable=False),
    Column("lengths", JSON, nullable=False, comment="terms in each field"),
    Column("held", JSON, nullable=False, comment="facet: values"),
    Column("words", TSVECTOR().with_variant(Text, "sqlite"), nullable=False, comment="terms with places; =slug of specialties"),
    Index("ix_search_documents_words", "words", postgresql_using="gin"),
)

# How often a term stands in which field of which document: what a score needs, without reading the documents found.
terms = Table(
    "search_terms",
    Base.metadata,
    Column("term", String(64), primary_key=True),
    Column("block", Integer, primary_key=True, autoincrement=False, comment="of documents: number / 4096"),
    Column("entries", LargeBinary, nullable=False, comment="document number (4 bytes), field and count (2 bytes)"),
)

state = Table(
    "search_state",
    Base.metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False, comment="always 1"),
    Column("edition", String(16), nullable=False, comment="another with each rebuild"),
    Column("generation", BigInteger, nullable=False, comment="one more with each change"),
    Column("next_number", Integer, nullable=False),
    Column("stamp", JSON, nullable=False, comment="what made it"),
)
