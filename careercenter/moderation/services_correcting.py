"""Correcting small things in what waits, and approving it in the same step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.moderation import services
from careercenter.moderation.decisions import DecisionOutcome, Verdict
from careercenter.postings import services as postings
from careercenter.postings.content import PostingContent
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting, PostingRevision


def token_of(subject: Posting | PostingRevision) -> str:
    """Give what the page of a correction carries: the version that was corrected."""
    if isinstance(subject, Posting):
        return services.version_token(subject)
    return services.version_token_of_revision(subject)


def correct_and_approve(
    subject: Posting | PostingRevision, content: PostingContent, *, verdict: Verdict, actor: Actor, at: datetime
) -> DecisionOutcome:
    """Correct a posting or an edit, approve it, and tell its team once what was corrected and why.

    Stale when it is no longer as the moderator saw it. What has signs known from scams is decided, not corrected.
    """
    services.refuse_outsiders_and_own(subject, actor)
    services.refuse_stale(verdict.seen, token_of(subject))
    if not verdict.words.strip():
        raise RuleBroken(_("Say in a sentence why: the author reads it beside what you changed."), field="words")
    _refuse_scams(subject)
    correction = postings.correct(subject, content, words=verdict.words.strip(), actor=actor, at=at)
    db.session.flush()  # moves the version, and reads the signals of the new words
    _refuse_scams(subject)
    verdict = replace(verdict, seen=token_of(subject))
    if isinstance(subject, Posting):
        return services.decide(subject, PostingAction.APPROVE, verdict=verdict, actor=actor, at=at, correction=correction)
    return services.decide_revision(subject, PostingAction.APPROVE, verdict=verdict, actor=actor, at=at, correction=correction)


def _refuse_scams(subject: Posting | PostingRevision) -> None:
    if services.blocking(subject):
        raise RuleBroken(_("This job has signs known from scams, so it is decided as its author wrote it."))
