"""News travels upward."""

from __future__ import annotations

import pytest

from careercenter.core import events
from careercenter.core.events import Event


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_SUBSCRIBERS", {event: [] for event in Event})


@pytest.mark.usefixtures("nobody")
def test_each_subscriber_is_told_once_and_in_order() -> None:
    told: list[object] = []

    def first(at: object) -> None:
        told.append(("first", at))

    def second(at: object) -> None:
        told.append(("second", at))

    for act in (first, second, first):
        events.subscribe(Event.FILES_ARE_SWEPT, act)
    events.announce(Event.FILES_ARE_SWEPT, at=1)
    events.announce(Event.ACCOUNT_ENDS, account=None, at=2)
    assert told == [("first", 1), ("second", 1)]


@pytest.mark.usefixtures("nobody")
def test_what_a_subscriber_raises_stops_what_was_announced() -> None:
    def refuse(at: object) -> None:
        raise ValueError(at)

    events.subscribe(Event.FILES_ARE_SWEPT, refuse)
    with pytest.raises(ValueError, match="3"):
        events.announce(Event.FILES_ARE_SWEPT, at=3)
