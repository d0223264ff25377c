"""Every setting once: name, type, default, one line of meaning. Refuses to start when a setting is unsafe or unreadable."""

from __future__ import annotations

import ipaddress
import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from environs import Env, EnvError

from careercenter.core import colors
from careercenter.core.addresses import NotAnAddress, mail_address
from careercenter.core.errors import UnsafeSettings

PREFIX = "CAREERCENTER_"
SHORTEST_SECRET = 32
LONGEST_NAME = 40  # fits beside the menu of a phone, and in the name an e-mail comes from


@dataclass(frozen=True, slots=True)
class Settings:
    """Read from the environment as CAREERCENTER_<NAME>; `<NAME>_FILE` reads the value from a file (for secrets)."""

    env: str = field(default="demonstration", metadata={"help": "demonstration or production"})
    data_dir: str = field(default="var", metadata={"help": "folder of database, index, files and generated secrets"})
    public_url: str = field(default="http://127.0.0.1:5000", metadata={"help": "how people reach the board; used in mails"})
    secret_key: str = field(
        default="", metadata={"help": "signs cookies and links; generated under data_dir outside production"}
    )
    secret_key_fallbacks: str = field(default="", metadata={"help": "earlier secret keys, comma separated, still accepted"})
    database_url: str = field(
        default="", metadata={"help": "sqlite:///... or postgresql+psycopg://...; default under data_dir"}
    )
    storage_url: str = field(
        default="", metadata={"help": "file:///..., s3://..., gs://... or az://...; default under data_dir"}
    )
    search_engine: str = field(
        default="whoosh",
        metadata={
            "help": "whoosh (an index under data_dir), postgres (in the PostgreSQL database, a copy under data_dir) "
            "or memory (for tests)"
        },
    )
    trusted_proxies: int = field(default=0, metadata={"help": "how many proxies in front may set X-Forwarded-*"})
    debug: bool = field(default=False, metadata={"help": "Flask's debug mode; refused in production"})
    mail_server: str = field(
        default="", metadata={"help": "SMTP host; needed in production, without it e-mails are kept at /_dev/mail"}
    )
    mail_port: int = field(default=587, metadata={"help": "SMTP port"})
    mail_user: str = field(default="", metadata={"help": "SMTP user"})
    mail_password: str = field(default="", metadata={"help": "SMTP password"})
    mail_tls: str = field(default="starttls", metadata={"help": "starttls, tls or none (none only for a server on this host)"})
    mail_from: str = field(default="board@example.com", metadata={"help": "address e-mails come from"})
    mail_bounce_address: str = field(
        default="",
        metadata={
            "help": "where undeliverable e-mails return to, default MAIL_FROM; `{}` in it is replaced in each e-mail (VERP)"
        },
    )
    mail_bounce_mailbox: str = field(
        default="",
        metadata={"help": "mailbox they are read from: imaps://user:password@host/INBOX, maildir:///path or mbox:///path"},
    )
    mail_webhook_secret: str = field(
        default="", metadata={"help": "signs what a mail service reports to /hooks/mail; without it that address is off"}
    )
    undo_minutes: int = field(
        default=5,
        metadata={
            "help": "minutes in which an employer can take back a step with an applicant, before its e-mail goes; 0: not at all"
        },
    )
    cooling_days: int = field(
        default=90, metadata={"help": "days for which a moderator who left an employer judges nothing of it"}
    )
    retention_mail_days: int = field(default=180, metadata={"help": "days after which e-mails in the outbox are deleted"})
    retention_searches_days: int = field(
        default=90, metadata={"help": "days after which texts of searches that found no job are deleted"}
    )
    # Two years: federal contractors keep what applicants sent so long (41 CFR 60-1.12), other employers one (29 CFR 1602.14).
    retention_reports_days: int = field(
        default=730, metadata={"help": "days after its decision that a report's words and who wrote it are forgotten"}
    )
    retention_applications_days: int = field(
        default=730, metadata={"help": "days after the end of a job after which what was sent to it is deleted"}
    )
    decision_reminder_days: int = field(
        default=7,
        metadata={
            "help": "days after which an employer is reminded once of a decision it has not told; 0 never, nor is it told"
        },
    )
    decision_told_days: int = field(
        default=7, metadata={"help": "days after that reminder after which the board tells the applicant; 0 never"}
    )
    support_email: str = field(default="support@example.com", metadata={"help": "address people may write to"})
    time_zone: str = field(default="America/New_York", metadata={"help": "zone moments are written in for who has chosen none"})
    scan_command: str = field(
        default="",
        metadata={"help": "scans a résumé given on its input, like clamdscan --no-summary -; 0 is clean, 1 a virus"},
    )
    rate_limits: bool = field(default=True, metadata={"help": "limit how often one may sign in, apply, report, upload"})

    backup_passphrase: str = field(
        default="",
        metadata={"help": "encrypts what `flask backup make` writes and opens it again; without it backups are not encrypted"},
    )

    metrics_token: str = field(
        default="",
        metadata={"help": "asked for by /metrics as `Authorization: Bearer …`; without it /metrics answers on this host alone"},
    )

    board_name: str = field(
        default="CareerCenter", metadata={"help": "what the board is called on its pages and in its e-mails"}
    )
    accent_color: str = field(
        default="", metadata={"help": "color of links and buttons, like #0b5a66; refused when it cannot be read on the pages"}
    )
    brand_dir: str = field(
        default="",
        metadata={
            "help": "folder of mark.svg or mark.png, terms.md, accessibility.md and privacy.md; default brand/ under data_dir"
        },
    )

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def folder(self) -> Path:
        return Path(self.data_dir).absolute()

    @property
    def search_folder(self) -> Path:
        return self.folder / "search"

    @property
    def codes_folder(self) -> Path:
        """Give where the tables of codes stand that an operator imported."""
        return self.folder / "codes"

    @property
    def unfinished_restore(self) -> Path:
        """Name the file that stands here while a backup is restored, and after a restore that was killed."""
        return self.folder / "restore-unfinished"

    @property
    def brand_folder(self) -> Path:
        return Path(self.brand_dir).absolute() if self.brand_dir else self.folder / "brand"

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or ""

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")


