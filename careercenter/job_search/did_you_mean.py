"""Did you mean: words no live job holds, put right towards words that jobs do hold. Offered, never done silently."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from careercenter.job_search.links import CountedWay
from careercenter.job_search.request import Reading, meant, write
from careercenter.job_search.understanding import Interpretation
from careercenter.postings import public_queries
from careercenter.search.interface import SearchReader

# With so many found the words are hardly misspelt.
ENOUGH = 3


def proposal(
    reading: Reading, read: Interpretation, engine: SearchReader, session: Session, *, found: int, at: datetime
) -> CountedWay | None:
    """Ask for words like those typed, and offer them where that finds more; `found` is how many jobs were found as typed."""
    typed = reading.criteria.words
    if found >= ENOUGH or not typed:
        return None
    words = [word for word in (typed.split() if reading.taken.as_typed else read.words) if word.isalpha()]
    nearest = engine.nearest(words) if words else {}
    better = typed
    for word, near in nearest.items():
        better = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near, better, flags=re.IGNORECASE)
    if better == typed:
        return None
    criteria = replace(reading.criteria, words=better)
    answer = engine.find(meant(criteria, reading.taken, at=at).criteria, at=at, size=ENOUGH, counted=())
    # An index that is behind may still hold the words of a job that is no longer public: one that is has to hold them too.
    if answer.total <= found or not public_queries.in_order(session, answer.ids, at=at):
        return None
    taken = replace(reading.taken, without=(), as_words=())
    return CountedWay(better, answer.total, write(criteria, taken=taken))
