"""A web process knows where the migrations are, and does not load what runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask

from careercenter.core.migrations import newest


def test_the_newest_is_the_one_alembic_says(app: Flask) -> None:
    folder = app.extensions["migrate"].directory
    assert newest(folder) == ScriptDirectory(folder).get_current_head()


def test_without_migrations_there_is_no_newest(tmp_path: Path) -> None:
    assert newest(str(tmp_path)) == ""


def test_an_application_is_made_without_what_only_commands_need(tmp_path: Path) -> None:
    code = f"""
import sys
from careercenter.config import read_settings
from careercenter.factory import create_app
create_app(read_settings(data_dir={str(tmp_path)!r}))
loaded = {{name.partition(".")[0] for name in sys.modules}}
print(sorted(loaded & {{"alembic", "flask_migrate", "mako", "psycopg", "zxcvbn"}}))
print("careercenter.cli.serve" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[:2] == ["[]", "False"]
