"""What a posting says of employment, benefits, hiring and whom to ask, each in one line."""

from __future__ import annotations

from careercenter.core.i18n import Words, _, _l, _n, money, number
from careercenter.postings.content import Benefit, HiringTest, PostingContent


def terms_words(content: PostingContent) -> str:
    """Say "Contract, W-2 · 26 weeks, may be extended · Days · 40 hours a week"."""
    hours = content.hours_per_week
    words = [
        content.employment_type.label if content.employment_type else "",
        lasts_words(content),
        content.schedule.label if content.schedule else "",
        (_("1 hour a week") if hours == 1 else _("%(hours)s hours a week", hours=number(hours))) if hours else "",
    ]
    return " · ".join(word for word in words if word)


def lasts_words(content: PostingContent) -> str:
    """Say how long the work lasts; "" where no end is said."""
    if content.lasts_weeks is None:
        return _("May be extended") if content.may_extend else ""
    if content.may_extend:
        return _n("%(num)s week, may be extended", "%(num)s weeks, may be extended", content.lasts_weeks)
    return _n("%(num)s week", "%(num)s weeks", content.lasts_weeks)


def benefits_words(content: PostingContent) -> str:
    """Name the benefits; an amount of the sign-on bonus says that there is one."""
    if content.sign_on_bonus is None:
        return " · ".join(one.label for one in content.benefits)
    bonus = _("Sign-on bonus of %(amount)s", amount=money(content.sign_on_bonus))
    benefits = list(dict.fromkeys([*content.benefits, Benefit.SIGN_ON]))
    return " · ".join(bonus if one is Benefit.SIGN_ON else one.label for one in benefits)


_TESTED: dict[HiringTest, Words] = {
    HiringTest.NONE: _l("No coding test"),
    HiringTest.MULTIPLE_CHOICE: _l("Coding test: multiple choice"),
    HiringTest.CASES: _l("Coding test: written cases"),
    HiringTest.TIMED_CASES: _l("Coding test: timed written cases"),
}


def hiring_words(content: PostingContent) -> str:
    test = str(_TESTED[content.hiring_test]) if content.hiring_test else ""
    steps = content.hiring_steps.strip()
    if not (steps and test):
        return steps or test
    return f"{test}.\n\n{steps}" if "\n" in steps else f"{test}. {steps}"


def contact_words(content: PostingContent) -> str:
    """Name the contact, where the employer shows it."""
    shown = content.public()
    return ", ".join(part for part in (shown.contact_name, shown.contact_email, shown.contact_phone) if part)
