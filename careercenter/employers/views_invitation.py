"""The page an invitation's e-mail leads to. Looking changes nothing: mail programs open links before people do.

Everything happens on it: who has no account makes one, who has one signs in, and both join by the same press.
"""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import passwords, services
from careercenter.accounts.forms import EmptyForm, InvitedForm, PasswordForm
from careercenter.accounts.models import Account
from careercenter.accounts.queries import has_owner
from careercenter.accounts.sign_in_flow import complete_sign_in, start_sign_in
from careercenter.accounts.views_sign_in import authenticated
from careercenter.accounts.views_sign_up import by_link
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers import queries
from careercenter.employers import services_membership as rules
from careercenter.employers.blueprint import blueprint, current_account
from careercenter.employers.models import Invitation
from careercenter.web.auth import current_actor, public
from careercenter.web.limits import by_address, failed, limited
from careercenter.web.saving import saved

InvitationWay = EmptyForm | PasswordForm | InvitedForm


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@public
@limited("invitation", "60 per hour", by=by_address, methods=("GET", "POST"))
@limited("sign-in", "60 per 5 minutes", by=by_address, counting=failed)
@limited("sign-in", "10 per 5 minutes", by=by_link, counting=failed)
def invitation(token: str) -> ResponseReturnValue:
    found = queries.invitation_by_token(token) or abort(404)
    form = _form_for(found)
    if request.method == "POST" and not _over(found):
        answer = saved(form, lambda: _enter(found, token, form), lambda answer: answer)
        if answer is not None:
            return answer
    return _page(found, token, form)


def _form_for(invitation: Invitation) -> InvitationWay:
    """Give what is asked: a press, the password of the account that has the address, or a name and a password for a new one.

    Whether there is an account is told only to who holds the token, which went to the address alone.
    """
    if current_actor().account_id is not None:
        return EmptyForm()
    return PasswordForm() if has_owner(invitation.email) else InvitedForm()


def _over(invitation: Invitation) -> str | None:
    """Say why it cannot be accepted by who looks at it, or by anybody; None when it can."""
    signed_in = current_actor().account_id is not None
    return rules.why_not(invitation, now()) or (rules.why_not_by(invitation, current_account()) if signed_in else None)


def _enter(invitation: Invitation, token: str, form: InvitationWay) -> ResponseReturnValue:
    """Join, and go to the employer's jobs. With a second factor that comes first, and the press to join after it."""
    inside = url_for("applications.jobs", employer=invitation.employer.public_id)
    if isinstance(form, InvitedForm):
        account = services.sign_up_invited(invitation.email, name=form.name.data, password=form.password.data, at=now())
    elif isinstance(form, PasswordForm):
        account = _signing_in(invitation, form)
        if account.has_second_factor:
            return start_sign_in(account, how="password", at=now(), where=url_for("employers.invitation", token=token))
    else:
        account = current_account()
    rules.accept(invitation, actor=account, at=now())
    answer: ResponseReturnValue = redirect(inside, code=303)
    if not isinstance(form, EmptyForm):
        answer = complete_sign_in(account, inside, how="invitation", at=now())
    flash(_("You are now a member of %(employer)s.", employer=invitation.employer.name))
    return answer


def _signing_in(invitation: Invitation, form: PasswordForm) -> Account:
    account = authenticated(invitation.email, form.password.data)
    if account is None:
        db.session.commit()  # a password that failed is on record
        raise RuleBroken(_("The password is incorrect."), field="password")
    return account


def _page(invitation: Invitation, token: str, form: InvitationWay) -> ResponseReturnValue:
    ended = rules.why_not(invitation, now())
    page = render_template(
        "employers/invitation.html",
        invitation=invitation,
        token=token,
        form=form,
        ended=ended,
        not_by=None if ended else _over(invitation),
        way="join" if isinstance(form, EmptyForm) else "sign in" if isinstance(form, PasswordForm) else "sign up",
        hint=passwords.HINT,
    )
    posted = request.method == "POST"
    # The address holds the token, and the page an address of a person: no cache keeps it.
    return page, 409 if posted and _over(invitation) else 422 if posted else 200, {"Cache-Control": "no-store"}
