"""Which tests there are: those of the search on PostgreSQL belong to the pass that has one; `make test` makes both."""

from tests.conftest import DATABASE

collect_ignore = [] if DATABASE == "postgresql" else ["test_postgres_engine.py", "test_postgres_kills.py"]
