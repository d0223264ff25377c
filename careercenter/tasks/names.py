"""Every kind of background work, once. A guard test holds that each has a handler."""

from __future__ import annotations

from careercenter.core.enums import LabelledEnum


class TaskName(LabelledEnum):
    SEND_MAIL = "send_mail", "Send one letter"
    INDEX_POSTING = "index_posting", "Bring one posting into, or out of, the search index"
    RECONCILE_INDEX = "reconcile_index", "Compare the search index with the database and mend it"
    CHECK_INDEX = "check_index", "Build the search index anew when it cannot answer"
    PUBLISH_DUE = "publish_due", "Publish scheduled jobs whose day has come"
    EXPIRE_DUE = "expire_due", "Mark jobs past their closing day as expired"
    EXTRACT_RESUME = "extract_resume", "Read the text of a résumé in a limited child process"
    SWEEP_FILES = "sweep_files", "Delete stored files nothing refers to"
    SWEEP_ACCOUNTS = "sweep_accounts", "Forget ended sessions, used links and old limits"
