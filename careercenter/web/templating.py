"""What templates may use: strict names, `can`, dates, money, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, get_flashed_messages, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from careercenter.core.clock import now, zone
from careercenter.core.markup import to_html
from careercenter.core.permissions import can
from careercenter.web.auth import current_actor


def day(value: date | datetime | None, time_zone: str = "UTC") -> str:
    """Write a day like "19 Nov 2026"."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone(time_zone)).date()
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime | None) -> str:
    """Write a moment like "19 Nov 2026, 14:05 UTC"."""
    return f"{day(value)}, {value.astimezone(UTC):%H:%M} UTC" if value else ""


def ago(value: datetime | None) -> str:
    """Write an age like "2 days ago", "5 hours ago", "just now"; a moment to come like "in 3 days"."""
    if value is None:
        return ""
    seconds = (now() - value).total_seconds()
    ahead, seconds = seconds < 0, abs(seconds)
    for size, name in ((365 * 86400, "year"), (30 * 86400, "month"), (86400, "day"), (3600, "hour"), (60, "minute")):
        count = int(seconds // size)
        if count:
            words = f"{count} {name}{'' if count == 1 else 's'}"
            return f"in {words}" if ahead else f"{words} ago"
    return "just now"


def money(cents: int | None) -> str:
    """Write cents as dollars: 3450 as "$34.50", 3400 as "$34", 7100000 as "$71,000"."""
    if cents is None:
        return ""
    return f"${cents // 100:,}" if cents % 100 == 0 else f"${cents / 100:,.2f}"


def count(number: int, one: str, many: str | None = None) -> str:
    """Write "1 job", "14 jobs", "1,204 jobs"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def markdown(text: str | None) -> Markup:
    return Markup(to_html(text or ""))  # noqa: S704 - core.markup has cleaned it


def set_up_templates(app: Flask, *, link: Callable[..., str], **board: Any) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=day, moment=moment, ago=ago, money=money, markdown=markdown)
    app.jinja_env.globals.update(count=count, link=link, board=board, now=now, get_flashed_messages=get_flashed_messages)

    @app.context_processor
    def _names() -> dict[str, Any]:
        actor = current_actor()
        return {
            "actor": actor,
            "can": lambda permission, subject=None: can(actor, permission, subject),
            "current_path": request.full_path.rstrip("?"),
        }
