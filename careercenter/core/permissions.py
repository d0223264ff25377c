"""Permissions are named questions; the answer is a sentence of predicates.

A feature's `policy.py` declares an enum of permissions and, for each, who may::

    allow(PostingPermission.EDIT, any_of(members_who_recruit, admins))

Views, templates and the API ask `can(actor, permission, subject)`. A permission nobody declared is a mistake and raises.

What a person may in general can be closed for a while, for a reason that is said to them: `bar(permission, why_not)`. Pages
answer 404 to who may not at all, and 403 with the reason to who may not now.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol


class Actor(Protocol):
    """Who acts. `accounts` gives a signed-in Account or the Visitor; both answer these."""

    @property
    def account_id(self) -> int | None: ...
    @property
    def is_moderator(self) -> bool: ...
    @property
    def is_admin(self) -> bool: ...
    @property
    def is_coder(self) -> bool: ...
    def role_in(self, employer_id: int) -> str | None:
        """Give the member role ("owner", "recruiter", "viewer") this actor holds in an employer, or None."""
        ...


Predicate = Callable[[Any, Any], bool]
_RULES: dict[StrEnum, Predicate] = {}
_BARS: dict[StrEnum, Callable[[Any], str | None]] = {}


def any_of(*predicates: Predicate) -> Predicate:
    return lambda actor, subject: any(says_yes(actor, subject) for says_yes in predicates)


def all_of(*predicates: Predicate) -> Predicate:
    return lambda actor, subject: all(says_yes(actor, subject) for says_yes in predicates)


def none_of(*predicates: Predicate) -> Predicate:
    return lambda actor, subject: not any(says_yes(actor, subject) for says_yes in predicates)


def allow(permission: StrEnum, predicate: Predicate) -> None:
    if permission in _RULES and _RULES[permission] is not predicate:
        raise ValueError(f"{permission!r} is declared twice")
    _RULES[permission] = predicate


def bar(permission: StrEnum, why_not: Callable[[Any], str | None]) -> None:
    """Close a permission for those subjects of which `why_not` gives a reason."""
    _BARS[permission] = why_not


def may(actor: Actor, permission: StrEnum, subject: Any = None) -> bool:
    """Say whether the actor has the permission, barred at the moment or not."""
    return bool(_RULES[permission](actor, subject))


def barred(permission: StrEnum, subject: Any = None) -> str | None:
    """Give the reason for which nobody may use the permission on this subject now, None when there is none."""
    return _BARS[permission](subject) if permission in _BARS else None


def can(actor: Actor, permission: StrEnum, subject: Any = None) -> bool:
    return may(actor, permission, subject) and barred(permission, subject) is None


def declared() -> dict[StrEnum, Predicate]:
    return dict(_RULES)


def signed_in(actor: Actor, _subject: Any = None) -> bool:
    return actor.account_id is not None


def moderators(actor: Actor, _subject: Any = None) -> bool:
    return actor.is_moderator or actor.is_admin


def admins(actor: Actor, _subject: Any = None) -> bool:
    return actor.is_admin


def coders(actor: Actor, _subject: Any = None) -> bool:
    return actor.is_coder
