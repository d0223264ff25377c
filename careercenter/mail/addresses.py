"""E-mail addresses as mail servers take them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import idna

# RFC 5322 dot-atom; quoted local parts and address literals are not sent to.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
LONGEST_LOCAL = 64  # octets: RFC 5321, 4.5.3.1.1


@dataclass(frozen=True, slots=True)
class WireAddress:
    """`domain` is ASCII (xn--…); `local` may not be, and then only a server with SMTPUTF8 takes it (RFC 6531)."""

    local: str
    domain: str

    @property
    def needs_utf8(self) -> bool:
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


def on_the_wire(address: str) -> WireAddress:
    """Give the address as it is sent to, with an internationalized domain in its ASCII form; ValueError when it is none."""
    local, at, domain = address.rpartition("@")
    if not at or not _fits(local):
        raise ValueError(f"{address!r} is no e-mail address")
    try:
        host = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise ValueError(f"{address!r} has a domain that does not exist: {error}") from error
    if not _HOST.fullmatch(host):
        raise ValueError(f"{address!r} is no e-mail address")
    return WireAddress(local, host)


def _fits(local: str) -> bool:
    """Read characters beyond ASCII as letters of a dot-atom, as RFC 6532 does."""
    if not local.isprintable() or any(character.isspace() for character in local):
        return False  # lone surrogates are not printable either
    as_ascii = "".join(character if character.isascii() else "x" for character in local)
    return _LOCAL.fullmatch(as_ascii) is not None and len(local.encode()) <= LONGEST_LOCAL
