"""What a list shows of a posting, in the few words a card has room for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from careercenter.core.i18n import Words, _l
from careercenter.core.places import HOME_STATES
from careercenter.postings.content import ApplyHow, PostingContent
from careercenter.postings.facts import Part, all_of, needs_parts, where_words
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.measured import short_measured_words
from careercenter.postings.models import Posting
from careercenter.postings.pay import PayWords, describe_pay
from careercenter.postings.presentation import UNTITLED, EmployerWords, employer_words
from careercenter.postings.search_document import states_of
from careercenter.postings.terms import lasts_words
from careercenter.taxonomy import codes as medical
from careercenter.taxonomy.codes import MedicalCode
from careercenter.taxonomy.work_terms import WorkSetting

MOST_PATIENT_TYPES = 2
MOST_TOOLS = 4
MOST_CODES = 2
_ELSEWHERE: dict[ApplyHow, Words] = {
    ApplyHow.LINK: _l("apply on the employer’s site"),
    ApplyHow.ADDRESS: _l("apply by e-mail"),
}
_FROM_HOME = (WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING)


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a posting."""

    public_id: str
    slug: str
    title: str
    employer: EmployerWords
    pay: PayWords | None
    where: str
    # Of work from home, by two-letter codes; None where the posting does not say, or where one lives does not count.
    may_live_in: frozenset[str] | None
    employment: str
    patients: str
    tools: str
    needs: tuple[Part, ...]
    prefers: tuple[Part, ...]
    codes: tuple[str, ...]
    more_codes: int
    names_cpt: bool  # so that the page names the owner of the mark
    measured: str
    applying: str  # where it leaves the board: "apply on the employer’s site"
    posted_at: datetime | None
    closing_on: date | None
    status: PostingStatus
    asked_for: tuple[str, ...] = ()  # names of the states searched for in which one may live

    @property
    def text(self) -> str:
        """Give all it says of the work, as a search reads it."""
        asked = (part.text for part in (*self.needs, *self.prefers))
        said = (self.title, self.employer.name, self.where, self.employment, self.patients, self.tools, self.measured)
        return " · ".join((*said, *asked, *self.codes))


def make_card(posting: Posting) -> Card:
    content = posting.content
    codes = _shown_codes(content.codes)
    from_home = content.work_setting in _FROM_HOME and content.live_in is not None
    return Card(
        public_id=posting.public_id,
        slug=posting.slug,
        title=content.title or str(UNTITLED),
        employer=employer_words(posting.employer),
        posted_at=posting.posted_at,
        closing_on=posting.last_day or content.closing_on,
        status=posting.status,
        pay=describe_pay(content),
        where=where_words(content),
        may_live_in=frozenset(states_of(content)) if from_home else None,
        employment=" · ".join(
            filter(None, [content.employment_type.label if content.employment_type else "", lasts_words(content)])
        ),
        patients=" · ".join(kind.label for kind in content.patient_types[:MOST_PATIENT_TYPES]),
        tools=", ".join([*content.ehrs, *content.encoders][:MOST_TOOLS]),
        needs=needs_parts(content, preferred=False, short=True),
        prefers=tuple(all_of(content.credentials_preferred)),
        codes=codes,
        names_cpt=_name_cpt(codes),
        more_codes=max(0, len(content.codes) - MOST_CODES),
        measured=short_measured_words(content),
        applying=str(_ELSEWHERE.get(content.apply_how, "")),
    )


def card_for(made: Card, content: PostingContent, states: Collection[str], codes: Collection[MedicalCode] = ()) -> Card:
    """Give a card as somebody of these states (two-letter codes) wants it who searched for these codes.

    The place in one of the states stands first, and it says in which of them one may live; the codes that are meant stand
    before the others.
    """
    if codes:
        first = _shown_codes(sorted(content.codes, key=lambda named: not any(medical.names(named, code) for code in codes)))
        if first != made.codes:  # else it stays the card that others see, and what was made of it is found again
            made = replace(made, codes=first, names_cpt=_name_cpt(first))
    if not states:
        return made
    here_first = sorted(content.places, key=lambda place: place.state not in states)
    return replace(
        made,
        where=where_words(replace(content, places=tuple(here_first))),
        asked_for=_names(state for state in states if state in (made.may_live_in or ())),
    )


def _shown_codes(named: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.replace("-", "–") for code in named[:MOST_CODES])


def _name_cpt(codes: Iterable[str]) -> bool:
    return any(one.code_set == "CPT" for code in codes for one in medical.lookup(code))


def _names(states: Iterable[str]) -> tuple[str, ...]:
    return tuple(HOME_STATES[state] for state in states)
