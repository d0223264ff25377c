"""What applications ask of the sweep."""

from __future__ import annotations

from flask import Flask

from careercenter.applications import services
from careercenter.storage import references


def init_app(_app: Flask) -> None:
    references.before_sweep("deleted résumés", services.let_go)
