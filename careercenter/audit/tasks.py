"""Sealing the audit trail."""

from __future__ import annotations

from careercenter.audit import sealing
from careercenter.core.clock import now
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles


@handles(TaskName.SEAL_AUDIT)
def seal_audit() -> None:
    """Seal what came since the last time."""
    sealing.seal(now())
