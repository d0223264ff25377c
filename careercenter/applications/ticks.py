"""Whom a member has ticked in the list of applicants. The form carries it from page to page: nothing is kept on the server."""

from __future__ import annotations

from typing import Any

from careercenter.applications.applicant_list import Found

# Each gets an e-mail in one transaction, while everybody else who saves something waits.
MOST_AT_ONCE = 200


def read(found: Found, arguments: Any) -> set[str]:
    """Give the public ids ticked: those the form names, changed by its button "tick" (page, found or none).

    Of those who did not apply to this posting, none. `arguments` is a MultiDict.
    """
    everybody = {row.public_id for row in found.everybody}
    named = set(arguments.getlist("application")) & everybody
    how = arguments.get("tick")
    if how == "none":
        return set()
    if how == "page":
        shown = set(found.ids_of_page())
        return named | {row.public_id for row in found.rows if row.id in shown}
    if how == "found":
        # In the list's order, so that of more than can be taken at once the first are ticked.
        return {row.public_id for row in found.rows[:MOST_AT_ONCE]}
    return named
