"""What is known of the person who reads a page, where it helps them to decide."""

from __future__ import annotations

from flask import g

from careercenter.profiles.queries import profile_of
from careercenter.taxonomy import catalogue
from careercenter.web.auth import current_actor


def held() -> frozenset[str]:
    """Give the abbreviations of the credentials the reader claims, asked for once a request; none for a visitor."""
    if "held_credentials" not in g:
        actor = current_actor()
        profile = profile_of(actor.account_id) if actor.is_coder and actor.account_id is not None else None
        slugs = profile.credentials if profile else ()
        g.held_credentials = frozenset(known.abbr for slug in slugs if (known := catalogue.credential(slug)))
    return frozenset(g.held_credentials)
