"""What happens, told to whoever subscribed: how news travels from a feature to those above it, which it must not import.

Subscribers act at once, in the transaction of what happened, those of lower layers first, as the factory sets features up. What
may be done later is a task instead.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Event(StrEnum):
    ACCOUNT_ENDS = "account_ends"  # account, at: what a feature holds of the person is to be given up
    EMPLOYER_CLOSES = "employer_closes"  # employer, actor, at: what it has under way is to end
    FILES_ARE_SWEPT = "files_are_swept"  # at: files nobody refers to are deleted next


_SUBSCRIBERS: dict[Event, list[Callable[..., None]]] = {event: [] for event in Event}


def subscribe(event: Event, act: Callable[..., None]) -> None:
    """Have `act` called with the event's values, by name. Subscribing again, as a second application does, changes nothing."""
    if act not in _SUBSCRIBERS[event]:
        _SUBSCRIBERS[event].append(act)


def announce(event: Event, **values: Any) -> None:
    """Tell all subscribers. What one of them raises ends the transaction, as a mistake of the feature's own would."""
    for act in _SUBSCRIBERS[event]:
        act(**values)
