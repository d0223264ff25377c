"""The administrators' pages, gathered for the factory."""

from __future__ import annotations

from careercenter.admin import mail_views, monitor_views, people_views, recovery_views, retention_views, work_views
from careercenter.admin.blueprint import bp

PAGES = (people_views, recovery_views, work_views, mail_views, monitor_views, retention_views)
blueprints = (bp,)
