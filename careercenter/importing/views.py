"""The pages of importing: a file uploaded, what was found in it, and its drafts mended, submitted or undone together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.paging import Page, page_number
from careercenter.employers.models import Employer
from careercenter.importing import queries, services
from careercenter.importing.forms import FillForm, ImportForm, fillable, nothing_chosen
from careercenter.importing.models import BatchStatus, ImportBatch
from careercenter.importing.policy import ImportPermission
from careercenter.importing.views_ad import ads
from careercenter.postings import queries as postings
from careercenter.postings.content import LABELS
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited
from careercenter.web.protection import takes_large_files
from careercenter.web.saving import saved

blueprint = Blueprint("importing", __name__)
blueprints = (blueprint, ads)

DRAFTS_A_PAGE = 50


def load_employer(employer: str) -> Employer | None:
    return postings.employer_by_public_id(employer)


def load_batch(batch: str, employer: str | None = None) -> ImportBatch | None:
    return queries.by_public_id(batch, employer)


def _account() -> Account:
    return cast(Account, current_actor())


def _names(batch: ImportBatch) -> dict[str, Any]:
    """Give what names a batch in addresses: it stands below its employer, or by itself."""
    return {"batch": batch.public_id} | ({"employer": batch.employer.public_id} if batch.employer else {})


def _home(employer: Employer | None) -> str:
    if employer is None:
        return url_for("importing.imports_of_several")
    return url_for("importing.imports", employer=employer.public_id)


def _to(batch: ImportBatch) -> ResponseReturnValue:
    return redirect(url_for("importing.batch", **_names(batch)), code=303)


@blueprint.route("/employers/<employer>/imports", methods=["GET", "POST"])
@takes_large_files
@requires(ImportPermission.IMPORT, load=load_employer)
@needs_proved_address
@limited("import", "20 per hour")
def imports(employer: Employer) -> ResponseReturnValue:
    return _upload(employer)


@blueprint.route("/imports", methods=["GET", "POST"])
@takes_large_files
@requires(ImportPermission.IMPORT_OF_SEVERAL)
@needs_proved_address
@limited("import", "20 per hour")
def imports_of_several() -> ResponseReturnValue:
    return _upload(None)


def _upload(employer: Employer | None) -> ResponseReturnValue:
    form = ImportForm()
    if answer := saved(form, lambda: _uploaded(employer, form), _to):
        return answer
    batches = queries.latest(employer) if employer else queries.latest_of_several(_account().id)
    page = render_template("importing/imports.html", form=form, employer=employer, batches=batches, names=_names)
    return page, 422 if form.errors else 200


def _uploaded(employer: Employer | None, form: ImportForm) -> ImportBatch:
    chosen = form.file.data
    if not getattr(chosen, "filename", ""):
        raise RuleBroken(nothing_chosen(), field="file")
    with chosen.stream as stream:
        content = stream.read(services.LARGEST + 1)
    return services.upload(
        employer, content, chosen.filename, defaults=form.defaults(), files=current_app.extensions["files"],
        actor=_account(), at=now(),
    )  # fmt: skip


@blueprint.get("/imports/<batch>")
@blueprint.get("/employers/<employer>/imports/<batch>")
@requires(ImportPermission.IMPORT, load=load_batch)
def batch(batch: ImportBatch) -> ResponseReturnValue:
    return _page(batch)


@blueprint.post("/imports/<batch>/employers")
@requires(ImportPermission.IMPORT, load=load_batch)
@needs_proved_address
def assign(batch: ImportBatch) -> ResponseReturnValue:
    chosen = dict(zip(request.form.getlist("name"), request.form.getlist("employer"), strict=False))
    return _changed(batch, lambda: services.assign(batch, chosen, actor=_account(), at=now()))


@blueprint.post("/imports/<batch>/drafts")
@blueprint.post("/employers/<employer>/imports/<batch>/drafts")
@requires(ImportPermission.IMPORT, load=load_batch)
@needs_proved_address
def make_drafts(batch: ImportBatch) -> ResponseReturnValue:
    services.make_drafts(batch, actor=_account(), at=now())
    db.session.commit()
    return _to(batch)


@blueprint.post("/imports/<batch>/set")
@blueprint.post("/employers/<employer>/imports/<batch>/set")
@requires(ImportPermission.IMPORT, load=load_batch)
@needs_proved_address
def set_for_all(batch: ImportBatch) -> ResponseReturnValue:
    form = FillForm()
    if not form.validate_on_submit():
        return _to(batch)
    column, value = form.column.data or "", form.value.data or ""
    return _changed(batch, lambda: services.set_for_all(batch, column, value, actor=_account(), at=now()))


def _changed(batch: ImportBatch, act: Callable[[], None]) -> ResponseReturnValue:
    """Change a batch by a form of its page, whose errors are said at the top."""
    try:
        act()
    except RuleBroken as broken:
        db.session.rollback()
        flash(broken.message, "warning")
    else:
        db.session.commit()
    return _to(batch)


@blueprint.post("/imports/<batch>/submit")
@blueprint.post("/employers/<employer>/imports/<batch>/submit")
@requires(ImportPermission.IMPORT, load=load_batch)
@needs_proved_address
def submit(batch: ImportBatch) -> ResponseReturnValue:
    services.submit_complete(batch, actor=_account(), at=now())
    db.session.commit()
    return _to(batch)


@blueprint.route("/imports/<batch>/undo", methods=["GET", "POST"])
@blueprint.route("/employers/<employer>/imports/<batch>/undo", methods=["GET", "POST"])
@requires(ImportPermission.IMPORT, load=load_batch)
@needs_proved_address
def undo(batch: ImportBatch) -> ResponseReturnValue:
    if request.method == "POST":
        services.undo(batch, actor=_account(), at=now())
        db.session.commit()
        return _to(batch)
    return render_template(
        "importing/undo.html", batch=batch, drafts=len(services.lacking(batch, _account(), now())), names=_names(batch)
    )


def _page(batch: ImportBatch) -> ResponseReturnValue:
    lacking = services.lacking(batch, _account(), now()) if batch.status is BatchStatus.WRITTEN else []
    number = page_number(request.args.get("page"))
    first = (number - 1) * DRAFTS_A_PAGE
    if first >= len(lacking):
        number, first = 1, 0
    shown = Page(lacking[first : first + DRAFTS_A_PAGE], len(lacking), number, DRAFTS_A_PAGE)
    counts = Counter(field for _posting, lacks in lacking for field in {lack.field for lack in lacks})
    return render_template(
        "importing/batch.html",
        batch=batch,
        report={**services.NO_REPORT, **batch.report},
        shown=shown,
        complete=sum(not lacks for _posting, lacks in lacking),
        fillable=fillable(counts),
        labels=LABELS,
        address=_address_of(batch),
        names=_names(batch),
        home=_home(batch.employer),
        unsettled=services.unsettled(batch),
        rows_of_employers=services.rows_of_employers(batch),
        employers=[] if _account().is_admin else queries.employers_of(_account()),
    )


def _address_of(batch: ImportBatch) -> Any:
    def address(number: int) -> str:
        return url_for("importing.batch", page=number, **_names(batch))

    return address
