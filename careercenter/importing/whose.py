"""Whose jobs a file holds: one employer's for all rows, or each row's own by its column `employer`."""

from __future__ import annotations

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


class Whose:
    """Finds employers by name or public id, once each. What cannot be is answered with a sentence."""

    def __init__(self, actor: Actor, *, name: str | None = None, create: bool = False) -> None:
        self.actor, self.name, self.create = actor, name, create
        self.new: list[str] = []
        self._found: dict[str, Target | str] = {}

    def of(self, values: dict[str, Any], *, status: PostingStatus) -> Target | str:
        """Give the employer of a row, or why there is none. Asks the database for each name once."""
        name = self.name or next((str(value) for key, value in values.items() if column_name(key) == "employer"), "")
        name = " ".join(name.split())
        if not name:
            return "employer: the row names none. Name it in the column employer, or for all rows with --employer."
        found = self._found.get(name.lower())
        if found is None:
            found = self._found[name.lower()] = self._look_up(name)
        if isinstance(found, Target) and found.barred and status is not PostingStatus.DRAFT:
            return f"employer: {found.name} is {found.barred}, so its jobs cannot be submitted."
        return found

    def all_rows(self) -> str:
        """Say what is wrong with the one employer of all rows; "" when nothing is, or each row names its own."""
        found = self.of({}, status=PostingStatus.DRAFT) if self.name else ""
        return found if isinstance(found, str) else ""

    def _look_up(self, name: str) -> Target | str:
        found = employers.by_name(name)
        if len(found) > 1:
            ids = ", ".join(one.public_id for one in found)
            return f"There are {len(found)} employers called {name}. Give one of their ids: {ids}."
        if found:
            return self._allowed(found[0])
        if not self.create:
            return f"There is no employer called {name}. Add --create-employer to set it up."
        if not self.actor.is_admin:
            return f"There is no employer called {name}, and only an administrator or the operator sets one up."
        self.new.append(name)
        return Target(None, name, Employer.__table__.c.time_zone.default.arg)

    def _allowed(self, employer: Employer) -> Target | str:
        actor = self.actor
        if actor.account_id is not None and not (actor.is_admin or actor.role_in(employer.id) in (Role.OWNER, Role.RECRUITER)):
            return f"This account does not write jobs of {employer.name}."
        barred = "closed" if employer.closed_at else "suspended" if employer.suspended_at else ""
        return Target(employer.id, employer.name, employer.time_zone, barred)
