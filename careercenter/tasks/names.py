"""Every kind of background work, once. A guard test holds that each has a handler."""

from __future__ import annotations

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l


class TaskName(LabelledEnum):
    SEND_MAIL = "send_mail", _l("Send e-mails")
    READ_RETURNS = "read_returns", _l("Read the e-mails that came back")
    MARK_UNREACHABLE = "mark_unreachable", _l("Tell an account that e-mail does not reach its address, or does again")
    SWEEP_MAIL = "sweep_mail", _l("Delete old e-mails from the outbox")
    FOLLOW_CLOCK = "follow_clock", _l("Bring near what a clock that ran ahead put far off")
    INDEX_POSTING = "index_posting", _l("Bring one posting into, or out of, the search index")
    RECONCILE_INDEX = "reconcile_index", _l("Compare the search index with the database and mend it")
    CHECK_INDEX = "check_index", _l("Rebuild the search index when it cannot answer")
    PUBLISH_DUE = "publish_due", _l("Publish scheduled jobs whose day has come")
    EXPIRE_DUE = "expire_due", _l("Mark jobs past their closing day as expired")
    EXTRACT_RESUME = "extract_resume", _l("Read the text of a résumé in a limited child process")
    CHECK_IMPORT = "check_import", _l("Check an uploaded file of jobs")
    WRITE_IMPORT = "write_import", _l("Make drafts of an uploaded file of jobs")
    CHANGE_IMPORTED = "change_imported", _l("Change or submit the drafts of an import together")
    UNDO_IMPORT = "undo_import", _l("Delete the drafts of an import that was undone")
    READ_SIGNALS = "read_signals", _l("Read jobs again by new rules for signals")
    TELL_APPLICANTS = "tell_applicants", _l("Tell applicants that an employer reaches them no longer, or again")
    MAIL_DIGEST = "mail_digest", _l("Tell a member of an employer once a day who applied")
    TELL_WAITING = "tell_waiting", _l("Tell the applicants who wait when a job closes")
    TELL_DECISIONS = "tell_decisions", _l("Remind employers of decisions nobody told, and tell them where they do not")
    SCAN_RESUMES = "scan_resumes", _l("Have résumés scanned that no scanner has seen")
    MAIL_RESET = "mail_reset", _l("Send a link for a new password, where there is an account")
    SEAL_AUDIT = "seal_audit", _l("Seal the audit trail")
    TELL_OF_JOBS = "tell_of_jobs", _l("E-mail employers about several jobs together")
    TELL_MODERATORS = "tell_moderators", _l("E-mail moderators about what waits")
    FORGET_REPORTS = "forget_reports", _l("Forget who wrote reports that were decided long ago, and what")
    FORGET_SEARCHES = "forget_searches", _l("Delete old texts of searches that found no job")
    SWEEP_FILES = "sweep_files", _l("Delete stored files nothing refers to")
    SWEEP_ACCOUNTS = "sweep_accounts", _l("Forget ended sessions, used links and old limits")
