"""The engine on PostgreSQL: `engine` holds the verbs, `tables` what is kept, `rows` the writing, `snapshot` the reading,
`lists` where terms stand. What is read is evaluated by `careercenter.search.index`."""

from careercenter.search.stores.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
