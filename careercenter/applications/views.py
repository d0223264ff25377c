"""The pages of applications, one module an audience and errand."""

from __future__ import annotations

from careercenter.applications import applicants, applying, jobs, own, stepping
from careercenter.applications.blueprint import blueprint

blueprints = (blueprint,)

__all__ = ["applicants", "applying", "blueprints", "jobs", "own", "stepping"]
