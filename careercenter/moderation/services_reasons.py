"""Keeping the list of reasons."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.ids import slug
from careercenter.core.permissions import Actor
from careercenter.moderation import queries
from careercenter.moderation.models import DecisionReason, ReasonUse
from careercenter.moderation.reasons import DEFAULT_REASONS


def ensure_reasons() -> int:
    """Add the default reasons the table has never held; what admins changed or retired stays as it is. Give how many."""
    held = set(db.session.scalars(select(DecisionReason.slug)))
    missing = [(place, reason) for place, reason in enumerate(DEFAULT_REASONS) if reason.slug not in held]
    for place, reason in missing:
        db.session.add(
            DecisionReason(slug=reason.slug, use=reason.use, label=reason.label, words=reason.words, position=place * 10)
        )
    db.session.flush()
    return len(missing)


def add_reason(use: ReasonUse, *, label: str, words: str, actor: Actor, at: datetime) -> DecisionReason:
    """Add a reason at the end of its list."""
    _refuse_others(actor)
    _refuse_same(use, label, None)
    last = max((reason.position for reason in queries.reasons(use, retired=True)), default=0)
    made = DecisionReason(slug=_free_slug(label), use=use, label=label, words=words, position=last + 10)
    db.session.add(made)
    record("reason.added", subject=made, actor=actor, at=at, label=label)
    return made


def change_reason(reason: DecisionReason, *, label: str, words: str, actor: Actor, at: datetime) -> None:
    """Change the words of a reason; what authors were told before stays as it was."""
    _refuse_others(actor)
    _refuse_same(reason.use, label, reason)
    before = reason.label
    reason.label, reason.words = label, words
    record("reason.changed", subject=reason, actor=actor, at=at, label=label, before=before)


def move_reason(reason: DecisionReason, *, up: bool, actor: Actor, at: datetime) -> None:
    """Let a reason change places with its neighbour; at the end of the list nothing happens."""
    _refuse_others(actor)
    offered = queries.reasons(reason.use)
    if reason not in offered:
        raise RuleBroken(_("A retired reason has no place in the list. Bring it back first."))
    place = offered.index(reason)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(offered):
        return
    offered[place], offered[other] = offered[other], offered[place]
    for position, each in enumerate(offered):  # numbered anew: two may have had the same place
        each.position = position * 10
    record("reason.moved", subject=reason, actor=actor, at=at, up=up)


def retire_reason(reason: DecisionReason, *, actor: Actor, at: datetime) -> None:
    """Offer a reason no longer; the last one of its list has to stay, or nobody could decide."""
    _refuse_others(actor)
    if reason.retired_at is not None:
        raise RuleBroken(_("This reason is retired already."))
    if len(queries.reasons(reason.use)) <= 1:
        raise RuleBroken(_("This is the last reason of its list. Add another before you retire it."))
    reason.retired_at = at
    record("reason.retired", subject=reason, actor=actor, at=at, label=reason.label)


def bring_back_reason(reason: DecisionReason, *, actor: Actor, at: datetime) -> None:
    _refuse_others(actor)
    if reason.retired_at is None:
        raise RuleBroken(_("This reason is in the list already."))
    reason.retired_at = None
    record("reason.brought_back", subject=reason, actor=actor, at=at, label=reason.label)


def _refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise RuleBroken(_("Only an administrator keeps the list of reasons."))


def _refuse_same(use: ReasonUse, label: str, but: DecisionReason | None) -> None:
    if any(each.label.lower() == label.lower() and each is not but for each in queries.reasons(use)):
        raise RuleBroken(_("There is a reason with this name already."), field="label")


def _free_slug(label: str) -> str:
    base, number = slug(label) or "reason", 1
    name = base
    while queries.reason_by_slug(name) is not None:
        number += 1
        name = f"{base}-{number}"
    return name
