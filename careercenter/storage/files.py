"""Files by the SHA-256 of their content, over obstore: a local folder, S3, GCS or Azure behind one URL.

The order that keeps files and rows together through a kill: the bytes are there before the row is committed, together with what
refers to it. A file without its row is swept (see `tasks`), a row without its file cannot be.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url
from sqlalchemy import select

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import StorageUnavailable
from careercenter.storage.models import StoredFile

# A file younger than this may belong to a transaction that is not committed yet.
SWEEP_AGE = timedelta(hours=1)


class Files:
    """One store. Names are content hashes, so that writing twice is harmless and no name comes from a person."""

    def __init__(self, url: str) -> None:
        self._store: Any
        self._folder: Path | None = None
        if urlsplit(url).scheme in ("", "file"):
            folder = Path(urlsplit(url).path)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
            self._folder = folder
            self._store = LocalStore(str(folder), mkdir=True)
        else:
            self._store = from_url(url)

    def put(self, content: bytes) -> str:
        """Store `content`, add its row to the session, and give its digest."""
        digest = self.keep(content)
        # The lock and the new moment keep a sweep that runs just now from taking the row.
        known = db.session.get(StoredFile, digest, with_for_update=True)
        if known is None:
            db.session.add(StoredFile(digest=digest, size=len(content)))
        else:
            known.stored_at = now()
        db.session.flush()  # rows that refer to it follow
        return digest

    def keep(self, content: bytes) -> str:
        """Store `content` without a row, for a restore that brings the row later, and give its digest."""
        digest = hashlib.sha256(content).hexdigest()
        with _reported():
            obstore.put(self._store, _path(digest), content)
        return digest

    def get(self, digest: str) -> bytes:
        """Give the content; FileNotFoundError when there is none."""
        with _reported():
            return bytes(obstore.get(self._store, _path(digest)).bytes())

    def drop(self, digest: str) -> None:
        obstore.delete(self._store, _path(digest))

    def sweep(self) -> int:
        """Delete the files that have no row and are older than SWEEP_AGE; give how many."""
        gone = self._drop_unfinished()
        for batch in obstore.list(self._store):
            digests = [item["path"].rsplit("/", 1)[-1] for item in batch]
            known = set(db.session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(digests))))
            for digest in digests:
                # Asked again just before: somebody may have stored the same content since the list was made.
                if digest not in known and self._age(digest) > SWEEP_AGE:
                    self.drop(digest)
                    gone += 1
        return gone

    def _drop_unfinished(self) -> int:
        """Delete what a kill in the middle of writing left: the local store never lists its "<name>#<number>"."""
        gone = 0
        for path in self._folder.glob("*/*#*") if self._folder else ():
            with contextlib.suppress(FileNotFoundError):  # it was finished, and has its name now
                if now().timestamp() - path.stat().st_mtime > SWEEP_AGE.total_seconds():
                    path.unlink()
                    gone += 1
        return gone

    def _age(self, digest: str) -> timedelta:
        return now() - obstore.head(self._store, _path(digest))["last_modified"]


@contextlib.contextmanager
def _reported() -> Iterator[None]:
    """Raise StorageUnavailable for what the store itself cannot do; a file that is not there stays FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise StorageUnavailable(str(error).split("\n", 1)[0]) from error


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
