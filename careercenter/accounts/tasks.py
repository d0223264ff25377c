"""What the worker does for accounts."""

from __future__ import annotations

from careercenter.accounts import links, sessions
from careercenter.core.clock import now
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles
from careercenter.web import limits


@handles(TaskName.SWEEP_ACCOUNTS)
def sweep_accounts() -> None:
    moment = now()
    sessions.forget_old(at=moment)
    links.forget_old(at=moment)
    limits.forget_old(at=moment)
