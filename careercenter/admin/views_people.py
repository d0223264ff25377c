"""People, employers and postings, for administrators."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import sessions
from careercenter.accounts.models import Account
from careercenter.accounts.queries import by_public_id
from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.admin import lists, queries, second_person, services
from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import Words, _l
from careercenter.core.paging import page_number, paginate
from careercenter.moderation.forms import DeskNoteForm
from careercenter.moderation.notes import notes_of
from careercenter.moderation.timeline import trail
from careercenter.postings.lifecycle import PostingStatus
from careercenter.web.auth import current_actor, requires

ACTS: dict[str, tuple[Any, Words]] = {
    "suspend": (services.suspend, _l("Suspended: %(name)s.")),
    "restore": (services.restore, _l("Restored: %(name)s.")),
    "end-sessions": (services.end_sessions, _l("Signed out everywhere: %(name)s.")),
    "make-moderator": (services.make_moderator, _l("Made a moderator: %(name)s.")),
    "send-again": (services.send_to_again, _l("E-mail is sent again to %(name)s.")),
    "unmake-moderator": (services.unmake_moderator, _l("No longer a moderator: %(name)s.")),
}


def load_account(account: str, action: str | None = None) -> Account | None:
    return by_public_id(account)


@bp.get("/admin/people")
@requires(AdminPermission.OVERSEE)
def people() -> ResponseReturnValue:
    words, standing, order = asked_words(), chosen(lists.AccountFilter), asked_order(lists.PEOPLE_ORDERS)
    query = lists.people(words, standing, order)
    page = paginate(db.session(), query, number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/people.html", page=page, words=words, status=standing, statuses=lists.AccountFilter, order=order,
        orders=lists.PEOPLE_ORDERS, address=pages_of("admin.people", q=words, status=standing or "", order=order.value),
        recoveries=second_person.all_open(at=now()),
    )  # fmt: skip


@bp.get("/admin/people/<account>")
@requires(AdminPermission.OVERSEE, load=load_account)
def person(account: Account) -> ResponseReturnValue:
    return person_page(account)


def person_page(account: Account, form: DeskNoteForm | None = None) -> str:
    """Give the page of a person; `form` is a note that was refused."""
    return render_template(
        "admin/person.html",
        person=account,
        form=form,
        note_form=form or DeskNoteForm(prefix="note-"),
        notes=notes_of(account),
        sessions=sessions.of_account(account, at=now()),
        trail=trail([account]),
        recoveries=second_person.open_for(account, at=now()),
    )


@bp.post("/admin/people/<account>/<action>")
@requires(AdminPermission.CHANGE, load=load_account)
@requires_recent_sign_in
def act_on_person(account: Account) -> ResponseReturnValue:
    assert request.view_args is not None
    act, done = ACTS.get(request.view_args["action"]) or abort(404)
    act(account, actor=current_actor(), at=now())
    db.session.commit()
    flash(str(done) % {"name": account.name or account.email})
    return redirect(url_for("admin.person", account=account.public_id), code=303)


@bp.get("/admin/employers")
@requires(AdminPermission.OVERSEE)
def employers() -> ResponseReturnValue:
    words, trust, order = asked_words(), chosen(lists.EmployerFilter), asked_order(lists.EMPLOYER_ORDERS)
    page = paginate(db.session(), lists.employers(words, trust, order), number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/employers.html", page=page, words=words, live=queries.live_counts(page.items), status=trust,
        statuses=lists.EmployerFilter, order=order, orders=lists.EMPLOYER_ORDERS,
        address=pages_of("admin.employers", q=words, status=trust or "", order=order.value),
    )  # fmt: skip


@bp.get("/admin/postings")
@requires(AdminPermission.OVERSEE)
def postings() -> ResponseReturnValue:
    words, status, order = asked_words(), chosen(PostingStatus), asked_order(lists.POSTING_ORDERS)
    page = paginate(db.session(), lists.postings(words, status, order), number=page_number(request.args.get("page")), size=50)
    return render_template(
        "admin/postings.html", page=page, words=words, status=status, statuses=PostingStatus, order=order,
        orders=lists.POSTING_ORDERS, address=pages_of("admin.postings", q=words, status=status or "", order=order.value),
    )  # fmt: skip


def asked_words(name: str = "q") -> str:
    """Read what is searched for; a NUL would be an error in PostgreSQL and is nobody's name."""
    return request.args.get(name, "").replace("\0", "").strip()[:120]


def chosen(kind: type[Any]) -> Any:
    """Read a status out of the address; an unknown one means all."""
    value = request.args.get("status", "")
    return kind(value) if value in {member.value for member in kind} else None


def asked_order(orders: tuple[lists.ListOrder, ...]) -> lists.ListOrder:
    """Read the order out of the address; one the list does not have means its own."""
    value = request.args.get("order", "")
    return next((order for order in orders if order.value == value), orders[0])


def pages_of(endpoint: str, **values: Any) -> Any:
    """Give what makes the address of a page number, with the filters kept."""
    kept: dict[str, Any] = {name: str(value) for name, value in values.items() if value}
    return lambda number: url_for(endpoint, page=number, **kept)
