"""Letting somebody back into their account: one administrator asks, another one agrees."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.accounts.queries import by_public_id
from careercenter.accounts.sign_in_flow import me, requires_recent_sign_in
from careercenter.admin import second_person
from careercenter.admin.blueprint import bp
from careercenter.admin.forms import RecoveryForm
from careercenter.admin.models import Recovery, RecoveryKind
from careercenter.admin.policy import AdminPermission
from careercenter.admin.views_people import load_account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l
from careercenter.web.auth import requires

DECISIONS = {
    "agree": (second_person.agree, _l("Done: %(what)s.")),
    "refuse": (second_person.refuse, _l("Not done: %(what)s.")),
}


@bp.route("/admin/people/<account>/recovery", methods=["GET", "POST"])
@requires(AdminPermission.CHANGE, load=load_account)
@requires_recent_sign_in
def ask_recovery(account: Account) -> ResponseReturnValue:
    form = RecoveryForm(second_person.possible(account))
    if form.validate_on_submit():
        kind = RecoveryKind(form.kind.data)
        try:
            second_person.ask(account, kind, address=form.address.data or "", reason=form.reason.data, actor=me(), at=now())
            db.session.commit()
            flash(_("Another administrator has to agree now."))
            return redirect(url_for("admin.person", account=account.public_id), code=303)
        except RuleBroken as broken:
            form.refuse(broken)
    others = second_person.others(me())
    return render_template("admin/recovery.html", person=account, form=form, others=others), 422 if form.errors else 200


def load_recovery(account: str, recovery: str, decision: str) -> Recovery | None:
    person = by_public_id(account)
    return second_person.by_public_id(person, recovery) if person is not None and decision in DECISIONS else None


@bp.post("/admin/people/<account>/recovery/<recovery>/<decision>")
@requires(AdminPermission.CHANGE, load=load_recovery)
@requires_recent_sign_in
def decide_recovery(recovery: Recovery) -> ResponseReturnValue:
    decide, words = DECISIONS.get((request.view_args or {})["decision"]) or abort(404)
    decide(recovery, actor=me(), at=now())
    db.session.commit()
    flash(str(words) % {"what": recovery.kind.label})
    return redirect(url_for("admin.person", account=recovery.account.public_id), code=303)
