"""What of migrations a web process needs: where they are, and which is the newest. Alembic is imported by who migrates."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careercenter.core.db import db

if TYPE_CHECKING:
    from flask_migrate import Migrate

_REVISION = re.compile(r"""^(revision|down_revision)\b[^=\n]*=\s*["'](\w+)["']""", re.MULTILINE)


class Migrations:
    """What Flask-Migrate looks for in an application's extensions. Alembic takes 10 MB, so it waits until it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.directory = str(folder)
        self.db = db
        self.configure_args: dict[str, Any] = {}

    @cached_property
    def migrate(self) -> Migrate:
        from flask_migrate import Migrate

        return Migrate(db=db, directory=self.directory, render_as_batch=True, compare_type=True)


def newest(folder: str) -> str:
    """Give the revision that no other follows; "" where there is none."""
    said = [dict(_REVISION.findall(file.read_text(encoding="utf-8"))) for file in Path(folder, "versions").glob("*.py")]
    followed = {one.get("down_revision") for one in said}
    return next((one["revision"] for one in said if "revision" in one and one["revision"] not in followed), "")
