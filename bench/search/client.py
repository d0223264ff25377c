"""Asks a server for pages with several connections at once; what to ask comes as JSON on standard input, the times go out.

{"port": 5000, "clients": 2, "paths": [...], "headers": {...}, "seconds": 4}   or "times": how often to ask for all of it
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from typing import Any


def main(asked: dict[str, Any]) -> dict[str, Any]:
    headers = "".join(f"{name}: {value}\r\n" for name, value in asked["headers"].items())
    requests = [f"GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n".encode() for path in asked["paths"]]
    most = asked["times"] * len(requests) if "times" in asked else sys.maxsize
    began = time.perf_counter()
    until = began + asked["seconds"] if "seconds" in asked else float("inf")
    times: list[list[float]] = [[] for _ in range(asked["clients"])]

    def ask(at: int) -> None:
        # Each begins elsewhere and goes on from there, so that they do not ask the same at once.
        turn = at * len(requests) // len(times)
        while time.perf_counter() < until and len(times[at]) < most // len(times):
            times[at].append(_milliseconds(asked["port"], requests[turn % len(requests)]))
            turn += 1

    asking = [threading.Thread(target=ask, args=(at,)) for at in range(len(times))]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    return {"seconds": time.perf_counter() - began, "times": [took for taken in times for took in taken]}


def _milliseconds(port: int, request: bytes) -> float:
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        status = connection.recv(65536)
        while connection.recv(65536):
            pass
    assert status.startswith(b"HTTP/1.1 200"), status[:200]
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
