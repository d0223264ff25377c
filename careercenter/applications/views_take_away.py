"""Applicants taken away: the list as a table, and their résumés in one file. Each is a press that leaves a trace."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from careercenter.applications import applicant_list, take_away, ticks
from careercenter.applications.applicant_list import Found, ListedApplicant
from careercenter.applications.blueprint import blueprint
from careercenter.applications.policy import ApplicationPermission
from careercenter.applications.views_employer import asked, load_posting
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.postings.models import Posting
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited
from careercenter.web.table_files import as_csv


@blueprint.post("/employers/<employer>/postings/<posting>/applicants/table")
@limited("take_away", "30 per hour")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_posting)
def table(posting: Posting) -> ResponseReturnValue:
    found = applicant_list.find(posting, asked())
    those = _those(found)
    record(
        "posting.applicants_exported", subject=posting, actor=current_actor(), at=now(),
        number=len(those), asked=found.asked.arguments(),
    )  # fmt: skip
    db.session.commit()
    return as_csv(take_away.rows(posting, those), name=f"applicants-{posting.slug}")


@blueprint.post("/employers/<employer>/postings/<posting>/applicants/resumes")
@limited("take_away_resumes", "10 per hour")
@requires(ApplicationPermission.SEE_APPLICANTS, load=load_posting)
def resumes(posting: Posting) -> ResponseReturnValue:
    """Stream the résumés as a ZIP; each is noted as opened before the first byte goes."""
    listed, at = asked(), now()
    those = _those(applicant_list.find(posting, listed))
    scanning = bool(current_app.config["SETTINGS"].scan_command)
    try:
        bundle = take_away.open_resumes(posting, those, scanning=scanning, actor=current_actor(), at=at)
    except RuleBroken as broken:
        db.session.rollback()
        flash(broken.message, "warning")
        back = url_for(
            "applications.applicants",
            employer=posting.employer.public_id, posting=posting.public_id, **listed.arguments(),
        )  # fmt: skip
        return redirect(back, code=303)
    db.session.commit()
    pieces = take_away.as_zip(bundle, current_app.extensions["files"].get, at=at)
    headers = {
        "Content-Disposition": f'attachment; filename="resumes-{posting.slug}.zip"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(stream_with_context(pieces), mimetype="application/zip", headers=headers)


def _those(found: Found) -> list[ListedApplicant]:
    """Give whom the form names, all found where it names nobody; 404 for people who did not apply here."""
    named = set(request.form.getlist("application"))
    ticked = ticks.read(found, request.form)
    if named - ticked or (not found.rows and not ticked):
        abort(404)
    return take_away.chosen(found, ticked)
