"""Did you mean: words no live job holds, put right towards words that jobs do hold. Offered, never done silently."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from careercenter.job_search.links import SearchLinkWithCount
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.postings import public_queries
from careercenter.search.interface import SearchReader
from careercenter.taxonomy.vocabulary import english_words

# Asked where fewer are found: with so many the words are hardly misspelt, but for those that leave no job out.
ENOUGH = 3


def did_you_mean(
    search: ResolvedSearch, engine: SearchReader, session: Session, *, total: int, at: datetime
) -> SearchLinkWithCount | None:
    """Ask for words like those typed, and offer them where that finds more than the `total` jobs found as typed."""
    request = search.request
    if not request.text:
        return None
    typed = request.text.split() if request.overrides.disabled else search.interpretation.words
    # A word of English that no job says is no slip: nobody who types "easy going" means "easy doing".
    words = [word for word in typed if word.isalpha() and word.lower() not in english_words()]
    better = request.text
    for word, nearest in (engine.nearest(words) if words else {}).items():
        better = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", nearest, better, flags=re.IGNORECASE)
    if better == request.text:
        return None
    corrected = request.with_text(better).with_overrides(dismissed=(), kept_as_text=())
    result = engine.find(resolve(corrected).criteria, at=at, size=ENOUGH, counted=())
    # An index that is behind may still hold the words of a job that is no longer public: one that is has to hold them too.
    more = result.total > total or bool(search.interpretation.soft_words)
    if not more or not public_queries.in_order(session, result.ids, at=at):
        return None
    return SearchLinkWithCount(better, result.total, corrected.to_query_string())
