"""The web process: gunicorn starts and supervises it, waitress reads requests and sends answers, a few threads run the pages.

A thread is taken up only by a request that has arrived whole, and given back when its answer is handed over: slow senders and
slow readers cost a socket and a buffer, which goes to a temporary file when it grows. Requests that may write have threads of
their own, so that pages are read while writers wait for the database. docs/decisions/0018-slow-connections.md has the figures.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import socket
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from careercenter.core.memory import return_free_memory

READING_THREADS = 4
WRITING_THREADS = 3
# Requests that wait for a thread of their kind, some ten seconds' work; the next one is told to come back.
MOST_READING = 400
MOST_WRITING = 64
MOST_CONNECTIONS = 1000  # of one process; then the one that has been longest about its request makes room

HEADERS_WITHIN = 20.0  # seconds from a request's first byte to the end of its headers
BODY_WITHIN = 30.0  # seconds for a body or an answer of any size, and a second more for each SLOWEST bytes of it
SLOWEST = 8 * 1024  # bytes a second: 5 MB may take eleven minutes
IDLE_FOR = 30  # seconds a connection may stay open without a request
HALF_RECEIVED_FOR = 2.0  # seconds a stopping process waits for the rest of requests that have begun

LARGEST_HEADERS = 32 * 1024
# Past what the application takes, so that its own page says what was too large; nothing larger is read at all.
LARGEST_BODY = 16 * 1024 * 1024
IN_MEMORY = 64 * 1024  # bytes of a body kept in memory; the rest goes to a temporary file
ANSWER_IN_MEMORY = 256 * 1024

TRIM_EVERY = 10.0  # seconds between givings back of free memory

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class TooBusy(Error):
    """More requests wait than could be answered while somebody still waits for the answer."""

    code = 503
    reason = "Service Unavailable"

    def __init__(self) -> None:
        super().__init__("The board is very busy just now. Nothing was changed. Try again in a minute.")

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, _body = super().to_response(ident)
        return status, [*headers, ("Retry-After", "30"), ("Cache-Control", "no-store")], self.body.encode()


class Channel(HTTPChannel):
    """One connection, which knows since when the request it is receiving or the answer it is sending has been under way."""

    receiving_since: float | None = None
    sending_since: float | None = None
    to_send = 0  # bytes when sending began

    def received(self, data: bytes) -> bool:
        if self.receiving_since is None:
            self.receiving_since = time.monotonic()
        took = super().received(data)
        if self.request is None:
            self.receiving_since = None
        return bool(took)

    def overdue(self, at: float) -> bool:
        """Say whether the other end has taken longer than anybody who means it; `at` is of the monotonic clock."""
        if self.requests:
            self.sending_since = None
            return False  # it is being answered: this is our own time
        request = self.request
        if request is not None and self.receiving_since is not None:
            size = max(request.content_length, request.body_bytes_received)
            allowed = BODY_WITHIN + size / SLOWEST if request.headers_finished else HEADERS_WITHIN
            return at - self.receiving_since > allowed
        if not self.total_outbufs_len:
            self.sending_since = None
            return False
        if self.sending_since is None:
            self.sending_since, self.to_send = at, self.total_outbufs_len
        return at - self.sending_since > BODY_WITHIN + self.to_send / SLOWEST


class Server(TcpWSGIServer):
    """Accepts, keeps deadlines, and hands what has arrived to the threads of its kind."""

    channel_class = Channel

    def __init__(self, application: Any, adjustments: Adjustments, listener: socket.socket, sockets: dict[int, Any]) -> None:
        self._readers, self._writers = _threads(READING_THREADS), _threads(WRITING_THREADS)
        self._trimmed_at = time.monotonic()
        where = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application, sockets, True, listener, dispatcher=self._readers, adj=adjustments, sockinfo=where, bind_socket=False
        )

    def add_task(self, task: Channel) -> None:
        request = task.requests[0]
        reads = request.error or request.command in SAFE
        threads, most = (self._readers, MOST_READING) if reads else (self._writers, MOST_WRITING)
        if not request.error and len(threads.queue) >= most:
            request.error = TooBusy()
            threads = self._readers
        threads.add_task(task)

    def readable(self) -> bool:
        if len(self._map) >= self.adj.connection_limit:
            self._make_room()
        return bool(super().readable())

    def _make_room(self) -> None:
        """Close the twentieth of the connections that has been longest about a request, or without one."""
        waiting = [channel for channel in self.active_channels.values() if not channel.requests and not channel.will_close]
        waiting.sort(key=lambda channel: channel.creation_time)
        for channel in waiting[: max(1, self.adj.connection_limit // 20)]:
            channel.will_close = True

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        at = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.overdue(at):
                channel.will_close = True
        if at - self._trimmed_at > TRIM_EVERY:
            self._trimmed_at = at
            return_free_memory()  # searches leave holes of the size of their arrays in the heap

    def busy(self, *, waits: bool) -> bool:
        """Say whether answers are under way, or, if the rest of requests is to be waited for, requests."""
        return any(
            channel.requests or channel.total_outbufs_len or (waits and channel.request is not None)
            for channel in self.active_channels.values()
        )

    def end(self) -> None:
        for threads in (self._readers, self._writers):
            threads.shutdown(timeout=1)


def _threads(count: int) -> ThreadedTaskDispatcher:
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(count)
    return threads


class BufferingWorker(Worker):  # gunicorn has no types
    """The worker class of `gunicorn --worker-class careercenter.web.server.BufferingWorker`."""

    def run(self) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait now and then is no news
        logging.getLogger("waitress").setLevel(logging.ERROR)
        sockets: dict[int, Any] = {}
        adjustments = _adjustments(_connections())
        servers = [Server(self.wsgi, adjustments, listener.sock, sockets) for listener in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self._turn(sockets)
        for server in servers:
            server.accepting = False
        began = time.monotonic()
        while (waited := time.monotonic() - began) < self.cfg.graceful_timeout:
            if not any(server.busy(waits=waited < HALF_RECEIVED_FOR) for server in servers):
                break
            self._turn(sockets)
        for server in servers:
            server.end()
        with contextlib.suppress(OSError):
            wasyncore.close_all(sockets)

    def _turn(self, sockets: dict[int, Any]) -> None:
        self.notify()
        wasyncore.loop(timeout=0.5, use_poll=True, map=sockets, count=1)


def _connections() -> int:
    """Give how many connections one process may hold, having asked for the files they need."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Each may have a temporary file; and the database, the index and the log need some.
    wanted = 2 * MOST_CONNECTIONS + 200
    files = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(16, min(MOST_CONNECTIONS, (files - 200) // 2))


def _adjustments(connections: int) -> Adjustments:
    return Adjustments(
        connection_limit=connections,
        cleanup_interval=1,
        channel_timeout=IDLE_FOR,
        recv_bytes=64 * 1024,
        max_request_header_size=LARGEST_HEADERS,
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=ANSWER_IN_MEMORY,
        ident=None,
        # The application itself reads these, and only from as many proxies as the operator trusts.
        clear_untrusted_proxy_headers=False,
        log_socket_errors=False,
    )
