"""The facts a posting states, as pairs of a label and words: pay, place, what is asked for, how work is measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from careercenter.core.i18n import _, _n, get_plural, number
from careercenter.core.places import HOME_STATES, MILITARY
from careercenter.language.quantities import days_a_month
from careercenter.postings.content import (
    LABELS,
    SPECS,
    ExperienceBand,
    LiveIn,
    Place,
    PostingContent,
    WorkSetting,
)
from careercenter.postings.diff import say
from careercenter.postings.experience import short_years_words, years_words
from careercenter.postings.measured import measured_words
from careercenter.postings.pay import describe_pay
from careercenter.postings.search_document import states_of
from careercenter.postings.terms import benefits_words, contact_words, hiring_words, terms_words
from careercenter.taxonomy import catalogue

# More states than this are counted in a card instead of named.
MOST_STATES_NAMED = 3
MOST_PLACES_NAMED = 2
STATES_AND_DC = 51
# Days a month that are so many a week; once a week and oftener than daily are said by the month.
_A_WEEK = {days_a_month(days): days for days in (2, 3, 4)}
NOT_COUNTED = frozenset({"AS", "GU", "MP", "PR", "VI", *MILITARY})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value.

    `kind`: text, strong, small, code, credential (`more`: its full name), list (`more`: its title), and home: where it is said
    whether the reader may live in their state (`text` is "", `more` the codes of the states one may live in);
    prose is Markdown.
    """

    text: str
    kind: str = "text"
    more: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Give the value as plain words, for a difference, an e-mail or a feed."""
        return "".join(part.text for part in self.parts)


def facts(content: PostingContent) -> tuple[FactRow, ...]:
    """Give what a posting says as pairs, in the order coders decide by; what is not said is left out."""
    rows = [row for key, label, parts in composed_rows(content) for row in ((label, parts), *_declared_below(key, content))]
    return tuple(FactRow(label, tuple(parts)) for label, parts in ((label, list(parts)) for label, parts in rows) if parts)


def composed_rows(content: PostingContent) -> list[tuple[str, str, Iterable[Part]]]:
    """Give the rows that are composed of several fields; a declaration names one by its key to stand below it."""
    return [
        ("pay", _("Pay"), _pay_parts(content)),
        ("where", _("Where"), _where_parts(content)),
        ("places", _("Places"), _text(_all_places(content))),
        ("needs", _("Needs"), needs_parts(content, preferred=False)),
        ("prefers", _("Prefers"), all_of(content.credentials_preferred)),
        ("specialty", _("Specialty"), _text(" · ".join(_specialty(slug) for slug in content.specialties))),
        ("patients", _("Patients"), _text(" · ".join(kind.label for kind in content.patient_types))),
        ("codes", _("Codes"), _code_parts(content)),
        ("tools", _("Tools"), _text(", ".join([*content.ehrs, *content.encoders]))),
        ("measured", _("Measured by"), _text(measured_words(content))),
        ("terms", _("Terms"), _text(terms_words(content))),
        ("equipment", str(LABELS["equipment"]), _text(say(content, "equipment"))),
        ("benefits", str(LABELS["benefits"]), _text(benefits_words(content))),
        ("hiring", str(LABELS["hiring_steps"]), _hiring_parts(content)),
        ("contact", _("Contact"), _text(contact_words(content))),
    ]


def _declared_below(key: str, content: PostingContent) -> Iterator[tuple[str, list[Part]]]:
    """Give the rows that single fields have below a composed one, as they are declared."""
    shown = content.public()
    for name, spec in SPECS.items():
        if spec.below == key and getattr(shown, name) != spec.unsaid:
            yield str(spec.label), _text(say(content, name))


def where_words(content: PostingContent) -> str:
    """Say in a few words where the work is done or where one may live, and how often one has to come."""
    where = _setting_words(content)
    if content.onsite_days is None or not where:
        return where
    if not content.onsite_days:
        return _("%(where)s, no days on site", where=where)
    days = content.onsite_days
    if weekly := _A_WEEK.get(days):
        return _("%(where)s, about %(num)s days a week on site", where=where, num=weekly)
    return _n("%(where)s, %(num)s day a month on site", "%(where)s, %(num)s days a month on site", days, where=where)


def _setting_words(content: PostingContent) -> str:
    setting, places = content.work_setting, _places_words(content.places)
    if setting is None:
        return places
    if setting is WorkSetting.HYBRID:
        return _("Hybrid in %(places)s", places=places) if places else setting.label
    if setting is WorkSetting.ONSITE:
        return _("On site in %(places)s", places=places) if places else setting.label
    if setting is WorkSetting.REMOTE:
        return _remote_words(content)
    where = _after_training_words(content)
    return _("%(where)s, trained in %(places)s", where=where, places=places) if places else where


def _places_words(places: tuple[Place, ...]) -> str:
    if len(places) <= MOST_PLACES_NAMED:
        return joined(places)
    return _n("%(place)s and %(num)s more place", "%(place)s and %(num)s more places", len(places) - 1, place=places[0])


def _all_places(content: PostingContent) -> str:
    """Name every place where "Where" counts them; a list of them that is named in full is not said twice."""
    return " · ".join(map(str, content.places)) if len(content.places) > MOST_PLACES_NAMED else ""


def _remote_words(content: PostingContent) -> str:
    if content.live_in is LiveIn.ALL:
        return _("Remote, all states")
    if content.live_in is None or not content.live_in_states:
        return _("Remote")
    if len(content.live_in_states) > MOST_STATES_NAMED:
        number = _number_of_states(content)
        return _n("Remote in %(num)s state", "Remote in %(num)s states", number)
    states = joined(content.live_in_states)
    if content.live_in is LiveIn.LISTED:
        return _("Remote in %(states)s", states=states)
    return _("Remote, all states but %(states)s", states=states)


def _after_training_words(content: PostingContent) -> str:
    if content.live_in is LiveIn.ALL:
        return _("Remote after training, all states")
    if content.live_in is None or not content.live_in_states:
        return _("Remote after training")
    if len(content.live_in_states) > MOST_STATES_NAMED:
        number = _number_of_states(content)
        return _n("Remote after training in %(num)s state", "Remote after training in %(num)s states", number)
    states = joined(content.live_in_states)
    if content.live_in is LiveIn.LISTED:
        return _("Remote after training in %(states)s", states=states)
    return _("Remote after training, all states but %(states)s", states=states)


def _number_of_states(content: PostingContent) -> int:
    """Count the states one may live in; territories that are left out were never among "all states"."""
    if content.live_in is LiveIn.LISTED:
        return len(content.live_in_states)
    return STATES_AND_DC - len(set(content.live_in_states) - NOT_COUNTED)


def _where_parts(content: PostingContent) -> list[Part]:
    words = where_words(content)
    if not words:
        return []
    parts = [Part(words)]
    remote = content.work_setting in (WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING)
    if remote and content.live_in is not LiveIn.ALL and len(content.live_in_states) > MOST_STATES_NAMED:
        named = ", ".join(sorted(HOME_STATES.get(code, code) for code in content.live_in_states))
        title = _("show them") if content.live_in is LiveIn.LISTED else _("show those left out")
        parts += [Part(" "), Part(named, "list", title)]
    if remote and content.live_in in (LiveIn.LISTED, LiveIn.ALL_BUT) and content.live_in_states:
        parts.append(Part("", "home", " ".join(states_of(content))))
    return parts


def needs_parts(content: PostingContent, *, preferred: bool = True, short: bool = False) -> tuple[Part, ...]:
    """Give the credentials and years asked for, with *or* and *and* between; `preferred` adds those that are a plus.

    `short` says the same in fewer words, for a card.
    """
    parts = _credentials_parts(content)
    if content.credential_within_months and parts:
        within = _earned_within(content.credential_within_months, short=short)
        parts = _filled(within, needs=parts, num=[Part(number(content.credential_within_months))])
    if content.apprentice_accepted:
        accepted = _("%(needs)s, ‑A accepted") if short else _("%(needs)s, apprentice (‑A) accepted")
        parts = _filled(accepted, needs=parts) if parts else [Part(_("an apprentice (‑A) credential at least"))]
    years = short_years_words(content) if short else years_words(content)
    if years:
        entry = content.experience is ExperienceBand.ENTRY and not content.specialty_years
        alone = _("up to 1 year of experience") if entry else years
        parts = _filled(_("%(needs)s, %(years)s"), needs=parts, years=[Part(years)]) if parts else [Part(alone)]
    if preferred and content.credentials_preferred:
        sentence = _("%(needs)s, prefers %(preferred)s") if parts else _("Prefers %(preferred)s")
        parts = _filled(sentence, needs=parts, preferred=all_of(content.credentials_preferred))
    return tuple(parts)


def _earned_within(months: int, *, short: bool) -> str:
    if short:
        return get_plural("%(needs)s within %(num)s month", "%(needs)s within %(num)s months", months)
    return get_plural(
        "%(needs)s, earned within %(num)s month of starting", "%(needs)s, earned within %(num)s months of starting", months
    )


def needs_words(content: PostingContent) -> str:
    return "".join(part.text for part in needs_parts(content))


def _credentials_parts(content: PostingContent) -> list[Part]:
    every, one = all_of(content.credentials_all), _any_of(content.credentials_any)
    if not (every and one):
        return every or one
    several = len(content.credentials_any) > 1
    return _filled(_("%(all)s, and one of %(any)s") if several else _("%(all)s and %(any)s"), all=every, any=one)


def joined(words: Iterable[Any]) -> str:
    """Write "a", "a and b", "a, b and c"."""
    return "".join(part.text for part in _listed([Part(str(word)) for word in words], _("%(first)s and %(last)s")))


def all_of(slugs: tuple[str, ...]) -> list[Part]:
    return _listed([_credential(slug) for slug in slugs], _("%(first)s and %(last)s"))


def _any_of(slugs: tuple[str, ...]) -> list[Part]:
    return _listed([_credential(slug) for slug in slugs], _("%(first)s or %(last)s"))


def _listed(parts: list[Part], last: str) -> list[Part]:
    """Set commas between, and `last`, a sentence with the gaps `first` and `last`, before the last of them."""
    if len(parts) < 2:
        return parts
    first = [piece for part in parts[:-1] for piece in (Part(", "), part)][1:]
    return _filled(last, first=first, last=parts[-1:])


_GAP = re.compile(r"%\((\w+)\)s")


def _filled(sentence: str, **gaps: list[Part]) -> list[Part]:
    """Fill the named gaps of a translated sentence with parts, so that marks keep their place wherever the words put them."""
    pieces = _GAP.split(sentence)  # words, name, words, name, …
    filled = [gaps[piece] if place % 2 else _text(piece) for place, piece in enumerate(pieces)]
    return [part for parts in filled for part in parts]


def _text(words: str) -> list[Part]:
    return [Part(words)] if words else []


def _credential(slug: str) -> Part:
    known = catalogue.credential(slug)
    return Part(known.abbr, "credential", known.name) if known else Part(slug.upper(), "credential")


def _specialty(slug: str) -> str:
    known = catalogue.specialty(slug)
    return known.name if known else slug


def _pay_parts(content: PostingContent) -> list[Part]:
    pay = describe_pay(content)
    if pay is None:
        return [Part(_("Not said by the employer"))]
    parts = [Part(pay.words, "strong")]
    if pay.equivalent:
        parts.append(Part(f" {pay.equivalent}" + (f" {pay.how}" if pay.how else ""), "small"))
    return parts


def _code_parts(content: PostingContent) -> list[Part]:
    parts: list[Part] = []
    for place, code in enumerate(content.codes):
        parts += [Part(", ")] * bool(place) + [Part(code.replace("-", "–") if "-" in code else code, "code")]
    sets = ", ".join(code_set.label for code_set in content.code_sets)
    if sets:
        parts.append(Part(f", {sets}" if parts else sets))
    return parts


def _hiring_parts(content: PostingContent) -> list[Part]:
    """Steps of several lines are Markdown, like a description."""
    words = hiring_words(content)
    return [Part(words, "prose")] if "\n" in words else _text(words)
