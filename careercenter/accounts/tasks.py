"""What the worker does for accounts."""

from __future__ import annotations

from careercenter.accounts import one_time_tokens, queries, services, services_reach, sessions
from careercenter.audit.retention import Retained, note_deleted
from careercenter.core.clock import now
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles
from careercenter.web import kept_forms, limits


@handles(TaskName.MAIL_RESET, high_priority=True)
def mail_reset(email: str) -> None:
    """Look whether the address has an account; done here so that the page takes the same time for each."""
    account = queries.by_email(email)
    if account is not None:
        services.ask_reset(account, at=now())


@handles(TaskName.SWEEP_ACCOUNTS)
def sweep_accounts() -> None:
    moment = now()
    note_deleted(Retained.SESSIONS, sessions.forget_old(at=moment), at=moment)
    one_time_tokens.forget_old(at=moment)
    limits.forget_old(at=moment)
    kept_forms.forget_old(at=moment)


@handles(TaskName.MARK_UNREACHABLE)
def mark_unreachable(address: str) -> None:
    services_reach.mark(address)


@handles(TaskName.FOLLOW_CLOCK)
def follow_clock() -> None:
    """Sessions, links and limits that a clock that ran ahead would let last too long."""
    moment = now()
    sessions.follow_clock(at=moment)
    one_time_tokens.follow_clock(at=moment)
    limits.follow_clock()
