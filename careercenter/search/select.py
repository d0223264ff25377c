"""The engine the configuration names."""

from __future__ import annotations

from pathlib import Path

from careercenter.search.port import SearchEngine


def engine(name: str, folder: Path) -> SearchEngine:
    """Give the engine called `name` ("whoosh", "memory"); its files lie in `folder`. ValueError for another name."""
    if name == "memory":
        from careercenter.search.engines.memory_engine import MemoryEngine

        return MemoryEngine()
    if name == "whoosh":
        from careercenter.search.engines.whoosh_engine import WhooshEngine

        return WhooshEngine(folder)
    raise ValueError(f"there is no search engine called {name!r}")
