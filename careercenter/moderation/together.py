"""Several new jobs of one employer or one import side by side: in what they are alike, and what is particular to each."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from careercenter.core.i18n import _n
from careercenter.employers.models import Employer
from careercenter.importing.models import ImportBatch
from careercenter.moderation import groups, queries, services
from careercenter.moderation.queue_request import QueueRequest
from careercenter.postings.completeness import Lack, missing
from careercenter.postings.content import LABELS, PostingContent
from careercenter.postings.diff import say
from careercenter.postings.doubts import likely_mistakes
from careercenter.postings.models import Posting
from careercenter.postings.signal_cache import signals_of
from careercenter.postings.signals import Level, Signal

# Read word by word on a case's own page; here it counts how far a text is from the one most have.
LONG = ("description", "hiring_steps")
SHORT_OF = 120  # characters of a value in a table
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Member:
    """One of the jobs: `own` is what it says otherwise than most, field by field; `likely` that nothing speaks against it."""

    posting: Posting
    seen: str
    signals: list[Signal]
    lacks: list[Lack]
    doubts: list[Lack]
    own: list[tuple[str, str]]

    @property
    def blocked(self) -> bool:
        return any(signal.level is Level.BLOCK for signal in self.signals)

    @property
    def likely(self) -> bool:
        return not self.lacks and not any(signal.level in (Level.BLOCK, Level.HOLD) for signal in self.signals)


@dataclass(frozen=True, slots=True)
class Together:
    """`alike` holds what all of them say; `total` how many such jobs wait, of which `members` are the first."""

    whose: Employer | ImportBatch
    members: list[Member]
    alike: list[tuple[str, str]]
    total: int

    @property
    def file_name(self) -> str:
        """Give the name of the import's file; "" for the jobs of an employer."""
        return self.whose.file_name if isinstance(self.whose, ImportBatch) else ""

    @property
    def employer(self) -> Employer | None:
        """Give whose they are; None for an import for several employers."""
        return self.whose.employer if isinstance(self.whose, ImportBatch) else self.whose


def together(whose: Employer | ImportBatch, asked: QueueRequest, *, at: datetime) -> Together:
    """Lay the new jobs of it that are asked for side by side, at most a page of them."""
    postings = groups.waiting_of(whose, asked)
    total = queries.count_waiting(groups.narrowed_to(whose, asked))
    said = [_said(posting.content) for posting in postings]
    most = _what_most_say(said)
    alike = [(str(LABELS[field]), words) for field, words in most.items() if words and all(one[field] == words for one in said)]
    usual = {field: _words_most_have([getattr(posting.content, field) for posting in postings]) for field in LONG}
    members = [_member(posting, one, most, usual, at=at) for posting, one in zip(postings, said, strict=True)]
    return Together(whose, members, alike, total)


def _member(
    posting: Posting, said: dict[str, str], most: dict[str, str], usual: dict[str, Counter[str]], *, at: datetime
) -> Member:
    content = posting.content
    own = [(str(LABELS[field]), _short(words)) for field, words in said.items() if words != most[field]]
    for field in LONG:
        apart = _apart(getattr(content, field), usual[field])
        if apart:
            own.append((str(LABELS[field]), _n("%(num)s word of its own", "%(num)s words of its own", apart)))
    return Member(
        posting=posting,
        seen=services.version_token(posting),
        signals=[one for one in signals_of(posting, employer_host=posting.employer.host) if one.level is not Level.NOTE],
        lacks=missing(content, at, imported=posting.external_reference is not None),
        doubts=likely_mistakes(content),
        own=own,
    )


def _said(content: PostingContent) -> dict[str, str]:
    names = (each.name for each in dataclasses.fields(content) if each.name not in (*LONG, "title"))
    return {name: say(content, name) for name in names}


def _what_most_say(said: Sequence[dict[str, str]]) -> dict[str, str]:
    return {field: Counter(one[field] for one in said).most_common(1)[0][0] for field in (said[0] if said else ())}


def _words_most_have(texts: Sequence[str]) -> Counter[str]:
    """Give the words of the text that has most in common with the others: the most frequent one, else the first."""
    return Counter(_WORD.findall(Counter(texts).most_common(1)[0][0].lower())) if texts else Counter()


def _apart(text: str, usual: Counter[str]) -> int:
    return sum((Counter(_WORD.findall(text.lower())) - usual).values())


def _short(words: str) -> str:
    return words if len(words) <= SHORT_OF else words[: SHORT_OF - 1] + "…"
