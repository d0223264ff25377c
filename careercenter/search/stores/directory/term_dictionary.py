"""Writing the term dictionary: Whoosh's hash table on the disk, for many terms at once.

Whoosh's own writer makes some ten calls for each term. What is written here it reads: pairs in the order of the keys, 256 hash
tables that point at them, and the places of all pairs. Keys are hashed by CRC-32, which its reader takes a tenth of the time
for that MD5 takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import starmap
from struct import Struct
from typing import Any
from zlib import crc32

from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.util.numlists import GrowableArray

_CRC32 = 1  # among the hash functions that Whoosh knows
_LENGTHS = Struct("!ii")  # of a key and of its value, before both
_POINTER = Struct("!Iq")  # a key's hash, and where its pair begins; zeros where there is none
_NO_POINTER = (0, 0)


class TermDictionaryWriter(OrderedHashWriter):
    def __init__(self, file: Any) -> None:
        HashWriter.__init__(self, file, hashtype=_CRC32)  # OrderedHashWriter's own leaves no choice of the hash
        self.index = GrowableArray("H")
        self.lastkey = b""

    def add_all(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Add pairs whose keys ascend, also from one call to the next; raises ValueError where they do not."""
        position = self.dbfile.tell()
        written: list[bytes] = []
        for key, value in items:
            if key <= self.lastkey:
                raise ValueError(f"terms must ascend: {self.lastkey!r}, {key!r}")
            hashed = crc32(key)
            self.buckets[hashed & 255].append((hashed, position))
            self.index.append(position)
            written += (_LENGTHS.pack(len(key), len(value)), key, value)
            position += _LENGTHS.size + len(key) + len(value)
            self.lastkey = key
        self.dbfile.write(b"".join(written))

    def _write_hashes(self) -> None:
        position = self.dbfile.tell()
        written: list[bytes] = []
        for pointers in self.buckets:
            slots = 2 * len(pointers)
            self.directory.append((position, slots))
            table = [_NO_POINTER] * slots
            for pointer in pointers:
                slot = (pointer[0] >> 8) % slots
                while table[slot] != _NO_POINTER:
                    slot = (slot + 1) % slots
                table[slot] = pointer
            written += starmap(_POINTER.pack, table)
            position += slots * _POINTER.size
        self.dbfile.write(b"".join(written))
