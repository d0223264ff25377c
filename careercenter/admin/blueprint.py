"""The blueprint of the administrators' pages, shared by their modules."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("admin", __name__)
