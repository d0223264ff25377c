"""What can be done with a posting: plain functions of the posting, who acts, and when. None of them commits."""

from careercenter.postings.services.bulk import ManyAction, ManyOutcome, act_on_many, why_not
from careercenter.postings.services.correcting import correct, undo_correction, undoable
from careercenter.postings.services.merging import Clash, Merged, merge_edit
from careercenter.postings.services.moderation import (
    appeal,
    approve,
    ask_changes,
    freeze,
    need_review,
    reject,
    remove,
    restore,
)
from careercenter.postings.services.publication import (
    archive,
    close,
    deletable,
    delete_draft,
    duplicate,
    end_all,
    open_actions,
    pause,
    renew,
    reopen,
    repost,
    resume,
    submit,
    unarchive,
    withdraw,
)
from careercenter.postings.services.revision import (
    approve_revision,
    ask_revision_changes,
    reject_revision,
    withdraw_revision,
)
from careercenter.postings.services.transitions import expire_due, publish_due
from careercenter.postings.services.unsaved import begun as begun_and_unsaved
from careercenter.postings.services.unsaved import discard as discard_unsaved
from careercenter.postings.services.unsaved import give_up as give_up_unsaved
from careercenter.postings.services.unsaved import keep as keep_unsaved
from careercenter.postings.services.unsaved import unsaved
from careercenter.postings.services.writing import (
    Beginning,
    Change,
    change,
    delete_template,
    draft,
    draft_all,
    latest_content,
    refuse_uneditable,
    save_template,
)

__all__ = [
    "Beginning",
    "Change",
    "Clash",
    "ManyAction",
    "ManyOutcome",
    "Merged",
    "act_on_many",
    "appeal",
    "approve",
    "approve_revision",
    "archive",
    "ask_changes",
    "ask_revision_changes",
    "begun_and_unsaved",
    "change",
    "close",
    "correct",
    "deletable",
    "delete_draft",
    "delete_template",
    "discard_unsaved",
    "draft",
    "draft_all",
    "duplicate",
    "end_all",
    "expire_due",
    "freeze",
    "give_up_unsaved",
    "keep_unsaved",
    "latest_content",
    "merge_edit",
    "need_review",
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
    "unarchive",
    "undo_correction",
    "undoable",
    "unsaved",
    "why_not",
    "withdraw",
    "withdraw_revision",
]
