"""Signals kept beside the words they were found in, so that a list of postings reads none of their descriptions again.

They are read when a posting or an edit is written for somebody to judge; a draft's are not. New rules read them anew.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect, or_, select, update
from sqlalchemy.orm import undefer_group

from careercenter.core.db import db
from careercenter.employers.models import Employer, host_of
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus
from careercenter.postings.signals import RULES, Signal, from_json, heaviest, read, to_json, weighed

AT_ONCE = 100
S = PostingStatus
# What a moderator may come to look at.
LOOKED_AT = (S.PENDING, S.SCHEDULED, S.LIVE, S.PAUSED, S.FROZEN)
with_signals = undefer_group("signals")


def signals_of(subject: Posting | PostingRevision, *, employer_host: str) -> list[Signal]:
    """Give what a moderator should look at in a posting or an edit, heaviest first, out of what was kept."""
    if subject.signals_rules == RULES:
        return weighed(from_json(subject.signals_read), employer_host=employer_host)
    return weighed(read(subject.content), employer_host=employer_host)


def _keep(_mapper: Any, connection: Any, subject: Posting | PostingRevision) -> None:
    """Read the words when they changed, or when a posting is first to be judged."""
    state: Any = inspect(subject)
    if isinstance(subject, Posting) and subject.status in (None, S.DRAFT):  # None: by default
        if state.attrs.content.history.has_changes() and state.persistent:
            subject.signals_rules = 0
        return
    fresh = not state.persistent or state.attrs.content.history.has_changes()
    if fresh or (state.attrs.status.history.has_changes() and subject.signals_rules != RULES):
        found = read(subject.content)
        subject.signals_read, subject.signals_rules = to_json(found), RULES
        of = Employer.id == subject.employer_id if isinstance(subject, Posting) else _employer_of(subject.posting_id)
        subject.signals_weight = _weight(found, connection.scalar(select(Employer.website).where(of)))


def _employer_of(posting_id: int) -> Any:
    return Employer.id == select(Posting.employer_id).where(Posting.id == posting_id).scalar_subquery()


def _weight(found: list[Signal], website: str | None) -> int:
    return heaviest(weighed(found, employer_host=host_of(website or "")))


for _kind in (Posting, PostingRevision):
    event.listen(_kind, "before_insert", _keep)
    event.listen(_kind, "before_update", _keep)


def read_anew() -> int:
    """Read what was read by older rules and may be looked at, some at a time; give how many. Nobody's version moves."""
    done = 0
    waiting = or_(
        Posting.status.in_(LOOKED_AT),
        Posting.id.in_(select(PostingRevision.posting_id).where(PostingRevision.status == RevisionStatus.PENDING)),
    )
    for model, where in ((Posting, waiting), (PostingRevision, PostingRevision.status == RevisionStatus.PENDING)):
        query = select(model.id, model.content, Employer.website).select_from(model)
        query = query.join(Posting) if model is PostingRevision else query  # before the employer, whom only it knows
        query = query.join(Employer, Employer.id == Posting.employer_id)
        rows = db.session.execute(query.where(model.signals_rules != RULES, where).limit(AT_ONCE)).all()
        for row in rows:
            found = read(row.content)
            values = {"signals_read": to_json(found), "signals_rules": RULES, "signals_weight": _weight(found, row.website)}
            db.session.execute(
                update(model).where(model.id == row.id).values(**values).execution_options(synchronize_session=False)
            )
        done += len(rows)
    return done