def read_settings(*, begin: bool = True, **overrides: Any) -> Settings:
    """Read and check the settings; `overrides` win over the environment. UnsafeSettings says what to mend.

    `begin=False` is for work on a board that is there: a missing data folder is refused, where else it is made.
    """
    env = Env(prefix=PREFIX)
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        name = setting.name.upper()
        try:
            if file := os.environ.get(f"{PREFIX}{name}_FILE"):
                values[setting.name] = Path(file).read_text().strip()
            elif isinstance(setting.default, bool):
                values[setting.name] = env.bool(name, setting.default)
            elif isinstance(setting.default, int):
                values[setting.name] = env.int(name, setting.default)
            else:
                values[setting.name] = env.str(name, str(setting.default))
        except (EnvError, OSError) as error:
            raise UnsafeSettings(f"{PREFIX}{name} cannot be read: {error}") from error
    port = os.environ.get("PORT")
    if port and f"{PREFIX}PUBLIC_URL" not in os.environ:
        values["public_url"] = f"http://127.0.0.1:{port}"
    values.update(overrides)
    settings = Settings(**values)
    _check(settings)
    if not begin and not settings.database_url and not settings.folder.is_dir():
        raise UnsafeSettings(
            f"There is no board in {settings.folder}. Set {PREFIX}DATA_DIR as the running board has it, or start it once."
        )
    return _filled_in(settings)


def _check(settings: Settings) -> None:
    if settings.env not in ("demonstration", "production"):
        raise UnsafeSettings(f"{PREFIX}ENV is demonstration or production, not {settings.env!r}.")
    if settings.search_engine == "postgres" and not settings.database_url.startswith("postgresql"):
        raise UnsafeSettings(f"{PREFIX}SEARCH_ENGINE=postgres needs {PREFIX}DATABASE_URL to name a PostgreSQL database.")
    if settings.mail_tls not in ("starttls", "tls", "none"):
        raise UnsafeSettings(f"{PREFIX}MAIL_TLS is starttls, tls or none, not {settings.mail_tls!r}.")
    if settings.time_zone not in available_timezones():
        raise UnsafeSettings(f"{PREFIX}TIME_ZONE is a name like America/Chicago, not {settings.time_zone!r}.")
    if not 0 < len(settings.board_name) <= LONGEST_NAME or not settings.board_name.isprintable():
        raise UnsafeSettings(f"{PREFIX}BOARD_NAME is a name of at most {LONGEST_NAME} characters in one line.")
    if settings.accent_color and (wrong := colors.what_is_wrong(settings.accent_color)):
        raise UnsafeSettings(f"{PREFIX}ACCENT_COLOR {wrong}")
    if settings.mail_bounce_mailbox and urlsplit(settings.mail_bounce_mailbox).scheme not in ("imaps", "maildir", "mbox"):
        raise UnsafeSettings(f"{PREFIX}MAIL_BOUNCE_MAILBOX begins with imaps://, maildir:// or mbox://.")
    if settings.mail_webhook_secret and len(settings.mail_webhook_secret) < SHORTEST_SECRET:
        raise UnsafeSettings(f"{PREFIX}MAIL_WEBHOOK_SECRET has at least {SHORTEST_SECRET} random characters.")
    _check_retention(settings)
    if settings.production:
        _check_production(settings)


