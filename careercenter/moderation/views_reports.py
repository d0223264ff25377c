"""Reporting a job: for anybody, signed in or not."""

from __future__ import annotations

import hashlib
import hmac

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.moderation import services_reports
from careercenter.moderation.blueprint import bp
from careercenter.moderation.forms import ReportForm
from careercenter.moderation.models import Report, ReportReason
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible
from careercenter.web.auth import current_actor, public
from careercenter.web.limits import by_account, by_address, connection, limited


def _nobody_known() -> bool:
    return current_actor().account_id is None


@bp.route("/jobs/<posting>/report", methods=["GET", "POST"])
@public
@limited("report", "60 per day", by=by_address)
@limited("report", "10 per day", by=by_account, unless=_nobody_known)
def report(posting: str) -> ResponseReturnValue:
    found = _live(posting)
    form = ReportForm()
    if not form.validate_on_submit():
        return render_template("moderation/report.html", posting=found, form=form), 422 if form.is_submitted() else 200
    try:
        made = _take(found, form)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return render_template("moderation/report.html", posting=_live(posting), form=form), 422
    if made is None:
        flash(_("You have reported this job already. Your first report stands."))
    elif made.reporter != made.household and made.account_id is None:
        flash(_("Somebody at your address reported this job before. Your report is kept beside theirs."))
    return redirect(url_for("moderation.reported", posting=posting), code=303)


@bp.get("/jobs/<posting>/report/sent")
@public
def reported(posting: str) -> ResponseReturnValue:
    """Say thanks. The job may be held by now, so the page says nothing of it."""
    return render_template("moderation/reported.html", signed_in=current_actor().account_id is not None)


def _take(posting: Posting, form: ReportForm) -> Report | None:
    """Take the report; None when it says again what came from this person or connection already."""
    account = _proved_account()
    made = services_reports.take_report(
        posting,
        reason=ReportReason(form.reason.data),
        words=form.words.data or "",
        account=(account, str(getattr(current_actor(), "public_id", ""))) if account is not None else None,
        household=_household(),
        at=now(),
    )
    db.session.commit()
    return made


def _live(public_id: str) -> Posting:
    found: Posting | None = db.session.scalar(visible(now()).where(Posting.public_id == public_id))
    return found if found is not None else abort(404)


def _household() -> str:
    """Name the connection by a keyed hash, from which nobody reads the address: a hospital has one for everybody."""
    key = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(key, b"reporter " + connection().encode(), hashlib.sha256).hexdigest()


def _proved_account() -> int | None:
    """Give the account of who reports; whose address is not proved reports like a visitor, and nobody writes to them."""
    account = current_actor()
    return account.account_id if getattr(account, "is_confirmed", False) else None
