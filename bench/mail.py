"""`make bench-mail`: e-mails a processor second that the worker sends to a mail server on this machine.

The server is another process that answers at once, so that what is measured is the board: claiming, building and checking,
the conversation, and one commit an e-mail. Processor time of this process alone; goal: 300.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import func, select

from careercenter.config import read_settings
from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.worker import run_pending

GOAL = 300

SINK = """
import socketserver, sys
class Sink(socketserver.StreamRequestHandler):
    def handle(self):
        say = lambda words: self.wfile.write(words + b"\\r\\n")
        say(b"220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                say(b"354 go on")
                while self.rfile.readline() != b".\\r\\n":
                    pass
            say(b"221 bye" if verb == b"QUIT" else b"250 ok")
            if verb == b"QUIT":
                return
with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
"""


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    sink = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    assert sink.stdout is not None
    try:
        port = int(sink.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            return _measure(Path(folder), port, number)
    finally:
        sink.terminate()
        sink.wait()


def _measure(folder: Path, port: int, number: int) -> int:
    settings = read_settings(
        data_dir=str(folder), database_url="", secret_key="bench-" * 10, search_engine="memory",
        mail_server="127.0.0.1", mail_port=port, mail_tls="none",
    )  # fmt: skip
    app = create_app(settings)
    with app.app_context():
        upgrade()
        began = time.process_time()
        for place in range(number):
            post(
                "application_arrived", Recipient(f"coder{place}@example.com", "Ana Alder, CPC"), applicant="Lee Birch",
                job="Coder", employer_name="Northfield Clinic", employer="e", posting="p", application="a",
            )  # fmt: skip
            if place % 500 == 499:
                db.session.commit()
        db.session.commit()
        written = time.process_time() - began
        began, clock = time.process_time(), time.perf_counter()
        done = run_pending(most=number)
        spent, passed = time.process_time() - began, time.perf_counter() - clock
        sent = db.session.scalar(select(func.count()).where(Letter.status == LetterStatus.SENT))
        db.session.remove()
        db.engine.dispose()
    assert done == sent == number, f"{sent} of {number} were sent"
    rate = number / spent
    print(f"writing {1000 * written / number:.2f} ms of processor an e-mail")
    print(f"sending {1000 * spent / number:.2f} ms of processor an e-mail: {rate:.0f} a processor second (goal {GOAL})")
    print(f"        {number / passed:.0f} a second on the clock")
    return 0 if rate >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
