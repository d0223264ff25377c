"""One reading of one text: its tokens, which of them are understood, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from careercenter.job_search.understanding import code_entities, negation, place_entities, state_abbreviations
from careercenter.job_search.understanding.entities import FACTS, LIMITS, NOT, Correction, Entity
from careercenter.job_search.understanding.state_abbreviations import STOPS, Capitals
from careercenter.language import lexicon, locations, phrases, quantities, spelling
from careercenter.language.code_mentions import Code
from careercenter.language.pay import Pay
from careercenter.language.quantities import Bound, Span
from careercenter.language.stemmer import stem
from careercenter.language.tokenizer import Token, fold, tokens
from careercenter.taxonomy.work_terms import ExperienceBand

# "a run", -not and begin* are asked of the engine as they stand.
_VERBATIM = re.compile(r'(?<!\S)-?"[^"]+"|(?<!\S)-[^\W_][^\s"]*|(?<!\S)[^\W_]{3,}\*(?!\S)')

# Behind what is denied they tell nothing: "no meetings coder".
_ROLES = frozenset({"coding", "billing", "job", "position"})


class EntityRecognizer:
    """Reads one text in a fixed order; every token is understood once. The finished parts are public."""

    def __init__(self, text: str) -> None:
        self.cased, self.text = fold(text)
        self.all_caps = locations.shout(self.cased)
        self.tokens = tokens(self.text)
        self.capitals = Capitals(self.cased, self.tokens, self.all_caps)
        self.consumed = [False] * len(self.tokens)
        self.entities: list[Entity] = []
        self.phrases: dict[str, tuple[str, ...]] = {}  # key of a reading -> the plain tokens it was read from
        self.spans: dict[str, Span] = {}  # key of a reading -> where in the text it stands
        self.codes: list[Code] = []
        self.verbatim: list[tuple[int, str]] = []
        self.corrections: list[Correction] = []
        self.corrected: dict[int, str] = {}
        self.unread_negations: list[str] = []  # "no overtime": postings state nothing of it
        self.denied_ends: set[int] = set()  # where such words end, and an "or" may go on
        self.offers: list[tuple[str, str]] = []
        self.specialty_runs: list[tuple[list[Token], frozenset[str]]] = []  # the tokens that name specialties, and those
        self.pay: Pay | None = None
        self.experience_limit: tuple[Bound, int] | None = None  # the most years asked for
        self.city: str | None = None
        self.zip: str | None = None
        self.cities_left_out: list[Span] = []

    def run(self) -> None:
        self._quoted()
        place_entities.armed_forces(self)
        place_entities.zips_beyond_doubt(self)
        self._measures()
        self._numbers()
        code_entities.read(self)
        self._spelling()
        state_abbreviations.states_of_two_letters(self, sure_only=True)
        self._names()
        self._parted_names()
        state_abbreviations.states_of_two_letters(self, sure_only=False)
        state_abbreviations.operating_room(self)
        place_entities.cities_before_states(self)
        place_entities.around_places(self)
        place_entities.everywhere(self)
        place_entities.short_zips(self)
        self._negated_words()

    # ---- marking ----

    def mark(self, start: int, end: int, kind: str, *values: str) -> None:
        """Note what the text from `start` to `end` was read as; "" marks it for nothing."""
        inside = [at for at, token in enumerate(self.tokens) if token.start >= start and token.end <= end]
        for at in inside:
            self.consumed[at] = True
        if kind and values:
            reading = Entity(kind, tuple(values), self.cased[start:end].strip(" ,;"))
            if all(reading.key != other.key for other in self.entities):
                self.entities.append(reading)
                self.phrases[reading.key] = tuple(self.tokens[at].form for at in inside)
                self.spans[reading.key] = (start, end)

    def free(self, start: int, end: int) -> bool:
        touching = (at for at, token in enumerate(self.tokens) if token.start < end and start < token.end)
        return not any(self.consumed[at] for at in touching)

    def _masked(self) -> str:
        """Give the text with what is understood blanked out, letter for letter."""
        text = list(self.text)
        for token, consumed in zip(self.tokens, self.consumed, strict=True):
            if consumed:
                text[token.start : token.end] = "\x00" * (token.end - token.start)
        return "".join(text)

    # ---- the steps ----

    def _quoted(self) -> None:
        for match in _VERBATIM.finditer(self.text):
            if match[0].startswith("-") and '"' not in match[0]:
                state = locations.state_named(match[0][1:])
                if state:
                    self.mark(*match.span(), "not_state", state)
                    continue
            self.verbatim.append((match.start(), match[0]))
            self.mark(*match.span(), "")

    def _measures(self) -> None:
        for one in quantities.measures(self.text):
            if self.free(*one.span):
                between = one.least if one.bound is Bound.EXACTLY else None
                bound = Bound.AT_MOST if between else one.bound
                if denied := negation.BEFORE_NUMBER.search(self.text, 0, one.span[0]):
                    self._not_measure(one, denied.start())
                    continue
                if between:
                    self.mark(*one.span, one.kind, Bound.AT_LEAST.value, f"{between:g}")
                self.mark(*one.span, one.kind, bound.value, f"{one.number:g}")

    def _not_measure(self, one: quantities.Measure, start: int) -> None:
        """Keep out a number of hours; of the others a limit is meant that is not said, and which is not known."""
        if one.kind == "hours" and not one.least:
            self.mark(start, one.span[1], f"{NOT}hours", one.bound.value, f"{one.number:g}")
        else:
            self.refuse(start, one.span[1])

    def _negated_words(self) -> None:
        """Take words after "no" that nothing was read from as asked for by nobody: "no overtime" finds no overtime jobs."""
        for start, end in negation.negated_words(self):
            last = end - (end - start > 2 and self.tokens[end - 1].form in _ROLES)  # "no meetings coder"
            span = self.tokens[start].start, self.tokens[last - 1].end
            if denied := negation.denied_with(self, start, end):
                self.entities.remove(denied)
                span = span[0], self.spans[denied.key][1]
            if any(token.form not in phrases.GENERIC for token in self.tokens[start + 1 : end]):
                self.refuse(*span)
            self.mark(*span, "")

    def refuse(self, start: int, end: int) -> None:
        """Note words that refuse what no posting states: they keep nothing out, and lift what says them."""
        self.unread_negations.append(self.text[start:end])
        self.mark(start, end, "")

    def deny(self, start: int, end: int) -> None:
        """Refuse a negation with what it denies."""
        self.refuse(start, end)
        self.denied_ends.add(end)

    def _numbers(self) -> None:
        if far := quantities.miles(self._masked()):
            self.mark(*far[1], "miles", str(far[0]))
        if most := quantities.ceiling(self._masked()):
            self.mark(*most, "pay_most", self.text[slice(*most)])
        if paid := quantities.pay(self._masked()):
            self.pay = paid[0]
            self.mark(*paid[1], "pay", f"{paid[0].amount:g}", paid[0].unit)
        if years := quantities.experience(self._masked()):
            self._experience(*years)

    def _experience(self, band: str, most: int, span: Span) -> None:
        """Mark a band of years, and those beyond it where a limit is set: "under 3 years" is what lies below."""
        bound, (start, end) = quantities.bound_before(self.text, span[0]), span
        if bound is None and (denied := negation.BEFORE_NUMBER.search(self.text, 0, start)):
            self.refuse(denied.start(), end)  # "no 5 years of experience": how many are wanted is not said
            return
        after = quantities.bound_after(self.text, end)
        if bound is None and after and after[0] is Bound.AT_MOST:
            bound, end = (Bound.AT_MOST, start), after[1]  # "1 year or less"
        if self._years_in_the_specialty(bound, most, bound[1] if bound else start, end):
            return
        bands = [one.value for one in ExperienceBand]
        at = bands.index(band)
        values = [band]
        if bound and bound[0] in (Bound.UNDER, Bound.AT_MOST):
            values = bands[: max(at, 1)] if bound[0] is Bound.UNDER else bands[: at + 1]
            self.experience_limit = bound[0], most
        elif bound and bound[0] in (Bound.OVER, Bound.AT_LEAST):
            values = bands[at:]
        self.mark(bound[1] if bound else start, end, "experience", *values)

    def _years_in_the_specialty(self, bound: tuple[Bound, int] | None, years: int, start: int, end: int) -> bool:
        """Mark years in one specialty, which are a fact of their own: "at least 3 years in the specialty", "under 2 in oncology".

        Years in a named one without a limit are how long the coder has worked.
        """
        limit = bound[0] if bound else Bound.AT_LEAST if "+" in self.text[start:end] else Bound.AT_MOST
        last = quantities.in_the_specialty(self.text, end)
        if last is None and bound:
            last = end if self._specialty_at(quantities.after_in(self.text, end)) else None
        if last is None:
            return False
        self.mark(start, last, "specialty_years", limit.value, str(years))
        return True

    def _specialty_at(self, start: int | None) -> bool:
        """Say whether the words from a place on begin with the name of a specialty."""
        forms = [token.form for token in self.tokens if start is not None and token.start >= start][: lexicon.longest()]
        meant = (lexicon.meanings().get(tuple(forms[:length]), ()) for length in range(1, len(forms) + 1))
        return any(one.kind == "specialty" for several in meant for one in several)

    def _spelling(self) -> None:
        for at, token in enumerate(self.tokens):
            typed = self.text[token.start : token.end]
            capitals = self.cased[token.start : token.end].isupper() and not self.all_caps
            if self.consumed[at]:
                continue
            # A listed misspelling is one in capitals too; other words in capitals may be abbreviations.
            unsure = capitals or token.form in locations.city_words()
            better = spelling.listed(typed) if unsure else spelling.correct(typed)
            if better is not None:
                self.corrections.append(Correction(typed, better))
                self.corrected[at] = better
                self.tokens[at] = Token(stem(better), token.start, token.end, token.glued)

    def _names(self) -> None:
        at = 0
        while at < len(self.tokens):
            if self.consumed[at]:
                at += 1
                continue
            run = self._run(at)
            for start, length in lexicon.segment([token.form for token in run], locations.is_city):
                self._name(run[start : start + length], at + start)
            at += len(run)

    def _name(self, run: list[Token], at: int) -> None:
        meant = lexicon.meanings().get(tuple(token.form for token in run))
        city = locations.city_at(run, 0)
        if meant:
            self._understand(meant, run, at)
        elif city and city[2] == len(run) and not self._state_after(at + len(run), city):
            place_entities.mark_city(self, city[0], locations.states_meant(*city[:2]), at, run[-1].end)

    def _state_after(self, at: int, city: tuple[str, str, int]) -> bool:
        """Say whether another state than the usual one is named after a city that has one of its name: Portland Maine."""
        after = [token.form for token in self.tokens[at : at + 2]]
        told = bool(after) and after[0] not in locations.WORDS
        found = (locations.state_named(" ".join(after)) or locations.state_named(after[0])) if told else None
        return found is not None and found != city[1] and locations.spot(city[0], found) is not None

    def _run(self, at: int) -> list[Token]:
        """Give the tokens from one on, as far as nothing is consumed and no comma parts them."""
        run = [self.tokens[at]]
        for before, after in pairwise(range(at, len(self.tokens))):
            between = self.text[self.tokens[before].end : self.tokens[after].start]
            stops = STOPS.search(between) and not lexicon.spans([token.form for token in self.tokens], after)
            if self.consumed[after] or stops:
                break
            run.append(self.tokens[after])
        return run

    def _understand(self, meant: tuple[lexicon.Meaning, ...], run: list[Token], at: int) -> None:
        start, end = run[0].start, run[-1].end
        kinds = dict.fromkeys(meaning.kind for meaning in meant)
        if "unstated" in kinds:
            self.refuse(start, end)
        if place_entities.is_all_but(self, at, at + len(run)):
            return
        if "unstated" in kinds or "plain" in kinds or negation.match_negation(self, meant, at, at + len(run)):
            return
        if slugs := frozenset(meaning.value for meaning in meant if meaning.kind == "specialty"):
            self.specialty_runs.append((run, slugs))
        for kind in kinds:
            values = [meaning.value for meaning in meant if meaning.kind == kind]
            if kind in ("state", "region"):
                negation_of = NOT if place_entities.is_left_out(self, at) else ""
                for value in values:  # "Carolina" is two of them
                    self.mark(start, end, f"{negation_of}{kind}", value)
            elif kind.removeprefix(NOT) in FACTS or kind in LIMITS:
                self.mark(start, end, kind, *(value for several in values for value in several.split("|")))
            else:
                self.mark(start, end, kind, *values)
        if [token.form for token in run] == ["pt"]:
            rest = f"{self.text[:start]}part time{self.text[end:]}"
            self.offers.append((rest, "part time"))

    def _parted_names(self) -> None:
        """Read two phrases for one specialty as a more exact one, where its name holds both."""
        for (one, slugs), (other, others) in combinations(self.specialty_runs, 2):
            child = lexicon.child_named([token.form for token in (*one, *other)], slugs) if slugs == others else None
            if child is None:
                continue
            self.entities = [entity for entity in self.entities if entity.kind != "specialty" or set(entity.values) != slugs]
            self.mark(one[0].start, one[-1].end, "specialty", child)
            self.phrases[f"specialty:{child}"] = tuple(token.form for token in (*one, *other))

    def left(self) -> Iterator[tuple[int, str]]:
        """Give the words not understood with where they stand; words joined by a mark stay joined."""
        joined, start = "", 0
        for at, token in enumerate(self.tokens):
            if self.consumed[at]:
                if joined:
                    yield start, joined
                joined = ""
                continue
            word = self.corrected.get(at, self.text[token.start : token.end])
            if joined and token.glued and not self.consumed[at - 1] and at - 1 not in self.corrected:
                joined += self.text[token.start - 1] + word
            else:
                if joined:
                    yield start, joined
                start, joined = token.start, word
        if joined:
            yield start, joined
        yield from self.verbatim
