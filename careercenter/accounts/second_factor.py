"""The second factor: codes of an authenticator app, and recovery codes for the day it is lost."""

from __future__ import annotations

import io
import secrets
from datetime import datetime
from typing import Any

import segno
import structlog
from flask_security.proxies import _security

from careercenter.accounts import mail
from careercenter.accounts.models import Account
from careercenter.accounts.sessions import hashed
from careercenter.audit.services import record
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _n

log = structlog.get_logger("accounts")

_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_CODES = 10
_CODE_LENGTH = 16  # 27^16 is about 76 bits: a plain hash is enough
_WINDOW = 30  # seconds a telephone's clock may be off, either way


def new_secret() -> str:
    """Make a secret for an app, encrypted with our key, so that a page may carry it until it is proved."""
    return str(_codes().generate_totp_secret())


def key_in_words(secret: str) -> str:
    """Give the key to type where the picture cannot be scanned."""
    return str(_codes().get_totp_pretty_key(secret))


def qr_picture(account: Account, secret: str) -> bytes:
    """Draw what the app scans, as SVG without any style that the content policy would refuse."""
    out = io.BytesIO()
    uri = _codes().get_totp_uri(account.email, secret)
    segno.make(uri, micro=False).save(out, kind="svg", scale=5, border=4, dark="#000", light="#fff")
    return out.getvalue()


def turn_on(account: Account, secret: str, code: str, *, at: datetime) -> list[str]:
    """Start asking for codes once one was shown to work; gives the recovery codes, which are shown this once."""
    refuse_unproved(account)
    if not _codes().verify_totp(_digits(code), secret, account, window=_WINDOW):
        raise RuleBroken(_("Enter the 6 digits your app shows now."), field="code")
    account.tf_totp_secret, account.tf_primary_method = secret, "authenticator"
    record("account.second_factor_on", subject=account, actor=account, at=at)
    mail.factor_changed(account, _("Codes of an authenticator app are now asked for when you sign in."), at=at)
    return new_recovery_codes(account, at=at)


def refuse_unproved(account: Account) -> None:
    """Refuse a second factor for an address nobody has proved: it would lock out whom the address belongs to."""
    if not account.is_confirmed:
        raise RuleBroken(_("Confirm your e-mail address first."))


def take_off(account: Account) -> None:
    """Take off every second factor, without a word: the caller records it and tells the person."""
    account.tf_totp_secret = account.tf_primary_method = account.tf_totp_step = None
    account.mf_recovery_codes = None
    account.webauthn.clear()


def turn_off(account: Account, *, at: datetime) -> None:
    account.tf_totp_secret = account.tf_primary_method = account.tf_totp_step = None
    if not account.webauthn:
        account.mf_recovery_codes = None
    record("account.second_factor_off", subject=account, actor=account, at=at)
    mail.factor_changed(account, _("Codes of an authenticator app are no longer asked for when you sign in."), at=at)


def new_recovery_codes(account: Account, *, at: datetime) -> list[str]:
    """Replace the recovery codes and give the new ones; only their hashes stay."""
    refuse_unproved(account)
    plain = ["".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)) for _ in range(_CODES)]
    account.mf_recovery_codes = [hashed(code) for code in plain]
    record("account.recovery_codes_made", subject=account, actor=account, at=at)
    return ["-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4)) for code in plain]


def accepts(account: Account, code: str, *, at: datetime) -> bool:
    """Say whether a code of the app, or a recovery code, is right; either is then used up."""
    digits = _digits(code)
    if account.tf_totp_secret and digits.isascii() and digits.isdigit() and len(digits) == 6:
        if not opens(account.tf_totp_secret):
            log.error("the secret key is not the one second factors were set up with: see `flask check`")
            raise RuleBroken(
                _("The board cannot check codes of your app anymore. Use a recovery code, or write to its support.")
            )
        return bool(_codes().verify_totp(digits, account.tf_totp_secret, account, window=_WINDOW))
    kept, given = list(account.mf_recovery_codes or []), hashed(_digits(code).lower())
    if given not in kept:
        return False
    kept.remove(given)
    account.mf_recovery_codes = kept
    record("account.recovery_code_used", subject=account, actor=account, at=at, left=len(kept))
    words = _n(
        "A recovery code was used to sign in. You have %(num)s left.",
        "A recovery code was used to sign in. You have %(num)s left.",
        len(kept),
    )
    mail.factor_changed(account, words, at=at)
    return True


def opens(secret: str) -> bool:
    """Say whether the secret key, or one of its fallbacks, opens what is kept of an authenticator app."""
    try:
        _codes()._totp.from_source(secret)
    except (ValueError, KeyError, TypeError):  # another key: no such tag, or it does not decrypt
        return False
    return True


def _digits(code: str) -> str:
    return "".join(code.split()).replace("-", "")


def _codes() -> Any:
    return _security.totp_factory
