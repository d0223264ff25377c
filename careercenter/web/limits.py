"""How often one may do something. Counted in the database, so that a limit holds across processes and restarts."""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, request
from flask_limiter import Limiter, RequestLimit
from limits import parse
from limits.storage import Storage
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import TooManyRequests

from careercenter.core.clock import now
from careercenter.core.db import db, writing
from careercenter.core.i18n import _, _n
from careercenter.web.auth import current_actor
from careercenter.web.errors import error_page
from careercenter.web.forms import malformed
from careercenter.web.models import RateWindow
from careercenter.web.request_log import route

log = structlog.get_logger("limits")

View = TypeVar("View", bound=Callable[..., Any])


class DatabaseStorage(Storage):
    """Fixed windows as rows. Each count is a transaction of its own: it stays when the request fails."""

    STORAGE_SCHEME = ["careercenter"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        moment = now()
        values = {"key": _hashed(key), "count": amount, "ends_at": moment + timedelta(seconds=expiry)}
        with _own_transaction():
            dialect: Any = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
            row = dialect.insert(RateWindow).values(values)
            over = RateWindow.ends_at <= moment
            row = row.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "count": case((over, row.excluded.count), else_=RateWindow.count + row.excluded.count),
                    "ends_at": case((over, row.excluded.ends_at), else_=RateWindow.ends_at),
                },
            )
            return int(db.session.execute(row.returning(RateWindow.count)).scalar_one())

    def get(self, key: str) -> int:
        row = self._current(key)
        return row[0] if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._current(key)
        return (row[1] if row else now()).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with _own_transaction():
            return int(db.session.execute(delete(RateWindow)).rowcount)  # type: ignore[attr-defined]

    def clear(self, key: str) -> None:
        with _own_transaction():
            db.session.execute(delete(RateWindow).where(RateWindow.key == _hashed(key)))

    def _current(self, key: str) -> Any:
        query = select(RateWindow.count, RateWindow.ends_at).where(RateWindow.key == _hashed(key), RateWindow.ends_at > now())
        return db.session.execute(query).one_or_none()


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@contextlib.contextmanager
def _own_transaction() -> Iterator[None]:
    """Write and commit at once. Before and after a view there is nothing unsaved that this could take along."""
    db.session.rollback()  # ends a transaction that only read, which SQLite could not turn into a writing one
    before = writing.get()
    writing.set(True)
    try:
        yield
        db.session.commit()
    finally:
        writing.set(before)


def connection() -> str:
    """Give the network address of who asks, behind as many proxies as the operator trusts; "" when it is not known.

    One connection has a whole /64 of IPv6 addresses and would otherwise be counted as many people, so that is what it
    gives: every limit, report and session says "the address of who asks" by this function.
    """
    said = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return said
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def by_address() -> str:
    return f"address {connection()}"


def by_account() -> str:
    """Give the signed-in account, or the address of a visitor."""
    account_id = current_actor().account_id
    return by_address() if account_id is None else f"account {account_id}"


limiter = Limiter(key_func=by_address, storage_uri="careercenter://", strategy="fixed-window", key_prefix="")


def limited(
    name: str,
    *rules: str,
    by: Callable[[], str] = by_account,
    methods: tuple[str, ...] = ("POST",),
    counting: Callable[[Response], bool] | None = None,
    unless: Callable[[], bool] | None = None,
) -> Callable[[View], View]:
    """Answer 429 when `name` was done more often than the `rules` ("20 per hour") allow.

    Routes that share a name share the count. `counting=failed` or `counting=done` counts only requests that ended so.
    What a form refused by its shape alone, or what was too large to be read, is never counted: nothing was tried.
    `unless` exempts a request. Coding schools and hospitals share an address: by address be generous, by account strict.
    """

    def exempt() -> bool:
        return not _on() or (unless is not None and unless())

    def decorate(view: View) -> View:
        limited_view: Any = view
        for rule in rules:
            limited_view = limiter.shared_limit(
                rule,
                scope=name,
                key_func=by,
                methods=list(methods),
                exempt_when=exempt,
                deduct_when=counting or tried,
                on_breach=_refuse,
            )(limited_view)
        return limited_view  # type: ignore[no-any-return]

    return decorate


def spend(name: str, key: str, *rules: str) -> bool:
    """Count one `name` for `key` and say whether the rules allowed it, for limits that must not be noticed."""
    if not _on():
        return True
    # Every rule is counted, also when an earlier one said no.
    allowed = [limiter.limiter.hit(parse(rule), key, name) for rule in rules]
    return all(allowed)


def follow_clock() -> None:
    """After the clock was put back: begin every count anew, for some would end far in the future. The caller commits."""
    db.session.execute(delete(RateWindow))


def forget_old(*, at: datetime) -> None:
    """Delete windows that are over. The caller commits."""
    db.session.execute(delete(RateWindow).where(RateWindow.ends_at <= at))


def init_app(app: Flask) -> None:
    limiter.init_app(app)

    @app.errorhandler(TooManyRequests)
    def _too_often(error: TooManyRequests) -> Any:
        wait = int(error.retry_after or 60) if not isinstance(error.retry_after, datetime) else 60
        return error_page(429, message=_wait_message(wait), headers=[("Retry-After", str(wait))], retry_after=_duration(wait))


def _on() -> bool:
    return bool(current_app.config["SETTINGS"].rate_limits)


def tried(response: Response) -> bool:
    """Say whether something was tried at all: the form was whole and could be read."""
    return response.status_code not in (400, 413) and not malformed()


def failed(response: Response) -> bool:
    return response.status_code == 422 and not malformed()


def done(response: Response) -> bool:
    return response.status_code < 400


def _refuse(breached: RequestLimit) -> None:
    wait = max(1, breached.reset_at - int(now().timestamp()))
    log.info("limited", rule=str(breached.limit), route=route(), account=current_actor().account_id)
    raise TooManyRequests(_wait_message(wait), retry_after=wait)


def _wait_message(seconds: int) -> str:
    return _("Try again in %(time)s.", time=_duration(seconds))


def _duration(seconds: int) -> str:
    minutes = max(1, -(-(seconds - 1) // 60))  # the last second is rounding, not a minute more
    if minutes < 120:
        return _n("%(num)s minute", "%(num)s minutes", minutes)
    return _n("%(num)s hour", "%(num)s hours", -(-minutes // 60))
