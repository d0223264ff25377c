"""A board as an operator runs it: `flask serve` on a data folder of its own, with web and worker processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 120  # seconds, seeding included, on a busy machine


class Board:
    def __init__(self, folder: Path, port: int, **environment: str) -> None:
        self.folder, self.port = folder, port
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "serve.log"
        self._environment = {
            **os.environ,
            "CAREERCENTER_DATA_DIR": str(folder / "var"),
            "CAREERCENTER_RATE_LIMITS": "false",
            "CAREERCENTER_UNDO_MINUTES": "0",  # a coder sees a step as soon as it is taken
            "PORT": str(port),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the board on its data."""
        command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
        return subprocess.run(command, cwd=TOP, env=self._environment, capture_output=True, text=True, check=False)

    def start(self) -> None:
        if self._process is not None:
            self._process.wait(timeout=40)  # an earlier one that is to be over by now
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "app", "serve"],
                cwd=TOP, env=self._environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the board did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> int:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=40)

    def processes(self, words: str) -> list[int]:
        """Give the ids of this board's processes whose command line holds `words`."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                mine = f"CAREERCENTER_DATA_DIR={self.folder / 'var'}".encode() in (entry / "environ").read_bytes()
            except OSError:
                continue
            if mine and words in command:
                found.append(int(entry.name))
        return found

    def processor_seconds(self) -> float:
        """Give what this board's processes have used of the processor so far, which a busy machine does not lengthen."""
        ticks = 0
        for process in self.processes(""):
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])  # utime and stime, proc(5)
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self, words: str) -> int:
        """SIGKILL those processes; give how many."""
        ids = self.processes(words)
        for process in ids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if self._process is not None and self._process.pid in ids:
            self._process.wait()
        return len(ids)
