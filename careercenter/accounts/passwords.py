"""Which passwords are good enough, and how they are kept and compared.

NIST SP 800-63B and OWASP ASVS 5.0 §6.2: length and a list of common ones, no rules of composition, nothing cut off.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

from flask_security import hash_password, verify_password

from careercenter.accounts.models import Account
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l

SHORTEST = 10
LONGEST = 128
HINT = _l("At least %(shortest)s characters. A few words that do not belong together are good.", shortest=SHORTEST)

# What somebody who attacks this board would try first.
_OURS = ("careercenter", "medicalcoder", "medicalcoding", "coder", "coding", "cpc", "icd10", "icd", "aapc", "ahima", "password")
_LEET = str.maketrans("013457@$!|", "oleastasil")


def check(password: str, *, email: str = "", name: str = "", field: str = "password") -> None:
    """Refuse a password that is too short, too long or easily guessed, saying what to do."""
    if not password:
        raise RuleBroken(_("Enter a password."), field=field)
    if len(password) < SHORTEST:
        raise RuleBroken(_("Enter a password of %(shortest)s characters or more.", shortest=SHORTEST), field=field)
    if len(password) > LONGEST:
        raise RuleBroken(_("Enter a password of %(longest)s characters or fewer.", longest=LONGEST), field=field)
    if password.lower() in _common() or len(set(password.lower())) < 4:
        raise RuleBroken(_("Many people use this password. Choose one that is harder to guess."), field=field)
    if _is_about(password, email, name):
        raise RuleBroken(
            _("This password is too close to your name, your e-mail address or this site. Choose other words."), field=field
        )


def hashed(password: str) -> str:
    return str(hash_password(password))


def keep(account: Account, password: str) -> None:
    account.password = hashed(password)


def matches(account: Account | None, password: str) -> bool:
    """Compare, at the same cost whether there is such an account or not. May keep the password under a newer hash."""
    if account is None or account.password is None or len(password) > LONGEST:
        hash_password("as much work as a comparison")
        return False
    return bool(account.verify_and_update_password(password))


def is_hash_of(kept: str, password: str) -> bool:
    return len(password) <= LONGEST and bool(verify_password(password, kept))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Give zxcvbn's lists of passwords, words and names, as far as they are long enough to be tried here."""
    return frozenset(word for words in _frequency_lists().values() for word in words if len(word) >= SHORTEST)


def _frequency_lists() -> dict[str, list[str]]:
    """Read that one module of zxcvbn without keeping it: imported as part of its package it takes 11 MB of every process."""
    package = find_spec("zxcvbn")
    assert package is not None
    assert package.origin is not None
    return dict(run_path(str(Path(package.origin).with_name("frequency_lists.py")))["FREQUENCY_LISTS"])


def _is_about(password: str, email: str, name: str) -> bool:
    """Say whether little is left of the password once the words an attacker knows are taken out of it."""
    known = {*_OURS, *re.split(r"[^a-z0-9]+", email.lower()), *re.split(r"\W+", name.lower())}
    for plain in (password.lower(), password.lower().translate(_LEET)):
        rest = plain
        for word in sorted((word for word in known if len(word) >= 3), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if rest != plain and len(re.sub(r"[\W\d_]+", "", rest)) < 3:
            return True
    return False
