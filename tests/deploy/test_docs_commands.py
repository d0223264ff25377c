"""README and docs/operating.md, followed to the letter: every command they print is run here, in order, in a world of its own.

What would change this host (users, systemd, installed packages) is answered by stand-ins;
the board's own commands are the real ones.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from flask import Flask

from tests.deploy.test_deploy import parse

TOP = Path(__file__).resolve().parent.parent.parent
FOLLOWED = ("README.md", "docs/operating.md")
PLACES = ("/etc/careercenter", "/etc/systemd", "/srv", "/usr/local/bin", "/opt/careercenter")
BACKUP = re.compile(r"/srv/careercenter-backups/careercenter-\d{8}T\d{6}Z\.sealed")

NOUNS = "accounts|backup|check|db|search|version|worker"

STANDINS = {
    # sudo runs the command, as whoever it is for.
    "sudo": 'if [ "$1" = -u ]; then shift 2; fi; exec "$@"',
    "useradd": "exit 0",
    "make": 'for target in "$@"; do grep -q "^$target:" Makefile || { echo "no $target" >&2; exit 2; }; done',
    # The owner is not there; everything else install is asked for is done.
    "install": """
args=""; while [ $# -gt 0 ]; do case "$1" in -o|-g) shift 2;; *) args="$args '$1'"; shift;; esac; done
eval "exec /usr/bin/install $args" """,
    # A start migrates first; a unit must have been installed.
    "systemctl": """
case "$1" in
  daemon-reload) exit 0;;
  enable) shift 2;; start|stop) [ "$1" = stop ] && exit 0; shift;;
  *) echo "systemctl $1?" >&2; exit 2;;
esac
for unit in "$@"; do
  case "$unit" in *.*) ;; *) unit="$unit.service";; esac
  test -f "$WORLD/etc/systemd/system/$unit" || exit 3
done
exec "$WORLD/usr/local/bin/careercenter" db upgrade""",
}


def blocks(name: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", (TOP / name).read_text(), re.MULTILINE | re.DOTALL)


def world(folder: Path) -> dict[str, str]:
    """Make the folders of a host and the stand-ins; give the environment to run in."""
    for place in ("etc/systemd/system", "srv", "usr/local/bin", "opt", "stand-ins"):
        (folder / place).mkdir(parents=True)
    (folder / "opt" / "careercenter").symlink_to(TOP)
    for name, lines in STANDINS.items():
        path = folder / "stand-ins" / name
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(0o755)
    path_of = f"{folder}/stand-ins:{folder}/usr/local/bin:{os.environ['PATH']}"
    return {"PATH": path_of, "WORLD": str(folder), "HOME": str(folder)}


def moved(text: str, folder: Path) -> str:
    """Let a line speak of the world instead of this host, and of the newest backup instead of the one printed."""
    text = BACKUP.sub("$(ls -t /srv/careercenter-backups/*.sealed | head -1)", text)
    for place in PLACES:
        text = re.sub(rf"(?<![\w/]){place}\b", f"{folder}{place}", text)
    # No mail server answers here, so that `check` ends with 1; its words are looked at below.
    return re.sub(r"^(.*careercenter check)$", r"\1 || test $? = 1", text, flags=re.MULTILINE)


def test_followed_to_the_letter_they_give_a_board_backed_up_and_restored(tmp_path: Path) -> None:
    environment = world(tmp_path)
    script = "set -euo pipefail\n"
    for name in FOLLOWED:
        for block in blocks(name):
            script += moved(block, tmp_path)
            if "environment.example" in block:
                # The settings speak of the same places as the pages, and of a mail server that nobody waits for.
                changes = f"s#/etc/#{tmp_path}/etc/#; s#/srv/#{tmp_path}/srv/#; s#=smtp.your-hospital.org#=localhost#"
                script += f"sed -i -e '{changes}' {tmp_path}/etc/careercenter/environment\n"
    command = f"{tmp_path}/usr/local/bin/careercenter"
    script = script.replace(
        "sudo systemctl daemon-reload\n",
        f"sed -i -e 's#/etc/#{tmp_path}/etc/#; s#/opt/#{tmp_path}/opt/#' {command}\nsudo systemctl daemon-reload\n",
    )
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "https://jobs.your-hospital.org/" in done.stdout, "create-admin prints a link"
    assert "read back and found whole" in done.stdout
    assert "is whole." in done.stdout
    assert f"Restored into {tmp_path}/srv/careercenter" in done.stdout
    assert re.search(r"^  .*1 accounts", done.stdout, re.MULTILINE)
    assert re.search(r"^ok +migrations", done.stdout, re.MULTILINE)
    assert (tmp_path / "srv" / "careercenter.before" / "careercenter.db").exists()


def lines() -> list[tuple[str, str]]:
    """Give every line of every page that begins with a command of ours, in code or between words."""
    found = []
    for path in (TOP / "README.md", TOP / "CONTRIBUTING.md", TOP / "SECURITY.md", *sorted((TOP / "docs").glob("*.md"))):
        text = path.read_text()
        said = re.findall(r"flask --app app ([a-z][^`\n]*)|(?<![\w/-])careercenter ((?:" + NOUNS + r")\b[^`\n]*)", text)
        found += [(path.name, (one or other).split("  #")[0].strip()) for one, other in said]
    return sorted(set(found))


@pytest.mark.parametrize(("page", "line"), lines(), ids=lambda value: value)
def test_a_command_that_is_printed_can_be_typed(app: Flask, page: str, line: str) -> None:
    # Between words a command is named without what it is about, and a file is the reader's.
    with contextlib.suppress(click.MissingParameter, click.BadParameter):
        parse(app, shlex.split(line.split(";", maxsplit=1)[0]))


def test_commands_are_typed_with_their_path_where_the_shell_would_not_find_them() -> None:
    """`flask` alone is found only inside an activated environment, which no page speaks of."""
    for path in (TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))):
        for block in re.findall(r"^```\w*\n(.*?)^```$", path.read_text(), re.MULTILINE | re.DOTALL):
            assert not re.search(r"^flask ", block, re.MULTILINE), path.name


def test_what_is_made_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", *FOLLOWED):
        said = set(re.findall(r"(?:^|`)(?:[A-Z_]+=\S+ )*make ([a-z-]+)", (TOP / name).read_text(), re.MULTILINE))
        assert said <= targets, name
