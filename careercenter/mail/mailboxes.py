"""The mailbox undeliverable e-mails return to: over IMAP, or a maildir or mbox on this host."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 30
MOST = 200  # messages read at a time

# Given each message, says whether it is dealt with and may be deleted. What is not stays, marked as seen.
Deal = Callable[[bytes], bool]


def read_new(address: str, deal: Deal) -> int:
    """Hand each unread message of a mailbox to `deal`; give how many were dealt with. OSError says why it cannot be read."""
    scheme = urlsplit(address).scheme
    try:
        if scheme == "imaps":
            return _over_imap(address, deal)
        return _in_folder(address, scheme, deal)
    except (imaplib.IMAP4.error, mailbox.Error, KeyError) as error:
        raise OSError(f"the mailbox cannot be read: {error}") from error


def _in_folder(address: str, scheme: str, deal: Deal) -> int:
    path = unquote(urlsplit(address).path)
    done, seen = 0, "S" if scheme == "maildir" else "R"
    with _opened(path, scheme) as box:
        for key in list(box.keys())[: MOST * 5]:
            message = box.get_message(key)
            if seen in message.get_flags():
                continue
            if deal(box.get_bytes(key)):
                box.remove(key)
            else:
                message.add_flag(seen)
                if scheme == "maildir":
                    message.set_subdir("cur")  # type: ignore[union-attr]
                box[key] = message
            done += 1
            if done == MOST:
                break
    return done


@contextmanager
def _opened(path: str, scheme: str) -> Iterator[mailbox.Maildir | mailbox.mbox]:
    box = mailbox.Maildir(path, create=False) if scheme == "maildir" else mailbox.mbox(path, create=False)
    box.lock()  # so that what arrives meanwhile is not lost
    try:
        yield box
        box.flush()
    finally:
        box.unlock()
        box.close()


def _over_imap(address: str, deal: Deal) -> int:
    parts = urlsplit(address)
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    server = imaplib.IMAP4_SSL(
        parts.hostname or "", parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_SECONDS
    )
    done = 0
    with server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _checked(server.select(f'"{folder}"'))
        numbers = _checked(server.uid("SEARCH", "UNSEEN"))[0].split()[:MOST]
        for number in numbers:
            fetched = _checked(server.uid("FETCH", number, "(BODY.PEEK[])"))
            raw = next((piece[1] for piece in fetched if isinstance(piece, tuple)), b"")
            flag = r"(\Seen \Deleted)" if deal(raw) else r"(\Seen)"
            _checked(server.uid("STORE", number, "+FLAGS.SILENT", flag))
            done += 1
        server.expunge()
    return done


def _checked(answer: tuple[str, list]) -> list:  # type: ignore[type-arg]
    status, data = answer
    if status != "OK":
        raise OSError(f"the mailbox cannot be read: {data!r}")
    return data
