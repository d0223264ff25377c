"""The e-mails about a posting, to the person who wrote it and to colleagues who want them."""

from __future__ import annotations

from typing import Any

from careercenter.accounts.models import Account
from careercenter.core.i18n import _
from careercenter.employers.models import MailScope, Role
from careercenter.mail.message import Recipient, post
from careercenter.postings.models import Posting, PostingRevision


def recipients(posting: Posting) -> list[Recipient]:
    """Give the author while they belong to the employer; after that, its owners."""
    author = posting.author
    if author is not None and _reached(author) and author.role_in(posting.employer_id) is not None:
        return [_recipient(author, posting)]
    owners = [member.account for member in posting.employer.members if member.role is Role.OWNER]
    return [_recipient(owner, posting) for owner in owners if _reached(owner)]


def with_colleagues(posting: Posting) -> list[Recipient]:
    """Give `recipients` and the owners and recruiters who want to hear of all jobs: an author may be away."""
    first = recipients(posting)
    told = {one.email for one in first}
    wanting = [
        member.account
        for member in posting.employer.members
        if member.role in (Role.OWNER, Role.RECRUITER) and member.jobs_wanted is MailScope.ALL
    ]
    others = [_recipient(one, posting) for one in wanting if _reached(one) and one.email not in told]
    return [*first, *others]


def _reached(account: Account) -> bool:
    return account.active and account.erased_at is None


def _recipient(account: Account, posting: Posting) -> Recipient:
    """Moments are written in the zone they chose, else in their employer's."""
    return Recipient(account.email, account.name, account.time_zone or posting.employer.time_zone)


FOR_THE_AUTHOR = frozenset({"posting_submitted", "posting_published", "posting_expired"})


def _send(template: str, posting: Posting, **context: Any) -> None:
    """What the author themselves or the clock did is for the author; what a moderator decided for colleagues too."""
    for recipient in recipients(posting) if template in FOR_THE_AUTHOR else with_colleagues(posting):
        post(template, recipient, posting=posting, title=posting.title or _("Untitled job"), **context)


def submitted(posting: Posting) -> None:
    _send("posting_submitted", posting)


def approved(posting: Posting) -> None:
    _send("posting_approved", posting)


def published(posting: Posting) -> None:
    _send("posting_published", posting)


def changes_asked(posting: Posting) -> None:
    _send("posting_changes_asked", posting, words=posting.decision_words or "")


def rejected(posting: Posting) -> None:
    _send("posting_rejected", posting, words=posting.decision_words or "")


def frozen(posting: Posting) -> None:
    _send("posting_frozen", posting, words=posting.decision_words or "")


def restored(posting: Posting) -> None:
    _send("posting_restored", posting)


def removed(posting: Posting) -> None:
    _send("posting_removed", posting, words=posting.decision_words or "")


def expired(posting: Posting) -> None:
    _send("posting_expired", posting)


def edit_approved(revision: PostingRevision) -> None:
    _send("posting_edit_approved", revision.posting)


def edit_changes_asked(revision: PostingRevision) -> None:
    _send("posting_edit_changes_asked", revision.posting, words=revision.decision_words or "")


def edit_rejected(revision: PostingRevision) -> None:
    _send("posting_edit_rejected", revision.posting, words=revision.decision_words or "")
