"""A content as a browser sends it."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from careercenter.core.enums import LabelledEnum
from careercenter.postings.content import PostingContent

_COMMAS = {"codes", "ehrs", "encoders"}
_MONEY = {"pay_min", "pay_max", "sign_on_bonus"}


def typed(content: PostingContent, **more: Any) -> dict[str, Any]:
    """Give the form's fields for `content`: lists for what is chosen many times, nothing for what is not said."""
    data: dict[str, Any] = {}
    for field in dataclasses.fields(content):
        value = getattr(content, field.name)
        if field.name == "places":
            for number, place in enumerate(value):
                data.update({f"places-{number}-{part}": said for part, said in dataclasses.asdict(place).items()})
        elif value not in (None, (), "", False):
            data[field.name] = _said(field.name, value)
    return {**data, **more}


def _said(name: str, value: Any) -> Any:
    if name in _COMMAS:
        return ", ".join(value)
    if name in _MONEY:
        return f"{value / 100:.2f}"
    if isinstance(value, tuple):
        return [str(part) for part in value]
    if isinstance(value, LabelledEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else "y" if value is True else str(value)
