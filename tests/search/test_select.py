import pytest

from careercenter.search.engines.memory_engine import MemoryEngine
from careercenter.search.engines.whoosh_engine import WhooshEngine
from careercenter.search.select import ENGINES, engine


def test_an_engine_is_chosen_by_name(tmp_path):
    assert isinstance(engine("whoosh", tmp_path), WhooshEngine)
    assert isinstance(engine("memory", tmp_path), MemoryEngine)


def test_an_unknown_name_says_which_there_are(tmp_path):
    with pytest.raises(ValueError, match="whoosh, memory"):
        engine("solr", tmp_path)
    assert ENGINES == ("whoosh", "memory")
