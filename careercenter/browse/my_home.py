"""The page people come back to: what happened to their applications, new jobs that fit, what waits for their employers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import sessions
from careercenter.accounts.models import Account
from careercenter.accounts.policy import AccountPermission
from careercenter.accounts.sign_in_flow import me
from careercenter.applications import news
from careercenter.browse.blueprint import bp
from careercenter.browse.jobs_for_coder import jobs_for
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import current_time_zone
from careercenter.core.places import TIME_ZONES
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.queries import counts_of_employers
from careercenter.profiles import parts, queries
from careercenter.web.auth import requires
from careercenter.web.search_reader import search_reader

# What an employer has to do something about, in this order.
WAITING = (PostingStatus.CHANGES_ASKED, PostingStatus.DRAFT, PostingStatus.PAUSED, PostingStatus.PENDING)


@bp.get("/home")
@requires(AccountPermission.OWN)
def my_home() -> ResponseReturnValue:
    """Show what is new for a coder and for the members of employers; lead the others to their own first page."""
    account, at = me(), now()
    if not (account.is_coder or account.memberships):
        return redirect(url_for("accounts.after_sign_in"))
    since = sessions.visited_before(g.account_session)
    return render_template(
        "browse/my_home.html",
        coder=_for_coder(account, since=since, at=at) if account.is_coder else None,
        employers=_for_members(account) if account.memberships else None,
        **_zones(account),
    )


def _zones(account: Account) -> dict[str, Any]:
    """Give who chose no zone the one moments are written in, and the words of each they may be in."""
    if account.time_zone:
        return {"zone": None}
    return {"zone": current_time_zone(), "zones": {name: str(words) for name, words in TIME_ZONES.items()}}


def _for_coder(account: Account, *, since: datetime | None, at: datetime) -> dict[str, Any]:
    profile = queries.profile_of(account.id)
    return {
        "news": news.news_of(account.id, at=at),
        "since": since,
        "drafts": news.drafts_of(account.id, at=at),
        "lacks": parts.lacks(profile),
        "jobs": jobs_for(profile, search_reader(), since=since, at=at),
        "resumes": db.session.scalars(queries.resumes_of(account.id).limit(1)).all(),
    }


def _for_members(account: Account) -> dict[str, Any]:
    employers = [membership.employer for membership in account.memberships]
    ids = [employer.id for employer in employers]
    return {"all": employers, "new": news.jobs_with_new_applicants(ids), "counts": counts_of_employers(ids), "waiting": WAITING}
