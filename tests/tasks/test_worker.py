"""The loop of the worker: what stops it, and what does not."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask

from careercenter.core.db import Busy
from careercenter.core.turns import TooLong, background
from careercenter.tasks import worker


def test_a_database_that_is_busy_does_not_end_the_worker(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bool] = []

    def busy_at_first(_name: str, _schedule: Any, stop: threading.Event) -> None:
        calls.append(background.get())
        if len(calls) == 1:
            raise Busy("BEGIN IMMEDIATE", None, TooLong())
        stop.set()

    monkeypatch.setattr(worker, "_what_is_due", busy_at_first)
    monkeypatch.setattr(worker, "RECOVERY_SECONDS", 0)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    monkeypatch.setattr(worker.signal, "signal", lambda *_args: None)
    worker.work(own_app, {})
    assert calls == [True, True]  # and people write before it
