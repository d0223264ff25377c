"""The posting an application was sent to: as it stood then, and what its employer changed since."""

from __future__ import annotations

from datetime import datetime

from careercenter.applications.models import Application
from careercenter.applications.reach import why_not
from careercenter.postings.content import PostingContent
from careercenter.postings.diff import Difference, differences
from careercenter.postings.lifecycle import ENDED, PostingStatus
from careercenter.postings.models import Posting


def kept_content(application: Application) -> PostingContent | None:
    """Give what the posting said when it was applied to; None where it was not kept, or a moderator keeps it from coders."""
    return None if why_not(application) else application.posting_content


def has_page(posting: Posting, *, at: datetime) -> bool:
    """Say whether the posting can be read as it is now: live, paused or ended, and kept from nobody."""
    if posting.is_visible(at):
        return True
    if posting.posted_at is None or why_not(posting) or posting.review_needed_at is not None:
        return False
    return posting.status in ENDED | {PostingStatus.LIVE, PostingStatus.PAUSED}


def changes_since(application: Application, *, at: datetime) -> list[Difference]:
    """Give what differs now from what was applied to, field by field; nothing where either cannot be read."""
    then = kept_content(application)
    if then is None or not has_page(application.posting, at=at):
        return []
    return differences(then.public(), application.posting.content.public())  # not what the employer keeps to its team
