"""The two blueprints of accounts: `security` is coming in and going out, `accounts` everything of one's own account."""

from __future__ import annotations

from flask import Blueprint

security = Blueprint("security", __name__)
accounts = Blueprint("accounts", __name__)
