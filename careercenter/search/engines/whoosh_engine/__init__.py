"""The engine on Whoosh: `engine` holds the verbs, `shelf` the folders, `segments` and `writing` Whoosh itself, `snapshot` the answers."""

from careercenter.search.engines.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
