"""Who may use the desk, who may decide, and who keeps the list of reasons."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from careercenter.core.permissions import Actor, admins, all_of, allow, any_of, moderators, none_of
from careercenter.employers.interest import interested


class ModerationPermission(StrEnum):
    REVIEW = "moderation.review"
    JUDGE = "moderation.judge"
    JUDGE_APPEAL = "moderation.judge_appeal"
    KEEP_REASONS = "moderation.keep_reasons"
    NOTE = "moderation.note"
    DELETE_NOTE = "moderation.delete_note"


def employer_id_of(subject: Any) -> int:
    """Give the employer a case is about: the subject is a posting, an edit of one, an import, or the employer itself."""
    if hasattr(subject, "employer_id"):
        return int(subject.employer_id or 0)  # an import for several employers is nobody's: each of its jobs is asked about
    return int(subject.posting.employer_id if hasattr(subject, "posting") else subject.id)


def own_people(actor: Actor, subject: Any) -> bool:
    """Say whether the actor belongs to the employer, left it lately, or belonged to it when this was sent to review."""
    return interested(actor, employer_id_of(subject), getattr(subject, "submitted_at", None))


def its_author(actor: Actor, note: Any) -> bool:
    return note.author_id is not None and note.author_id == actor.account_id


allow(ModerationPermission.REVIEW, moderators)
allow(ModerationPermission.JUDGE, all_of(moderators, none_of(own_people)))
allow(ModerationPermission.JUDGE_APPEAL, all_of(admins, none_of(own_people)))
allow(ModerationPermission.KEEP_REASONS, admins)
# Nobody reads what others wrote down about an employer of their own.
allow(ModerationPermission.NOTE, all_of(moderators, none_of(own_people)))
allow(ModerationPermission.DELETE_NOTE, all_of(moderators, any_of(admins, its_author), none_of(own_people)))
