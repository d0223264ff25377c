"""Coming in and going out: password, second step, passkey, proving oneself again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import passkeys, passwords, queries, second_factor
from careercenter.accounts.blueprint import accounts, security
from careercenter.accounts.forms import CodeForm, ForgotForm, LoginForm, PasskeyForm, PasswordForm
from careercenter.accounts.models import Account
from careercenter.accounts.policy import AccountPermission
from careercenter.accounts.sign_in_flow import (
    complete_sign_in,
    issue_challenge,
    knows_device,
    me,
    my_session,
    passkey_site,
    pending_second_factor,
    sign_out,
    start_sign_in,
    take_challenge,
    target,
)
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.web import kept_forms
from careercenter.web.auth import current_actor, public, requires
from careercenter.web.errands import errand_of
from careercenter.web.limits import by_account, by_address, failed, limited


def typed_address() -> str:
    """Give the e-mail address of this form as the form itself reads it, so that no unseen character makes it another one."""
    return queries.normalised(ForgotForm().email.data or "") or "none"


def by_typed_address() -> str:
    return f"address typed {typed_address()}"


def by_half_way() -> str:
    found = pending_second_factor()
    return f"account {found[0].id}" if found else by_address()


def on_known_device() -> bool:
    """Let a person who signed in here before try, also while somebody else guesses at their password."""
    account = queries.by_email(typed_address())
    return account is not None and knows_device(account.public_id)


@security.route("/login", methods=["GET", "POST"])
@public
@limited("sign-in", "60 per 5 minutes", by=by_address, counting=failed)
@limited("sign-in", "10 per 5 minutes", by=by_typed_address, counting=failed, unless=on_known_device)
def login() -> ResponseReturnValue:
    if current_actor().account_id is not None:
        return redirect(target(), code=303)
    form = LoginForm()
    if form.validate_on_submit():
        if account := _authenticated(form):
            response = start_sign_in(account, how="password", at=now())
            db.session.commit()
            return response
        db.session.commit()
        form.form_errors.append(_("The e-mail address or password is incorrect."))
    return _login_page(form)


def _authenticated(form: LoginForm) -> Account | None:
    return authenticated(form.email.data, form.password.data)


def authenticated(email: str, password: str) -> Account | None:
    """Find the account; a wrong password and an unknown or suspended account cost and say the same."""
    account = queries.by_email(email)
    right = passwords.matches(account, password)
    if account is not None and not right:
        record("account.sign_in_failed", subject=account, actor=None, at=now())
    return account if right and account is not None and account.active else None


def _login_page(form: LoginForm) -> ResponseReturnValue:
    options = issue_challenge(passkeys.ask_to_prove(passkey_site()))
    page = render_template("security/login.html", form=form, options=options, **came_for())
    return page, 422 if form.errors else 200


def came_for() -> dict[str, Any]:
    """Give where the visitor wants to go, and what for, as the pages of signing in and up show it."""
    where = request.args.get("next")
    return {"where": where, "errand": errand_of(where)}


@security.post("/login/passkey")
@public
@limited("sign-in", "60 per 5 minutes", by=by_address, counting=failed)
def login_by_passkey() -> ResponseReturnValue:
    form = LoginForm(formdata=None)
    try:
        account = passkeys.prove(PasskeyForm().answer(), take_challenge(), passkey_site(), at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _login_page(form)
    response = complete_sign_in(account, target(), how="passkey", at=now())
    db.session.commit()
    return response


@security.route("/login/code", methods=["GET", "POST"])
@public
@limited("second-step", "5 per 5 minutes", "20 per hour", "50 per day", by=by_half_way, counting=failed)
@limited("second-step", "60 per 5 minutes", "300 per hour", by=by_address, counting=failed)
def second_step() -> ResponseReturnValue:
    if (found := pending_second_factor()) is None:
        flash(_("You took too long. Sign in again."), "warning")
        return redirect(url_for("security.login"), code=303)
    account, where = found
    form = CodeForm()
    if form.validate_on_submit():
        try:
            if second_factor.accepts(account, form.code.data, at=now()):
                response = complete_sign_in(account, where, how="password and code", at=now())
                db.session.commit()
                return response
            _note_wrong_code(account)
            raise RuleBroken(_("This code is incorrect or was used already. Wait for the next one."), field="code")
        except RuleBroken as broken:
            form.refuse(broken)
    return _second_page(form, account)


def _note_wrong_code(account: Account) -> None:
    record("account.second_step_failed", subject=account, actor=None, at=now())
    db.session.commit()


def _second_page(form: CodeForm, account: Account) -> ResponseReturnValue:
    options = issue_challenge(passkeys.ask_to_prove(passkey_site(), account)) if account.webauthn else None
    page = render_template("security/second_step.html", form=form, options=options, by_app=account.tf_totp_secret is not None)
    return page, 422 if form.errors else 200


@security.post("/login/code/passkey")
@public
@limited("second-step", "5 per 5 minutes", "20 per hour", "50 per day", by=by_half_way, counting=failed)
def second_step_by_passkey() -> ResponseReturnValue:
    if (found := pending_second_factor()) is None:
        return redirect(url_for("security.login"), code=303)
    account, where = found
    form = CodeForm(formdata=None)
    try:
        passkeys.prove(PasskeyForm().answer(), take_challenge(), passkey_site(), account=account, at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _second_page(form, account)
    response = complete_sign_in(account, where, how="password and passkey", at=now())
    db.session.commit()
    return response


@security.post("/logout")
@public
def logout() -> ResponseReturnValue:
    sign_out(at=now())
    db.session.commit()
    flash(_("You are signed out."))
    response = redirect("/", code=303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@accounts.get("/account/home")
@requires(AccountPermission.OWN)
def after_sign_in() -> ResponseReturnValue:
    """Lead everybody to where their work is."""
    account = me()
    if account.is_moderator:
        return redirect(url_for("moderation.queue"), code=303)
    return redirect(url_for("browse.my_home" if account.is_coder or account.memberships else "employers.create"), code=303)


@accounts.get("/account/again")
@requires(AccountPermission.OWN)
def again() -> ResponseReturnValue:
    """Offer what was to be sent before the sign-in, or before it was asked who it is."""
    form = kept_forms.kept(at=now())
    if form is None:
        return redirect(url_for("accounts.after_sign_in"), code=303)
    return kept_forms.again(form.path, form.fields, form.back or "/", signed_in=True)


@accounts.route("/account/prove", methods=["GET", "POST"])
@requires(AccountPermission.OWN)
@limited("sign-in", "10 per 5 minutes", by=by_account, counting=failed)
def prove() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        if passwords.matches(me(), form.password.data):
            return _proved()
        form.refuse(RuleBroken(_("The password is incorrect."), field="password"))
    return _prove_page(form)


@accounts.post("/account/prove/passkey")
@requires(AccountPermission.OWN)
@limited("sign-in", "10 per 5 minutes", by=by_account, counting=failed)
def prove_by_passkey() -> ResponseReturnValue:
    form = PasswordForm(formdata=None)
    try:
        passkeys.prove(PasskeyForm().answer(), take_challenge(), passkey_site(), account=me(), at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _prove_page(form)
    return _proved()


def _proved() -> ResponseReturnValue:
    my_session().proved_at = now()
    db.session.commit()
    return redirect(target(), code=303)


def _prove_page(form: PasswordForm) -> ResponseReturnValue:
    options = issue_challenge(passkeys.ask_to_prove(passkey_site(), me())) if me().webauthn else None
    page = render_template("security/prove.html", form=form, options=options, where=request.args.get("next"))
    return page, 422 if form.errors else 200
