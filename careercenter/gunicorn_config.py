"""How `flask serve` has gunicorn run: the application is made once, ready for its first visitor, and the workers share it."""

from __future__ import annotations

import gc
from threading import Event, Thread
from typing import Any

from careercenter.browse.views import warm
from careercenter.core.db import db
from careercenter.core.memory import return_free_memory
from careercenter.job_search.zero_results import write_each_minute
from careercenter.web.server import BufferingWorker

preload_app = True
worker_class = BufferingWorker
control_socket_disable = True
loglevel = "warning"
graceful_timeout = 10


def when_ready(server: Any) -> None:
    """Before the first worker is there: make what visitors would wait for, and leave nothing open that two would share."""
    app = server.app.wsgi()
    warm(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    # What is there stays: were it looked through for garbage, each worker would come to have a copy of its own.
    gc.collect()
    gc.freeze()
    # What takes these pages anew is then a worker's alone, and no copy.
    return_free_memory()


def post_worker_init(worker: Any) -> None:
    """Write down beside the answers what they count."""
    app = worker.wsgi
    worker.stop_counting = Event()
    worker.counting = Thread(
        target=write_each_minute,
        args=(app, app.extensions["zero-results"], worker.stop_counting),
        name="zero-results",
        daemon=True,
    )
    worker.counting.start()


def worker_exit(_server: Any, worker: Any) -> None:
    """Have what was counted last written down, unless the database is slower than a stop may take."""
    if counting := getattr(worker, "counting", None):
        worker.stop_counting.set()
        counting.join(timeout=3)
