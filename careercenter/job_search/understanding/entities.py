"""What a reading of a text gives: frozen values, ready for a page, the API and the engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from careercenter.language.code_mentions import Code
from careercenter.language.quantities import Pay
from careercenter.search.interface import Criteria


@dataclass(frozen=True, slots=True)
class Correction:
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing understood. `key` names it in addresses: "state:TX"; `typed` is the phrase it was read from."""

    kind: str
    values: tuple[str, ...]
    typed: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{'|'.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was understood of a text, field by field, and what was left as `words`.

    `criteria` is what an engine is asked for. `parts` are readings that another one says too or that count for nothing where
    they stand: the state of a city, miles around a place. `offers` are other meanings worth a question: (the whole text in
    other words, what they mean).
    """

    text: str = ""
    criteria: Criteria = field(default_factory=Criteria)
    readings: tuple[Reading, ...] = ()
    parts: tuple[Reading, ...] = ()
    specialties: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    work_settings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    excluded_states: tuple[str, ...] = ()
    city: str | None = None
    zip: str | None = None
    radius_miles: int | None = None
    pay_min: Pay | None = None
    pay_type: str | None = None
    employment_types: tuple[str, ...] = ()
    experience: str | None = None
    schedule: str | None = None
    tools: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()  # "sign-on", "no-quota", "equipment"
    words: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()

    @property
    def remote(self) -> bool | None:
        """True where work at home is asked for, False where work on site is; None where neither or a mix is."""
        if any(setting.startswith("remote") for setting in self.work_settings):
            return True
        return False if self.work_settings == ("onsite",) else None
