"""Signing up, and the pages that mailed links lead to. Opening a link changes nothing; its button does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import one_time_tokens, passwords, queries, services, services_recovery
from careercenter.accounts.blueprint import accounts, security
from careercenter.accounts.forms import AdminForm, ClaimForm, EmptyForm, ForgotForm, NewPasswordForm, PasswordForm, SignUpForm
from careercenter.accounts.models import LinkPurpose, MailedLink
from careercenter.accounts.policy import AccountPermission
from careercenter.accounts.sign_in_flow import me, my_session, start_sign_in, target
from careercenter.accounts.views_sign_in import by_typed_address, came_for, on_known_device
from careercenter.core.addresses import MISTYPED_DOMAINS
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.mail.queries import keeps_mail
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue
from careercenter.web.auth import current_actor, public, requires
from careercenter.web.forms import BaseForm
from careercenter.web.limits import by_account, by_address, done, failed, limited, spend
from careercenter.web.urls import safe_next

Form = TypeVar("Form", bound=BaseForm)


def by_link() -> str:
    return f"link {(request.view_args or {}).get('token')}"


@accounts.route("/sign-up", methods=["GET", "POST"])
@public
@limited("sign-up", "60 per hour", "300 per day", by=by_address, counting=done)
@limited("mails", "3 per 6 hours", by=by_typed_address, counting=done)
def sign_up() -> ResponseReturnValue:
    if current_actor().account_id is not None:
        return redirect(target(), code=303)
    came = came_for()
    form = SignUpForm(kind=request.args.get("as") or (came["errand"].kind if came["errand"] else None))
    if form.validate_on_submit():
        try:
            wanted = form.value(form.email.data, safe_next(request.args.get("next"), ""))
            session["signed_up"] = services.sign_up(wanted, at=now())
            return _mailed(form.email.data, "accounts.sign_up_sent")
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template("accounts/sign_up.html", form=form, hint=passwords.HINT, typos=MISTYPED_DOMAINS, **came)
    return page, 422 if form.errors else 200


def _mailed(email: str, endpoint: str) -> ResponseReturnValue:
    db.session.commit()
    session["mailed_to"] = email.strip()
    return redirect(url_for(endpoint), code=303)


@accounts.get("/sign-up/sent")
@public
def sign_up_sent() -> ResponseReturnValue:
    return render_template("accounts/sign_up_sent.html", email=session.get("mailed_to"), outbox=_outbox())


def _outbox() -> str | None:
    """Give where e-mails are read while the board is tried out without a mail server."""
    return url_for("mail.outbox") if keeps_mail(current_app.config["SETTINGS"]) else None


def _link(token: str, purpose: LinkPurpose) -> MailedLink | None:
    return one_time_tokens.find(token, purpose, at=now())


def _link_over_page(purpose: LinkPurpose) -> ResponseReturnValue:
    return render_template("security/link_over.html", purpose=purpose.value), 410


@accounts.route("/confirm/<token>", methods=["GET", "POST"])
@public
@limited("sign-in", "60 per 5 minutes", by=by_address, counting=failed)
@limited("sign-in", "10 per 5 minutes", by=by_link, counting=failed)
def confirm(token: str) -> ResponseReturnValue:
    """Prove an address. Who neither is signed in nor signed up in this browser gives the password too.

    A link alone must not open a stranger's account.
    """
    if (link := _link(token, LinkPurpose.CONFIRM)) is None:
        return _link_over_page(LinkPurpose.CONFIRM)
    if current_actor().account_id == link.account_id:
        return _confirm_signed_in(link)
    chosen_here = services.signed_up_with(link, session.get("signed_up"))
    form = EmptyForm() if chosen_here else PasswordForm()
    if form.validate_on_submit():
        if known := chosen_here or services.known_password(link, form.password.data):
            return _confirm_and_enter(link, known)
        form.refuse(RuleBroken(_("The password is incorrect."), field="password"))
    page = render_template("security/confirm.html", form=form, link=link, enters=True)
    return page, 422 if form.errors else 200


def _confirm_signed_in(link: MailedLink) -> ResponseReturnValue:
    form = EmptyForm()
    if not form.validate_on_submit():
        return render_template("security/confirm.html", form=form, link=link, enters=False)
    services.confirm(link, keep=my_session(), at=now())
    db.session.commit()
    flash(_("Your e-mail address is confirmed."))
    return redirect(target(), code=303)


def _confirm_and_enter(link: MailedLink, password_hash: str) -> ResponseReturnValue:
    account = services.confirm_and_enter(link, password_hash, at=now())
    session.pop("signed_up", None)
    response = start_sign_in(account, how="password", at=now())
    db.session.commit()
    flash(_("Your e-mail address is confirmed."))
    return response


@accounts.post("/account/confirm")
@requires(AccountPermission.OWN)
@limited("mails", "3 per 6 hours", by=by_account, counting=done)
def confirm_again() -> ResponseReturnValue:
    services.ask_confirmation(me(), at=now())
    return _mailed(me().email, "accounts.sign_up_sent")


@security.route("/forgot", methods=["GET", "POST"])
@public
def forgot_password() -> ResponseReturnValue:
    form = ForgotForm()
    if form.validate_on_submit():
        if _may_ask_reset(queries.normalised(form.email.data) or ""):
            # The same work whether there is an account or not: the worker looks.
            enqueue(TaskName.MAIL_RESET, email=form.email.data)
        return _mailed(form.email.data, "security.forgot_sent")
    return render_template("security/forgot.html", form=form), 422 if form.errors else 200


def _may_ask_reset(email: str) -> bool:
    """Say whether another e-mail goes to an address. What limits it is not to be noticed: the answer is always the same.

    Counted by who asks. However many strangers ask for one address, an e-mail goes out each quarter of an hour, and links
    sent before go on working: nobody can keep another from a new password.
    """
    asked, asker = f"address typed {email}", by_address()
    return (
        spend("reset", asker, "60 per hour")
        and spend("reset", f"{asker} for {asked}", "3 per hour")
        and (on_known_device() or spend("reset", asked, "10 per day") or spend("reset at least", asked, "1 per 15 minutes"))
    )


@security.get("/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    return render_template("security/forgot_sent.html", email=session.get("mailed_to"), outbox=_outbox())


@security.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Set a new password. Where nobody has proved the address yet, the account of who opens the link begins here."""
    link = _link(token, LinkPurpose.RESET)
    if link is not None and not link.account.is_confirmed:
        return _by_link(
            token, LinkPurpose.RESET, ClaimForm(), _claim, _("Your account is ready. Sign in with your password."), page="claim"
        )

    def reset(link: MailedLink, form: NewPasswordForm) -> None:
        services.reset(link, form.password.data, at=now())

    return _by_link(token, LinkPurpose.RESET, NewPasswordForm(), reset, _("Your new password is set. Sign in with it."))


