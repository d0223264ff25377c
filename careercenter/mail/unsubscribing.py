"""Stopping a kind of e-mail by one click, from the mail program itself (RFC 8058) or by the link at its end.

A feature that mails regularly registers a topic, and posts with `stops=(topic, who)`. `who` is the feature's own: the public id
of a saved search, say. The link carries both, signed, and holds for ever: an old e-mail must be able to stop the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer

from careercenter.core.i18n import Words
from careercenter.mail.render import link


@dataclass(frozen=True, slots=True)
class Topic:
    """`words` say what is stopped, like "E-mails about new jobs"; `stop` gives False for what is not there (any more)."""

    name: str
    words: Words
    stop: Callable[[str, datetime], bool]


_topics: dict[str, Topic] = {}


class _Keys:
    serializer: URLSafeSerializer | None = None


def configure(keys: list[str]) -> None:
    """Set the keys that sign the links: the current one first, then earlier ones."""
    _Keys.serializer = URLSafeSerializer(keys[::-1], salt="unsubscribe")


def register(topic: Topic) -> None:
    _topics[topic.name] = topic


def address(topic: str, who: str) -> str:
    """Give the link that stops a topic for `who`."""
    if topic not in _topics:
        raise KeyError(topic)
    assert _Keys.serializer is not None
    return link("mail_public.unsubscribe", token=_Keys.serializer.dumps([topic, who]))


def read(token: str) -> tuple[Topic, str] | None:
    """Give what a link stops, and for whom; None when it was not made here."""
    assert _Keys.serializer is not None
    try:
        topic, who = _Keys.serializer.loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return (_topics[topic], who) if topic in _topics else None
