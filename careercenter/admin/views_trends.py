"""The last weeks in numbers, for administrators."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from careercenter.admin import by_moderator, trends
from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.core.clock import now
from careercenter.web.auth import requires


@bp.get("/admin/trends")
@requires(AdminPermission.OVERSEE)
def weeks() -> ResponseReturnValue:
    at = now()
    return render_template("admin/trends.html", series=trends.trends(at), mondays=trends.mondays(at), high=trends.HIGH)


@bp.get("/admin/trends/moderators")
@requires(AdminPermission.OVERSEE)
def moderators() -> ResponseReturnValue:
    at = now()
    return render_template(
        "admin/moderators.html", rows=by_moderator.figures_by_moderator(at), kinds=list(by_moderator.CountedAs),
        since=trends.mondays(at)[0],
    )  # fmt: skip
