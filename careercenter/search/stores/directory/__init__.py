"""The engine on Whoosh.

`engine` has the verbs, `shelf` the folders, `segments` and `writing` what is kept in them, `snapshot` the answers.
"""

from careercenter.search.stores.directory.engine import WhooshEngine

__all__ = ["WhooshEngine"]
