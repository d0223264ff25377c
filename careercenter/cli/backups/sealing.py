"""A stream sealed with a passphrase: scrypt makes the key, AES-256-GCM seals chunks of 1 MiB.

The file is a header (`MAGIC`, the logarithm of scrypt's cost in one byte, 16 bytes of salt) and the sealed chunks one after
the other. The nonce of a chunk is its number in 11 bytes and one byte that is 1 for the last chunk and 0 before: nothing can be
taken away, put in, cut off or moved without being noticed. The header is authenticated with every chunk. The construction is
STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age and Tink use it. docs/operating.md describes it for who has to open
a backup without this program.
"""

from __future__ import annotations

import io
import os
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"careercenter sealed 1\n"
CHUNK = 1024 * 1024
TAG = 16
SALT = 16
# 128 MiB and about half a second a guess. A file may ask for more, but not for what this host cannot give.
COST = 17
HIGHEST_COST = 20


class UnreadableBackup(Exception):
    """What was read is no whole backup, or the passphrase is another one. `str()` is a sentence for the operator."""


def _key(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer(io.RawIOBase):
    """Seal what is written into `target`. Close it, or the last chunk is missing and the whole is refused."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(SALT)
        self._target, self._held, self._number = target, bytearray(), 0
        self._header = MAGIC + bytes([COST]) + salt
        self._cipher = _key(passphrase, salt, COST)
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        # The last chunk is sealed on closing, so one is always held back.
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._held), last=True)
            super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._header))
        self._number += 1


class Opener(io.RawIOBase):
    """Read what a Sealer wrote into `source`; UnreadableBackup for another passphrase, damage, or an end too soon."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._source, self._open, self._number = source, b"", 0
        self._header = source.read(len(MAGIC) + 1 + SALT)
        cost = self._header[len(MAGIC)] if len(self._header) == len(MAGIC) + 1 + SALT else HIGHEST_COST + 1
        if not self._header.startswith(MAGIC) or cost > HIGHEST_COST:
            raise UnreadableBackup("This is no encrypted backup of a board.")
        self._cipher = _key(passphrase, self._header[-SALT:], cost)
        self._next = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._open and self._next:
            chunk, self._next = self._next, self._source.read(CHUNK + TAG)
            try:
                self._open = self._cipher.decrypt(_nonce(self._number, last=not self._next), chunk, self._header)
            except InvalidTag as error:
                first = "The passphrase is another one, or the backup is damaged."
                raise UnreadableBackup(first if not self._number else "The backup is damaged or not whole.") from error
            self._number += 1
        size = min(len(buffer), len(self._open))
        buffer[:size], self._open = self._open[:size], self._open[size:]
        return size


def is_sealed(path: os.PathLike[str]) -> bool:
    with open(path, "rb") as file:  # noqa: PTH123 - PathLike
        return file.read(len(MAGIC)) == MAGIC
