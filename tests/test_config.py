"""A production start refuses what is unsafe, in a sentence."""

from pathlib import Path
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from careercenter.config import UnsafeSettings, read_settings
from careercenter.factory import create_app

MAIL = {
    "mail_server": "smtp.your-hospital.org", "mail_from": "jobs@your-hospital.org", "support_email": "hr@your-hospital.org",
}  # fmt: skip
GOOD = {
    "env": "production", "secret_key": "k3Jx9-Qm2vTz8LpRw5YdHs7NcBf4GaUe1", "public_url": "https://jobs.example.com", **MAIL,
}  # fmt: skip


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
        ({"mail_server": ""}, "MAIL_SERVER names a mail server"),
        ({"mail_from": "board@example.com"}, "MAIL_FROM is an address of your own"),
        ({"mail_from": "board@jobs.example.org"}, "MAIL_FROM"),
        ({"mail_from": "no address"}, "MAIL_FROM"),
        ({"mail_from": ""}, "MAIL_FROM"),
        ({"support_email": "support@example.com"}, "SUPPORT_EMAIL"),
        ({"support_email": "help@board.invalid"}, "SUPPORT_EMAIL"),
        ({"support_email": "help@board.test"}, "SUPPORT_EMAIL"),
        ({"support_email": "root@localhost"}, "SUPPORT_EMAIL"),
        ({"mail_bounce_address": "bounces+{}@example.net"}, "MAIL_BOUNCE_ADDRESS"),
        ({"mail_tls": "none"}, "MAIL_TLS=none is for a mail server on this host"),
        ({"mail_tls": "none", "mail_server": "10.0.0.5"}, "MAIL_TLS=none"),
        ({"mail_bounce_mailbox": "imap://user@mail.your-hospital.org"}, "MAIL_BOUNCE_MAILBOX"),
        ({"mail_webhook_secret": "short"}, "MAIL_WEBHOOK_SECRET"),
        ({"undo_minutes": 61}, "UNDO_MINUTES"),
        ({"undo_minutes": -1}, "UNDO_MINUTES"),
        ({"retention_mail_days": 0}, "RETENTION_MAIL_DAYS"),
    ],
)
def test_an_unsafe_start_is_refused(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(UnsafeSettings, match=words):
        settings(tmp_path, **change)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_plain_text_is_for_a_mail_server_on_this_host(tmp_path: Path, host: str) -> None:
    assert settings(tmp_path, mail_tls="none", mail_server=host).mail_server == host


def test_a_demonstration_needs_no_mail_server(tmp_path: Path) -> None:
    assert read_settings(data_dir=str(tmp_path)).mail_server == ""


def test_the_secret_of_a_demonstration_is_made_once(tmp_path: Path) -> None:
    first = settings(tmp_path, env="demonstration", secret_key="")
    assert len(first.secret_key) > 40
    assert settings(tmp_path, env="demonstration", secret_key="").secret_key == first.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_secret_is_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(GOOD["secret_key"] + "\n")
    monkeypatch.setenv("CAREERCENTER_SECRET_KEY_FILE", str(tmp_path / "secret"))
    read = read_settings(env="production", public_url="https://jobs.example.com", data_dir=str(tmp_path), **MAIL)
    assert read.secret_key == GOOD["secret_key"]


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERCENTER_TRUSTED_PROXIES", "two")
    with pytest.raises(UnsafeSettings, match="TRUSTED_PROXIES"):
        settings(tmp_path)


def test_the_port_moves_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert read_settings(data_dir=str(tmp_path)).public_url == "http://127.0.0.1:8123"


def test_what_an_earlier_key_signed_counts_while_it_is_named(tmp_path: Path) -> None:
    def signer(**keys: str) -> Any:
        app = create_app(read_settings(data_dir=str(tmp_path), search_engine="memory", **keys))
        return SecureCookieSessionInterface().get_signing_serializer(app)

    earlier, later = "k3Jx9-Qm2vTz8LpRw5YdHs7NcBf4GaUe1", "Z8wq4-Lm7vXp2TrKs9YcHd5NbFg3JaUe6"
    signed = signer(secret_key=earlier).dumps({"who": 1})
    assert signer(secret_key=later, secret_key_fallbacks=earlier).loads(signed) == {"who": 1}
    with pytest.raises(BadSignature):
        signer(secret_key=later).loads(signed)
