"""The administrators' pages, gathered for the factory."""

from __future__ import annotations

from careercenter.admin import people_views, work_views
from careercenter.admin.blueprint import bp

PAGES = (people_views, work_views)
blueprints = (bp,)
