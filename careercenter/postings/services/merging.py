"""Two people, or two windows of one, who edit the same posting: what each changed is put together field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from careercenter.accounts.models import Account
from careercenter.core.db import db
from careercenter.core.i18n import _, listing, moment
from careercenter.core.permissions import Actor
from careercenter.postings.content import LABELS, PostingContent
from careercenter.postings.diff import Difference, changed_fields, differences
from careercenter.postings.models import Posting
from careercenter.postings.review_policy import merge
from careercenter.postings.services import snapshots
from careercenter.postings.services.snapshots import LastChange
from careercenter.postings.services.writing import latest_content

MINE, THEIRS = "mine", "theirs"
# Fields that mean something only beside each other: of these one person's are kept, not a mixture.
TOGETHER: tuple[frozenset[str], ...] = (
    frozenset({"work_setting", "onsite_days"}),
    frozenset({"live_in", "live_in_states"}),
    frozenset({"pay_basis", "pay_min", "pay_max"}),
    frozenset({"productivity", "productivity_unit", "record_type", "no_quota", "missed_quota"}),
    frozenset({"apply_how", "apply_url", "apply_email"}),
    frozenset({"closing_on", "publish_on"}),
)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed. The difference is from theirs to mine; `who` changed it says the rest."""

    difference: Difference
    who: str
    when: datetime | None


@dataclass(frozen=True, slots=True)
class Merged:
    """`content` holds mine where both changed a field. `told` says which changes of others are kept in it."""

    content: PostingContent
    clashes: list[Clash] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def clashing_fields(base: PostingContent | None, mine: PostingContent, theirs: PostingContent) -> list[str]:
    """Give the fields in which the two differ and that both changed; without a base, all in which they differ."""
    apart = changed_fields(mine, theirs)
    if base is None:
        return apart
    changed_here, changed_there = (set(changed_fields(base, one)) for one in (mine, theirs))
    for group in TOGETHER:
        if group & changed_here and group & changed_there:
            changed_here, changed_there = changed_here | group, changed_there | group
    return [name for name in apart if name in changed_here and name in changed_there]


def merge_edit(
    posting: Posting,
    mine: PostingContent,
    *,
    version: int,
    actor: Actor,
    chosen: Mapping[str, str] | None = None,
    chosen_at: int = 0,
) -> Merged:
    """Put an edit that began from `version` onto what the posting says now.

    `chosen` says of fields that clashed whose is kept; it counts while nobody has changed them since version `chosen_at`.
    """
    theirs = latest_content(posting)
    base = snapshots.said_at(posting, version, now_says=theirs)
    decided = _still_valid(posting, chosen or {}, chosen_at, theirs)
    clashing = clashing_fields(base, mine, theirs)
    mine = dataclasses.replace(mine, **{name: getattr(theirs, name) for name in clashing if decided.get(name) == THEIRS})
    content = merge(base, mine, theirs) if base is not None else mine
    content = dataclasses.replace(content, **{name: getattr(mine, name) for name in clashing})
    who = _Who(snapshots.last_changes(posting, version, now_says=theirs), actor)
    apart = {difference.field: difference for difference in differences(theirs, mine)}
    clashes = [Clash(apart[name], who.name(name), who.when(name)) for name in clashing if name not in decided]
    own = {*clashing, *(changed_fields(base, mine) if base is not None else ())}
    kept = [] if base is None else [name for name in changed_fields(base, theirs) if name not in own]
    return Merged(content, clashes, who.kept_sentences(kept))


def _still_valid(posting: Posting, chosen: Mapping[str, str], at_version: int, theirs: PostingContent) -> Mapping[str, str]:
    seen = snapshots.said_at(posting, at_version, now_says=theirs)
    moved = changed_fields(seen, theirs) if seen is not None else list(chosen)
    return {name: whose for name, whose in chosen.items() if name not in moved and whose in (MINE, THEIRS)}


class _Who:
    """Names of who changed what meanwhile."""

    def __init__(self, last: dict[str, LastChange], actor: Actor) -> None:
        self._last, self._actor = last, actor
        ids = {change.by for change in last.values() if change.by is not None}
        accounts = db.session.scalars(select(Account).where(Account.id.in_(ids))) if ids else ()
        self._names = {one.id: _("A moderator") if one.staff else one.name or _("A former member") for one in accounts}

    def name(self, field: str) -> str:
        change = self._last.get(field)
        if change is None:
            return _("Somebody")
        if change.by is None:
            return _("An import")
        if change.by == self._actor.account_id:
            return _("You, in another window,")
        return self._names.get(change.by, _("A former member"))

    def when(self, field: str) -> datetime | None:
        return self._last[field].at if field in self._last else None

    def kept_sentences(self, fields: list[str]) -> list[str]:
        """Give a sentence for each who changed something: what it was, and that it is kept."""
        by: dict[tuple[str, datetime | None], list[str]] = {}
        for field_ in fields:
            by.setdefault((self.name(field_), self.when(field_)), []).append(str(LABELS[field_]))
        return [
            _("%(who)s changed %(fields)s on %(when)s. That is kept.", who=who, fields=listing(names), when=moment(when))
            for (who, when), names in by.items()
        ]
