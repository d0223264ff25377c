"""The employer's side: who applied to a posting, one applicant, and the steps taken."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import lifecycle, queries, services_employer
from careercenter.applications.blueprint import blueprint, pages_of
from careercenter.applications.forms import NoteForm
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application
from careercenter.applications.policy import ApplicationPermission
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.core.paging import page_number, paginate
from careercenter.core.permissions import can
from careercenter.postings.models import Posting
from careercenter.postings.queries import of_employer_by_public_id
from careercenter.profiles.answers import words_of
from careercenter.profiles.downloads import attachment
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited

SORTS = {"newest": True, "oldest": False}


def load_posting(employer: str, posting: str) -> Posting | None:
    return of_employer_by_public_id(employer, posting)


def load_application(employer: str, posting: str, application: str) -> Application | None:
    return queries.of_employer_by_public_id(employer, posting, application)


@blueprint.get("/employers/<employer>/postings/<posting>/applicants")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_posting)
def applicants(posting: Posting) -> ResponseReturnValue:
    status = next((one for one in ApplicationStatus if one.value == request.args.get("status")), None)
    sort = request.args.get("sort") if request.args.get("sort") in SORTS else "newest"
    query = queries.of_posting(posting, status, newest_first=SORTS[sort or "newest"])
    counts = queries.counts_of_posting(posting)
    return render_template(
        "applications/applicants.html",
        posting=posting,
        page=paginate(db.session(), query, number=page_number(request.args.get("page"))),
        status=status,
        statuses=[one for one in ApplicationStatus if counts.get(one) or one is status],
        counts=counts,
        total=sum(counts.values()),
        sort=sort,
        steps=_steps_for_many(posting, status),
        words_of=words_of,
        pages_of=pages_of,
    )


def _steps_for_many(posting: Posting, status: ApplicationStatus | None) -> list[ApplicationAction]:
    if not can(current_actor(), ApplicationPermission.JUDGE, posting):
        return []
    if status is not None:
        return lifecycle.open_actions(status, "employer")
    return [step for step, way in lifecycle.TRANSITIONS.items() if way.by == "employer"]


@blueprint.get("/employers/<employer>/postings/<posting>/applicants/<application>")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_application)
def applicant(application: Application) -> ResponseReturnValue:
    return _applicant_page(application, NoteForm(), 200)


def _applicant_page(application: Application, form: NoteForm, status: int) -> ResponseReturnValue:
    judge = can(current_actor(), ApplicationPermission.JUDGE, application)
    page = render_template(
        "applications/applicant.html",
        application=application,
        posting=application.posting,
        profile=words_of(application.profile),
        history=queries.history(application),
        authors=queries.names_of([m.author_id for m in application.messages if m.author_id]),
        steps=lifecycle.open_actions(application.status, "employer") if judge else [],
        silent=lifecycle.SILENT,
        judge=judge,
        form=form,
    )
    return page, status


@blueprint.post("/employers/<employer>/postings/<posting>/applicants/<application>/notes")
@limited("note", "120 per hour")
@requires(ApplicationPermission.JUDGE, load=load_application)
@needs_proved_address
def add_note(application: Application) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate_on_submit():
        return _applicant_page(application, form, 422)
    services_employer.add_note(application, form.words.data.replace("\r\n", "\n"), actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Your note is added."), "success")
    return redirect(address(application) + "#notes", code=303)


@blueprint.post("/employers/<employer>/postings/<posting>/applicants/<application>/resume")
@limited("open_resume", "600 per hour")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_application)
def open_resume(application: Application) -> ResponseReturnValue:
    """A POST, because it leaves a trace that the applicant is shown."""
    how = request.form.get("how", "file")
    if how not in ("file", "text"):
        abort(404)
    content = current_app.extensions["files"].get(application.resume.digest) if how == "file" else b""
    scanning = bool(current_app.config["SETTINGS"].scan_command)
    services_employer.open_resume(application, how=how, scanning=scanning, actor=current_actor(), at=now())
    db.session.commit()
    if how == "file":
        return attachment(application.resume, content)
    return render_template("applications/resume_text.html", application=application, posting=application.posting)


def address(application: Application) -> str:
    posting = application.posting
    return url_for(
        "applications.applicant",
        employer=posting.employer.public_id, posting=posting.public_id, application=application.public_id,
    )  # fmt: skip
