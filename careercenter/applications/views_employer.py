"""The employer's side: who applied to a posting, one applicant, and the steps taken."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import applicant_list, lifecycle, queries, services_employer, services_undo, take_away, ticks
from careercenter.applications.applicant_list import Found, ListRequest
from careercenter.applications.blueprint import blueprint
from careercenter.applications.forms import NoteForm
from careercenter.applications.lifecycle import ApplicationAction
from careercenter.applications.models import Application
from careercenter.applications.policy import ApplicationPermission
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.core.permissions import can
from careercenter.postings.models import Posting
from careercenter.postings.queries import of_employer_by_public_id
from careercenter.profiles.answers import words_of
from careercenter.profiles.downloads import attachment
from careercenter.profiles.models import ResumeText
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited

# A résumé one opened stays beside the facts so long, without a further line to the applicant.
STAYS_OPEN = timedelta(hours=24)


def load_posting(employer: str, posting: str) -> Posting | None:
    return of_employer_by_public_id(employer, posting)


def load_application(employer: str, posting: str, application: str) -> Application | None:
    return queries.of_employer_by_public_id(employer, posting, application)


@blueprint.get("/employers/<employer>/postings/<posting>/applicants")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_posting)
def applicants(posting: Posting) -> ResponseReturnValue:
    found = applicant_list.find(posting, asked())
    ticked = ticks.read(found, request.args)
    page = found.page()
    return render_template(
        "applications/applicants.html",
        posting=posting,
        found=found,
        page=page,
        here=found.asked.arguments(),
        ticked=ticked,
        elsewhere=ticked - {one.public_id for one in page.items},
        most=ticks.MOST_AT_ONCE,
        most_files=take_away.MOST_FILES,
        most_mb=take_away.MOST_MB,
        actions=_actions_for_many(posting, found),
        undoable=services_undo.pending(posting, current_actor(), at=now()),
        words_of=words_of,
        choices=applicant_list,
        labels=queries.ACTION_LABELS,
    )


def asked() -> ListRequest:
    """Read which list the person came from: every page of an applicant's carries it along."""
    return applicant_list.read_request(request.args)


def _actions_for_many(posting: Posting, found: Found) -> list[tuple[ApplicationAction, int]]:
    """Give the actions that can be taken for anybody found, with for how many."""
    if not can(current_actor(), ApplicationPermission.JUDGE, posting):
        return []
    counts = Counter(action for row in found.rows for action in lifecycle.open_actions(row.status, "employer"))
    return [(action, counts[action]) for action in ApplicationAction if counts[action]]


@blueprint.get("/employers/<employer>/postings/<posting>/applicants/<application>")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_application)
def applicant(application: Application) -> ResponseReturnValue:
    return _applicant_page(application, NoteForm(), 200)


def _applicant_page(application: Application, form: NoteForm, status: int) -> ResponseReturnValue:
    actor, posting, listed = current_actor(), application.posting, asked()
    judge = can(actor, ApplicationPermission.JUDGE, application)
    opened = queries.was_opened_by(application, actor.account_id, since=now() - STAYS_OPEN)
    page = render_template(
        "applications/applicant.html",
        application=application,
        posting=posting,
        profile=words_of(application.profile),
        fit=applicant_list.fit_of(application.profile.get("credentials", ()), posting.content),
        here=listed.arguments(),
        near=applicant_list.neighbours(posting, listed, application),
        opened=opened,
        reading=opened or request.args.get("reading") == "1",
        history=queries.history(application),
        authors=queries.names_of([m.author_id for m in application.messages if m.author_id]),
        actions=lifecycle.open_actions(application.status, "employer") if judge else [],
        silent=lifecycle.SILENT,
        labels=queries.ACTION_LABELS,
        judge=judge,
        pending=lifecycle.pending_step(application, now()) if judge else None,
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
    return redirect(address(application, asked()) + "#notes", code=303)


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
    readable = how == "file" or application.resume.text_status is ResumeText.READ
    if readable:
        services_employer.open_resume(application, how=how, scanning=scanning, actor=current_actor(), at=now())
        db.session.commit()
    if how == "file":
        return attachment(application.resume, content)
    # Where there is no text, nothing was opened; whoever reads one after another goes on reading all the same.
    return redirect(address(application, asked(), **({} if readable else {"reading": "1"})), code=303)


def address(application: Application, listed: ListRequest | None = None, **more: Any) -> str:
    """Give the applicant's page, which leads back to the list as it was."""
    posting = application.posting
    return url_for(
        "applications.applicant",
        employer=posting.employer.public_id, posting=posting.public_id, application=application.public_id,
        **(listed.arguments() if listed else {}), **more,
    )  # fmt: skip
