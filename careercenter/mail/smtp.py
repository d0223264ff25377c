"""Sending one letter over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage

from careercenter.config import Settings
from careercenter.mail.models import Letter

# A server that does not answer holds a worker no longer than this; the task's lease is longer.
TIMEOUT_SECONDS = 30

Message = EmailMessage


class Undeliverable(Exception):
    """Trying again would not help: the address or the letter was refused for good."""


def message_of(letter: Letter, settings: Settings, at: datetime) -> Message:
    """Build the letter as text and HTML; Undeliverable when an address is none.

    The standard library refuses line breaks in every header, so that no name or subject can add one.
    """
    message = EmailMessage()
    try:
        message["From"] = Address("CareerCenter", addr_spec=settings.mail_from)
        message["To"] = Address(letter.recipient_name, addr_spec=letter.recipient)
        if letter.reply_to:
            message["Reply-To"] = Address(addr_spec=letter.reply_to)
        message["Subject"] = letter.subject
        message["Message-ID"] = letter.message_id
    except (ValueError, IndexError, HeaderParseError) as error:
        raise Undeliverable(f"The letter has a header that cannot be sent: {error}") from error
    message["Date"] = at
    # RFC 3834: so that out-of-office answers stay away.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def send(message: Message, settings: Settings) -> None:
    """Hand the message to the configured server.

    Undeliverable when the server refuses the recipient or the letter for good; any other failure is raised as it is and may
    pass by itself, or when an operator mends the settings.
    """
    try:
        with _connection(settings) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise Undeliverable(f"The recipient was refused: {_said(next(iter(error.recipients.values())))}") from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Undeliverable(f"The letter was refused: {_said((error.smtp_code, error.smtp_error))}") from error
        raise
    except smtplib.SMTPNotSupportedError as error:
        raise Undeliverable(f"The mail server cannot take this address: {error}") from error


def _connection(settings: Settings) -> smtplib.SMTP:
    """Connect and prove the server's certificate, unless the settings say "none"."""
    if settings.mail_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.mail_server, settings.mail_port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.mail_tls == "starttls":
            _start_tls(server)
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password)
    except BaseException:
        server.close()
        raise
    return server


def _start_tls(server: smtplib.SMTP) -> None:
    server.ehlo()
    if not server.has_extn("starttls"):
        # Not Undeliverable: the letter is fine, the connection is not, and an operator can mend that.
        raise smtplib.SMTPException("The mail server does not offer STARTTLS, so nothing was sent to it.")
    server.starttls(context=ssl.create_default_context())


def _said(answer: tuple[int, bytes | str]) -> str:
    code, words = answer
    return f"{code} {words if isinstance(words, str) else words.decode('utf-8', 'replace')}"[:500]
