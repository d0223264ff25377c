"""What our writer of the term dictionary writes, Whoosh's own reader finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import BufferFile, StructFile

from careercenter.search.stores.directory.term_dictionary import TermDictionaryWriter

CHANCE = random.Random(5)
PAIRS = [
    (f"term{number:05d}é".encode(), CHANCE.randbytes(number % 40)) for number in sorted(CHANCE.sample(range(90_000), 9000))
]


def written(folder: Path, *parts: list[tuple[bytes, bytes]]) -> OrderedHashReader:
    path = folder / "terms"
    with path.open("wb") as file:
        writer = TermDictionaryWriter(StructFile(file))
        for part in parts:
            writer.add_all(part)
        writer.close()
    content = path.read_bytes()
    return OrderedHashReader(BufferFile(content), len(content))


@pytest.mark.parametrize("pairs", [[], PAIRS[:1], PAIRS[:300], PAIRS])
def test_every_pair_is_found_by_its_key_and_in_order(tmp_path: Path, pairs: list[tuple[bytes, bytes]]) -> None:
    reader = written(tmp_path, pairs[:100], pairs[100:])
    assert list(reader.items()) == pairs
    assert [reader.get(key) for key, _value in pairs] == [value for _key, value in pairs]
    assert reader.get(b"none of them") is None


def test_pairs_are_found_from_a_beginning_on(tmp_path: Path) -> None:
    beginning = PAIRS[4321][0][:-3]
    assert next(iter(written(tmp_path, PAIRS).items_from(beginning)), None) == next(
        pair for pair in PAIRS if pair[0] >= beginning
    )


@pytest.mark.parametrize("second", [b"a", b"b"])
def test_terms_that_do_not_ascend_are_refused(tmp_path: Path, second: bytes) -> None:
    with pytest.raises(ValueError, match="must ascend"):
        written(tmp_path, [(b"b", b"")], [(second, b"")])
