"""The engine the configuration names."""

from __future__ import annotations

from pathlib import Path

from careercenter.search.interface import Schema, SearchEngine
from careercenter.search.memory_engine import MemoryEngine

ENGINES = ("memory", "whoosh", "postgres")


def engine(name: str, schema: Schema, folder: Path, url: str = "") -> SearchEngine:
    """Make an engine of a schema; one that keeps files keeps them in `folder`, one that keeps tables in the database at `url`.

    Call it once a process: it holds what it has read.
    """
    match name:
        case "whoosh":
            from careercenter.search.stores.directory import WhooshEngine

            return WhooshEngine(folder, schema)
        case "postgres":
            if not url.startswith("postgresql"):
                raise ValueError("the postgres search engine keeps its tables in a PostgreSQL database")
            from careercenter.search.stores.postgres import PostgresEngine

            return PostgresEngine(url, schema, folder)
        case "memory":
            return MemoryEngine(schema)
    raise ValueError(f"no search engine is called {name!r}; there are: {', '.join(ENGINES)}")
