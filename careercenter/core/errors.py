"""A rule said no, in words a person may read."""

from __future__ import annotations

from careercenter.core.i18n import Words


class RuleBroken(Exception):
    """Raised by services. `message` may be shown; `field` names the form field it belongs to, if any."""

    def __init__(self, message: Words, *, field: str | None = None) -> None:
        self.message = str(message)  # now: it is said in the language of who acts
        super().__init__(self.message)
        self.field = field


class Stale(RuleBroken):
    """The subject changed since the person saw it. Pages answer 409 and show what changed."""


class Barred(RuleBroken):
    """The person may do this in general, but it is closed for the time being. Pages answer 403 and say why."""


class StorageUnavailable(Exception):
    """Raised when files cannot be written or read just now: a full disk, a store out of reach. Nothing was kept."""


class UnsafeSettings(Exception):
    """Raised at start, with a sentence for the operator."""
