"""One's own account: name, address, password, signed-in devices, history, closing it."""

from __future__ import annotations

import io

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import export, passwords, queries, services, services_closing, sessions
from careercenter.accounts.blueprint import accounts
from careercenter.accounts.forms import ChangePasswordForm, EmailForm, EmptyForm, NameForm, PasswordForm, TimeZoneForm
from careercenter.accounts.history import words_of
from careercenter.accounts.models import AccountSession
from careercenter.accounts.policy import AccountPermission
from careercenter.accounts.sign_in_flow import me, my_session, requires_recent_sign_in, sign_out
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, current_time_zone
from careercenter.core.paging import page_number, paginate
from careercenter.core.places import TIME_ZONES
from careercenter.web.auth import requires
from careercenter.web.limits import by_account, done, failed, limited
from careercenter.web.urls import safe_next


def _saved(words: str, *, then: str = "") -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(then or url_for("accounts.settings"), code=303)


@accounts.get("/account")
@requires(AccountPermission.OWN)
def settings() -> ResponseReturnValue:
    shown = current_time_zone()
    zone = TIME_ZONES.get(shown, shown)
    devices = len(sessions.of_account(me(), at=now()))
    return render_template("accounts/settings.html", account=me(), devices=devices, zone=zone)


@accounts.route("/account/name", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
def name() -> ResponseReturnValue:
    form = NameForm(name=me().name)
    if form.validate_on_submit():
        services.rename(me(), form.name.data, at=now())
        return _saved(_("Your name is changed."))
    return render_template("accounts/name.html", form=form), 422 if form.errors else 200


@accounts.route("/account/time-zone", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
def time_zone() -> ResponseReturnValue:
    form = TimeZoneForm(data={"time_zone": me().time_zone or ""})
    if form.validate_on_submit():
        services.choose_time_zone(me(), form.time_zone.data or None, at=now())
        return _saved(_("Your time zone is changed."), then=safe_next(request.args.get("next"), ""))
    return render_template("accounts/time_zone.html", form=form), 422 if form.errors else 200


@accounts.route("/account/email", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@requires_recent_sign_in
@limited("mails", "3 per 6 hours", by=by_account, counting=done)
def email() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit():
        try:
            new = services.ask_change_email(me(), form.email.data, at=now())
            return _saved(_("We sent a link to %(address)s. Your address changes when you open it and confirm.", address=new))
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("accounts/email.html", form=form, account=me()), 422 if form.errors else 200


@accounts.route("/account/password", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@limited("sign-in", "10 per 5 minutes", by=by_account, counting=failed)
def password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            services.change_password(me(), form.current.data, form.new.data, session=my_session(), at=now())
            return _saved(_("Your password is changed. Your other devices are signed out."))
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("accounts/password.html", form=form, hint=passwords.HINT), 422 if form.errors else 200


@accounts.get("/account/sessions", endpoint="sessions")
@requires(AccountPermission.OWN)
def session_list() -> ResponseReturnValue:
    found = sessions.of_account(me(), at=now())
    return render_template("accounts/sessions.html", sessions=found, current=my_session())


def load_session(session: str) -> AccountSession | None:
    return sessions.by_public_id(me(), session)


@accounts.post("/account/sessions/<session>/end")
@requires(AccountPermission.OWN, load=load_session)
def end_session(session: AccountSession) -> ResponseReturnValue:
    sessions.end(session, at=now())
    services.note_ended(me(), 1, at=now())
    return _signed_out(_("The device is signed out."))


@accounts.post("/account/sessions/end")
@requires(AccountPermission.OWN)
def end_other_sessions() -> ResponseReturnValue:
    count = sessions.end_all(me(), at=now(), but=my_session())
    services.note_ended(me(), count, at=now())
    return _signed_out(_("Your other devices are signed out."))


def _signed_out(words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(url_for("accounts.sessions"), code=303)


@accounts.get("/account/history")
@requires(AccountPermission.OWN)
def history() -> ResponseReturnValue:
    page = paginate(db.session(), queries.history(me()), number=page_number(request.args.get("page")))
    return render_template("accounts/history.html", page=page, words_of=words_of)


@accounts.route("/account/data", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@requires_recent_sign_in
@limited("export", "5 per day", by=by_account)
def data() -> ResponseReturnValue:
    """Hand over everything the board holds of the person."""
    form = EmptyForm()
    if not form.validate_on_submit():
        return render_template("accounts/data.html", form=form), 422 if form.errors else 200
    archive = io.BytesIO()  # a few résumés of at most 5 MB
    export.write(me(), archive, file_of=current_app.extensions["files"].get, actor=me(), at=now())
    db.session.commit()
    archive.seek(0)
    return send_file(archive, "application/zip", as_attachment=True, download_name="my-data.zip")


@accounts.route("/account/close", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@requires_recent_sign_in
@limited("sign-in", "10 per 5 minutes", by=by_account, counting=failed)
def close() -> ResponseReturnValue:
    """Close the account of who gives its password once more; one that has none was proved by its passkey just now."""
    form = PasswordForm() if me().password else EmptyForm()
    if form.validate_on_submit():
        try:
            _check_password(form)
            services_closing.close(me(), at=now())
            sign_out(at=now())
            db.session.commit()
            flash(_("Your account is closed. We have sent you an e-mail that says so."))
            return redirect("/", code=303)
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("accounts/close.html", form=form), 422 if form.errors else 200


def _check_password(form: PasswordForm | EmptyForm) -> None:
    if isinstance(form, PasswordForm) and not passwords.matches(me(), form.password.data):
        raise RuleBroken(_("The password is not right."), field="password")
