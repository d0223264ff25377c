"""What coders answer to an interview or an offer."""

from __future__ import annotations

from datetime import datetime

from careercenter.applications import mail, services_undo
from careercenter.applications.lifecycle import ANSWERS, TRANSITIONS, ApplicationAction
from careercenter.applications.models import Application, ApplicationMessage
from careercenter.audit.services import record
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor


def answer(application: Application, action: ApplicationAction, *, actor: Actor, at: datetime, message: str = "") -> None:
    """Take one of the coder's ANSWERS; the employer is told, with the coder's words."""
    if action not in ANSWERS:
        raise RuleBroken(_("That is not an answer."))
    if TRANSITIONS[action].needs_message and not message:
        raise RuleBroken(_("Say which times work for you."), field="message")
    before = application.status
    services_undo.act_as_coder(application, action, at=at)
    record(f"application.{action.value}", subject=application, actor=actor, at=at, before=before.value)
    application.messages.append(ApplicationMessage(author_id=actor.account_id, step=action.value, words=message, sent_at=at))
    mail.answered(application, action, message)
