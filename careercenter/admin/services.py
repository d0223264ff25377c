"""What administrators change: people's standing, given-up work, the index. Nobody changes their own standing."""

from __future__ import annotations

from datetime import datetime

from careercenter.accounts import services as accounts
from careercenter.accounts import services_reach
from careercenter.accounts.models import Account, Staff
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.mail import services as mail
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks import queue
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName


def suspend(account: Account, *, actor: Actor, at: datetime) -> None:
    """Refuse a person from their next request on, and end their sessions."""
    _refuse(actor, account)
    accounts.suspend(account, actor=actor, at=at)


def restore(account: Account, *, actor: Actor, at: datetime) -> None:
    _refuse(actor, account)
    accounts.restore(account, actor=actor, at=at)


def end_sessions(account: Account, *, actor: Actor, at: datetime) -> None:
    """Sign a person out everywhere; they may sign in again."""
    _refuse(actor, account)
    accounts.end_sessions(account, actor=actor, at=at)


def send_to_again(account: Account, *, actor: Actor, at: datetime) -> None:
    """Send e-mail again to an address that it came back from."""
    _refuse(actor)
    services_reach.clear(account, actor=actor, at=at)


def make_moderator(account: Account, *, actor: Actor, at: datetime) -> None:
    """Let a person use the desk. Their sessions end, so that they sign in again as what they are now."""
    _refuse(actor, account)
    if account.staff is not None:
        is_admin = account.staff is Staff.ADMIN
        raise RuleBroken(
            _("This person is an administrator already.") if is_admin else _("This person is a moderator already.")
        )
    if account.confirmed_at is None or not account.active or account.erased_at is not None:
        raise RuleBroken(_("Only a person with a confirmed address and an active account can become a moderator."))
    account.staff = Staff.MODERATOR
    record("account.made_moderator", subject=account, actor=actor, at=at)
    accounts.end_sessions(account, actor=actor, at=at)


def unmake_moderator(account: Account, *, actor: Actor, at: datetime) -> None:
    """Remove as moderator, from the person's next request on."""
    _refuse(actor, account)
    if account.staff is not Staff.MODERATOR:
        raise RuleBroken(_("This person is not a moderator."))
    account.staff = None
    record("account.unmade_moderator", subject=account, actor=actor, at=at)
    accounts.end_sessions(account, actor=actor, at=at)


def retry_task(task: Task, *, actor: Actor, at: datetime) -> None:
    """Give given-up work a fresh set of attempts; a letter it was to send waits again."""
    _refuse(actor)
    _refuse_unless_dead(task)
    if task.name is TaskName.SEND_MAIL and (letter := db.session.get(Letter, task.args.get("letter_id"))):
        letter.status = LetterStatus.QUEUED if letter.status is LetterStatus.DEAD else letter.status
    queue.retry(task, at=at)
    record("task.retried", subject=task, actor=actor, at=at, name=task.name.value)


def drop_task(task: Task, *, actor: Actor, at: datetime) -> None:
    """Forget given-up work. What it was for stays undone; the trail keeps what it was."""
    _refuse(actor)
    _refuse_unless_dead(task)
    record("task.dropped", subject=task, actor=actor, at=at, name=task.name.value, args=task.args, error=task.last_error[-500:])
    db.session.delete(task)


def retry_letter(letter: Letter, *, actor: Actor, at: datetime) -> None:
    """Send an e-mail again that could not be sent, or was kept, or waits for its next try."""
    _refuse(actor)
    mail.send_again(letter, actor=actor, at=at)


def retry_waiting(account: Account, *, at: datetime) -> int:
    """Try at once every e-mail that waits after a failure; give how many."""
    _refuse(account)
    tried = mail.send_waiting_now(at=at)
    record("mail.waiting_tried", subject=account, actor=account, at=at, emails=tried)
    return tried


def ask_rebuild(account: Account, *, at: datetime) -> None:
    """Let the worker build the index from nothing; searches go on answering from the old one."""
    _refuse(account)
    queue.enqueue(TaskName.RECONCILE_INDEX, anew=True)
    record("search.rebuild_asked", subject=account, actor=account, at=at)


def hold(employer: Employer, *, reason: str, actor: Actor, at: datetime) -> None:
    """Keep what was sent to an employer's jobs past its period: a claim, or an authority, asks for it."""
    _refuse(actor)
    if not reason:
        raise RuleBroken(_("Say why: it is kept in the audit trail."))
    if employer.legal_hold_at is not None:
        raise RuleBroken(_("This employer is under a legal hold already."))
    employer.legal_hold_at = at
    record("employer.legal_hold", subject=employer, actor=actor, at=at, reason=reason)


def release(employer: Employer, *, actor: Actor, at: datetime) -> None:
    """End a legal hold; the next sweep deletes what is past its period."""
    _refuse(actor)
    if employer.legal_hold_at is None:
        raise RuleBroken(_("This employer is under no legal hold."))
    employer.legal_hold_at = None
    record("employer.legal_hold_released", subject=employer, actor=actor, at=at)


def _refuse(actor: Actor, account: Account | None = None) -> None:
    """Hold the rule here too, whatever a page allowed."""
    if not actor.is_admin:
        raise RuleBroken(_("Only an administrator does this."))
    if account is not None and account.id == actor.account_id:
        raise RuleBroken(_("You cannot change your own standing. Ask another administrator."))


def _refuse_unless_dead(task: Task) -> None:
    if task.status is not TaskStatus.DEAD:
        raise RuleBroken(_("Only failed tasks can be retried or dropped."))
