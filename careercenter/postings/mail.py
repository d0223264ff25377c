"""The e-mails about a posting, to the person who wrote it and to colleagues who want them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.i18n import _, _n
from careercenter.employers.models import MailScope, Membership, Role
from careercenter.mail.message import Recipient, post
from careercenter.postings import corrections, notices
from careercenter.postings.models import Posting, PostingCorrection, PostingNotice, PostingRevision


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


def handed_over(postings: Sequence[Posting], colleague: Membership) -> None:
    """Tell who these postings of one employer are handed over to."""
    titles = [posting.title or _("Untitled job") for posting in postings]
    post(
        "postings_handed_over", _recipient(colleague.account, postings[0]), through=colleague.employer.through,
        number=len(titles), titles=titles[:MOST_JOBS], more=max(0, len(titles) - MOST_JOBS),
        employer=colleague.employer.public_id, employer_name=colleague.employer.name,
    )  # fmt: skip


# What waits for the person first; the order of an e-mail about several jobs.
TOLD_IN_ORDER = ("posting_changes_asked", "posting_rejected", "posting_approved", "posting_submitted")
MOST_JOBS = 50  # named under one heading of such an e-mail
FOR_THE_AUTHOR = frozenset({"posting_submitted", "posting_published", "posting_expired"})


def _recipients_of_news(posting: Posting, template: str) -> list[Recipient]:
    """What the author themselves or the clock did is for the author; what a moderator decided for colleagues too."""
    return recipients(posting) if template in FOR_THE_AUTHOR else with_colleagues(posting)


def _send(template: str, posting: Posting, **context: Any) -> None:
    if notices.waits(posting, template):
        notices.keep(posting, template, context.get("words", ""), at=now())
        return
    for recipient in _recipients_of_news(posting, template):
        post(template, recipient, posting=posting, title=posting.title or _("Untitled job"), **context)


def tell_together(at: datetime) -> None:
    """Send what waited: one e-mail a person and employer; news of one job alone is the e-mail it always is."""
    for of_employer in notices.take_due(at).values():
        for recipient, theirs in notices.by_recipient(list(of_employer.values()), _recipients_of_news):
            if len(theirs) == 1:
                [only] = theirs
                title = only.posting.title or _("Untitled job")
                post(only.template, recipient, posting=only.posting, title=title, words=only.words)
            else:
                _send_digest(recipient, theirs)


def _send_digest(recipient: Recipient, theirs: list[PostingNotice]) -> None:
    employer = theirs[0].posting.employer
    groups: dict[tuple[int, str], list[PostingNotice]] = {}
    for one in theirs:
        groups.setdefault((TOLD_IN_ORDER.index(one.template), one.words), []).append(one)
    post(
        "jobs_together", recipient, employer=employer.public_id, employer_name=employer.name, number=len(theirs),
        groups=[
            {
                "of": TOLD_IN_ORDER[order],
                "heading": _heading(TOLD_IN_ORDER[order], len(ones)),
                "words": words,
                "jobs": [_row(one.posting) for one in ones[:MOST_JOBS]],
                "more": max(0, len(ones) - MOST_JOBS),
            }
            for (order, words), ones in sorted(groups.items())
        ],
    )  # fmt: skip


def _heading(template: str, number: int) -> str:
    """Say what happened to so many jobs."""
    if template == "posting_changes_asked":
        return _n("%(num)s job needs a change before it goes live", "%(num)s jobs need a change before they go live", number)
    if template == "posting_rejected":
        return _n("%(num)s job was not approved", "%(num)s jobs were not approved", number)
    if template == "posting_approved":
        return _n("%(num)s job is approved", "%(num)s jobs are approved", number)
    return _n("%(num)s job is waiting for review", "%(num)s jobs are waiting for review", number)


def _row(posting: Posting) -> dict[str, str]:
    return {"title": posting.title or _("Untitled job"), "posting": posting.public_id}


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


def corrected(posting: Posting, correction: PostingCorrection) -> None:
    notices.forget(posting)  # that it waits for review is no news anymore
    _send("posting_corrected", posting, words=correction.words, lines=corrections.corrected_fields(correction))
