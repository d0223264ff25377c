"""The engine on PostgreSQL: `engine` holds the verbs, `tables` what is kept, `rows` the writing, `question` the asking,
`columns` and `answer` the counting and the order."""

from careercenter.search.engines.postgres_engine.engine import PostgresEngine

__all__ = ["PostgresEngine"]
