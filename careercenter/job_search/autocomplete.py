"""What a half-typed search may become: titles, specialties, credentials, codes, places and employers, a few of each.

What is suggested of a posting or an employer the database has allowed; the rest is the board's own catalogue.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from careercenter.core import places
from careercenter.core.i18n import _, _l
from careercenter.job_search.labels import ENUMS, limit_label, value_label
from careercenter.job_search.query_parser import parse
from careercenter.job_search.understanding.entities import NO_QUOTA
from careercenter.job_search.understanding.negation import NEGATION_WORDS
from careercenter.language.limits import LONGEST_QUERY, SHORTEST_PREFIX
from careercenter.language.phrases import EMPLOYMENT, SCHEDULES, SETTINGS
from careercenter.language.quantities import Bound
from careercenter.language.tokenizer import fold
from careercenter.postings import public_queries
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, SearchReader
from careercenter.taxonomy import catalogue, codes
from careercenter.taxonomy.codes import MedicalCode
from careercenter.taxonomy.vocabulary import vocabulary

MOST = 10
SHORTEST = 2  # letters
_MOST_WORDS = 6  # of a name; what is typed before them is kept beside what is chosen
# A city with fewer ZIP codes is typed out as quickly as found.
_LARGER = 4
_LOOKED_AT = 20  # postings whose titles are looked at
_MORE = 90  # characters of what is said beside a suggestion

# Kind, what its group is called and how many there may be of it, in the order of equals.
KINDS = {
    "specialty": (_l("Specialties"), 3),
    "title": (_l("Jobs"), 3),
    "credential": (_l("Credentials"), 3),
    "work": (_l("Kinds of work"), 3),
    "fact": (_l("What jobs say"), 3),
    "tool": (_l("Software"), 2),
    "state": (_l("States"), 2),
    "code": (_l("Codes"), 3),
    "city": (_l("Places"), 2),
    "employer": (_l("Employers"), 2),
}
# Facets of the work, with what people call their values.
_WORK = {Facet.WORK_SETTING: SETTINGS, Facet.EMPLOYMENT_TYPE: EMPLOYMENT, Facet.SCHEDULE: SCHEDULES}
# Other facts of a job, with the kind of their phrases; the values of some say nothing without the name of their facet.
_FACTS = {
    Facet.BENEFIT: "benefit", Facet.HIRING_TEST: "test", Facet.PAY_BASIS: "pay_type",
    Facet.EQUIPMENT: "equipment", Facet.TEAM: "team", Facet.MONITORING: "monitoring",
}  # fmt: skip
_NAMED_BY_FACET = frozenset({Facet.EQUIPMENT, Facet.TEAM, Facet.MONITORING})
_WORD = re.compile(r"[^\W_]+")
_SHORTENED = {"saint": "st", "fort": "ft", "mount": "mt"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Leads to a search (the `query` of its address) or to the page of a `code`.

    `more` says what else it is called or means; `rank` is lower for what fits better.
    """

    kind: str
    words: str
    query: str = ""
    more: str = ""
    rank: tuple[int, int] = (0, 0)
    code: MedicalCode | None = None


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    kind: str
    label: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class _Typed:
    """The text, and its words in plain letters with where they begin."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]

    def before(self, number: int) -> str:
        """Give what stands before the last so many words."""
        return self.text[: self.starts[-number]].strip(' ,-"')


def warm() -> None:
    """Make the tables now that the first who types would have to wait for."""
    _names()
    codes.close("A00")


def suggestions(typed: str, engine: SearchReader, session: Session, *, at: datetime) -> list[SuggestionGroup]:
    """Give at most ten, grouped by kind, the kind that fits best first."""
    text, low = fold(" ".join(typed[:LONGEST_QUERY].split()))
    words = list(_WORD.finditer(low))
    if not words or len(low) < SHORTEST:
        return []
    read = _Typed(text, tuple(word[0] for word in words), tuple(word.start() for word in words))
    named = [*_catalogued(read), *_employers(read, session, at=at)]
    # What goes on from more of the words is meant: after "radiation onc" nothing else of oncology.
    closest = min((one.rank[0] for one in named), default=0)
    named = [one for one in named if one.rank[0] == closest]
    return _grouped([*named, *_codes(read), *_titles(read, engine, session, at=at)])


def _grouped(made: list[Suggestion]) -> list[SuggestionGroup]:
    best: list[list[Suggestion]] = []
    for kind, (_label, most) in KINDS.items():
        unique: dict[str, Suggestion] = {}
        for one in sorted((one for one in made if one.kind == kind), key=lambda one: one.rank):
            unique.setdefault(one.words.casefold(), one)
        if unique:
            best.append(list(unique.values())[:most])
    best.sort(key=lambda some: some[0].rank)  # of equals the order of the kinds
    groups: list[SuggestionGroup] = []
    room = MOST
    for some in best:
        if room:
            groups.append(SuggestionGroup(some[0].kind, KINDS[some[0].kind][0], tuple(some[:room])))
        room -= min(room, len(some))
    return groups


def _query(before: str = "", **choice: str) -> str:
    return urlencode(([("q", before)] if before else []) + list(choice.items()))


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to say something of the catalogue. `also`: not its first name, so it is said beside it.

    `field` is what it is called in an address.
    """

    kind: str
    field: str
    value: str
    words: tuple[str, ...]
    label: str
    more: str = ""
    also: bool = False


