"""What a moderator asks of the queue: which cases, and in which order. Read from an address, and written as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _l

LONGEST_TEXT = 80
# An author who waits longer than a day goes elsewhere; from then on the queue says so in red.
LATE = timedelta(hours=24)


class CaseKind(LabelledEnum):
    NEW = "new", _l("new")
    EDIT = "edit", _l("edit")
    REPORT = "report", _l("reported")
    HELD = "held", _l("held")
    PROFILE = "profile", _l("employer")

    @property
    def words(self) -> str:
        """Give what stands in a line of the queue."""
        return str(_KINDS[self])


_KINDS: dict[CaseKind, Words] = {
    CaseKind.NEW: _l("New job"),
    CaseKind.EDIT: _l("Edit of a live job"),
    CaseKind.REPORT: _l("Reported"),
    CaseKind.HELD: _l("Held"),
    CaseKind.PROFILE: _l("Employer"),
}


class Lane(LabelledEnum):
    ALL = "", _l("All")
    REPORTED = "reported", _l("Reported")
    NEW = "new", _l("New jobs")
    AGAIN = "again", _l("Sent again")
    EDIT = "edit", _l("Edits")
    HELD = "held", _l("Held")
    PROFILE = "profile", _l("Employers")


class Origin(LabelledEnum):
    ANY = "", _l("Any")
    IMPORT = "import", _l("An import")
    FORM = "form", _l("The form")


class Weight(LabelledEnum):
    ANY = "", _l("Any")
    BLOCK = "block", _l("Known from scams")
    HOLD = "hold", _l("Look closely, or worse")
    WARN = "warn", _l("Doubtful, or worse")
    NONE = "none", _l("Nothing doubtful")


class Waits(LabelledEnum):
    ANY = "", _l("Any")
    LATE = "late", _l("More than a day")


class Order(LabelledEnum):
    URGENT = "", _l("Reported live jobs, then oldest")
    OLDEST = "oldest", _l("Oldest first")
    NEWEST = "newest", _l("Newest first")
    SIGNALS = "signals", _l("Strongest signals first")


@dataclass(frozen=True, slots=True)
class QueueRequest:
    """`employer` and `batch`, an import, are public ids, `text` words of the title or the employer's name.

    The default is the whole queue.
    """

    lane: Lane = Lane.ALL
    employer: str = ""
    batch: str = ""
    origin: Origin = Origin.ANY
    weight: Weight = Weight.ANY
    waits: Waits = Waits.ANY
    text: str = ""
    order: Order = Order.URGENT

    @property
    def narrows(self) -> bool:
        """Say whether anything but the order and the lane is asked for."""
        return replace(self, order=Order.URGENT, lane=Lane.ALL) != WHOLE


WHOLE = QueueRequest()
_CHOICES: tuple[tuple[str, type[LabelledEnum]], ...] = (
    ("lane", Lane), ("origin", Origin), ("weight", Weight), ("waits", Waits), ("order", Order),
)  # fmt: skip


def from_address(args: Mapping[str, str]) -> QueueRequest:
    """Read what is asked; what is not in a list is not asked."""
    chosen = {name: _member(kind, args.get(name, "")) for name, kind in _CHOICES}
    text = " ".join(args.get("text", "").split())[:LONGEST_TEXT]
    return QueueRequest(**chosen, employer=args.get("employer", "")[:16], batch=args.get("batch", "")[:16], text=text)  # type: ignore[arg-type]


def to_address(asked: QueueRequest, **changes: Any) -> dict[str, Any]:
    """Write what differs from the whole queue, with other values for some of it."""
    asked = replace(asked, **changes)
    said = {each.name: str(getattr(getattr(asked, each.name), "value", getattr(asked, each.name))) for each in fields(asked)}
    return {name: value for name, value in said.items() if value}


def _member(kind: type[LabelledEnum], value: str) -> LabelledEnum:
    return kind(value) if value in {each.value for each in kind} else kind("")
