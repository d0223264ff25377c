"""What a coder types for a credential, a specialty, a tool or a state: what is meant, or what may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core import places
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.language import lexicon
from careercenter.language.tokenizer import fold, phrase
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary

MOST_SUGGESTED = 8
_LONGEST_TYPED = 1_000  # characters; a list of all credentials by abbreviation has 400
_PARTED = re.compile(r"[,;\n]|\band\b|&")
_WORD = re.compile(r"[^\W_]+")


class Named(LabelledEnum):
    """What can be named by typing; the value stands in addresses and names the field of a profile."""

    CREDENTIALS = "credentials", _l("credential")
    SPECIALTIES = "specialties", _l("specialty")
    TOOLS = "tools", _l("tool")
    STATES = "states", _l("state")


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what a profile stores; `words` the short name, `more` the long one where there is one."""

    value: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class NamesRead:
    """What a text names for certain, and each part of it that does not, with what it may mean."""

    meant: tuple[str, ...] = ()
    unclear: tuple[tuple[str, tuple[Choice, ...]], ...] = ()


def choice(kind: Named, value: str) -> Choice | None:
    """Give a value with its words; None for one that is not in the list."""
    return _choices(kind).get(value)


def choices(kind: Named) -> tuple[Choice, ...]:
    """Give all that can be chosen, in the order of the list."""
    return tuple(_choices(kind).values())


def suggest(kind: Named, typed: str) -> list[Choice]:
    """Give what a beginning may become, the likeliest first: its name, then a name that begins so, then one with such words."""
    words = _WORD.findall(fold(typed[:_LONGEST_TYPED])[1])
    if not set(words) - _IDLE:
        return []
    ranked: list[tuple[int, int, Choice]] = []
    for at, entry in enumerate(_entries(kind)):
        if (rank := entry.rank(words)) is not None:
            as_written = entry.choice.words.casefold() == typed.strip().casefold()  # COS-C and COSC are two
            ranked.append((-1 if as_written else rank, at, entry.choice))
    return [found for _rank, _at, found in sorted(ranked, key=lambda one: one[:2])[:MOST_SUGGESTED]]


def read(kind: Named, text: str) -> NamesRead:
    """Read a list as people type it: by name or abbreviation, with commas, "and" or on lines of their own."""
    meant: list[str] = []
    unclear: list[tuple[str, tuple[Choice, ...]]] = []
    for part in _parts(kind, text[:_LONGEST_TYPED]):
        values = _exactly(kind, part)
        if len(values) == 1:
            meant.append(values[0])
        elif spaced := _spaced(kind, part):
            meant += spaced
        else:
            may_be = [found for value in values if (found := choice(kind, value))] or suggest(kind, part)
            unclear.append((part, tuple(may_be)))
    return NamesRead(tuple(dict.fromkeys(meant)), tuple(unclear))


@dataclass(frozen=True, slots=True)
class _NamedEntry:
    choice: Choice
    short: tuple[str, ...]  # the name in letters and digits alone, and other names of one word
    words: frozenset[str]  # of all its names

    def rank(self, typed: Sequence[str]) -> int | None:
        run = "".join(typed)
        if run in self.short:
            return 0
        if self.short[0].startswith(run):
            return 1
        if any(name.startswith(run) for name in self.short):
            return 2
        telling = (part for part in typed if part not in _IDLE)
        return 3 if all(any(word.startswith(part) for word in self.words) for part in telling) else None


# What everybody adds and what tells nothing.
_IDLE = frozenset({"a", "an", "the", "of", "and", "or", "in", "for", "cert", "certification", "credential", "coding", "coder"})


def _joined(text: str) -> str:
    return "".join(_WORD.findall(fold(text)[1]))


@lru_cache(maxsize=len(Named))
def _entries(kind: Named) -> tuple[_NamedEntry, ...]:
    made = []
    for one, others in _listed(kind):
        names = (one.words, one.more, *others)
        short = tuple(dict.fromkeys(_joined(name) for name in names if name))
        made.append(_NamedEntry(one, short, frozenset(word for name in names for word in _WORD.findall(fold(name)[1]))))
    return tuple(made)


@lru_cache(maxsize=len(Named))
def _choices(kind: Named) -> dict[str, Choice]:
    return {one.value: one for one, _others in _listed(kind)}


def _listed(kind: Named) -> Iterator[tuple[Choice, Sequence[str]]]:
    """Give every choice with the other names it has."""
    if kind is Named.CREDENTIALS:
        yield from ((Choice(one.slug, one.abbr, one.name), one.aliases) for one in catalogue.credentials())
    elif kind is Named.SPECIALTIES:
        yield from ((Choice(one.slug, one.name), one.synonyms) for one in catalogue.specialties())
    elif kind is Named.STATES:
        yield from ((Choice(code, name), (code,)) for code, name in places.HOME_STATES.items())
    else:
        said = vocabulary()
        for slug, written in said.written["tool"].items():
            yield Choice(written, written), (*said.phrases["ehr"].get(slug, ()), *said.phrases["encoder"].get(slug, ()))


def _parts(kind: Named, text: str) -> Iterator[str]:
    """Cut a text at commas and the like, but not within a name: "Ear, nose and throat" is one."""
    cuts = [match.span() for match in _PARTED.finditer(text)]
    starts, ends = [0, *(end for _start, end in cuts)], [*(start for start, _end in cuts), len(text)]
    at = 0
    while at < len(starts):
        last = next(
            (to for to in range(min(at + 3, len(starts) - 1), at, -1) if len(_exactly(kind, text[starts[at] : ends[to]])) == 1),
            at,
        )
        if part := text[starts[at] : ends[last]].strip(" .\t"):
            yield part
        at = last + 1


def _spaced(kind: Named, part: str) -> list[str]:
    """Read names with nothing but spaces between them: "CPC CCS-P RHIT"."""
    values = [_exactly(kind, word) for word in part.split()]
    return [value[0] for value in values] if len(values) > 1 and all(len(value) == 1 for value in values) else []


def _exactly(kind: Named, text: str) -> tuple[str, ...]:
    """Give what a text names, as it is written or by another name; several where it names several."""
    text = " ".join(text.split())
    as_written = _as_written(kind).get(text.casefold())
    return (as_written,) if as_written else _EXACTLY[kind](text)


@lru_cache(maxsize=len(Named))
def _as_written(kind: Named) -> dict[str, str]:
    return {one.words.casefold(): one.value for one in choices(kind)}


def _credentials(text: str) -> tuple[str, ...]:
    return _of_lexicon("credential", text)


def _of_lexicon(kind: str, text: str) -> tuple[str, ...]:
    return tuple(meaning.value for meaning in lexicon.meanings().get(phrase(text), ()) if meaning.kind == kind)


def _specialties(text: str) -> tuple[str, ...]:
    return _of_lexicon("specialty", text)


def _tools(text: str) -> tuple[str, ...]:
    written = vocabulary().written["tool"]
    return tuple(written[slug] for slug in lexicon.tools(text) if slug in written)


def _states(text: str) -> tuple[str, ...]:
    return (code,) if (code := places.state_code(text)) else ()


_EXACTLY: dict[Named, Callable[[str], tuple[str, ...]]] = {
    Named.CREDENTIALS: _credentials,
    Named.SPECIALTIES: _specialties,
    Named.TOOLS: _tools,
    Named.STATES: _states,
}
