"""The file a backup is: a tar, gzipped, with a manifest at its end; sealed with a passphrase when one is given.

database/…        careercenter.sqlite, or for PostgreSQL tables.json and one <table>.copy each
files/<sha-256>   stored files: résumés and pictures
codes/…           tables of codes that were imported
brand/…           the board's own mark, terms and the like
settings.json     the settings, without secrets
secret-key        only when asked for
manifest.json     what the backup is of, and the SHA-256 and size of every part before it
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from careercenter.cli.backups import databases
from careercenter.cli.backups.sealing import Opener, Sealer, UnreadableBackup, is_sealed

FORMAT = 1
_AT_ONCE = 1024 * 1024
MANIFEST = "manifest.json"
SETTINGS_PART = "settings.json"
KEY_PART = "secret-key"
# Everything a part may be called: a backup of somebody else cannot name a place outside.
_NAME = re.compile(
    r"(database/[a-z0-9_.]+|files/[0-9a-f]{64}|(?:codes|brand)/[\w][\w.-]*|settings\.json|secret-key|manifest\.json)", re.ASCII
)
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup is of. `key` is a fingerprint: it tells whether a secret key is the same, and nothing of the key."""

    made_at: str
    board: str
    version: str
    revision: str
    database: str
    key: str
    key_included: bool
    counts: dict[str, int] = field(default_factory=dict)
    # Digests of files the database refers to that storage did not give, or gave damaged.
    lacking: list[str] = field(default_factory=list)
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.parts)


class Writer:
    """Write parts one after the other; `finish` adds the manifest."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        self._sealer = Sealer(target, passphrase) if passphrase else None
        self._zip = gzip.GzipFile(fileobj=self._sealer or target, mode="wb", compresslevel=6, mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish
        self.parts: dict[str, tuple[str, int]] = {}

    def add(self, name: str, content: bytes) -> None:
        self._add_member(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add_member(name, file, path.stat().st_size)

    def _add_member(self, name: str, source: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashing = _Hashing(source)
        self._tar.addfile(info, hashing)
        self.parts[name] = (hashing.digest.hexdigest(), size)

    def finish(self, manifest: Manifest) -> None:
        self.add(MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        self._tar.close()
        self._zip.close()
        if self._sealer is not None:
            self._sealer.close()


class _Hashing:
    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Give a backup's parts in their order, each with its content to read; UnreadableBackup when it is none or not whole."""
    if is_sealed(path) and not passphrase:
        raise UnreadableBackup("This backup is encrypted: give the passphrase it was made with.")
    with path.open("rb") as file:
        source: Any = io.BufferedReader(Opener(file, passphrase), _PIECE) if is_sealed(path) else file
        try:
            packed = gzip.GzipFile(fileobj=source)
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                yield _parts(tar)
            while packed.read(_AT_ONCE):
                pass  # the sum of all that was packed stands at the end, and nothing behind it
        except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableBackup("This is no backup of a board, or it is damaged or not whole.") from error


def _parts(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for info in tar:
        content = tar.extractfile(info) if info.isfile() else None
        if content is None or not _NAME.fullmatch(info.name):
            raise UnreadableBackup(f"This is no backup of a board: it holds {info.name[:80]!r}.")
        yield info.name, content


def verify(path: Path, passphrase: str, *, folder: Path | None = None) -> Manifest:
    """Read a backup whole: every part is there once and is what it was, and the database is sound.

    UnreadableBackup says what is not.

    The database is unpacked into `folder` for that, else into the system's folder for temporary files.
    """
    found: dict[str, tuple[str, int]] = {}
    manifest: Manifest | None = None
    counts: dict[str, int] | None = None
    with tempfile.TemporaryDirectory(dir=folder, prefix=".verifying-") as temporary, opened(path, passphrase) as parts:
        for name, content in parts:
            if name in found or manifest is not None:
                raise UnreadableBackup(f"The backup is damaged: {name} comes twice or after the end.")
            if name == MANIFEST:
                manifest = _manifest_of(content.read())
                continue
            unpacked = Path(temporary) / "part" if name.startswith("database/") else None
            found[name] = _hash(content, unpacked)
            if name == databases.SQLITE_PART and unpacked:
                counts = databases.look_into(unpacked)[1]
            elif name.endswith(".copy") and unpacked:
                counts = {**(counts or {}), name.removeprefix("database/").removesuffix(".copy"): databases.rows_in(unpacked)}
    if manifest is None:
        raise UnreadableBackup("The backup is not whole: its manifest is missing.")
    for name in sorted(found.keys() | manifest.parts.keys()):
        if found.get(name) != manifest.parts.get(name):
            raise UnreadableBackup(f"The backup is damaged: {name} is not what was backed up.")
    if counts != manifest.counts:
        raise UnreadableBackup("The backup is damaged: its database holds other numbers of rows than were backed up.")
    return manifest


def _manifest_of(content: bytes) -> Manifest:
    try:
        values = json.loads(content)
        if values["format"] > FORMAT:
            raise UnreadableBackup(
                "This backup was made by a later version of the board. Restore it with that version or a later one."
            )
        values["parts"] = {name: (digest, size) for name, (digest, size) in values["parts"].items()}
        return Manifest(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableBackup("The backup is damaged: its manifest cannot be read.") from error


def _hash(content: IO[bytes], into: Path | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with into.open("wb") if into else io.BytesIO() as file:
        for piece in iter(lambda: content.read(_PIECE), b""):
            digest.update(piece)
            size += len(piece)
            if into:
                file.write(piece)
    return digest.hexdigest(), size


def unpack(path: Path, passphrase: str, take: Callable[[str, IO[bytes]], None]) -> None:
    """Hand every part but the manifest to `take`, in their order. Verify first."""
    with opened(path, passphrase) as parts:
        for name, content in parts:
            if name != MANIFEST:
                take(name, content)
