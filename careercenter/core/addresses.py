"""Addresses people type: web sites and mail."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

import email_validator

from careercenter.core.i18n import _

LONGEST_WEB_ADDRESS = 200
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+", re.ASCII)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)


class NotAnAddress(ValueError):
    """The message says, to the person who typed it, what to do."""


def web_address(text: str) -> str:
    """Give the address as it may be linked: https, a public host name, nothing hidden in it. NotAnAddress says why not.

    A bare "example.com" gets its https://. Nothing is ever fetched from it.
    """
    text = text.strip()
    if any(unicodedata.category(c).startswith(("C", "Z")) for c in text) or "\\" in text:
        raise NotAnAddress(_("Enter the web address without spaces, like https://example.com."))
    if "://" not in text and not re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.I):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
        port = parts.port
    except ValueError as error:  # UnicodeError is one
        raise NotAnAddress(_("Enter a web address like https://example.com.")) from error
    if parts.scheme.lower() != "https":
        raise NotAnAddress(_("Enter a web address that starts with https://, like https://example.com."))
    if parts.username is not None or parts.password is not None:
        raise NotAnAddress(_("Enter the web address without a name or password in it."))
    if not _public(host):
        raise NotAnAddress(_("Enter a web address like https://example.com."))
    address = f"https://{host}{f':{port}' if port else ''}{parts.path}"
    address += (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    if len(address) > LONGEST_WEB_ADDRESS:
        raise NotAnAddress(_("Enter a web address of at most %(most)s characters.", most=LONGEST_WEB_ADDRESS))
    return address


def mail_address(text: str) -> str:
    """Give a mail address as it is kept and compared: normalised, lower case. NotAnAddress says why not.

    A domain in any script is kept in its own letters (it is sent to as xn--). The part before the @ must be ASCII: others
    need SMTPUTF8 on every server on the way, and who has such an address would never hear from us.
    """
    text = text.strip()
    try:
        return email_validator.validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except email_validator.EmailNotValidError as error:
        if not text.rpartition("@")[0].isascii() and _would_be_one(text):
            raise NotAnAddress(
                _("Use an address whose part before the @ has plain letters: few mail servers take others.")
            ) from error
        raise NotAnAddress(_("Enter an e-mail address like name@example.com.")) from error


def _would_be_one(text: str) -> bool:
    try:
        email_validator.validate_email(text, check_deliverability=False)
    except email_validator.EmailNotValidError:
        return False
    return True


def _public(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or not _TOP.fullmatch(labels[-1]):
        return False  # a number at the end, in any base, would be read as a network address
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return labels[-1] not in ("localhost", "local", "internal", "invalid", "onion")
    return False


# Domains nobody has an address at, and the one that was meant. Written out, since some near ones are real: ymail.com, mail.com.
MISTYPED_DOMAINS: dict[str, str] = {
    wrong: right
    for right, wrongs in {
        "gmail.com": "gmial.com gmal.com gmai.com gamil.com gnail.com gmaill.com gmil.com gmsil.com gmail.co gmail.con gmail.cm"
        " gmail.om gmail.comm gmailcom.com",
        "yahoo.com": "yaho.com yahooo.com yhoo.com yahoo.co yahoo.con yahoo.cm yahho.com yaoo.com",
        "hotmail.com": "hotmial.com hotmal.com hotmai.com hotmil.com hotmail.co hotmail.con hotmaill.com hitmail.com",
        "outlook.com": "outlok.com outloook.com outllok.com outlook.co outlook.con outlokk.com",
        "icloud.com": "iclod.com icloud.co icloud.con iclould.com icoud.com icluod.com",
        "comcast.net": "comcst.net concast.net",
        "aol.com": "aol.co aol.con",
    }.items()
    for wrong in wrongs.split()
}


def likely_meant(address: str) -> str:
    """Give the address that was likely meant where its domain is a known slip of the keys; "" where there is none."""
    name, _at, domain = address.strip().rpartition("@")
    meant = MISTYPED_DOMAINS.get(domain.lower())
    return f"{name}@{meant}" if name and meant else ""
