"""How `flask serve` has gunicorn run: the application is made once, ready for its first visitor, and the workers share it."""

from __future__ import annotations

import gc
from typing import Any

from careercenter.browse.views import warm
from careercenter.core.db import db
from careercenter.core.memory import return_free_memory
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
