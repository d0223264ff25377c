"""The second factor: an authenticator app, recovery codes, passkeys."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import passkeys, second_factor
from careercenter.accounts.blueprint import accounts
from careercenter.accounts.forms import CodeForm, EmptyForm, NewPasskeyForm
from careercenter.accounts.models import Passkey
from careercenter.accounts.policy import AccountPermission
from careercenter.accounts.sign_in_flow import (
    issue_challenge,
    me,
    needs_proved_address,
    passkey_site,
    requires_recent_sign_in,
    take_challenge,
)
from careercenter.accounts.staff_second_factor import needs_second_factor
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.web.auth import requires
from careercenter.web.limits import by_account, failed, limited


@accounts.get("/account/second-factor", endpoint="second_factor")
@requires(AccountPermission.OWN)
def factors() -> ResponseReturnValue:
    account = me()
    return render_template(
        "accounts/second_factor.html",
        account=account,
        left=len(account.mf_recovery_codes or []),
        must=needs_second_factor(account),
    )


@accounts.route("/account/second-factor/app", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@needs_proved_address
@requires_recent_sign_in
@limited("second-step", "5 per 5 minutes", "20 per hour", by=by_account, counting=failed)
def app_on() -> ResponseReturnValue:
    if me().tf_totp_secret is not None:
        return redirect(url_for("accounts.second_factor"), code=303)
    form, secret = CodeForm(), session.setdefault("app_secret", second_factor.new_secret())
    if form.validate_on_submit():
        try:
            codes = second_factor.turn_on(me(), secret, form.code.data, at=now())
            session.pop("app_secret")
            return _show_codes(codes, _("Codes of your app are now asked for when you sign in."))
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template(
        "accounts/app_on.html", form=form, key=second_factor.key_in_words(secret)
    ), 422 if form.errors else 200


@accounts.get("/account/second-factor/picture.svg")
@requires(AccountPermission.OWN)
@requires_recent_sign_in
def app_picture() -> ResponseReturnValue:
    if (secret := session.get("app_secret")) is None:
        abort(404)
    return Response(second_factor.qr_picture(me(), secret), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


def _show_codes(codes: list[str], words: str) -> ResponseReturnValue:
    """Commit, and show the recovery codes on the page that answers: they are kept nowhere, so no other page could."""
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes, words=words)


@accounts.route("/account/second-factor/app/off", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@requires_recent_sign_in
def app_off() -> ResponseReturnValue:
    form = EmptyForm()
    if form.validate_on_submit():
        second_factor.turn_off(me(), at=now())
        db.session.commit()
        flash(_("Codes of your app are no longer asked for."))
        return redirect(url_for("accounts.second_factor"), code=303)
    return render_template("accounts/app_off.html", form=form)


@accounts.route("/account/second-factor/recovery-codes", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@needs_proved_address
@requires_recent_sign_in
def recovery_codes() -> ResponseReturnValue:
    if not me().has_second_factor:
        return redirect(url_for("accounts.second_factor"), code=303)
    form = EmptyForm()
    if form.validate_on_submit():
        return _show_codes(second_factor.new_recovery_codes(me(), at=now()), _("Your earlier recovery codes no longer work."))
    return render_template("accounts/recovery_codes_new.html", form=form)


@accounts.route("/account/passkeys/new", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@needs_proved_address
@requires_recent_sign_in
@limited("passkeys", "20 per hour", by=by_account)
def passkey_new() -> ResponseReturnValue:
    form = NewPasskeyForm()
    if form.validate_on_submit():
        try:
            passkeys.add(me(), form.name.data, form.credential.data, take_challenge(), passkey_site(), at=now())
            return _passkey_added()
        except RuleBroken as broken:
            form.refuse(broken)
    form.credential.data = None
    options = _options_to_add()
    return render_template("accounts/passkey_new.html", form=form, options=options), 422 if form.errors else 200


def _options_to_add() -> str:
    return issue_challenge(passkeys.ask_to_add(me(), passkey_site()))


def _passkey_added() -> ResponseReturnValue:
    if not me().mf_recovery_codes:
        return _show_codes(second_factor.new_recovery_codes(me(), at=now()), _("Your passkey is added."))
    db.session.commit()
    flash(_("Your passkey is added."))
    return redirect(url_for("accounts.second_factor"), code=303)


def load_passkey(passkey: int) -> Passkey | None:
    return next((kept for kept in me().webauthn if kept.id == passkey), None)


@accounts.post("/account/passkeys/<int:passkey>/remove")
@requires(AccountPermission.OWN, load=load_passkey)
@requires_recent_sign_in
def passkey_remove(passkey: Passkey) -> ResponseReturnValue:
    passkeys.remove(me(), passkey, at=now())
    db.session.commit()
    flash(_("The passkey is removed."))
    return redirect(url_for("accounts.second_factor"), code=303)
