"""A production start refuses what is unsafe, in a sentence."""

from pathlib import Path
from typing import Any

import pytest

from careercenter.config import UnsafeSettings, read_settings

GOOD = {"env": "production", "secret_key": "k3Jx9-Qm2vTz8LpRw5YdHs7NcBf4GaUe1", "public_url": "https://jobs.example.com"}


def settings(tmp_path: Path, **changes: Any) -> Any:
    return read_settings(**{**GOOD, "data_dir": str(tmp_path), **changes})


def test_a_good_production_start(tmp_path: Path) -> None:
    read = settings(tmp_path)
    assert read.production
    assert read.database_url == f"sqlite:///{tmp_path}/careercenter.db"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "a" * 64}, "SECRET_KEY"),
        ({"debug": True}, "DEBUG"),
        ({"public_url": "http://jobs.example.com"}, "PUBLIC_URL"),
        ({"env": "staging"}, "ENV"),
        ({"mail_tls": "maybe"}, "MAIL_TLS"),
        ({"search_engine": "postgres"}, "DATABASE_URL"),
    ],
)
def test_an_unsafe_start_is_refused(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(UnsafeSettings, match=words):
        settings(tmp_path, **change)


def test_the_secret_of_a_demonstration_is_made_once(tmp_path: Path) -> None:
    first = settings(tmp_path, env="demonstration", secret_key="")
    assert len(first.secret_key) > 40
    assert settings(tmp_path, env="demonstration", secret_key="").secret_key == first.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_secret_is_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(GOOD["secret_key"] + "\n")
    monkeypatch.setenv("CAREERCENTER_SECRET_KEY_FILE", str(tmp_path / "secret"))
    read = read_settings(env="production", public_url="https://jobs.example.com", data_dir=str(tmp_path))
    assert read.secret_key == GOOD["secret_key"]


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERCENTER_TRUSTED_PROXIES", "two")
    with pytest.raises(UnsafeSettings, match="TRUSTED_PROXIES"):
        settings(tmp_path)


def test_the_port_moves_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert read_settings(data_dir=str(tmp_path)).public_url == "http://127.0.0.1:8123"
