"""Whose jobs a file holds: one employer's for all rows, or each row's own by its column `employer`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from careercenter.core.permissions import Actor
from careercenter.employers import queries as employers
from careercenter.employers.models import Employer, Role
from careercenter.importing.names import column_name
from careercenter.postings.lifecycle import PostingStatus


@dataclass(frozen=True, slots=True)
class Target:
    """An employer as far as reading needs it; `id` is None while it is not set up yet."""

    id: int | None
    name: str
    time_zone: str
    barred: str = ""  # "suspended" or "closed" when nothing of it may be submitted

    @property
    def key(self) -> str:
        return str(self.id) if self.id is not None else self.name.lower()


@dataclass(slots=True)
class NamedEmployer:
    """A name as rows of the file have it ("": they name none), and how many do."""

    name: str
    rows: int = 0
    found: str = ""  # the employer's name


class Whose:
    """Finds employers by name or public id, once each. What cannot be is answered with a sentence.

    `assigned`: names in lower case with the employer a person chose for them; None where nobody is asked (the command).
    """

    def __init__(
        self, actor: Actor, *, name: str | None = None, create: bool = False, assigned: Mapping[str, str] | None = None
    ) -> None:
        self.actor, self.name, self.create, self.assigned = actor, name, create, assigned
        self.new: list[str] = []
        self.named: dict[str, NamedEmployer] = {}
        self._found: dict[str, Target | str] = {}

    def of(self, values: dict[str, Any], *, status: PostingStatus) -> Target | str:
        """Give the employer of a row, or why there is none. Asks the database for each name once."""
        name = self.name or next((str(value) for key, value in values.items() if column_name(key) == "employer"), "")
        name = " ".join(name.split())
        key = name.lower()
        if key not in self._found:
            self._found[key] = self.look_up((self.assigned or {}).get(key) or name)
        found = self._found[key]
        named = self.named.setdefault(key, NamedEmployer(name, found="" if isinstance(found, str) else found.name))
        named.rows += 1
        if isinstance(found, Target) and found.barred and status is not PostingStatus.DRAFT:
            return f"employer: {found.name} is {found.barred}, so its jobs cannot be submitted."
        return found

    def all_rows(self) -> str:
        """Say what is wrong with the one employer of all rows; "" when nothing is, or each row names its own."""
        found = self.of({}, status=PostingStatus.DRAFT) if self.name else ""
        return found if isinstance(found, str) else ""

    def look_up(self, name: str) -> Target | str:
        """Find an employer this actor writes jobs of, by name or public id; of several with the name, their own one."""
        if not name:
            why = "employer: the row names none."
            return (
                why if self.assigned is not None else f"{why} Name it in the column employer, or for all rows with --employer."
            )
        there = employers.by_name(name)
        found = [one for one in there if self._writes(one)]
        if len(found) > 1:
            ids = ", ".join(one.public_id for one in found)
            return f"There are {len(found)} employers called {name}. Give one of their ids: {ids}."
        if found:
            barred = "closed" if found[0].closed_at else "suspended" if found[0].suspended_at else ""
            return Target(found[0].id, found[0].name, found[0].time_zone, barred)
        return self._missing(name, there[0].name if there else "")

    def _missing(self, name: str, there: str) -> Target | str:
        if self.assigned is not None:  # whether there is such an employer is nobody's business whose it is not
            why = "no employer is called" if self.actor.is_admin else "you have no employer called"
            return f"employer: {why} {name}."
        if there:
            return f"This account does not write jobs of {there}."
        if not self.create:
            return f"There is no employer called {name}. Add --create-employer to set it up."
        if not self.actor.is_admin:
            return f"There is no employer called {name}, and only an administrator or the operator sets one up."
        self.new.append(name)
        return Target(None, name, Employer.__table__.c.time_zone.default.arg)

    def _writes(self, employer: Employer) -> bool:
        actor = self.actor
        return actor.account_id is None or actor.is_admin or actor.role_in(employer.id) in (Role.OWNER, Role.RECRUITER)
