"""A limit on reading that costs: searches, by the connection they come from.

Counted in memory, in each process for itself: a write for each search would cost more than the search. A hospital or a class
behind one address stays far below; who copies the whole board asks the API page by page, and slower.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from careercenter.core.i18n import _
from careercenter.web.limits import connection
from careercenter.web.request_log import denied

View = TypeVar("View", bound=Callable[..., Any])

# Five a second, in bursts as people make them; while one types, each pause asks.
RULES = {"search": "100 per 20 seconds", "suggest": "400 per 20 seconds"}
_counted = FixedWindowRateLimiter(MemoryStorage())


def bounded(name: str) -> Callable[[View], View]:
    """Answer 429 to a connection that asks more often than RULES allow. A page asked for without a question is not counted."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def asked(*args: Any, **values: Any) -> Any:
            if request.args and current_app.config["SETTINGS"].rate_limits:
                rule, who = parse(RULES[name]), connection()
                if not _counted.hit(rule, name, who):
                    denied("flood")
                    wait = max(1, int(_counted.get_window_stats(rule, name, who).reset_time - time.time()))
                    raise TooManyRequests(_("Wait a minute, then try again."), retry_after=wait)
            return view(*args, **values)

        return asked  # type: ignore[return-value]

    return decorate