def _check_retention(settings: Settings) -> None:
    if settings.retention_mail_days < 1:
        raise UnsafeSettings(f"{PREFIX}RETENTION_MAIL_DAYS is 1 or more.")
    if not 0 <= settings.undo_minutes <= 60:
        raise UnsafeSettings(f"{PREFIX}UNDO_MINUTES is between 0 and 60.")
    if settings.retention_reports_days < 1:
        raise UnsafeSettings(f"{PREFIX}RETENTION_REPORTS_DAYS is at least 1.")
    if settings.retention_searches_days < 1:
        raise UnsafeSettings(f"{PREFIX}RETENTION_SEARCHES_DAYS is at least 1.")
    if settings.retention_applications_days < 365:
        raise UnsafeSettings(f"{PREFIX}RETENTION_APPLICATIONS_DAYS is 365 or more: employers have to keep them a year.")

    if settings.decision_reminder_days < 0 or settings.decision_told_days < 0:
        raise UnsafeSettings(f"{PREFIX}DECISION_REMINDER_DAYS and {PREFIX}DECISION_TOLD_DAYS are 0 or more.")


def _check_production(settings: Settings) -> None:
    """Refuse what only a demonstration may do: a weak key, error pages that run code, sign-in cookies in the clear."""
    _check_mail(settings)
    if len(settings.secret_key) < SHORTEST_SECRET or len(set(settings.secret_key)) < 10:
        raise UnsafeSettings(
            f"In production {PREFIX}SECRET_KEY (or {PREFIX}SECRET_KEY_FILE) is set to at least {SHORTEST_SECRET} random "
            "characters, for example from: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if settings.debug:
        raise UnsafeSettings(f"In production {PREFIX}DEBUG stays off: its error pages run code.")
    if not settings.https:
        raise UnsafeSettings(f"In production {PREFIX}PUBLIC_URL begins with https://, so that sign-in cookies stay private.")


# RFC 2606 and 6761: names nobody can have.
_NOBODYS = ("example.com", "example.net", "example.org", "example", "invalid", "test", "localhost", "local")


def _check_mail(settings: Settings) -> None:
    """Refuse a board that could not mail: nobody could sign up, and nobody would be told anything."""
    if not settings.mail_server:
        raise UnsafeSettings(f"In production {PREFIX}MAIL_SERVER names a mail server: without one nobody can sign up.")
    for name in ("mail_from", "support_email", "mail_bounce_address"):
        value = getattr(settings, name).replace("{}", "x")
        if not value and name == "mail_bounce_address":
            continue
        domain = value.rpartition("@")[2].lower().rstrip(".")
        if any(domain == nobodys or domain.endswith(f".{nobodys}") for nobodys in _NOBODYS) or not _is_address(value):
            raise UnsafeSettings(f"In production {PREFIX}{name.upper()} is an address of your own, not {value!r}.")
    if settings.mail_tls == "none" and not _on_this_host(settings.mail_server):
        raise UnsafeSettings(f"{PREFIX}MAIL_TLS=none is for a mail server on this host, not for {settings.mail_server!r}.")


def _is_address(text: str) -> bool:
    try:
        return bool(mail_address(text))
    except NotAnAddress:
        return False


def _on_this_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _filled_in(settings: Settings) -> Settings:
    """Give defaults that depend on the data folder, which is made when it is missing."""
    folder = settings.folder
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret_key = settings.secret_key or _kept_secret(folder / "secret-key")
    except OSError as error:
        raise UnsafeSettings(f"{PREFIX}DATA_DIR={folder} cannot be used: {error.strerror}: {error.filename}.") from error
    filled = {f.name: getattr(settings, f.name) for f in fields(settings)}
    filled["secret_key"] = secret_key
    filled["database_url"] = settings.database_url or f"sqlite:///{folder / 'careercenter.db'}"
    filled["storage_url"] = settings.storage_url or f"file://{folder / 'files'}"
    return Settings(**filled)


def _kept_secret(path: Path) -> str:
    """Make a secret once and keep it; two processes that start together end up with the same one."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
