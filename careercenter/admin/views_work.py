"""Background work, the audit trail and the index, for administrators."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.admin import queries, services
from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.admin.views_people import asked_words, chosen, pages_of
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.core.paging import page_number, paginate
from careercenter.mail.queries import outage
from careercenter.moderation.queries import numbers
from careercenter.moderation.timeline import lines
from careercenter.postings.lifecycle import PostingStatus
from careercenter.tasks.models import Task, TaskStatus
from careercenter.web.auth import current_actor, requires


def load_task(task: int, action: str | None = None) -> Task | None:
    return db.session.get(Task, task)


@bp.get("/admin")
@requires(AdminPermission.OVERSEE)
def index() -> ResponseReturnValue:
    at, waiting = now(), numbers()
    figures = queries.overview(at)
    live = figures.postings.get(PostingStatus.LIVE, 0)
    return render_template(
        "admin/index.html",
        figures=figures,
        queue=waiting,
        waiting_total=waiting.total,
        outage=outage(at),
        health=queries.health(current_app.extensions["search"], at, live=live),
    )


@bp.get("/admin/tasks")
@requires(AdminPermission.OVERSEE)
def tasks() -> ResponseReturnValue:
    status = chosen(TaskStatus)
    page = paginate(db.session(), queries.tasks(status), number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/tasks.html", page=page, status=status, statuses=TaskStatus, counts=queries.task_counts(),
        address=pages_of("admin.tasks", status=status or ""),
    )  # fmt: skip


@bp.post("/admin/tasks/<int:task>/<action>")
@requires(AdminPermission.CHANGE, load=load_task)
@requires_recent_sign_in
def act_on_task(task: Task) -> ResponseReturnValue:
    assert request.view_args is not None
    if request.view_args["action"] == "retry":
        services.retry_task(task, actor=current_actor(), at=now())
        said = _("Waiting again: %(name)s.", name=task.name.label)
    elif request.view_args["action"] == "drop":
        services.drop_task(task, actor=current_actor(), at=now())
        said = _("Dropped: %(name)s.", name=task.name.label)
    else:
        abort(404)
    db.session.commit()
    flash(said)
    return redirect(url_for("admin.tasks", status=TaskStatus.DEAD.value), code=303)


@bp.get("/admin/audit")
@requires(AdminPermission.OVERSEE)
def audit() -> ResponseReturnValue:
    filters = {name: asked_words(name) for name in ("what", "who", "about")}
    page = paginate(db.session(), queries.audit(**filters), number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/audit.html", page=page, lines=lines(page.items), subjects=queries.subjects(page.items), filters=filters,
        address=pages_of("admin.audit", **filters),
    )  # fmt: skip


@bp.get("/admin/search")
@requires(AdminPermission.OVERSEE)
def search() -> ResponseReturnValue:
    health = queries.health(current_app.extensions["search"], now())
    return render_template("admin/search.html", health=health)


@bp.post("/admin/search/rebuild")
@requires(AdminPermission.CHANGE)
@requires_recent_sign_in
def rebuild() -> ResponseReturnValue:
    actor = current_actor()
    assert isinstance(actor, Account)
    services.ask_rebuild(actor, at=now())
    db.session.commit()
    flash(_("The worker rebuilds the index. Searches are answered meanwhile."))
    return redirect(url_for("admin.search"), code=303)
