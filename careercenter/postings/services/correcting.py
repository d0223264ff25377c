"""Small corrections: what a moderator puts right in a job instead of sending it back, and how its team undoes them.

Pay, how to apply and the employer are never among them: those are promises of the employer alone.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from datetime import datetime

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.postings.content import LABELS, PostingContent
from careercenter.postings.corrections import CORRECTABLE, corrected_fields
from careercenter.postings.diff import PROSE, changed_fields
from careercenter.postings.lifecycle import REVISABLE, PostingStatus
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision, RevisionStatus
from careercenter.postings.services import snapshots
from careercenter.postings.services.transitions import apply_due_transitions, refuse_own, set_content
from careercenter.postings.services.writing import Change, change, forget_inferred, latest_content, refuse_contradictions

MOST_WORDS = 40  # that a correction puts into one text, or takes out of it, whatever their case
# What pays and how one applies: an amount, an address of e-mail or of a page, a phone number.
_PROMISES = re.compile(
    r"\$\s?\d[\d,.]{0,12}|[\w.+-]{1,64}@[\w.-]{1,255}|https?://[^\s<>()]{1,500}|www\.[^\s<>()]{1,500}"
    r"|\d{3}[-. )]{1,3}\d{3}[-. ]\d{4}",
    re.IGNORECASE,
)


def correct(
    subject: Posting | PostingRevision, content: PostingContent, *, words: str, actor: Actor, at: datetime
) -> PostingCorrection:
    """Put small things right in a posting or an edit that waits for a decision, and say why to its team.

    RuleBroken when it touches more than that; Stale when nothing waits anymore.
    """
    posting = subject if isinstance(subject, Posting) else subject.posting
    refuse_own(posting, actor)
    apply_due_transitions(posting, at=at)
    if not _waits(subject, posting):
        raise Stale(_("This is decided, or was taken back, so there is nothing to correct."))
    before = subject.content
    fields = changed_fields(before, content)
    _refuse(before, content, fields)
    snapshots.keep(posting, latest_content(posting), actor=actor, at=at)
    if isinstance(subject, Posting):
        set_content(posting, content)
        forget_inferred(posting, fields)
    else:
        subject.content = content
    posting.changed_at = at
    correction = PostingCorrection(
        posting=posting, revision_id=subject.id if isinstance(subject, PostingRevision) else None,
        moderator_id=actor.account_id, words=words, before=before, after=content, made_at=at,
    )  # fmt: skip
    db.session.add(correction)
    changes = {line.field: {"before": line.before, "after": line.after} for line in corrected_fields(correction)}
    record("posting.corrected", subject=posting, actor=actor, at=at, words=words, **changes)
    return correction


def undoable(correction: PostingCorrection) -> list[str]:
    """Give the corrected fields that still say what the moderator wrote."""
    if correction.undone_at is not None or correction.posting.status not in REVISABLE:
        return []
    since = changed_fields(correction.after, latest_content(correction.posting))
    return [field for field in changed_fields(correction.before, correction.after) if field not in since]


def undo_correction(correction: PostingCorrection, *, actor: Actor, at: datetime) -> Change:
    """Put back what was corrected, as an edit of its team: what is material is judged first."""
    posting = correction.posting
    apply_due_transitions(posting, at=at)
    fields = undoable(correction)
    if not fields:
        raise RuleBroken(_("Nothing is left to undo: it is undone, or the job was changed since. Edit the job instead."))
    back = {field: getattr(correction.before, field) for field in fields}
    made = change(posting, dataclasses.replace(latest_content(posting), **back), actor=actor, at=at)
    correction.undone_at, correction.undone_by_id = at, actor.account_id
    record("posting.correction_undone", subject=posting, actor=actor, at=at, fields=fields)
    return made


def _waits(subject: Posting | PostingRevision, posting: Posting) -> bool:
    if isinstance(subject, Posting):
        return subject.status is PostingStatus.PENDING
    return subject.status is RevisionStatus.PENDING and posting.status in REVISABLE | {PostingStatus.FROZEN}


def _refuse(before: PostingContent, after: PostingContent, fields: list[str]) -> None:
    if not fields:
        raise RuleBroken(_("Nothing is changed. Correct something, or go back and decide the job as it is."))
    if others := [str(LABELS[field]) for field in fields if field not in CORRECTABLE]:
        raise RuleBroken(_("%(fields)s: ask the author to change that.", fields=", ".join(others)))
    for field in sorted(PROSE & set(fields)):
        old, new = getattr(before, field), getattr(after, field)
        if Counter(_PROMISES.findall(old)) != Counter(_PROMISES.findall(new)):
            raise RuleBroken(
                _("Leave amounts, addresses and phone numbers as they are, or ask the author to change them."), field=field
            )
        was, now = Counter(old.lower().split()), Counter(new.lower().split())
        if max((was - now).total(), (now - was).total()) > MOST_WORDS:
            raise RuleBroken(
                _("Correct at most %(most)s words of a text, or ask the author to change it.", most=MOST_WORDS), field=field
            )
    refuse_contradictions(after)
