"""A list taken away as a table. It holds people's addresses, so it is asked for by a press, and the trail says who did."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from careercenter.accounts.models import Account
from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.admin import lists
from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.admin.views_people import asked_order, asked_words, chosen
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.mail.models import LetterStatus
from careercenter.postings.lifecycle import PostingStatus
from careercenter.web.auth import current_actor, requires
from careercenter.web.table_files import as_csv


@bp.post("/admin/lists/<name>")
@requires(AdminPermission.CHANGE)
@requires_recent_sign_in
def export(name: str) -> ResponseReturnValue:
    """Stream the list that its page shows, with the same filters, as CSV in UTF-8."""
    query = _asked_for(name)
    asked = {key: request.args[key] for key in ("q", "status", "order") if request.args.get(key)}
    actor = current_actor()
    assert isinstance(actor, Account)
    record("list.exported", subject=actor, actor=actor, at=now(), list=name, **asked)
    db.session.commit()
    rows = lists.TABLES[name].rows(query.options(*lists.LEFT_UNREAD.get(name, ())))
    return as_csv(rows, name=name)


def _asked_for(name: str) -> Select[tuple[object]]:
    words = asked_words()
    if name == "people":
        return lists.people(words, chosen(lists.AccountFilter), asked_order(lists.PEOPLE_ORDERS))
    if name == "employers":
        return lists.employers(words, chosen(lists.EmployerFilter), asked_order(lists.EMPLOYER_ORDERS))
    if name == "postings":
        return lists.postings(words, chosen(PostingStatus), asked_order(lists.POSTING_ORDERS))
    if name == "mail":
        return lists.letters(words, chosen(LetterStatus), asked_order(lists.LETTER_ORDERS))
    return abort(404)
