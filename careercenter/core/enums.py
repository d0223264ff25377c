"""Enums that carry the words people read, and the column type that stores their value."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from sqlalchemy import String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from careercenter.core.i18n import Words


class LabelledEnum(StrEnum):
    """A member is written `NAME = "stored_value", _l("Words people read")`."""

    _words: Words
    __hash__ = str.__hash__  # equal to its value, and so found by it; Enum's own hash is of the name, and slower

    def __new__(cls, value: str, label: Words = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._words = label or value.replace("_", " ").capitalize()
        return member

    @property
    def label(self) -> str:
        """Give the words in the language of who reads them."""
        return str(self._words)

    @classmethod
    def choices(cls) -> list[tuple[str, Words]]:
        """Give values with their words, which are turned to text when they are shown."""
        return [(member.value, member._words) for member in cls]


class EnumColumn(TypeDecorator[LabelledEnum]):
    """Store a LabelledEnum by its value, as text: adding a member needs no migration on either database."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[LabelledEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> LabelledEnum | None:
        return None if value is None else self.kind(value)
