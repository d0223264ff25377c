"""A rule said no, in words a person may read."""

from __future__ import annotations


class RuleBroken(Exception):
    """Raised by services. `message` may be shown; `field` names the form field it belongs to, if any."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(RuleBroken):
    """The subject changed since the person saw it. Pages answer 409 and show what changed."""


class UnsafeSettings(Exception):
    """Raised at start, with a sentence for the operator."""
