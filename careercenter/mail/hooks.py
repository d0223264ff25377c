"""What a mail service reports by HTTP: signed, so that nobody else can say that an address is out of reach."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careercenter.core.addresses import NotAnAddress, mail_address
from careercenter.mail import reachability, reports
from careercenter.mail.models import ReturnKind
from careercenter.mail.reports import DeliveryReport

# An answer that was overheard cannot be sent again after this.
MOST_AGE_SECONDS = 300
MOST_EVENTS = 1000
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


class NotSigned(Exception):
    """The signature is missing, wrong or too old."""


class Malformed(ValueError):
    """The body is not what docs/mail.md describes."""


@dataclass(frozen=True, slots=True)
class ReturnEvent:
    report: DeliveryReport
    recipient: str


def sign(body: bytes, secret: str, at: datetime) -> str:
    """Give the header `X-Signature` for a body: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">`."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_mac(body, secret, seconds)}"


def check(body: bytes, signature: str, secret: str, at: datetime) -> None:
    """Raise NotSigned unless the body was signed with the secret a moment ago. Without a secret nobody can sign."""
    found = _SIGNATURE.fullmatch(signature) if secret else None
    if found is None or abs(at.timestamp() - int(found[1])) > MOST_AGE_SECONDS:
        raise NotSigned
    if not hmac.compare_digest(_mac(body, secret, int(found[1])), found[2]):
        raise NotSigned


def _mac(body: bytes, secret: str, seconds: int) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def read(body: bytes) -> list[ReturnEvent]:
    """Read `{"events": [{"type": …}]}`; Malformed says what is wrong."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not JSON.") from error
    events = said.get("events") if isinstance(said, dict) else None
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise Malformed(f"`events` is a list of at most {MOST_EVENTS}.")
    return [_event(event) for event in events]


def _event(event: Any) -> ReturnEvent:
    if not isinstance(event, dict):
        raise Malformed("Each event is an object.")
    texts = {name: event.get(name, "") for name in ("type", "message_id", "recipient", "status", "reason")}
    if not all(isinstance(value, str) for value in texts.values()):
        raise Malformed("`type`, `message_id`, `recipient`, `status` and `reason` are texts.")
    if texts["type"] not in ("bounce", "complaint"):
        raise Malformed("`type` is bounce or complaint.")
    if not texts["message_id"] and not texts["recipient"]:
        raise Malformed("Name the e-mail by `message_id`, or the `recipient`.")
    if texts["type"] == "complaint":
        kind = ReturnKind.COMPLAINT
    else:
        hard = event.get("permanent") is True or reports.kind_of(texts["status"], texts["reason"]) is ReturnKind.HARD
        kind = ReturnKind.HARD if hard else ReturnKind.SOFT
    reason = f"{texts['status']} {texts['reason']}".strip()[:500]
    return ReturnEvent(DeliveryReport(kind, reason, message_id=texts["message_id"][:200]), _address(texts["recipient"]))


def _address(text: str) -> str:
    try:
        return mail_address(text) if text else ""
    except NotAnAddress as error:
        raise Malformed("`recipient` is no e-mail address.") from error


def apply(events: list[ReturnEvent], *, at: datetime) -> int:
    """Take note of each; give how many were new. By its Message-ID an event counts once. The caller commits."""
    new = 0
    for event in events:
        if event.report.message_id:
            new += reports.apply([event.report], at=at)
        else:
            reachability.note(event.recipient, event.report.kind, event.report.reason, at=at)
            new += 1
    return new
