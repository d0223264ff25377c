"""One reading of one text: its tokens, which of them are understood, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from careercenter.job_search.understanding import code_entities, negation, parted_names, state_rows
from careercenter.job_search.understanding.entities import FACTS, NOT, Correction, Entity
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
        self.offers: list[tuple[str, str]] = []
        self.specialty_runs: list[tuple[list[Token], frozenset[str]]] = []  # the tokens that name specialties, and those
        self.pay: Pay | None = None
        self.experience_limit: tuple[Bound, int] | None = None  # the most years asked for
        self.city: str | None = None
        self.zip: str | None = None

    def run(self) -> None:
        self._quoted()
        self._armed_forces()
        self._zips_beyond_doubt()
        self._measures()
        self._numbers()
        code_entities.read(self)
        self._spelling()
        self._states_of_two_letters(sure_only=True)
        self._names()
        parted_names.read(self)
        self._states_of_two_letters(sure_only=False)
        self._operating_room()
        self._cities()
        self._around_places()
        self._everywhere()
        self._short_zips()
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

    def _armed_forces(self) -> None:
        """Read an address of the armed forces overseas as the state it has: "APO AE 09012", "FPO AP", "DPO 34002"."""
        for code, start, end in locations.armed_forces(self.text):
            if self.free(start, end):
                self._state(code, start, end, next(at for at, token in enumerate(self.tokens) if token.start >= start))

    def _short_zips(self) -> None:
        """Offer four digits nothing was made of as the ZIP code that lost its zero: 2115 is 02115, Boston."""
        for at, token in enumerate(self.tokens):
            place = locations.short_zip(self.text[token.start : token.end])
            if place and not self.consumed[at] and not token.glued:
                words = f"{self.cased[: token.start]}zip 0{self.cased[token.start :]}"
                self.offers.append((words, f"the ZIP code of {place.city}, {place.state}"))

    def _zips_beyond_doubt(self) -> None:
        for match in locations.ZIP_FOUR.finditer(self.text):
            before = self.text[: match.start("zip")]
            named = (
                bool(locations.ZIP_BEFORE.search(before))
                or locations.ends_with_state(before)
                or quantities.miles(before[-25:]) is not None
            )
            if (named or "-" in match[0]) and self.free(*match.span()):
                self.mark_zip(match["zip"], match.start(), match.end())

    def mark_zip(self, text: str, start: int, end: int) -> bool:
        """Mark the first ZIP code of the text; False where it is none that is known, or another was first."""
        place = locations.zip_place(text)
        if place is None or self.zip:
            return False
        self.zip, self.city = text, self.city or place.city
        self.mark(start, end, "zip", text)
        return True

    def _measures(self) -> None:
        for one in quantities.measures(self.text):
            if self.free(*one.span):
                self.mark(*one.span, one.kind, one.bound.value, f"{one.number:g}")

    def _negated_words(self) -> None:
        """Take words after "no" that nothing was read from as asked for by nobody: "no overtime" finds no overtime jobs."""
        for start, end in negation.negated_words(self):
            span = self.tokens[start].start, self.tokens[end - 1].end
            if any(token.form not in phrases.GENERIC for token in self.tokens[start + 1 : end]):
                self.unread_negations.append(self.text[slice(*span)])
            self.mark(*span, "")

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

    def _experience(self, band: str, span: Span) -> None:
        """Mark a band of years, and those beyond it where a limit is set: "under 3 years" is what lies below."""
        bound = quantities.bound_before(self.text, span[0])
        bands = [one.value for one in ExperienceBand]
        at = bands.index(band)
        values = [band]
        if bound and bound[0] in (Bound.UNDER, Bound.AT_MOST):
            values = bands[: max(at, 1)] if bound[0] is Bound.UNDER else bands[: at + 1]
            self.experience_limit = bound[0], int(re.findall(r"\d+", self.text[slice(*span)])[-1])
        elif bound and bound[0] in (Bound.OVER, Bound.AT_LEAST):
            values = bands[at:]
        self.mark(bound[1] if bound else span[0], span[1], "experience", *values)

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

    def _states_of_two_letters(self, *, sure_only: bool) -> None:
        """Read two letters as a state: plainly one, in capitals, after "in" or a city, or the last word of all."""
        for at, token in enumerate(self.tokens):
            if self.consumed[at] or len(self.text[token.start : token.end]) != 2 or token.glued or self.capitals.joins(at):
                continue
            if lexicon.spans([one.form for one in self.tokens], at):
                continue
            found = locations.state_of(token, cased=self.cased, shouting=self.all_caps)
            if found is None or (at + 1 < len(self.tokens) and self.tokens[at + 1].glued):
                continue
            code, sure = found
            low = code.lower()
            before = self.tokens[at - 1].form if at else ""
            into = ("in", "from") if low in locations.WORDS else locations.INTO
            comma = at > 0 and self.text[self.tokens[at - 1].end : token.start].lstrip().startswith(",")
            meant = self.capitals.meant(at) and (comma or low not in locations.NUMERALS)
            listed_without_commas = low not in locations.WORDS and state_rows.among_three(self, at)
            beside = before in into or (comma and low not in locations.WORDS) or meant or listed_without_commas
            city = locations.city_before(self.text, self.tokens, at, code) if at and not self.consumed[at - 1] else None
            listed = any(one.kind in ("state", "not_state") for one in self.entities) and before in ("or", "and")
            if city and (city[0].casefold() in phrases.GENERIC or self._means_more(at - city[1], at)):
                city = None
            sure = (
                beside or bool(city) or (listed and low not in locations.WORDS) or (sure and (low,) not in lexicon.meanings())
            )
            alone = (
                len(self.tokens) == 1
                and (low,) not in lexicon.meanings()
                and (low in locations.DOUBTFUL or self.cased.isupper())
            )
            last = alone or (at == len(self.tokens) - 1 and at > 0 and low not in locations.WORDS and not sure_only)
            if not (sure or last):
                continue
            if sure_only and not beside and not city and lexicon.inside_a_phrase([one.form for one in self.tokens], at):
                continue
            if city:
                self._city(city[0], code, self.tokens[at - city[1]].start, token.end, at - city[1])
            else:
                self._state(code, token.start, token.end, at)

    def _means_more(self, start: int, end: int) -> bool:
        """Say whether what stands before two letters is no city there: Remote lies in Oregon, "remote or" does not."""
        run = tuple(token.form for token in self.tokens[start:end])
        return any(meaning.kind != "state" for meaning in lexicon.meanings().get(run, ()))

    def _operating_room(self) -> None:
        """Read OR before what is done there as surgery, unless it joins that to another thing: "OR coder", "biller OR coder"."""
        for at, token in enumerate(self.tokens):
            before = [one.kind for one in self.entities if at and self.spans[one.key][1] == self.tokens[at - 1].end]
            if self.capitals.operating_room(at) and not self.consumed[at] and {"specialty", "credential"}.isdisjoint(before):
                self.mark(token.start, token.end, "specialty", "surgery")
                self.offers.append((f"{self.cased[: token.start]}Oregon{self.cased[token.end :]}", "the state of Oregon"))

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
            self._city(city[0], city[1], run[0].start, run[-1].end, at)

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
        if negation.match_negation(self, meant, at, at + len(run)):
            return
        if slugs := frozenset(meaning.value for meaning in meant if meaning.kind == "specialty"):
            self.specialty_runs.append((run, slugs))
        for kind in kinds:
            values = [meaning.value for meaning in meant if meaning.kind == kind]
            if kind in ("state", "region"):
                negation_of = NOT if self._negated(at) else ""
                for value in values:  # "Carolina" is two of them
                    self.mark(start, end, f"{negation_of}{kind}", value)
            elif kind in FACTS:
                self.mark(start, end, kind, *(value for several in values for value in several.split("|")))
            else:
                self.mark(start, end, kind, *values)
        if [token.form for token in run] == ["pt"]:
            rest = f"{self.text[:start]}part time{self.text[end:]}"
            self.offers.append((rest, "part time"))

    def _city(self, city: str, state: str, start: int, end: int, at: int) -> None:
        if self._negated(at):
            self.verbatim.append((start, f'-"{self.text[start : self.tokens[at].end]}"'))
            self.mark(start, end, "")
            return
        self.city = self.city or city
        self.mark(start, end, "city", city, state)

    def _state(self, code: str, start: int, end: int, at: int) -> None:
        self.mark(start, end, f"{NOT if self._negated(at) else ''}state", code)

    def _negated(self, at: int) -> bool:
        """Say whether what begins at a token is kept out: "not in CA", "except CA or NY", "anywhere but TX"."""
        back = at - 1
        while back >= 0:
            word = self.tokens[back].form
            before = self.tokens[back - 1].form if back else ""
            if (before, word) in locations.NOT_PHRASES:
                self.consumed[back - 1] = self.consumed[back] = True
                return True
            left_out = word in locations.LEAVING_OUT and before in locations.QUANTITIES
            if left_out or word in locations.NOT or (word,) in locations.NOT_PHRASES:
                self.consumed[back] = True
                return True
            passed = word in locations.INTO or word in ("or", "and", "state", "the", "living", "resident", "job", "of", "for")
            if not passed and not (self.consumed[back] and self._excludes(back)):
                return False
            back -= 1
        return False

    def _excludes(self, at: int) -> bool:
        """Say whether a consumed token is part of a state that is kept out: a list goes on."""
        token = self.tokens[at]
        typed = self.cased[token.start : token.end]
        return any(one.kind == "not_state" and typed in one.typed for one in self.entities)

    def _cities(self) -> None:
        """Read the city before a state that is written out: "Dayton, Ohio"."""
        for reading in [one for one in self.entities if one.kind == "state" and one.typed]:
            at = next((n for n, token in enumerate(self.tokens) if self.cased[token.start :].startswith(reading.typed)), 0)
            if not at or self.consumed[at - 1] or self.city:
                continue
            city = locations.city_before(self.text, self.tokens, at, reading.values[0])
            if city and not any(self.consumed[at - city[1] : at]) and city[0].casefold() not in phrases.GENERIC:
                self._city(city[0], reading.values[0], self.tokens[at - city[1]].start, self.tokens[at - 1].end, at - city[1])

    def _around_places(self) -> None:
        """What only says that a place is meant, and not more of it, is no word to look for: "around", "metro area"."""
        for reading in self.entities:
            if reading.kind not in ("city", "zip", "state", "not_state"):
                continue
            start, end = self.spans[reading.key]
            before = [at for at, token in enumerate(self.tokens) if token.end <= start]
            after = [at for at, token in enumerate(self.tokens) if token.start >= end]
            for run, words in ((before[::-1], locations.LEADING), (after, locations.FOLLOWING)):
                for at in run:
                    if self.tokens[at].form not in words:
                        break
                    self.consumed[at] = True

    def _everywhere(self) -> None:
        """Read what says the whole country: "all states", "nationwide". Before what is left out of it, that says it all."""
        but = any(one.kind in ("not_state", "not_region") for one in self.entities)
        for match in locations.EVERYWHERE.finditer(self.text):
            self.mark(*match.span(), "" if but else "everywhere", "US")

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
