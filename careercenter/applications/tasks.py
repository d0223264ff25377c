"""What applications ask of the sweep and of the closing of an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, current_app

from careercenter.applications import retention, services, telling  # noqa: F401 - its handler is registered
from careercenter.audit.retention import Retained, note_deleted
from careercenter.core.events import Event, subscribe


def init_app(_app: Flask) -> None:
    # In this order: a résumé that only an application past its period held goes in the same sweep.
    subscribe(Event.FILES_ARE_SWEPT, forget_due)
    subscribe(Event.FILES_ARE_SWEPT, services.let_go)
    subscribe(Event.ACCOUNT_ENDS, services.withdraw_all)


def forget_due(at: datetime) -> None:
    """Delete the applications whose job ended longer ago than the operator keeps them."""
    number = retention.forget_before(at - timedelta(days=current_app.config["SETTINGS"].retention_applications_days), at=at)
    note_deleted(Retained.APPLICATIONS, number, at=at)
