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
from careercenter.moderation import queries, services
from careercenter.moderation.blueprint import bp
from careercenter.moderation.forms import ReportForm
from careercenter.moderation.models import ReportReason
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
    reporter = _reporter()
    if queries.report_by(found, reporter):
        flash(_("You have reported this job already. Your first report stands."))
        return redirect(url_for("moderation.reported", posting=posting), code=303)
    try:
        _take(found, form, reporter)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return render_template("moderation/report.html", posting=_live(posting), form=form), 422
    return redirect(url_for("moderation.reported", posting=posting), code=303)


@bp.get("/jobs/<posting>/report/sent")
@public
def reported(posting: str) -> ResponseReturnValue:
    """Say thanks. The job may be held by now, so the page says nothing of it."""
    return render_template("moderation/reported.html", signed_in=current_actor().account_id is not None)


def _take(posting: Posting, form: ReportForm, reporter: str) -> None:
    services.report(
        posting,
        reason=ReportReason(form.reason.data),
        words=form.words.data or "",
        reporter=reporter,
        account_id=_proved_account(),
        at=now(),
    )
    db.session.commit()


def _live(public_id: str) -> Posting:
    found: Posting | None = db.session.scalar(visible(now()).where(Posting.public_id == public_id))
    return found if found is not None else abort(404)


def _reporter() -> str:
    """Name the person for "once each": the account, or a keyed hash of the address, from which nobody reads the address."""
    if _proved_account() is not None:
        return str(getattr(current_actor(), "public_id", ""))
    key = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(key, b"reporter " + connection().encode(), hashlib.sha256).hexdigest()


def _proved_account() -> int | None:
    """Give the account of who reports; whose address is not proved reports like a visitor, and nobody writes to them."""
    account = current_actor()
    return account.account_id if getattr(account, "is_confirmed", False) else None
