"""How long things are kept, what was deleted, and which employers are under a legal hold."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.admin import queries, services
from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.admin.views_people import asked_words, pages_of
from careercenter.audit.retention import deletions
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.core.paging import page_number, paginate
from careercenter.employers.models import Employer
from careercenter.employers.queries import by_public_id
from careercenter.web.auth import current_actor, requires


def load_employer(employer: str) -> Employer | None:
    return by_public_id(employer)


@bp.get("/admin/retention")
@requires(AdminPermission.OVERSEE)
def retention() -> ResponseReturnValue:
    words = asked_words()
    page = paginate(db.session(), deletions(), number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/retention.html", page=page, periods=queries.periods(current_app.config["SETTINGS"]), words=words,
        held=queries.held_employers(), found=queries.employers_to_hold(words), held_jobs=queries.held_jobs(),
        address=pages_of("admin.retention"),
    )  # fmt: skip


@bp.post("/admin/retention/<employer>/hold")
@requires(AdminPermission.CHANGE, load=load_employer)
@requires_recent_sign_in
def hold(employer: Employer) -> ResponseReturnValue:
    services.hold(employer, reason=asked_reason(), actor=current_actor(), at=now())
    db.session.commit()
    flash(_("What was sent to jobs of %(employer)s is kept until you release it.", employer=employer.name))
    return redirect(url_for("admin.retention"), code=303)


@bp.post("/admin/retention/<employer>/release")
@requires(AdminPermission.CHANGE, load=load_employer)
@requires_recent_sign_in
def release(employer: Employer) -> ResponseReturnValue:
    services.release(employer, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("The hold on %(employer)s ended. The next sweep deletes what is past its period.", employer=employer.name))
    return redirect(url_for("admin.retention"), code=303)


def asked_reason() -> str:
    return " ".join(request.form.get("reason", "").replace("\0", "").split())[:300]
