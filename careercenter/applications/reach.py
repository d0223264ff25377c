"""Whether an employer reaches the applicants of a posting: not while a moderator keeps either of them from coders."""

from __future__ import annotations

from careercenter.applications.models import Application
from careercenter.core.errors import Barred
from careercenter.core.i18n import _
from careercenter.postings.lifecycle import is_stopped
from careercenter.postings.models import Posting


def why_not(subject: Application | Posting) -> str | None:
    """Say why nobody of the employer may read, answer or export the applications now; None when they may."""
    posting = subject.posting if isinstance(subject, Application) else subject
    employer = posting.employer
    if employer.closed_at is not None:
        return _("%(employer)s is closed, so its applications cannot be read, answered or taken away.", employer=employer.name)
    if employer.suspended_at is not None:
        return _(
            "%(employer)s is suspended, so its applications cannot be read, answered or taken away.", employer=employer.name
        )
    if is_stopped(posting):
        return _("A moderator has stopped this job, so its applications cannot be read, answered or taken away.")
    return None


def refuse_out_of_reach(application: Application) -> None:
    """Hold the rule in every service too, whatever a page allowed."""
    if reason := why_not(application):
        raise Barred(reason)
