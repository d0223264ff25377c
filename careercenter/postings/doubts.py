"""What in a posting is likely a mistake, or will make a moderator look twice: each line names its field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from careercenter.core.clock import end_of_day
from careercenter.core.i18n import _, _n, day
from careercenter.postings.completeness import Lack
from careercenter.postings.content import EmploymentType, PayBasis, PostingContent, ProductivityUnit, RecordType, WorkSetting
from careercenter.postings.pay import HOURS_A_DAY, hourly_range
from careercenter.postings.signals import CONTACTS, Level, signals
from careercenter.taxonomy.catalogue import credential

# Hourly cents outside of which a coder's pay is more often a mistake than true.
LOWEST_USUAL_PAY, HIGHEST_USUAL_PAY = 1500, 8000
WIDEST_RANGE = 4
# Records an hour above which the unit is more often wrong than the coder fast: one source's hour is another's day.
FASTEST_USUAL = {RecordType.INPATIENT: 6, RecordType.EM: 40, RecordType.HCC: 15}

_ONSITE_WORDS = re.compile(
    r"\bon[- ]?site (?:position|role|only|required|work)|\bin[- ]office\b"
    r"|must (?:commute|report to the office|work on[- ]?site)|not (?:a )?remote|no remote|relocat",
    re.IGNORECASE,
)
_REQUISITION = re.compile(
    r"\b(?:req(?:uisition)?|job|ref)\s{0,9}(?:id|no\.?|number)?\s{0,9}[#:]?\s{0,9}[a-z]{0,3}-?\d{4,}|#\s{0,9}\d{3,}|\b[A-Z]{1,3}-?\d{5,}\b",
    re.IGNORECASE,
)


def doubtful(content: PostingContent, *, employer_host: str = "") -> list[Lack]:
    """Give what may be submitted but is likely a mistake, or will make a moderator look twice."""
    return [*likely_mistakes(content), *_signal_doubts(content, employer_host)]


def likely_mistakes(content: PostingContent) -> list[Lack]:
    """Give the likely mistakes alone, for the moderator, who sees the signals by themselves."""
    return [*_title_doubts(content), *_work_doubts(content), *_pay_doubts(content), *_contact_doubts(content)]


def _title_doubts(content: PostingContent) -> Iterator[Lack]:
    title = content.title
    letters = [letter for letter in title if letter.isalpha()]
    if "$" in title:
        yield Lack("title", _("Leave pay out of the title: it has a place of its own."))
    if _REQUISITION.search(title):
        yield Lack("title", _("Leave the requisition number out of the title: it has a field of its own."))
    # Credentials are capitals anyway: short titles of them are not shouting.
    if len(letters) > 12 and all(letter.isupper() for letter in letters):
        yield Lack("title", _("Write the title in small letters too, not all in capitals."))
    if "!!" in title or title.endswith("!"):
        yield Lack("title", _("Leave exclamation marks out of the title."))


def _work_doubts(content: PostingContent) -> Iterator[Lack]:
    if not content.patient_types:
        yield Lack("patient_types", _("Say which patients are coded: coders search by it."))
    if not content.code_sets and not content.codes:
        yield Lack("code_sets", _("Say which code sets are used."))
    if not (content.credentials_all or content.credentials_any or content.credentials_preferred or content.apprentice_accepted):
        yield Lack("credentials_any", _("No credential is asked for or preferred. Is that meant?"))
    # "CPC or CCS, CCS preferred" is said every day; what everybody must hold needs no second mention.
    again = set(content.credentials_all) & {*content.credentials_any, *content.credentials_preferred}
    if twice := next((held for slug in sorted(again) if (held := credential(slug))), None):
        yield Lack(
            "credentials_any", _("%(credential)s is asked of everybody. Take it out of the other lists.", credential=twice.abbr)
        )
    if content.work_setting is WorkSetting.REMOTE and (found := _ONSITE_WORDS.search(content.description)):
        yield Lack("work_setting", _("The job is remote, but the description says “%(words)s”.", words=found.group()))
    if content.work_setting is WorkSetting.HYBRID and content.onsite_days is None:
        yield Lack("onsite_days", _("Say how many days a month are on site: “hybrid” is anything from one day to all but one."))
    if content.missed_quota is not None and content.productivity is None:
        yield Lack("productivity", _("Say how much is expected: you say what follows when it is missed."))
    usual = FASTEST_USUAL.get(content.record_type) if content.record_type else None
    if usual and content.productivity and content.record_type:
        hourly = content.productivity / (HOURS_A_DAY if content.productivity_unit is ProductivityUnit.PER_DAY else 1)
        if hourly > usual:
            said = _(
                "More than %(usual)s %(records)s an hour is unusual. Is it meant a day?",
                usual=usual,
                records=content.record_type.label,
            )
            yield Lack("productivity", said)


def _pay_doubts(content: PostingContent) -> Iterator[Lack]:
    pay = hourly_range(content)
    if pay and pay[0] < LOWEST_USUAL_PAY:
        yield Lack("pay_min", _("Less than $15 an hour is unusual for a coder. Is the unit right?"))
    if pay and pay[1] > HIGHEST_USUAL_PAY:
        yield Lack("pay_max", _("More than $80 an hour is unusual for a coder. Is the unit right?"))
    if content.pay_min and content.pay_max and content.pay_max > WIDEST_RANGE * content.pay_min:
        said = _(
            "The highest pay is more than %(times)s times the lowest. Narrow the range to what you would offer",
            times=WIDEST_RANGE,
        )
        yield Lack("pay_max", said)
    if content.pay_basis is PayBasis.PER_CHART and not content.charts_per_hour:
        yield Lack("charts_per_hour", _("Say how many charts an hour are usual, so that coders can compare the pay."))
    if content.employment_type is EmploymentType.PART_TIME and not content.hours_per_week:
        yield Lack("hours_per_week", _("Say how many hours a week part time means."))


SHORTEST_REVIEW = timedelta(days=1)


def closes_before_review(content: PostingContent, *, oldest: datetime | None, at: datetime) -> list[Lack]:
    """Warn of a closing day nearer than a review may take; `oldest` is since when the oldest job waits for one."""
    takes = max(SHORTEST_REVIEW, at - oldest) if oldest else SHORTEST_REVIEW
    if content.closing_on is None or end_of_day(content.closing_on, content.time_zone) > at + takes:
        return []
    days = max(1, takes.days)
    said = _n(
        "The job closes %(day)s, and a review may take %(num)s day. Choose a later day, or coders may never see it.",
        "The job closes %(day)s, and a review may take %(num)s days. Choose a later day, or coders may never see it.",
        days,
        day=day(content.closing_on),
    )
    return [Lack("closing_on", said)]


def _contact_doubts(content: PostingContent) -> Iterator[Lack]:
    if content.contact_shown and not (content.contact_name or content.contact_email or content.contact_phone):
        yield Lack("contact_name", _("Say who coders can ask, or do not show a contact."))
    if content.requisition_shown and not content.requisition_number:
        yield Lack("requisition_number", _("Enter the requisition number, or do not show one."))


def _signal_doubts(content: PostingContent, employer_host: str) -> Iterator[Lack]:
    """Tell the author what a moderator will ask about; that it is known from scams stands on the moderator's page alone."""
    for signal in signals(content, employer_host=employer_host):
        if signal.why in CONTACTS and signal.field != "apply_url":
            yield Lack(
                signal.field,
                _(
                    "Leave “%(words)s” out: contact details and links have a field of their own, How to apply.",
                    words=signal.found,
                ),
            )
        elif signal.level in (Level.BLOCK, Level.HOLD):
            if signal.found:
                yield Lack(
                    signal.field,
                    _("A moderator will ask about “%(words)s”. Explain it, or leave it out.", words=signal.found),
                )
            else:
                yield Lack(signal.field, _("A moderator will ask about this. Explain it, or leave it out."))
