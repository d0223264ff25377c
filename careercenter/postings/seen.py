"""Which employers coders see, or may see without another look by a moderator."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.services.publication import RENEW_WITHIN

S = PostingStatus


def is_seen(employer: Employer) -> bool:
    """Say whether one of its jobs is public, or comes back by a press of its employer or of the clock."""
    at = now()
    standing = Posting.status.in_((S.LIVE, S.PAUSED, S.SCHEDULED, S.FROZEN))
    reopened = (Posting.status == S.CLOSED) & (Posting.closes_at > at)
    renewed = (Posting.status == S.EXPIRED) & (Posting.closes_at > at - RENEW_WITHIN)
    found = exists().where(Posting.employer_id == employer.id, or_(standing, reopened, renewed))
    return bool(db.session.scalar(select(found)))