def _catalogued(typed: _Typed) -> Iterator[Suggestion]:
    """Find names that hold the last typed words, the last of them begun; more words at once fit better."""
    for number in range(min(_MOST_WORDS, len(typed.words)), 0, -1):
        wanted = typed.words[-number:]
        if number == 1 and len(wanted[0]) < SHORTEST:
            return
        if not NEGATION_WORDS.isdisjoint(typed.words[:-number][-1:]):
            continue  # "no weekends": to choose weekends would ask for the opposite
        before = typed.before(number)
        for name, start in _names().get(wanted[0][0], ()):
            part = name.words[start : start + number]
            if len(part) == number and part[:-1] == wanted[:-1] and part[-1].startswith(wanted[-1]):
                whole = part[-1] == wanted[-1] and len(name.words) == number
                # Whole names, then beginnings, then words inside; another name of it after its own.
                fit = (0, 1, 2) if not name.also else (1, 3, 4)
                rank = (len(typed.words) - number, fit[0 if whole else 1 if start == 0 else 2])
                yield Suggestion(name.kind, name.label, _query(before, **{name.field: name.value}), name.more, rank)


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[_Name, int]]]:
    """Map a first letter to the names with a word that begins so, and where in the name it stands."""
    names: dict[str, list[tuple[_Name, int]]] = defaultdict(list)
    for name in (*_specialties(), *_credentials(), *_work(), *_facts(), *_tools(), *_states(), *_cities()):
        for position, word in enumerate(name.words):
            names[word[0]].append((name, position))
    return names


def _specialties() -> Iterator[_Name]:
    for one in catalogue.specialties():
        name = _Name("specialty", "specialty", one.slug, _words(one.name), one.name)
        yield name
        for synonym in one.synonyms:
            yield replace(name, words=_words(synonym), more=_("also called %(name)s", name=synonym), also=True)
        for misspelt, _meant in one.misspellings:
            yield replace(name, words=(misspelt,), also=True)


def _credentials() -> Iterator[_Name]:
    for one in catalogue.credentials():
        name = _Name("credential", "credential", one.slug, _words(one.abbr), one.abbr, one.name)
        yield name
        yield replace(name, words=("".join(name.words),))
        yield replace(name, words=_words(one.name), also=True)
        yield replace(name, words=_words(one.issuer), also=True)


def _work() -> Iterator[_Name]:
    """Give where and when one works and how one is employed, by their labels and by what people call them."""
    for facet, said in _WORK.items():
        for member in ENUMS[facet]:
            label = str(member.label)
            name = _Name("work", facet.value, member.value, _words(label), label)
            yield name
            for phrase in said.get(member.value, ()):
                yield replace(name, words=_words(phrase), also=True)


def _facts() -> Iterator[_Name]:
    """Give benefits, tests, equipment and the like, and that there is no quota."""
    for facet, kind in _FACTS.items():
        phrases = vocabulary().phrases[kind]
        for member in ENUMS[facet]:
            words = value_label(facet, member.value)
            label = f"{facet.label}: {words}" if facet in _NAMED_BY_FACET else words
            name = _Name("fact", facet.value, member.value, _words(label), label)
            yield name
            for phrase in phrases.get(member.value, ()):
                yield replace(name, words=_words(phrase), also=True)
    none = limit_label(Facet.PRODUCTIVITY, Bound.EXACTLY, 0)
    yield _Name("fact", Facet.PRODUCTIVITY.value, NO_QUOTA, _words(none), none)


