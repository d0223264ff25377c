"""The outbox of a board without a mail server: how e-mails are read while trying it out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.paging import page_number, paginate
from careercenter.mail import hooks, queries, unsubscribing
from careercenter.mail.models import Letter
from careercenter.mail.queries import keeps_mail
from careercenter.web.auth import public
from careercenter.web.protection import policy

blueprint = Blueprint("mail", __name__)
public_pages = Blueprint("mail_public", __name__)
blueprints = (public_pages,)

# A letter's page loads nothing, runs nothing and has no origin; its own <style> is all it needs. Links in it may be followed.
LETTER_POLICY = policy(script_src="'none'", style_src="'unsafe-inline'", img_src="'none'", form_action="'none'") + "; sandbox"


def init_app(app: Flask) -> None:
    """In production the outbox does not even exist. What a mail service reports is signed and comes without a session."""
    settings = app.config["SETTINGS"]
    unsubscribing.configure([settings.secret_key, *(key for key in settings.secret_key_fallbacks.split(",") if key)])
    for view in (report, unsubscribe):  # their token or signature is what shows who asks
        if "csrf" in app.extensions:
            app.extensions["csrf"].exempt(view)
    if not app.config["SETTINGS"].production:
        app.register_blueprint(blueprint)


@blueprint.before_request
def _only_while_trying_out() -> None:
    if not keeps_mail(current_app.config["SETTINGS"]):
        abort(404)


@public_pages.post("/hooks/mail")
@public
def report() -> ResponseReturnValue:
    """Take what a mail service reports of e-mails that came back or were called spam."""
    secret = current_app.config["SETTINGS"].mail_webhook_secret
    body = request.get_data()
    try:
        hooks.check(body, request.headers.get("X-Signature", ""), secret, now())
        hooks.apply(hooks.read(body), at=now())
    except hooks.NotSigned:
        abort(403)
    except hooks.Malformed as wrong:
        return {"detail": str(wrong)}, 400
    db.session.commit()
    return "", 204


@public_pages.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop a kind of e-mail. Looking at the page stops nothing: programs that look for viruses open every link."""
    topic, who = unsubscribing.read(token) or abort(404)
    stopped = request.method == "POST"
    if stopped:
        topic.stop(who, now())
        db.session.commit()
    page = render_template("mail_public/unsubscribe.html", what=topic.words, stopped=stopped)
    return page, {"Cache-Control": "no-store"}


@blueprint.get("/_dev/mail")
@public
def outbox() -> ResponseReturnValue:
    page = paginate(db.session(), queries.letters(), number=page_number(request.args.get("page")), size=50)
    return render_template("mail_outbox/outbox.html", page=page, address=lambda number: url_for("mail.outbox", page=number))


@blueprint.get("/_dev/mail/<int:letter_id>")
@public
def letter(letter_id: int) -> ResponseReturnValue:
    return render_template("mail_outbox/letter.html", letter=_letter(letter_id))


@blueprint.get("/_dev/mail/<int:letter_id>/html")
@public
def letter_html(letter_id: int) -> ResponseReturnValue:
    headers: dict[str, Any] = {"Content-Security-Policy": LETTER_POLICY, "Content-Type": "text/html; charset=utf-8"}
    return _letter(letter_id).html, headers


def _letter(letter_id: int) -> Letter:
    found = queries.letter(letter_id)
    if found is None:
        abort(404)
    return found
