"""What stands in deploy/ agrees with the settings, the commands, the limits and the folders of the board."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
import zipfile
from dataclasses import fields
from pathlib import Path

import click
import flask_principal
import pytest
import yaml
from flask import Flask

from careercenter.config import PREFIX, Settings, read_settings
from careercenter.factory import LARGEST_REQUEST

TOP = Path(__file__).resolve().parent.parent.parent
DEPLOY = TOP / "deploy"
WHEEL = DEPLOY / "wheels" / "flask_principal-0.4.0-py3-none-any.whl"
UNITS = sorted(DEPLOY.glob("*.service"))
WRITTEN = [
    *(path for path in sorted(DEPLOY.iterdir()) if path.is_file()),
    *(TOP / name for name in ("README.md", "Makefile", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((TOP / "docs").rglob("*.md")),
]


def parse(app: Flask, line: list[str]) -> None:
    """Read the arguments of a `flask …` line as the command would, without running it; click says what is wrong."""
    command: click.Command = app.cli
    context = click.Context(command, info_name="flask")
    while isinstance(command, click.Group):
        name, found, line = command.resolve_command(context, line)
        assert found is not None, name
        command, context = found, click.Context(found, info_name=name, parent=context)
    if "--help" not in line:
        command.make_context(command.name, list(line), parent=context)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(TOP)))
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {one.name.upper() for one in fields(Settings)}
    for name in re.findall(rf"{PREFIX}([A-Z][A-Z_]*[A-Z])", path.read_text()):
        assert name in known or name.removesuffix("_FILE") in known, name


def environment() -> dict[str, str]:
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    return {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines if line and line[0] != "#")}


def test_the_example_of_settings_starts_a_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment().items():
        if name.endswith("_FILE"):
            value = str(tmp_path / Path(value).name)  # noqa: PLW2901
            Path(value).write_text("a-secret-of-this-test-0123456789-abcdefghijklmnop")
        monkeypatch.setenv(name, str(tmp_path) if name.endswith("DATA_DIR") else value)
    # Names to be replaced stand in the example: it says "your-hospital.org".
    settings = read_settings()
    assert settings.production
    assert settings.board_name == "Lakeside Coding Jobs"


# --- systemd


def unit(path: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text())
    return parser["Service"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_there_is_where_it_may_write(app: Flask, path: Path) -> None:
    service = unit(path)
    program, *line = shlex.split(service["ExecStart"])
    assert program == f"{service['WorkingDirectory']}/.venv/bin/flask"
    assert line[:2] == ["--app", "app"]
    parse(app, line[2:])
    assert service["User"] != "root"
    assert service["UMask"] == "0077"
    assert service["EnvironmentFile"] == "/etc/careercenter/environment"
    may_write = service["ReadWritePaths"].split()
    assert environment()[f"{PREFIX}DATA_DIR"] in may_write
    if "--into" in line:
        assert line[line.index("--into") + 1] in may_write


def test_the_timer_starts_a_unit_there_is() -> None:
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service") in UNITS


# --- proxies


def size(text: str) -> int:
    number, letter = re.fullmatch(r"(\d+)([km])b?", text.lower()).groups()  # type: ignore[union-attr]
    return int(number) * {"k": 1024, "m": 1024 * 1024}[letter]


def test_nginx_takes_what_the_board_takes_and_buffers() -> None:
    written = (DEPLOY / "nginx.conf").read_text()
    said = dict(re.findall(r"^\s*(\w+) ([^;{]+);$", re.sub(r"\s*#.*", "", written), re.MULTILINE))
    assert size(said["client_max_body_size"]) >= LARGEST_REQUEST
    assert (said["proxy_request_buffering"], said["proxy_buffering"]) == ("on", "on")
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert f"proxy_set_header {header} " in written
    assert written.count("{") == written.count("}")


def test_caddy_takes_what_the_board_takes_and_buffers() -> None:
    written = (DEPLOY / "Caddyfile").read_text()
    assert size(re.search(r"max_size (\S+)", written)[1]) >= LARGEST_REQUEST  # type: ignore[index]
    assert size(re.search(r"request_buffers (\S+)", written)[1]) >= LARGEST_REQUEST  # type: ignore[index]
    assert "response_buffers" in written
    assert written.count("{") == written.count("}")


def test_every_file_reaches_the_board_at_the_same_port() -> None:
    for name in ("nginx.conf", "Caddyfile", "careercenter.service", "Dockerfile", "compose.yaml"):
        ports = set(re.findall(r"(?:127\.0\.0\.1:|--port[\", ]+|EXPOSE )(\d+)", (DEPLOY / name).read_text()))
        assert ports == {"5000"}, name


def test_figures_are_kept_from_the_public() -> None:
    assert "location = /metrics" in (DEPLOY / "nginx.conf").read_text()
    assert "respond /metrics 404" in (DEPLOY / "Caddyfile").read_text()


# --- containers


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody_special(app: Flask) -> None:
    written = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    for line in re.findall(r"^COPY (.+)$", written, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (TOP / source).exists(), source
    assert "--only-binary=:all:" in written
    assert re.search(r"^USER careercenter$", written, re.MULTILINE)
    command = yaml.safe_load(re.search(r"^CMD (\[.+\])$", written, re.MULTILINE)[1])  # type: ignore[index]
    assert command[:3] == ["flask", "--app", "app"]
    parse(app, command[3:])
    asked = re.search(r"http://127\.0\.0\.1:5000(/\w+)", written)[1]  # type: ignore[index]
    assert app.test_client().get(asked).status_code == 200


def test_what_is_not_for_the_image_is_kept_out() -> None:
    out = (TOP / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", "tests"} <= set(out)


def test_compose_names_what_it_uses() -> None:
    said = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    board, database = said["services"]["board"], said["services"]["database"]
    assert (DEPLOY / board["build"]["context"] / board["build"]["dockerfile"]).exists()
    assert {"board", "database"} == set(said["volumes"])
    for service in (board, database):
        assert set(service["secrets"]) <= set(said["secrets"])
    assert board["volumes"] == [f"board:{environment()[f'{PREFIX}DATA_DIR']}"]
    assert "ports" not in database
    ignored = (TOP / ".gitignore").read_text().split()
    assert all(f"deploy/{Path(one['file']).name}" in ignored for one in said["secrets"].values())


# --- wheels


def test_the_package_without_a_wheel_is_installed_from_the_one_kept_here(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--only-binary=:all:",
         "--target", str(tmp_path), "--find-links", str(DEPLOY / "wheels"), "Flask-Principal==0.4.0"],
        check=True, capture_output=True,
    )  # fmt: skip
    assert (tmp_path / "flask_principal.py").read_bytes() == Path(flask_principal.__file__).read_bytes()
    assert "--find-links deploy/wheels" in (TOP / "requirements.txt").read_text()


def test_the_wheel_kept_here_holds_that_one_file() -> None:
    code = [name for name in zipfile.ZipFile(WHEEL).namelist() if ".dist-info/" not in name]
    assert code == ["flask_principal.py"]
