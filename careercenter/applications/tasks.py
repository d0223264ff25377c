"""What applications ask of the sweep and of the closing of an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, current_app

from careercenter.accounts.closing import on_closing
from careercenter.applications import retention, services, telling  # noqa: F401 - its handler is registered
from careercenter.audit import forgetting
from careercenter.audit.forgetting import Kept
from careercenter.storage import references


def init_app(_app: Flask) -> None:
    references.before_sweep("applications past their period", forget_due)
    references.before_sweep("deleted résumés", services.let_go)
    on_closing("applications", services.withdraw_all)


def forget_due(at: datetime) -> None:
    """Delete the applications whose job ended longer ago than the operator keeps them."""
    number = retention.forget_before(at - timedelta(days=current_app.config["SETTINGS"].retention_applications_days), at=at)
    forgetting.note(Kept.APPLICATIONS, number, at=at)
