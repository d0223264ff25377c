"""The engine the configuration names."""

from __future__ import annotations

from pathlib import Path

from careercenter.search.engines.memory_engine import MemoryEngine
from careercenter.search.port import SearchEngine

ENGINES = ("whoosh", "memory")


def engine(name: str, folder: Path) -> SearchEngine:
    """Make an engine; one that keeps files keeps them in `folder`. Call it once a process: it holds what it has read."""
    match name:
        case "whoosh":
            from careercenter.search.engines.whoosh_engine import WhooshEngine

            return WhooshEngine(folder)
        case "memory":
            return MemoryEngine()
    raise ValueError(f"no search engine is called {name!r}; there are: {', '.join(ENGINES)}")
