"""What slow connections cost the others: python -m bench.slow [connections], on a board of its own.

For each kind, that many connections are open while the health page and a search are asked for; every five seconds each sends
one byte more. Printed: the answers' median and longest times, and the memory of the web's processes.
"""

from __future__ import annotations

import contextlib
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.slow import send_a_byte, slow_askers, slow_readers, slow_senders

ROUNDS = 3
Kind = Callable[[], AbstractContextManager[list]]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        board = Board(Path(folder), free_port())
        board.start()
        try:
            kinds: dict[str, Kind] = {
                "none": lambda: contextlib.nullcontext([]),
                f"{count} bodies": lambda: slow_senders(board.port, count),
                f"{count} headers": lambda: slow_askers(board.port, count),
                f"{count} readers": lambda: slow_readers(board.port, count, "/jobs?q=coder"),
            }
            print(f"{'slow':<16} {'healthz ms':>16} {'search ms':>16} {'still open':>11} {'web MB':>7}")
            for name, kind in kinds.items():
                _measure(board, name, kind)
        finally:
            board.kill("")


# Until a server that makes what slow readers asked for answers quickly again; after so many looks it is measured as it is.
ANSWERS_AGAIN_SECONDS, MOST_LOOKS = 0.2, 200


def _measure(board: Board, name: str, kind: Kind) -> None:
    times: dict[str, list[float]] = {"/healthz": [], "/jobs?q=oncology": []}
    still_open = 0
    with kind() as connections:
        # What they ask for is made first: that is work like anybody's.
        for _ in range(MOST_LOOKS if "readers" in name else 0):
            if seconds_for(board.port, "/healthz")[1] <= ANSWERS_AGAIN_SECONDS:
                break
        for _ in range(ROUNDS):
            for path, taken in times.items():
                for _again in range(10):
                    status, seconds = seconds_for(board.port, path)
                    assert status == 200, (path, status)
                    taken.append(1000 * seconds)
            time.sleep(5 if connections else 0)
            still_open = send_a_byte(connections) if "readers" not in name else len(connections)
        print(f"{name:<16}", *(f"{statistics.median(t):>8.1f} {max(t):>7.1f}" for t in times.values()), end="")
        print(f" {still_open:>11} {_resident(board) / 1e6:>7.0f}")


def seconds_for(port: int, path: str) -> tuple[int, float]:
    """Ask for a page on a connection of its own; give its status and how long it took."""
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return int(answer[9:12]), time.perf_counter() - began


def _resident(board: Board) -> int:
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in board.processes("gunicorn"))
    return pages * 4096


if __name__ == "__main__":
    main()
