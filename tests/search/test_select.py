import pytest

from careercenter.postings.search_schema import POSTINGS
from careercenter.search.memory_engine import MemoryEngine
from careercenter.search.select import ENGINES, engine
from careercenter.search.stores.directory import WhooshEngine
from careercenter.search.stores.postgres import PostgresEngine


def test_an_engine_is_chosen_by_name(tmp_path):
    assert isinstance(engine("whoosh", POSTINGS, tmp_path), WhooshEngine)
    assert isinstance(engine("memory", POSTINGS, tmp_path), MemoryEngine)


def test_an_unknown_name_says_which_there_are(tmp_path):
    with pytest.raises(ValueError, match="memory, whoosh, postgres"):
        engine("solr", POSTINGS, tmp_path)
    assert ENGINES == ("memory", "whoosh", "postgres")


def test_the_engine_on_postgresql_needs_one(tmp_path):
    assert isinstance(engine("postgres", POSTINGS, tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/none"), PostgresEngine)
    with pytest.raises(ValueError, match="PostgreSQL"):
        engine("postgres", POSTINGS, tmp_path, "sqlite:///board.db")
