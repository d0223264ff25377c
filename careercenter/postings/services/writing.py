"""Writing a posting: drafts, edits of drafts, edits of what is live, templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _, _l
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.postings.completeness import Incomplete, contradictions, missing
from careercenter.postings.content import PostingContent
from careercenter.postings.diff import changed_fields
from careercenter.postings.lifecycle import EDITABLE, REVISABLE, STANDING, PostingStatus
from careercenter.postings.models import Posting, PostingRevision, PostingTemplate
from careercenter.postings.queries import latest_revision
from careercenter.postings.review_policy import material_changes, merge
from careercenter.postings.services import snapshots
from careercenter.postings.services.transitions import (
    OPEN_REVISIONS,
    apply_due_transitions,
    enqueue_reindex,
    set_content,
    supersede_revisions,
)

MOST_TEMPLATES = 50


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an edit: fields that apply now, fields a moderator judges first, and the edit that holds them."""

    applied: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    revision: PostingRevision | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draft begins with. `external_reference` and `inferred` are an import's."""

    employer: Employer
    content: PostingContent
    external_reference: str | None = None
    inferred: Mapping[str, str] = field(default_factory=dict)


def draft(employer: Employer, content: PostingContent, *, actor: Actor, at: datetime, **imported: Any) -> Posting:
    """Begin a posting; it may be incomplete. `imported` is what else a `Beginning` may have."""
    return draft_all([Beginning(employer, content, **imported)], actor=actor, at=at)[0]


def draft_all(begun: Sequence[Beginning], *, actor: Actor, at: datetime) -> list[Posting]:
    """Begin postings, all or none, in the order given: the database takes many at once for little more than one."""
    for one in begun:
        refuse_contradictions(one.content)
    postings = [
        Posting(
            employer=one.employer,
            author_id=actor.account_id,
            content=one.content,
            title=one.content.title[:120],
            external_reference=one.external_reference,
            inferred=dict(one.inferred),
            created_at=at,
            changed_at=at,
        )
        for one in begun
    ]
    db.session.add_all(postings)
    db.session.flush()  # gives all their ids
    for posting in postings:
        record("posting.drafted", subject=posting, actor=actor, at=at)
    return postings


def change(posting: Posting, content: PostingContent, *, actor: Actor, at: datetime) -> Change:
    """Save an edit. A draft takes it whole; of a live posting, small changes apply now and the rest waits for a moderator.

    A later edit replaces one that waits. Incomplete is raised when a live posting would lack something.
    """
    apply_due_transitions(posting, at=at)
    refuse_contradictions(content)
    if posting.status in EDITABLE:
        return _change_draft(posting, content, actor=actor, at=at)
    refuse_uneditable(posting)
    lacks = missing(content, at, imported=posting.external_reference is not None)
    if lacks:
        raise Incomplete(lacks)
    return _change_live(posting, content, actor=actor, at=at)


_WHY_NOT: dict[PostingStatus, Words] = {
    PostingStatus.PENDING: _l("This job is waiting for review. Withdraw it from review to change it."),
    PostingStatus.CLOSED: _l("This job is closed. Reopen it, or repost it as a new job, to change it."),
    PostingStatus.EXPIRED: _l("This job has expired. Renew it, or repost it as a new job, to change it."),
}


def refuse_uneditable(posting: Posting) -> None:
    """Say why a posting cannot be edited now, if it cannot."""
    if posting.status not in EDITABLE | REVISABLE:
        why = _WHY_NOT.get(posting.status)
        raise RuleBroken(str(why) if why else _("%(state)s It cannot be edited.", state=STANDING[posting.status]))


def latest_content(posting: Posting) -> PostingContent:
    """Give what an editor goes on from: the edit that waits or was sent back, put onto what is live; else what it says."""
    revision = latest_revision(posting) if posting.status in REVISABLE else None
    if revision is None or revision.status not in OPEN_REVISIONS:
        return posting.content
    return merge(revision.base, revision.content, posting.content)


def _change_draft(posting: Posting, content: PostingContent, *, actor: Actor, at: datetime) -> Change:
    fields = changed_fields(posting.content, content)
    if fields:
        snapshots.keep(posting, posting.content, actor=actor, at=at)
        set_content(posting, content)
        forget_inferred(posting, fields)
        posting.changed_at = at
        record("posting.changed", subject=posting, actor=actor, at=at, fields=fields)
    return Change(applied=tuple(fields))


def _change_live(posting: Posting, content: PostingContent, *, actor: Actor, at: datetime) -> Change:
    before = latest_content(posting)
    if not changed_fields(before, content):
        return Change()  # nothing happened; an edit that waits keeps its place in the queue
    snapshots.keep(posting, before, actor=actor, at=at)
    waiting = material_changes(posting.content, content)
    small = tuple(field for field in changed_fields(posting.content, content) if field not in waiting)
    supersede_revisions(posting, at=at, actor=actor)
    # The posting's version moves with every edit, so that of two people who edit at once the second is told.
    posting.changed_at = at
    if small:
        set_content(posting, dataclasses.replace(posting.content, **{field: getattr(content, field) for field in small}))
        forget_inferred(posting, small)
        record("posting.changed", subject=posting, actor=actor, at=at, fields=list(small))
        enqueue_reindex(posting)
    if not waiting:
        return Change(applied=small)
    revision = PostingRevision(
        posting=posting, author_id=actor.account_id, content=content, base=posting.content, submitted_at=at
    )
    db.session.add(revision)
    db.session.flush()
    record("posting.edited", subject=posting, actor=actor, at=at, fields=list(waiting), revision=revision.public_id)
    return Change(applied=small, waiting=waiting, revision=revision)


def refuse_contradictions(content: PostingContent) -> None:
    lacks = list(contradictions(content))
    if lacks:
        raise Incomplete(lacks)


def forget_inferred(posting: Posting, fields: list[str] | tuple[str, ...]) -> None:
    """What a person has set is no longer a guess of the import."""
    if posting.inferred:
        posting.inferred = {field: said for field, said in posting.inferred.items() if field not in fields}


def save_template(employer: Employer, name: str, content: PostingContent, *, actor: Actor, at: datetime) -> PostingTemplate:
    """Keep a content under a name to start postings from; its days are left out."""
    if not name:
        raise RuleBroken(_("Enter a name for the template."), field="name")
    names = select(func.lower(PostingTemplate.name)).where(PostingTemplate.employer_id == employer.id)
    taken = set(db.session.scalars(names))
    if name.lower() in taken:
        raise RuleBroken(_("There is a template of that name. Enter another name."), field="name")
    if len(taken) >= MOST_TEMPLATES:
        raise RuleBroken(_("There are %(most)s templates already. Delete one first.", most=MOST_TEMPLATES), field="name")
    template = PostingTemplate(employer_id=employer.id, name=name, content=without_days(content), created_at=at)
    db.session.add(template)
    record("posting_template.saved", subject=template, actor=actor, at=at, name=name)
    return template


def delete_template(template: PostingTemplate, *, actor: Actor, at: datetime) -> None:
    record("posting_template.deleted", subject=template, actor=actor, at=at, name=template.name)
    db.session.delete(template)


def without_days(content: PostingContent) -> PostingContent:
    """A copy begins without the days of the original: they belong to one appearance."""
    return dataclasses.replace(content, closing_on=None, publish_on=None)
