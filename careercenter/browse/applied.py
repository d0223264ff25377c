"""What the person who reads a page has applied for, so that lists can say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import g

from careercenter.applications.queries import applied_moments
from careercenter.core.db import db
from careercenter.web.auth import current_actor


def applied() -> Mapping[str, datetime]:
    """Give when the reader applied, by the public ids of the postings; read once a request, nothing for a visitor."""
    actor = current_actor()
    if not actor.is_coder or actor.account_id is None:
        return {}
    if "applied" not in g or g.applied[0] != actor.account_id:
        g.applied = (actor.account_id, applied_moments(db.session(), actor.account_id))
    moments: Mapping[str, datetime] = g.applied[1]
    return moments
