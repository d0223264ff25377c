"""What the database keeps of an index: one row that names the segments of the last commit, and their files in pieces.

They are declared with the models so that one set of migrations makes them; on another database than PostgreSQL they stay empty.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, SmallInteger, String, Table

from careercenter.core.db import Base

# Of a file in one row: what a reader and a writer hold at once.
PIECE_BYTES = 4_000_000

# One row: what a host's copy is brought up to.
commits = Table(
    "search_commit",
    Base.metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False, comment="always 1"),
    Column("name", String(16), nullable=False, comment="another with each change"),
    Column("stamp", JSON, nullable=False, comment="what made it"),
    Column("segments", JSON, nullable=False, comment="in order: name, documents, those deleted, size and checksum of files"),
    Column("damaged", Boolean, nullable=False, comment="a file read from the pieces is not what was written"),
)

# PostgreSQL keeps them apart from their rows and does not try to compress them (migration 0039).
pieces = Table(
    "search_pieces",
    Base.metadata,
    Column("file", String(40), primary_key=True, comment="of a segment; never written again"),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="from 0, in the order of the file"),
    Column("content", LargeBinary, nullable=False, comment="at most 4 MB"),
)
