"""Asks a server for pages with several connections at once; what to ask comes as JSON on standard input, the times go out.

{"port": 5000, "clients": 2, "paths": [...], "headers": {...}, "seconds": 4}   or "times": how often to ask for all of it
"""

from __future__ import annotations

import json
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def main(asked: dict[str, Any]) -> dict[str, Any]:
    headers = "".join(f"{name}: {value}\r\n" for name, value in asked["headers"].items())
    requests = [f"GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n".encode() for path in asked["paths"]]
    most = asked["times"] * len(requests) if "times" in asked else sys.maxsize
    began = time.perf_counter()
    until = began + asked["seconds"] if "seconds" in asked else float("inf")
    clients: int = asked["clients"]

    def ask(client: int) -> list[float]:
        # Each begins elsewhere and goes on from there, so that they do not ask the same at once.
        turn = client * len(requests) // clients
        times: list[float] = []
        while time.perf_counter() < until and len(times) < most // clients:
            times.append(_milliseconds(asked["port"], requests[turn % len(requests)]))
            turn += 1
        return times

    with ThreadPoolExecutor(clients) as asking:
        times = [took for taken in asking.map(ask, range(clients)) for took in taken]
    return {"seconds": time.perf_counter() - began, "times": times}


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
