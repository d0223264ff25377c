"""The page of one posting: live, ended a short while ago, or gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.applications import lifecycle
from careercenter.applications import queries as applications
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.browse.blueprint import bp
from careercenter.browse.similar import similar
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import Words, day
from careercenter.job_search.result_page import Hit
from careercenter.postings.cards import Card, make_card
from careercenter.postings.lifecycle import ENDED, PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.presentation import PostingView, view
from careercenter.postings.queries import by_public_id
from careercenter.web.auth import current_actor, public
from careercenter.web.search_reader import search_reader
from careercenter.web.urls import safe_next, split_slug

# People come back to an ended job from a bookmark or a mail; after this it is of no use to anybody.
SHOWN_AFTER_END = timedelta(days=60)


@bp.get("/jobs/<key>")
@public
def posting(key: str) -> ResponseReturnValue:
    at = now()
    public_id, slug = split_slug(key)
    found, shown = _load(public_id, at=at)
    if slug != shown.slug:
        return redirect(posting_address(shown), code=301)
    partial = request.headers.get("HX-Request-Type") == "partial"
    response = make_response(_fragment(found, shown) if partial else _page(found, shown, at=at))
    response.vary.add("HX-Request-Type")
    if shown.ended:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(found: Posting, shown: PostingView, *, at: datetime) -> str:
    others = [make_card(one) for one in similar(found, search_reader(), db.session(), at=at)]
    back = _back(request.referrer, found)
    return render_template("browse/posting.html", posting=shown, similar=others, preview=False, back=back, mine=_mine(found))


def _fragment(found: Posting, shown: PostingView) -> str:
    """Give what a list shows of it beside itself."""
    return render_template("browse/_beside.html", posting=shown, preview=False, mine=_mine(found))


def posting_address(posting: Posting | PostingView | Card) -> str:
    return url_for("browse.posting", key=f"{posting.public_id}-{posting.slug}")


def _load(public_id: str, *, at: datetime) -> tuple[Posting, PostingView]:
    """Give a posting, and what of it may be shown; 404 for what was never public or is held, 410 for what is gone for good."""
    found = by_public_id(public_id)
    if found is None or found.posted_at is None or found.employer.suspended_at is not None:
        abort(404)
    if found.is_visible(at):
        return found, view(found, at=at)
    if found.status is PostingStatus.PAUSED and found.review_needed_at is None:
        return found, view(found, at=at)
    if found.status in (PostingStatus.REMOVED, PostingStatus.ARCHIVED):
        abort(410)
    if found.status not in ENDED and found.status is not PostingStatus.LIVE:
        abort(404)
    shown = view(found, at=at)
    if shown.ended_at is None or at >= shown.ended_at + SHOWN_AFTER_END:
        abort(410)
    return found, shown


@dataclass(frozen=True, slots=True)
class Mine:
    """What the reader did about a posting: `sent` is the day of their application, "" while there is only a draft."""

    sent: str = ""
    status: Words = ""
    address: str = ""
    withdrawn: bool = False
    begun: bool = False


def _mine(posting: Posting) -> Mine | None:
    account_id = current_actor().account_id
    if account_id is None:
        return None
    application = applications.sent_to(posting.id, account_id)
    if application is None:
        return Mine(begun=True) if applications.draft_of(posting.id, account_id) is not None else None
    shown = lifecycle.shown_status(application)
    return Mine(
        sent=day(application.applied_at),
        status=lifecycle.SHOWN_AS[shown],
        address=url_for("applications.show", application=application.public_id),
        withdrawn=shown is ApplicationStatus.WITHDRAWN,
    )


@dataclass(frozen=True, slots=True)
class JobBeside:
    """The job beside the list it was chosen of; `named` where the address names it."""

    posting: PostingView
    mine: Mine | None
    named: bool


def job_beside(named: str, hits: Sequence[Hit], *, at: datetime) -> JobBeside | None:
    """Give the job named, or where there is none that all may see the first of those found."""
    found = by_public_id(named) if named else None
    if found is not None and found.is_visible(at):
        return JobBeside(view(found, at=at), _mine(found), named=True)
    first = by_public_id(hits[0].card.public_id) if hits else None
    return JobBeside(view(first, at=at), _mine(first), named=False) if first else None


def _back(referrer: str | None, posting: Posting) -> str | None:
    """Give the search the reader came from with all its choices, and the place of the posting in it."""
    came = urlsplit(referrer or "")
    if came.netloc != request.host or came.path != url_for("browse.search"):
        return None
    search = safe_next(f"{came.path}?{came.query}" if came.query else came.path, url_for("browse.search"))
    return f"{search}#job-{posting.public_id}"
