"""One connection to the mail server, for one e-mail or many."""

from __future__ import annotations

import smtplib
import ssl
from types import TracebackType
from typing import Self

from careercenter.config import Settings
from careercenter.mail.building import Built, Undeliverable

# A server that does not answer holds the mail's own lane no longer than this for each answer.
TIMEOUT_SECONDS = 30


class RefusedRecipient(Undeliverable):
    """The server does not take e-mail for this recipient, for good; `status` is its enhanced code (RFC 3463) or ""."""

    def __init__(self, message: str, status: str) -> None:
        super().__init__(message)
        self.status = status


class NotNow(Exception):
    """The server asks to slow down or come back later: no fault of the e-mail at hand."""


class Connection:
    """Connect on entering, and prove the server's certificate unless the settings say "none"; say good-bye on leaving."""

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._settings, self._timeout = settings, timeout
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        settings = self._settings
        # Without a name of its own the library would ask the DNS for one, which may take long.
        called = settings.host if "." in settings.host else "localhost.localdomain"
        where = (settings.mail_server, settings.mail_port)
        if settings.mail_tls == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, local_hostname=called, timeout=self._timeout, context=context)
        else:
            server = smtplib.SMTP(*where, local_hostname=called, timeout=self._timeout)
        try:
            if settings.mail_tls == "starttls":
                _start_tls(server)
            if settings.mail_user:
                server.login(settings.mail_user, settings.mail_password)
        except BaseException:
            server.close()
            raise
        self._server = server
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._server is not None
        try:
            if kind is None:
                self._server.quit()
        except (OSError, smtplib.SMTPException):
            pass  # what was taken was taken; a lost good-bye changes nothing
        finally:
            self._server.close()

    def send(self, message: Built) -> None:
        """Hand the message over.

        Undeliverable when the recipient or the message is refused for good; NotNow when the server wants no more for a while.
        Any other failure is raised as it is and may pass by itself, or when an operator mends the settings.
        """
        assert self._server is not None
        server = self._server
        server.ehlo_or_helo_if_needed()
        if message.needs_utf8 and not server.has_extn("smtputf8"):
            words = f"The mail server takes no address with letters beyond a–z before the @ (SMTPUTF8): {message.recipient}"
            raise RefusedRecipient(words, "5.6.7")
        options = ("SMTPUTF8", "BODY=8BITMIME") if message.needs_utf8 else ()
        try:
            server.sendmail(message.sender, [message.recipient], message.content, mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            _recipient_refused(next(iter(error.recipients.values())), error)
            raise
        except smtplib.SMTPDataError as error:
            _slow_down(error)
            if error.smtp_code >= 500:
                raise Undeliverable(f"The e-mail was refused: {_answer(error.smtp_code, error.smtp_error)}") from error
            raise
        except smtplib.SMTPSenderRefused as error:
            _slow_down(error)
            raise


def _recipient_refused(answer: tuple[int, bytes], error: smtplib.SMTPRecipientsRefused) -> None:
    code, words = answer
    if code == 421:
        raise NotNow(_answer(code, words)) from error
    if code >= 500:
        text = _answer(code, words)
        status = words.split(b" ", 1)[0].decode("ascii", "replace")
        raise RefusedRecipient(f"The recipient was refused: {text}", status if status.count(".") == 2 else "") from error


# 421 closes the connection; RFC 3463's x.4.5 is congestion, x.7.x at 4yz a policy on how much may be sent; 454 is Amazon's
# "Throttling failure: Maximum sending rate exceeded".
def _slow_down(error: smtplib.SMTPResponseException) -> None:
    words = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
    hurried = error.smtp_code < 500 and words.split(b" ", 1)[0] in (b"4.4.5", b"4.7.0", b"4.7.28")
    if error.smtp_code in (421, 454) or hurried:
        raise NotNow(_answer(error.smtp_code, words)) from error


def _start_tls(server: smtplib.SMTP) -> None:
    server.ehlo()
    if not server.has_extn("starttls"):
        # Not Undeliverable: the e-mail is fine, the connection is not, and an operator can mend that.
        raise smtplib.SMTPException("The mail server does not offer STARTTLS, so nothing was sent to it.")
    server.starttls(context=ssl.create_default_context())


def _answer(code: int, words: bytes | str) -> str:
    return f"{code} {words if isinstance(words, str) else words.decode('utf-8', 'replace')}"[:500]
