"""How work is measured, in words: the pace after the weeks given to reach it, and the accuracy."""

from __future__ import annotations

from careercenter.core.i18n import Words, _, _l, _n, number
from careercenter.postings.content import PostingContent, ProductivityUnit, RecordType

# On a card, where whose care it is stands beside.
_SHORT: dict[RecordType, Words] = {
    RecordType.OUTPATIENT: _l("outpatient accounts"),
    RecordType.PROFEE: _l("profee encounters"),
    RecordType.HCC: _l("HCC charts"),
}


def measured_words(content: PostingContent) -> str:
    """Say the productivity and accuracy asked for: "9 charts an hour after 8 weeks, 95% accuracy"; or that none is counted."""
    record = (content.record_type or RecordType.CHARTS).label
    pace, weeks = _pace_words(content, record), content.ramp_up_weeks
    if pace and weeks:
        pace = _n("%(pace)s after %(num)s week", "%(pace)s after %(num)s weeks", weeks, pace=pace)
    return _with_accuracy(content, pace)


def short_measured_words(content: PostingContent) -> str:
    """Say the same for a card, without the weeks to reach it: "9 outpatient accounts an hour, 95% accuracy"."""
    record = content.record_type or RecordType.CHARTS
    return _with_accuracy(content, _pace_words(content, str(_SHORT.get(record, record.label))))


def _with_accuracy(content: PostingContent, pace: str) -> str:
    words = [pace] if pace else []
    if content.no_quota:
        words.append(_("No quota"))
    if content.accuracy_percent:
        words.append(_("%(percent)s%% accuracy", percent=content.accuracy_percent))
    return ", ".join(words)


def _pace_words(content: PostingContent, record: str) -> str:
    if not content.productivity:
        return ""
    count = number(content.productivity)
    if content.productivity_unit is ProductivityUnit.PER_HOUR:
        return _("%(count)s %(records)s an hour", count=count, records=record)
    if content.productivity_unit is ProductivityUnit.PER_DAY:
        return _("%(count)s %(records)s a day", count=count, records=record)
    return _("%(count)s %(records)s", count=count, records=record)
