"""The years of work a posting asks for, in words."""

from __future__ import annotations

from careercenter.core.i18n import Words, _, _l, _n
from careercenter.postings.content import ExperienceBand, PostingContent

_AS_A_CODER: dict[ExperienceBand, Words] = {
    ExperienceBand.ENTRY: _l("entry level"),
    ExperienceBand.ONE_TO_TWO: _l("1 to 2 years as a coder"),
    ExperienceBand.THREE_TO_FOUR: _l("3 to 4 years as a coder"),
    ExperienceBand.FIVE_TO_NINE: _l("5 to 9 years as a coder"),
    ExperienceBand.TEN_UP: _l("10 years or more as a coder"),
}
_SHORT: dict[ExperienceBand, Words] = {
    ExperienceBand.ENTRY: _l("entry level"),
    ExperienceBand.ONE_TO_TWO: _l("1–2 years"),
    ExperienceBand.THREE_TO_FOUR: _l("3–4 years"),
    ExperienceBand.FIVE_TO_NINE: _l("5–9 years"),
    ExperienceBand.TEN_UP: _l("10+ years"),
}


def years_words(content: PostingContent) -> str:
    """Say the years asked for in all and in the specialty: "3 to 4 years as a coder and 1 year in the specialty"."""
    as_coder = str(_AS_A_CODER[content.experience]) if content.experience else ""
    if not (as_coder and content.specialty_years):
        return as_coder or _in_specialty(content)
    return _("%(first)s and %(last)s", first=as_coder, last=_in_specialty(content))


def short_years_words(content: PostingContent) -> str:
    """Say the same for a card: "3–4 years, 1 in the specialty"."""
    in_all, years = content.experience, content.specialty_years
    if in_all is None or not years:
        return str(_SHORT[in_all]) if in_all else _in_specialty(content)
    if in_all is ExperienceBand.ENTRY:
        return _("%(first)s, %(last)s", first=_SHORT[in_all], last=_in_specialty(content))
    return _("%(in_all)s, %(years)s in the specialty", in_all=_SHORT[in_all], years=years)


def _in_specialty(content: PostingContent) -> str:
    years = content.specialty_years
    return _n("%(num)s year in the specialty", "%(num)s years in the specialty", years) if years else ""
