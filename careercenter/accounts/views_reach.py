"""Showing that e-mail reaches one's address again."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from careercenter.accounts import one_time_tokens, services_reach
from careercenter.accounts.blueprint import accounts
from careercenter.accounts.forms import EmptyForm
from careercenter.accounts.models import LinkPurpose
from careercenter.accounts.policy import AccountPermission
from careercenter.accounts.sign_in_flow import me, target
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.web.auth import public, requires
from careercenter.web.limits import by_account, by_address, done, failed, limited


@accounts.post("/account/email/prove")
@requires(AccountPermission.OWN)
@limited("mails", "3 per 6 hours", by=by_account, counting=done)
def ask_proof() -> ResponseReturnValue:
    services_reach.ask_proof(me(), at=now())
    db.session.commit()
    flash(_("We sent an e-mail to %(address)s. Open the link in it.", address=me().email))
    return redirect(target(), code=303)


@accounts.route("/reachable/<token>", methods=["GET", "POST"])
@public
@limited("sign-in", "10 per 5 minutes", by=by_address, counting=failed)
def prove_address(token: str) -> ResponseReturnValue:
    """Show that e-mail arrives. It opens nothing, so that the link alone is enough."""
    if (link := one_time_tokens.find(token, LinkPurpose.PROVE, at=now())) is None:
        return render_template("security/link_over.html", purpose=LinkPurpose.PROVE.value), 410
    form = EmptyForm()
    if not form.validate_on_submit():
        return render_template("accounts/prove_address.html", form=form, link=link)
    services_reach.prove(link, at=now())
    db.session.commit()
    flash(_("Thank you. E-mail reaches your address."))
    return redirect(target(), code=303)
