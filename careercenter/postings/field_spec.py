"""What the rest of the house makes of one field of a posting, declared beside the field itself.

From the declaration follow the control of the form, the row of the posting's page, the words of a difference and of a history,
the import column with its bounds and its line in `docs/import.md`, the `facts` of the API, and what a moderator judges again.
`docs/developing.md` says how a field is added.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from typing import Any

from careercenter.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """`label` is the one name of the field on pages; the form may ask for it in other words.

    `part`: the part of the form that shows the field by itself, "" where its template lays it out. `below`: the row of the
    posting's page under which it has a row, "" where a row is composed of it or none shows it.
    """

    label: Words
    unsaid: Any = None  # the value of a field nothing is said in
    hint: Words = ""
    unit: Words = ""  # behind a number in the form
    bounds: tuple[int, int] | None = None  # the least and the most, for the form and for imports alike
    longest: int = 0  # characters of a text
    money: bool = False  # a whole number of cents, written in dollars
    shown_if: str = ""  # the tick without which only the employer's team and moderators see it
    part: str = ""
    below: str = ""
    fact: bool = False  # what coders decide by: given by the API under its name, and to be asked for in the search
    counted: bool = False  # in how much of what coders decide by is said
    material: bool = False  # a change of a live posting is judged by a moderator first
    column: str = ""  # what the column of an import file may hold, where its type does not say it


def stated(label: Words, *, default: Any = None, **more: Any) -> Any:
    """Declare a field of PostingContent; see FieldSpec."""
    return dataclasses.field(default=default, metadata={"spec": FieldSpec(label=label, unsaid=default, **more)})


def specs_of(content: type[Any]) -> dict[str, FieldSpec]:
    return {one.name: one.metadata["spec"] for one in dataclasses.fields(content)}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field holds: one value of a type or None, or a tuple of several."""

    type: Any
    several: bool = False


def kinds_of(content: type[Any]) -> dict[str, Kind]:
    return {name: _kind(hint) for name, hint in typing.get_type_hints(content).items()}


def _kind(hint: Any) -> Kind:
    if typing.get_origin(hint) is types.UnionType:
        return Kind(next(part for part in typing.get_args(hint) if part is not types.NoneType))
    if typing.get_origin(hint) is tuple:
        return Kind(typing.get_args(hint)[0], several=True)
    return Kind(hint)
