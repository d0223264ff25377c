"""The web process: only requests that have arrived whole take a thread, reads do not wait for writes, all have deadlines."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from waitress import wasyncore

from careercenter.web import server as web_server
from careercenter.web.server import BODY_WITHIN, HEADERS_WITHIN, SLOWEST, WRITING_THREADS, Channel, Server, _adjustments

LIMIT = 30  # connections of the server under test
PATIENCE = 20  # seconds before a test gives up; nothing here takes one


class Running:
    """A server with its loop in a thread, and an application that may be held up."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.held, self.let_go = threading.Semaphore(0), threading.Event()
        self._sockets: dict[int, Any] = {}
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.server = Server(self._answer, _adjustments(LIMIT), listener, self._sockets)
        self._ended = threading.Event()
        self._loop = threading.Thread(target=self._run)
        self._loop.start()

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.bodies.append(environ["wsgi.input"].read())
        if environ["PATH_INFO"] == "/held":
            self.held.release()
            assert self.let_go.wait(PATIENCE)
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
        return [b"ok\n"]

    def _run(self) -> None:
        while not self._ended.is_set():
            wasyncore.loop(timeout=0.05, use_poll=True, map=self._sockets, count=1)

    def stop(self) -> None:
        self.let_go.set()
        self._ended.set()
        self._loop.join()
        self.server.end()
        wasyncore.close_all(self._sockets)

    def connect(self, said: bytes = b"") -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        one.sendall(said)
        return one

    def ask(self, method: str = "GET", path: str = "/", body: bytes | None = None) -> tuple[int, str | None, bytes]:
        """Give the status, Retry-After and the body."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.headers["Retry-After"], answer.read()

    def channels(self, count: int) -> list[Channel]:
        deadline = time.monotonic() + PATIENCE
        while len(self.server.active_channels) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return list(self.server.active_channels.values())


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.stop()


def begun(length: int) -> bytes:
    return b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\nx" % length


def test_a_body_arrives_whole_before_a_thread_is_taken(running: Running) -> None:
    body = bytes(range(256)) * 4000  # larger than what is kept in memory
    assert running.ask("POST", "/", body)[0] == 200
    assert running.bodies == [body]


def test_connections_that_dawdle_take_no_thread(running: Running) -> None:
    slow = [running.connect(begun(400_000)) for _ in range(20)]
    running.channels(20)
    assert running.ask()[0] == 200
    assert running.bodies == [b""]
    for one in slow:
        one.close()


def test_reads_are_answered_while_all_who_write_wait(running: Running) -> None:
    writers = [running.connect(b"POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n") for _ in range(10)]
    for _ in range(WRITING_THREADS):
        assert running.held.acquire(timeout=PATIENCE)
    assert running.ask()[0] == 200
    running.let_go.set()
    for one in writers:
        assert one.recv(15).startswith(b"HTTP/1.1 200")
        one.close()


def test_more_writers_than_can_be_answered_are_told_when_to_come_back(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "MOST_WRITING", 2)
    held = b"POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    writers = []
    for _ in range(WRITING_THREADS):  # one by one: those that come together wait in the short line for a moment
        writers.append(running.connect(held))
        assert running.held.acquire(timeout=PATIENCE)
    writers += [running.connect(held) for _ in range(2)]
    while len(running.server._writers.queue) < 2:
        time.sleep(0.01)
    status, retry_after, words = running.ask("POST", "/", b"")
    assert (status, retry_after) == (503, "30")
    assert b"Nothing was changed" in words
    running.let_go.set()
    for one in writers:
        assert one.recv(15).startswith(b"HTTP/1.1 200")
        one.close()


def test_when_there_is_no_room_the_oldest_that_dawdle_make_it(running: Running) -> None:
    slow = [running.connect(begun(400_000)) for _ in range(LIMIT + 10)]
    assert running.ask()[0] == 200
    for one in slow:
        one.close()


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-More: ", HEADERS_WITHIN),
        (begun(8 * SLOWEST), BODY_WITHIN + 8),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", BODY_WITHIN),
    ],
    ids=["headers", "a body", "a body of unknown size"],
)
def test_a_request_has_a_deadline_however_steadily_it_trickles(running: Running, said: bytes, allowed: float) -> None:
    one = running.connect(said)
    [channel] = running.channels(1)
    while channel.request is None:
        time.sleep(0.01)
    since = channel.receiving_since
    one.sendall(b"x")
    assert channel.receiving_since == since  # a byte more is no new beginning
    assert not channel.overdue(since + allowed - 1)
    assert channel.overdue(since + allowed + 1)
    channel.receiving_since = since - allowed - 10
    assert one.recv(1) == b""  # closed by the next look
    one.close()


def test_an_answer_nobody_reads_has_a_deadline(running: Running) -> None:
    one = running.connect()
    [channel] = running.channels(1)
    channel.total_outbufs_len = 4 * SLOWEST
    began = time.monotonic()
    assert not channel.overdue(began)
    assert not channel.overdue(began + BODY_WITHIN + 3)
    assert channel.overdue(began + BODY_WITHIN + 5)
    channel.total_outbufs_len = 0
    assert not channel.overdue(began + BODY_WITHIN + 5)
    one.close()


def test_a_file_larger_than_is_ever_read_is_refused_by_its_announcement(running: Running) -> None:
    one = running.connect(begun(web_server.LARGEST_BODY + 1))
    assert one.recv(15).startswith(b"HTTP/1.1 413")
    assert running.bodies == []
    one.close()


def test_free_memory_is_given_back_now_and_then(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    given_back: list[bool] = []
    monkeypatch.setattr(web_server, "return_free_memory", lambda: given_back.append(True))
    running.server.maintenance(time.time())
    assert not given_back
    running.server._trimmed_at -= web_server.TRIM_EVERY
    running.server.maintenance(time.time())
    assert given_back
