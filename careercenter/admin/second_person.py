"""Letting somebody back in takes two administrators: one asks, saying how the person showed who they are; one agrees.

With one administrator alone the operator does it with a shell: `flask accounts reset-second-factor` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from careercenter.accounts import mail, services_recovery
from careercenter.accounts.models import Account, Staff
from careercenter.admin.models import Recovery, RecoveryKind
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor

LASTS = timedelta(days=7)  # after which the person may be somebody else, or back in by themselves


def possible(account: Account) -> list[RecoveryKind]:
    """Give what can be asked for an account as it is now."""
    if account.erased_at is not None:
        return []
    kinds = [RecoveryKind.CHANGE_ADDRESS]
    if not account.is_confirmed:
        kinds.insert(0, RecoveryKind.PROVE_ADDRESS)
    if account.has_second_factor:
        kinds.insert(0, RecoveryKind.SECOND_FACTOR)
    return kinds


def ask(account: Account, kind: RecoveryKind, *, address: str, reason: str, actor: Account, at: datetime) -> Recovery:
    """Ask another administrator to agree; the person is told."""
    _refuse_outsiders(account, actor)
    if kind not in possible(account):
        raise RuleBroken(_("This account has nothing of the kind to change."), field="kind")
    if any(waiting.kind is kind for waiting in open_for(account, at=at)):
        raise RuleBroken(_("This is asked already and waits for another administrator."), field="kind")
    new = services_recovery.check_new_address(account, address) if kind is RecoveryKind.CHANGE_ADDRESS else ""
    asked = Recovery(account_id=account.id, kind=kind, address=new, reason=reason, asked_by_id=actor.id, asked_at=at)
    db.session.add(asked)
    record("account.recovery_asked", subject=account, actor=actor, at=at, kind=kind.value, reason=reason)
    words = _("An administrator asked another one to agree to this: %(what)s.", what=kind.label)
    mail.factor_changed(account, words, at=at)
    return asked


def agree(asked: Recovery, *, actor: Account, at: datetime) -> None:
    """Do what another administrator asked."""
    _refuse_decided(asked, at)
    _refuse_outsiders(asked.account, actor)
    if asked.asked_by_id == actor.id:
        raise RuleBroken(_("Another administrator has to agree to what you asked."))
    if not (asked.asked_by.is_admin and asked.asked_by.active):
        raise RuleBroken(_("Who asked is no longer an administrator. Refuse this, then ask again."))
    asked.decided_by_id, asked.decided_at = actor.id, at
    if asked.kind is RecoveryKind.SECOND_FACTOR:
        services_recovery.reset_second_factor(asked.account, actor=actor, at=at)
    elif asked.kind is RecoveryKind.PROVE_ADDRESS:
        services_recovery.prove_address(asked.account, actor=actor, at=at)
    else:
        services_recovery.change_address(asked.account, asked.address, actor=actor, at=at)


def refuse(asked: Recovery, *, actor: Account, at: datetime) -> None:
    """Decide that it is not done; who asked may take it back so."""
    _refuse_decided(asked, at)
    _refuse_outsiders(asked.account, actor)
    asked.decided_by_id, asked.decided_at = actor.id, at
    record("account.recovery_refused", subject=asked.account, actor=actor, at=at, kind=asked.kind.value)


def open_for(account: Account, *, at: datetime) -> Sequence[Recovery]:
    return db.session.scalars(_open(at).where(Recovery.account_id == account.id)).all()


def all_open(*, at: datetime) -> Sequence[Recovery]:
    return db.session.scalars(_open(at)).all()


def by_public_id(account: Account, public_id: str) -> Recovery | None:
    return db.session.scalar(select(Recovery).where(Recovery.account_id == account.id, Recovery.public_id == public_id))


def others(actor: Actor) -> int:
    """Count the administrators who could agree to what `actor` asks."""
    able = select(func.count()).where(Account.staff == Staff.ADMIN, Account.active, Account.id != actor.account_id)
    return int(db.session.scalar(able) or 0)


def _open(at: datetime) -> Select[Recovery]:
    return select(Recovery).where(Recovery.decided_at.is_(None), Recovery.asked_at > at - LASTS).order_by(Recovery.id)


def _refuse_decided(asked: Recovery, at: datetime) -> None:
    if asked.decided_at is not None:
        raise RuleBroken(_("This was decided already."))
    if asked.asked_at <= at - LASTS:
        raise RuleBroken(_("This was asked more than 7 days ago. Ask again."))


def _refuse_outsiders(account: Account, actor: Actor) -> None:
    if not actor.is_admin:
        raise RuleBroken(_("Only an administrator does this."))
    if account.id == actor.account_id:
        raise RuleBroken(_("You cannot change your own standing. Ask another administrator."))
