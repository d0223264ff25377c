"""Every periodic task on one page: name, how often, why."""

from __future__ import annotations

from datetime import timedelta

from careercenter.tasks.names import TaskName

SCHEDULE: dict[TaskName, timedelta] = {
    # A scheduled job becomes live on its day; a minute late is early enough.
    TaskName.PUBLISH_DUE: timedelta(minutes=1),
    # Expiry is decided by the query; this only moves the stored status along, for lists and letters.
    TaskName.EXPIRE_DUE: timedelta(minutes=5),
    # While the index cannot answer, searches are answered from the newest jobs alone. Asking costs little.
    TaskName.CHECK_INDEX: timedelta(seconds=15),
    # The index is a copy and may have lost something with the power.
    TaskName.RECONCILE_INDEX: timedelta(hours=1),
    # Résumés that came before the scanner, or while it was away. There is nothing to do where none is set.
    TaskName.SCAN_RESUMES: timedelta(minutes=10),
    # Each e-mail that comes back harms the next ones, so that sending there stops soon. Nothing to do where no mailbox is set.
    TaskName.READ_RETURNS: timedelta(minutes=5),
    # Decisions are counted in days; a few hours later is early enough.
    TaskName.TELL_DECISIONS: timedelta(hours=6),
    # Who chose to hear of each case hears of what came within it in one e-mail.
    TaskName.TELL_MODERATORS: timedelta(minutes=15),
    TaskName.SWEEP_MAIL: timedelta(hours=24),
    TaskName.FORGET_REPORTS: timedelta(hours=24),
    TaskName.FORGET_SEARCHES: timedelta(hours=24),
    # After an upgrade with new rules; there is nothing to do at other times.
    TaskName.READ_SIGNALS: timedelta(hours=1),
    TaskName.SWEEP_FILES: timedelta(hours=6),
    TaskName.SWEEP_ACCOUNTS: timedelta(hours=6),
    # What was changed in the trail by hand within the hour is not noticed; what comes later is.
    TaskName.SEAL_AUDIT: timedelta(hours=1),
}

# Whatever a crash left behind is mended before anything else.
AT_START = (TaskName.RECONCILE_INDEX, TaskName.READ_SIGNALS)
