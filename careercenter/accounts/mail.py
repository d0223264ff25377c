"""Letters about an account. Each is queued in the transaction of what it tells about."""

from __future__ import annotations

from datetime import datetime

from careercenter.accounts import one_time_tokens
from careercenter.accounts.models import Account, LinkPurpose
from careercenter.accounts.one_time_tokens import LASTS_IN_WORDS
from careercenter.mail.message import Recipient, post


def confirm(account: Account, token: str, target: str) -> None:
    post("confirm_address", _to(account), token=token, target=target or None, lasts=LASTS_IN_WORDS[LinkPurpose.CONFIRM])


def already_have_account(account: Account) -> None:
    """Tell the owner of an address that somebody, perhaps they themselves, signed up or changed to it again."""
    post("account_exists", _to(account))


def prove(account: Account, token: str) -> None:
    post("prove_address", _to(account), token=token, lasts=LASTS_IN_WORDS[LinkPurpose.PROVE])


def reset(account: Account, token: str) -> None:
    post("password_reset", _to(account), token=token, lasts=LASTS_IN_WORDS[LinkPurpose.RESET])


def password_changed(account: Account, *, at: datetime) -> None:
    post("password_changed", _to(account), at=at, token=_not_me(account, at))


def change_address(account: Account, new: str, token: str) -> None:
    post(
        "address_change",
        Recipient(new, account.name, account.time_zone),
        token=token,
        lasts=LASTS_IN_WORDS[LinkPurpose.CHANGE_EMAIL],
    )


def address_changed(account: Account, old: str, *, at: datetime) -> None:
    """Tell both addresses: the old one belongs to the person who must notice, and can take it back, when it was not them."""
    for address, token in ((old, _not_me(account, at, old)), (account.email, None)):
        post(
            "address_changed",
            Recipient(address, account.name, account.time_zone),
            old=old,
            new=account.email,
            at=at,
            token=token,
        )


def new_device(account: Account, device: str, *, at: datetime) -> None:
    post("new_device", _to(account), device=device, at=at, token=_not_me(account, at))


def factor_changed(account: Account, what: str, *, at: datetime) -> None:
    post("factor_changed", _to(account), what=what, at=at, token=_not_me(account, at))


def closed(account: Account, *, at: datetime) -> None:
    """Say goodbye, and tell the owner of the address if it was somebody else who closed it."""
    post("account_closed", _to(account), at=at)


def _not_me(account: Account, at: datetime, email: str | None = None) -> str:
    """Give the token by which the owner of an address says that this was somebody else."""
    return one_time_tokens.make(account, LinkPurpose.NOT_ME, at=at, email=email)


def _to(account: Account) -> Recipient:
    return Recipient(account.email, account.name, account.time_zone)
