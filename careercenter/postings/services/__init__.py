"""What can be done with a posting: plain functions of the posting, who acts, and when. None of them commits."""

from careercenter.postings.services.judging import (
    appeal,
    approve,
    ask_changes,
    freeze,
    reject,
    remove,
    restore,
)
from careercenter.postings.services.keeping import (
    archive,
    close,
    duplicate,
    open_actions,
    pause,
    renew,
    reopen,
    repost,
    resume,
    submit,
    withdraw,
)
from careercenter.postings.services.revising import (
    approve_revision,
    ask_revision_changes,
    reject_revision,
    withdraw_revision,
)
from careercenter.postings.services.steps import expire_due, publish_due
from careercenter.postings.services.writing import (
    Change,
    change,
    delete_template,
    draft,
    latest_content,
    refuse_uneditable,
    save_template,
)

__all__ = [
    "Change",
    "appeal",
    "approve",
    "approve_revision",
    "archive",
    "ask_changes",
    "ask_revision_changes",
    "change",
    "close",
    "delete_template",
    "draft",
    "duplicate",
    "expire_due",
    "freeze",
    "latest_content",
    "open_actions",
    "pause",
    "publish_due",
    "refuse_uneditable",
    "reject",
    "reject_revision",
    "remove",
    "renew",
    "reopen",
    "repost",
    "restore",
    "resume",
    "save_template",
    "submit",
    "withdraw",
    "withdraw_revision",
]
