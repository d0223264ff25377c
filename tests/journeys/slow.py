"""People at the other end of very slow lines, or who pretend to be: connections that send or read a byte now and then."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

BODY = 400_000  # bytes announced, of which a few ever come


@contextlib.contextmanager
def slow_senders(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Open connections that have announced a form, sent its first byte, and are in no hurry."""
    began = (
        f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {BODY}\r\n\r\nx"
    ).encode()
    yield from _kept_open(port, [began] * count)


@contextlib.contextmanager
def slow_askers(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Open connections whose headers never end."""
    yield from _kept_open(port, [b"GET /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: "] * count)


@contextlib.contextmanager
def slow_readers(port: int, count: int, path: str) -> Iterator[list[socket.socket]]:
    """Open connections that ask for a page and read nothing of it."""
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    yield from _kept_open(port, [asked] * count, receive_buffer=2048)


def _kept_open(port: int, begun: list[bytes], receive_buffer: int | None = None) -> Iterator[list[socket.socket]]:
    connections: list[socket.socket] = []
    try:
        for said in begun:
            one = socket.socket()
            if receive_buffer is not None:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            one.settimeout(20)
            one.connect(("127.0.0.1", port))
            one.sendall(said)
            connections.append(one)
        yield connections
    finally:
        for one in connections:
            one.close()


def send_a_byte(connections: list[socket.socket]) -> int:
    """Send one byte more on each; give how many are still open at the other end."""
    still_open = 0
    for one in connections:
        with contextlib.suppress(OSError):
            one.sendall(b"x")
            still_open += not closed(one)
    return still_open


def closed(connection: socket.socket) -> bool:
    """Say whether the other end has closed it; nothing else is waited for."""
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        connection.settimeout(20)


def status_of(port: int, path: str) -> int:
    """Ask for a page on a connection of its own; give its status."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := one.recv(65536):
            answer += part
    return int(answer[9:12])
