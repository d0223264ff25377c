"""Background work as rows, written in the same transaction as the change that asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.tasks.names import TaskName


class TaskStatus(LabelledEnum):
    WAITING = "waiting", _l("Waiting")
    CLAIMED = "claimed", _l("Running")
    DEAD = "dead", _l("Failed")


class Task(Base):
    """One piece of work. Done tasks are deleted; dead ones stay until an admin retries or drops them."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_status_due_at", "status", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[TaskName] = mapped_column(EnumColumn(TaskName))
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[TaskStatus] = mapped_column(EnumColumn(TaskStatus), default=TaskStatus.WAITING)
    made_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now, comment="not before; while claimed: when the lease runs out")
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(40), comment="who holds it")
    last_error: Mapped[str] = mapped_column(Text, default="")


class PeriodicRun(Base):
    """When each periodic task was last started; one row a name."""

    __tablename__ = "periodic_run"

    name: Mapped[TaskName] = mapped_column(EnumColumn(TaskName), primary_key=True)
    started_at: Mapped[datetime]
