"""What is known of the person who reads a page, where it helps them to decide."""

from __future__ import annotations

from typing import NamedTuple

from flask import g

from careercenter.core.places import HOME_STATES
from careercenter.profiles.queries import profile_of
from careercenter.taxonomy import catalogue
from careercenter.web.auth import current_actor


def held() -> frozenset[str]:
    """Give the abbreviations of the credentials the reader claims; none for a visitor."""
    return _said().credentials


def home_state() -> str:
    """Give the code of the state the reader says they live in, like "TX"; "" for a visitor and for who has not said."""
    return _said().state


class _Said(NamedTuple):
    credentials: frozenset[str] = frozenset()
    state: str = ""


def _said() -> _Said:
    """Give what the reader's profile says, looked up once a request."""
    if "said_by_reader" not in g:
        actor = current_actor()
        profile = profile_of(actor.account_id) if actor.is_coder and actor.account_id is not None else None
        g.said_by_reader = _Said()
        if profile is not None:
            credentials = frozenset(one.abbr for slug in profile.credentials if (one := catalogue.credential(slug)))
            g.said_by_reader = _Said(credentials, profile.state if profile.state in HOME_STATES else "")
    found: _Said = g.said_by_reader
    return found