def _tools() -> Iterator[_Name]:
    """Give software by its own name and by what people call it."""
    written, phrases = vocabulary().written["tool"], vocabulary().phrases
    for slug, label in written.items():
        name = _Name("tool", Facet.TOOL.value, slug, _words(label), label)
        yield name
        for phrase in (*phrases["ehr"].get(slug, ()), *phrases["encoder"].get(slug, ())):
            yield replace(name, words=_words(phrase), also=True)


def _states() -> Iterator[_Name]:
    for code, state in places.HOME_STATES.items():
        yield _Name("state", Facet.STATE.value, code, _words(state), state, _("jobs you may do while living there"))


def _cities() -> Iterator[_Name]:
    """Give the larger cities, those with most ZIP codes first."""
    counts = Counter((place.city, place.state) for place in places.zip_places())
    for (city, state), number in counts.most_common():
        if number < _LARGER:
            return
        name = _Name("city", "near", f"{city}, {state}", (*_words(city), state.lower()), f"{city}, {state}")
        yield name
        if short := _SHORTENED.get(name.words[0]):
            yield replace(name, words=(short, *name.words[1:]))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)[1]))


def _codes(typed: _Typed) -> Iterator[Suggestion]:
    """Find codes that begin as the last typed word, with the set where it stands before it: "drg 01"."""
    *_, last = typed.text.split()
    begun = last.upper().replace(".", "")
    if len(begun) < SHORTEST_PREFIX or not any(letter.isdigit() for letter in begun):
        return
    named = " ".join(typed.text.split()[-2:])
    offered: Counter[str] = Counter()
    found = [*codes.lookup(named), *codes.lookup(last), *codes.close(last, most=12)]
    for one in sorted({(one.code_set, one.code): one for one in found}.values(), key=lambda one: (len(one.code), one.code)):
        plain = one.code.replace(".", "")
        if plain.startswith(begun) and (one.described or plain == begun):
            meaning = one.note or one.text
            more = meaning if len(meaning) <= _MORE else f"{meaning[:_MORE].rsplit(' ', 1)[0]} …"
            about = ([] if one.code_set in one.written else [one.code_set]) + (["ended"] if one.ended else [])
            rank = (-1, offered[one.code_set])  # of each set its first, then of each its second
            offered[one.code_set] += 1
            yield Suggestion("code", one.written, more=": ".join([*about, more]), rank=rank, code=one)


def _titles(typed: _Typed, engine: SearchReader, session: Session, *, at: datetime) -> Iterator[Suggestion]:
    """Find titles of live postings in which a word begins as the last typed one."""
    begun = typed.words[-1]
    if len(begun) < SHORTEST_PREFIX:
        return
    criteria = Criteria(parse(f"{typed.before(1)} {begun}*"))
    ids = engine.find(criteria, at=at, size=_LOOKED_AT, counted=()).ids
    for number, title in enumerate(public_queries.titles(session, ids, at=at)):
        words = _words(title)
        if any(word.startswith(begun) for word in words):
            whole = set(typed.words[:-1]) <= set(words)
            rank = (0 if whole else 1, 2)
            yield Suggestion("title", title, _query(f'"{title}"'), rank=(rank[0], rank[1] + number))


def _employers(typed: _Typed, session: Session, *, at: datetime) -> Iterator[Suggestion]:
    """Find employers with live postings whose name goes on from the last typed words."""
    begun = [typed.text[typed.starts[-number] :] for number in range(1, min(_MOST_WORDS, len(typed.words)) + 1)]
    begun = [text for text in begun if len(text) >= SHORTEST]
    if not begun:
        return
    for public_id, name in public_queries.hiring_employers_named(session, begun, at=at, most=KINDS["employer"][1]):
        low = name.casefold()
        number = max(number for number, text in enumerate(begun, 1) if text.casefold() in low or number == 1)
        rank = (len(typed.words) - number, 1 if low.startswith(begun[number - 1].casefold()) else 3)
        yield Suggestion("employer", name, _query(typed.before(number), **{Facet.EMPLOYER.value: public_id}), rank=rank)
