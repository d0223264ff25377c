"""The pages of applications, one module an audience and errand."""

from __future__ import annotations

from careercenter.applications import (
    views_answer,
    views_apply,
    views_close,
    views_coder,
    views_decide,
    views_employer,
    views_jobs,
    views_mail,
    views_take_away,
)
from careercenter.applications.blueprint import blueprint

blueprints = (blueprint,)

__all__ = [
    "blueprints",
    "views_answer",
    "views_apply",
    "views_close",
    "views_coder",
    "views_decide",
    "views_employer",
    "views_jobs",
    "views_mail",
    "views_take_away",
]
