"""What applications ask of the sweep and of the closing of an account."""

from __future__ import annotations

from flask import Flask

from careercenter.accounts.closing import on_closing
from careercenter.applications import services, telling  # noqa: F401 - its handler is registered
from careercenter.storage import references


def init_app(_app: Flask) -> None:
    references.before_sweep("deleted résumés", services.let_go)
    on_closing("applications", services.withdraw_all)
