"""The blueprint of the desk and of the public report, shared by the modules of their pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("moderation", __name__)
