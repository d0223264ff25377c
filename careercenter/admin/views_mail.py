"""What was mailed, what could not be, and how to mend it, for administrators."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.admin import lists, queries, services
from careercenter.admin.blueprint import bp
from careercenter.admin.forms import TestMailForm
from careercenter.admin.policy import AdminPermission
from careercenter.admin.views_people import asked_order, asked_words, chosen, pages_of
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _n
from careercenter.core.paging import page_number, paginate
from careercenter.mail import reachability
from careercenter.mail.models import Letter, LetterStatus
from careercenter.mail.queries import outage, waiting_after_failure
from careercenter.mail.services import send_test
from careercenter.web.auth import current_actor, requires


def load_letter(letter: int) -> Letter | None:
    return db.session.get(Letter, letter)


@bp.get("/admin/mail")
@requires(AdminPermission.OVERSEE)
def mail() -> ResponseReturnValue:
    at, words, status, order = now(), asked_words(), chosen(LetterStatus), asked_order(lists.LETTER_ORDERS)
    page = paginate(db.session(), lists.letters(words, status, order), number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/mail.html", page=page, words=words, status=status, statuses=LetterStatus, counts=queries.letter_counts(),
        order=order, orders=lists.LETTER_ORDERS,
        address=pages_of("admin.mail", q=words, status=status or "", order=order.value),
        outage=outage(at), waiting=waiting_after_failure(at),
    )  # fmt: skip


@bp.get("/admin/mail/<int:letter>")
@requires(AdminPermission.OVERSEE, load=load_letter)
def letter(letter: Letter) -> ResponseReturnValue:
    return render_template("admin/letter.html", letter=letter, readable=_readable(letter))


@bp.post("/admin/mail/<int:letter>/retry")
@requires(AdminPermission.CHANGE, load=load_letter)
@requires_recent_sign_in
def retry_letter(letter: Letter) -> ResponseReturnValue:
    services.retry_letter(letter, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Waiting to be sent again: %(subject)s.", subject=letter.subject))
    return redirect(url_for("admin.mail", status=LetterStatus.DEAD.value), code=303)


@bp.post("/admin/mail/retry")
@requires(AdminPermission.CHANGE)
@requires_recent_sign_in
def retry_waiting() -> ResponseReturnValue:
    actor = current_actor()
    assert isinstance(actor, Account)
    tried = services.retry_waiting(actor, at=now())
    db.session.commit()
    flash(_n("%(num)s e-mail is tried again now.", "%(num)s e-mails are tried again now.", tried))
    return redirect(url_for("admin.mail"), code=303)


@bp.route("/admin/mail/test", methods=["GET", "POST"])
@requires(AdminPermission.CHANGE)
@requires_recent_sign_in
def test_mail() -> ResponseReturnValue:
    """Send it while the page waits: who tests wants to see what the server says."""
    actor = current_actor()
    assert isinstance(actor, Account)
    form = TestMailForm(email=actor.email)
    db.session.commit()  # nothing is locked while the server takes its time
    if form.validate_on_submit():
        try:
            sent_to = send_test(form.email.data or "", current_app.config["SETTINGS"], at=now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_("The mail server took a test e-mail for %(address)s.", address=sent_to))
            return redirect(url_for("admin.mail"), code=303)
    return render_template("admin/test_mail.html", form=form), 422 if form.errors else 200


@bp.get("/admin/mail/unreachable")
@requires(AdminPermission.OVERSEE)
def unreachable() -> ResponseReturnValue:
    page = paginate(db.session(), reachability.unreachable(), number=page_number(request.args.get("page")), size=50)
    people = queries.people_of([row.address for row in page.items])
    return render_template("admin/unreachable.html", page=page, people=people, address=pages_of("admin.unreachable"))


def _readable(letter: Letter) -> bool:
    """An e-mail may hold a one-time link: in production nobody but its recipient reads it."""
    production = current_app.config["SETTINGS"].production
    return not production and letter.status in (LetterStatus.KEPT, LetterStatus.DEAD)
