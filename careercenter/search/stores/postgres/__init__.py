"""The engine on PostgreSQL: segments as the folder has them, kept in the database in pieces and read from a copy on each host.

`engine` has the verbs, `tables` what is kept, `manifest` the segments of a commit as JSON, `segment_store` the reading and
writing of the tables, `local_copy` the host's folder. `careercenter.search.stores.directory` answers from it.
"""

from careercenter.search.stores.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
