"""The administrators' pages, gathered for the factory."""

from __future__ import annotations

from careercenter.admin import (
    views_export,
    views_mail,
    views_monitor,
    views_notes,
    views_people,
    views_recovery,
    views_retention,
    views_searches,
    views_trends,
    views_work,
)
from careercenter.admin.blueprint import bp

PAGES = (
    views_people, views_recovery, views_work, views_export, views_mail, views_monitor, views_notes, views_retention,
    views_searches, views_trends,
)  # fmt: skip
blueprints = (bp,)