def _claim(link: MailedLink, form: ClaimForm) -> None:
    services.claim(link, form.value(link.email), at=now())


@accounts.route("/set-up/<token>", methods=["GET", "POST"])
@public
def set_up_admin(token: str) -> ResponseReturnValue:
    def set_up(link: MailedLink, form: AdminForm) -> None:
        services.set_up_admin(link, form.name.data, form.password.data, at=now())

    return _by_link(token, LinkPurpose.ADMIN, AdminForm(), set_up, _("Your account is ready. Sign in with your password."))


@accounts.route("/change-address/<token>", methods=["GET", "POST"])
@public
@limited("sign-in", "60 per 5 minutes", by=by_address, counting=failed)
@limited("sign-in", "10 per 5 minutes", by=by_link, counting=failed)
def change_email(token: str) -> ResponseReturnValue:
    """Give the account its new address. Who is not signed in gives its password: else a stranger's account could be given
    the address of who only opens the link, and keep its owner out with a second factor."""

    def change(link: MailedLink, form: EmptyForm | PasswordForm) -> None:
        if isinstance(form, PasswordForm) and not passwords.matches(link.account, form.password.data):
            raise RuleBroken(_("The password is incorrect."), field="password")
        services.change_email(link, at=now())

    link = _link(token, LinkPurpose.CHANGE_EMAIL)
    mine = link is not None and current_actor().account_id == link.account_id
    form = EmptyForm() if mine else PasswordForm()
    return _by_link(token, LinkPurpose.CHANGE_EMAIL, form, change, _("Your e-mail address is changed."))


@accounts.route("/not-me/<token>", methods=["GET", "POST"])
@public
def not_me(token: str) -> ResponseReturnValue:
    """Put out whoever is in an account, for who was told of something they did not do."""

    def put_out(link: MailedLink, _form: EmptyForm) -> None:
        services_recovery.was_not_me(link, at=now())

    words = _("Everybody is signed out of your account. Open the link we send you now to choose a new password.")
    return _by_link(token, LinkPurpose.NOT_ME, EmptyForm(), put_out, words)


def _by_link(
    token: str, purpose: LinkPurpose, form: Form, act: Callable[[MailedLink, Form], None], words: str, *, page: str = ""
) -> ResponseReturnValue:
    """Show what the link is for; on POST do it, and lead to the sign-in page."""
    if (link := _link(token, purpose)) is None:
        return _link_over_page(purpose)
    if form.validate_on_submit():
        try:
            act(link, form)
            db.session.commit()
            flash(words)
            return redirect(url_for("security.login"), code=303)
        except RuleBroken as broken:
            form.refuse(broken)
    shown = render_template(f"security/{page or purpose.value}.html", form=form, link=link, hint=passwords.HINT)
    return shown, 422 if form.errors else 200
