"""Files of the board are its owner's alone: passwords' hashes, résumés and links that still work lie in them."""

from __future__ import annotations

import contextlib
from pathlib import Path

# What SQLite and the queue of its writers keep beside the database.
BESIDE = ("", "-wal", "-shm", "-journal", "-turns")


def keep_private(database: Path) -> None:
    """Take the database's files from everybody but their owner.

    Done at each start: an earlier version, or a copy put back, may have left them open to others. New ones are made so by the
    umask that app.py sets.
    """
    for ending in BESIDE:
        path = Path(f"{database}{ending}")
        with contextlib.suppress(FileNotFoundError, PermissionError):  # gone again, or another's to change
            path.chmod(0o600)
