"""The engine on PostgreSQL: `engine` holds the verbs, `tables` what is kept, `row_writer` the writing, `snapshot` the reading,
`term_docs_reader` the posting lists. What is read is evaluated by `careercenter.search.index`."""

from careercenter.search.stores.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
