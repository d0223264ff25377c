"""Reading what mail servers send back: delivery reports (RFC 3464) and complaints (RFC 5965).

Anybody can send such a report to the board. It counts only when it names an e-mail by its Message-ID, or by the address made
for it alone: who does not know the e-mail cannot guess either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import Message

from sqlalchemy import select

from careercenter.core.db import db
from careercenter.mail import reachability
from careercenter.mail.models import Letter, ReturnKind

LARGEST = 1_000_000  # bytes of a report; what is larger is none
# RFC 3463 and the IANA registry: no such mailbox, no such domain, mailbox disabled, the recipient is unknown or has moved,
# letters that no server on the way takes.
FOR_GOOD = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.6.7"})
_CODE = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """`message_id` with its brackets; `token` is its part before the @, where only the address made of it is known."""

    kind: ReturnKind
    reason: str
    message_id: str = ""
    token: str = ""


def read(raw: bytes, *, bounce_address: str = "") -> list[DeliveryReport]:
    """Give what a message reports; nothing when it is no report, or one of an e-mail that is delayed or was delivered."""
    if len(raw) > LARGEST:
        return []
    try:
        message = message_from_bytes(raw)
        if message.get_content_type() != "multipart/report" or not message.is_multipart():
            return []
        known = {"message_id": _original_id(message), "token": _token_of(message, bounce_address)}
        return [DeliveryReport(kind, reason, **known) for kind, reason in _reports_in(message)]
    except (MessageError, ValueError, LookupError, AttributeError, TypeError):
        return []  # what is not built as a report is none


def apply(reports: Iterable[DeliveryReport], *, at: datetime) -> int:
    """Take note of each; give how many were about e-mails of this board and new. The caller commits."""
    new = 0
    for report in reports:
        letter = _letter_of(report)
        if letter is not None:
            new += reachability.returned(letter, report.kind, report.reason, at=at)
    return new


def kind_of(status: str, words: str) -> ReturnKind:
    """Say whether a refusal is for good, by its enhanced code or the ones in the server's words."""
    codes = {status, *_CODE.findall(words)} - {"5.0.0"}
    return ReturnKind.HARD if codes & FOR_GOOD else ReturnKind.SOFT


def _letter_of(report: DeliveryReport) -> Letter | None:
    if report.message_id:
        return db.session.scalars(select(Letter).where(Letter.message_id == report.message_id)).one_or_none()
    if report.token:
        same = Letter.message_id.startswith(f"<{report.token}@", autoescape=True)
        return db.session.scalars(select(Letter).where(same)).one_or_none()
    return None


def _reports_in(message: Message) -> Iterator[tuple[ReturnKind, str]]:
    for part in _parts(message):
        if part.get_content_type() == "message/delivery-status":
            yield from _failures(part)
        elif part.get_content_type() == "message/feedback-report":
            fields = _fields(part)
            if fields.get("feedback-type", "").strip().lower() in ("abuse", "fraud", "other"):
                yield ReturnKind.COMPLAINT, f"reported as spam, by {fields.get('user-agent', 'a mail service')}"[:500]


def _failures(part: Message) -> Iterator[tuple[ReturnKind, str]]:
    """Give each recipient the e-mail did not reach; the first block is about the report itself."""
    for block in _parts(part):
        if str(block.get("Action", "")).strip().lower() != "failed":
            continue
        status = str(block.get("Status", "")).split(" ")[0].strip()
        words = " ".join(str(block.get("Diagnostic-Code", "")).split())
        yield kind_of(status, words), f"{status} {words}".strip()[:500]


def _parts(message: Message) -> list[Message]:
    return [part for part in message.get_payload() if isinstance(part, Message)]


def _fields(part: Message) -> dict[str, str]:
    """Read the fields of a feedback report, which the library may have read as a message or left as text."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) else message_from_string(str(payload))
    assert isinstance(inner, Message)
    return {name.lower(): str(value) for name, value in inner.items()}


def _original_id(message: Message) -> str:
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            return str(_parts(part)[0].get("Message-ID", "")).strip()
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content) if isinstance(content, bytes) else _parts(part)[0]
            return str(headers.get("Message-ID", "")).strip()
    return ""


def _token_of(message: Message, bounce_address: str) -> str:
    """Find the part that was put for `{}` into the address the report came back to."""
    if "{}" not in bounce_address:
        return ""
    before, after = (re.escape(piece) for piece in bounce_address.lower().split("{}", 1))
    pattern = re.compile(f"{before}([a-z2-7]{{16,40}}){after}")
    for name in ("X-Original-To", "Delivered-To", "Envelope-To", "To"):
        for value in message.get_all(name, []):
            if found := pattern.search(str(value).lower()):
                return found[1]
    return ""
