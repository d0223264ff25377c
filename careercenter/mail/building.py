"""An e-mail as the bytes that are sent. Every header is encoded here, and the whole is read back before it leaves.

The standard library's EmailMessage parses what it is given, so that "=?utf-8?b?DQpCY2M6…?=" in a name could become a line break
and a header of its own (CVE-2024-6923, mended in Python 3.11.10 and later 3.12), and a quoted name could lose its quotes when a
long header was folded. Nothing here depends on either.
"""

from __future__ import annotations

import binascii
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header, decode_header, make_header
from email.message import Message
from email.parser import Parser
from email.policy import compat32
from email.utils import format_datetime, getaddresses
from typing import Protocol

from careercenter.mail.addresses import WireAddress, on_the_wire

Headers = list[tuple[str, str]]


class Undeliverable(Exception):
    """Trying again would not help: the address or the e-mail was refused for good."""


class OutgoingEmail(Protocol):
    """What of a row of the outbox is sent."""

    recipient: str
    recipient_name: str
    reply_to: str | None
    subject: str
    text: str
    html: str
    message_id: str
    stop_url: str | None


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    address: str
    bounces_to: str = ""  # envelope sender, "" for `address`; `{}` in it becomes the e-mail's own (VERP)


@dataclass(frozen=True, slots=True)
class Built:
    """The bytes with CRLF line ends, and the envelope."""

    content: bytes
    sender: str
    recipient: str
    needs_utf8: bool


def build(letter: OutgoingEmail, sender: Sender, at: datetime) -> Built:
    """Give the e-mail as text and HTML; Undeliverable when an address is none or something cannot stand in a header."""
    try:
        board, to = on_the_wire(sender.address), on_the_wire(letter.recipient)
        reply_to = on_the_wire(letter.reply_to) if letter.reply_to else None
        bounces_to = on_the_wire(_bounce_address(sender.bounces_to, letter.message_id)) if sender.bounces_to else board
        headers = _headers(letter, sender.name, (board, to, reply_to), at)
        parts = (("text/plain", _with_crlf(letter.text)), ("text/html", _with_crlf(letter.html)))
        # A "_" never follows "=" in quoted-printable, so that no body holds the boundary.
        boundary = f"=_{secrets.token_hex(12)}"
        headers += [("MIME-Version", "1.0"), ("Content-Type", f'multipart/alternative; boundary="{boundary}"')]
        content = _assembled(headers, parts, boundary)
    except ValueError as error:  # UnicodeError and HeaderParseError among them
        raise Undeliverable(f"The e-mail has a header that cannot be sent: {error}") from error
    _check(content, letter, to, headers, parts)
    return Built(content, str(bounces_to), str(to), to.needs_utf8 or bool(reply_to and reply_to.needs_utf8) or board.needs_utf8)


def _headers(
    letter: OutgoingEmail, name: str, addresses: tuple[WireAddress, WireAddress, WireAddress | None], at: datetime
) -> Headers:
    board, to, reply_to = addresses
    headers = [("From", _mailbox(name, board)), ("To", _mailbox(letter.recipient_name, to))]
    if reply_to is not None:
        headers.append(("Reply-To", str(reply_to)))
    headers += [
        ("Subject", _encoded(letter.subject, "Subject")),
        ("Date", format_datetime(at)),
        ("Message-ID", _message_id(letter.message_id)),
        # RFC 3834: so that out-of-office answers stay away.
        ("Auto-Submitted", "auto-generated"),
    ]
    if letter.stop_url:
        if not re.fullmatch(r"https?://[!-;=?-~]{1,480}", letter.stop_url):
            raise ValueError("the address that stops such e-mails is none")
        headers += [("List-Unsubscribe", f"<{letter.stop_url}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    return headers


_PLAIN = re.compile(r"[!-~]([ -~]*[!-~])?")
_LONGEST_PLAIN = 200  # RFC 5322 allows lines of 998 characters; subjects end here


def _encoded(words: str, header: str) -> str:
    """Give plain words as they are, all others as encoded words (RFC 2047) that say exactly these words."""
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in words):
        raise ValueError(f"a line break or control character in {header}")
    if not words or (_PLAIN.fullmatch(words) and "=?" not in words and len(words) <= _LONGEST_PLAIN):
        return words
    return Header(words, "utf-8", header_name=header).encode(linesep="\r\n")


_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)


def _mailbox(name: str, address: WireAddress) -> str:
    """Give `name <address>`; a name with commas is quoted as a whole, and never broken within its quotes."""
    words = _encoded(name, "To")
    if not words:
        return str(address)
    if words == name and not _ATOMS.fullmatch(name):
        words = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    gap = " " if len(words) + len(str(address)) < 70 and "\r\n" not in words else "\r\n "
    return f"{words}{gap}<{address}>"


def _message_id(text: str) -> str:
    if not re.fullmatch(r"<[!-;=?A-~]+@[!-;=?A-~]+>", text):
        raise ValueError("the Message-ID is none")
    return text


def _bounce_address(bounces_to: str, message_id: str) -> str:
    return bounces_to.replace("{}", message_id.strip("<>").split("@")[0])


def _with_crlf(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


def _assembled(headers: Headers, parts: tuple[tuple[str, str], ...], boundary: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers]
    lines.append("")
    for kind, text in parts:
        quoted = binascii.b2a_qp(text.encode(), istext=True).decode("ascii")
        lines += [
            f"--{boundary}",
            f'Content-Type: {kind}; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            quoted,
        ]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode()


def _check(
    content: bytes, letter: OutgoingEmail, to: WireAddress, headers: Headers, parts: tuple[tuple[str, str], ...]
) -> None:
    """Read the e-mail as its receiver will: the headers that were meant and no other, one recipient, both bodies whole."""
    read = Parser(policy=compat32).parsestr(content.decode())
    said = [(name, str(value)) for name, value in read.items()]
    wrong = (
        "headers" if said != headers
        else "subject" if str(make_header(decode_header(read["Subject"]))) != letter.subject
        else "recipient" if not _is_mailbox(read["To"], letter.recipient_name, to)
        else "parts" if read.defects or not _same_parts(read, parts)
        else None
    )  # fmt: skip
    if wrong:
        raise Undeliverable(f"The e-mail would not arrive as it was written ({wrong}), so it was not sent.")


def _is_mailbox(header: str, name: str, to: WireAddress) -> bool:
    """Say whether a To header is one recipient with this name."""
    found = getaddresses([header])
    if len(found) != 1:
        return False
    read_name, read_address = found[0]
    return read_address == str(to) and str(make_header(decode_header(read_name))) == name


def _same_parts(read: Message, parts: tuple[tuple[str, str], ...]) -> bool:
    bodies = read.get_payload() if read.is_multipart() else []
    if read.get_content_type() != "multipart/alternative" or len(bodies) != len(parts):
        return False
    for body, (kind, text) in zip(bodies, parts, strict=True):
        assert isinstance(body, Message)
        whole = not body.defects and body.get_content_type() == kind and len(body.items()) == 2
        if not whole or body.get_payload(decode=True) != text.encode():
            return False
    return True
