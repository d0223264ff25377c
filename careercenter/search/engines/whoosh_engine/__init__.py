"""The engine on Whoosh.

`engine` has the verbs, `shelf` the folders, `segments` and `writing` what is kept in them, `snapshot` the answers.
"""

from careercenter.search.engines.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
