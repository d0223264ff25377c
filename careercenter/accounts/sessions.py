"""Signed-in devices: how a session begins, when it is over, and who ends it."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import contains_eager, joinedload

from careercenter.accounts.models import Account, AccountSession
from careercenter.core.db import db
from careercenter.core.i18n import _

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
# Who can judge and remove is signed out sooner.
STAFF_IDLE = timedelta(minutes=60)
STAFF_LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=5)
FRESH = timedelta(minutes=15)
KEPT = timedelta(days=30)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(account: Account, *, at: datetime, device: str = "", address: str = "") -> str:
    """Begin a session and give its token, which only the cookie holds."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        AccountSession(
            account=account,
            token_hash=hashed(token),
            device=device[:120],
            address=address[:64],
            started_at=at,
            seen_at=at,
            proved_at=at,
        )
    )
    account.session_token = token
    return token


def alive(token: str, *, at: datetime) -> AccountSession | None:
    """Find the session of a token with its account and memberships, in one query; None when it is over."""
    query = (
        select(AccountSession)
        .join(AccountSession.account)
        .options(contains_eager(AccountSession.account).joinedload(Account.memberships))
        .where(AccountSession.token_hash == hashed(token), AccountSession.ended_at.is_(None), Account.active)
        .execution_options(populate_existing=True)
    )
    session = db.session.scalars(query).unique().one_or_none()
    return session if session is not None and ends_at(session) > at else None


def ends_at(session: AccountSession) -> datetime:
    """Give the moment the session is over if nothing more happens in it."""
    idle, longest = (STAFF_IDLE, STAFF_LONGEST) if session.account.is_moderator else (IDLE, LONGEST)
    return min(session.seen_at + idle, session.started_at + longest)


def of_account(account: Account, *, at: datetime) -> list[AccountSession]:
    """Give the sessions that are not over, the last used first."""
    query = _open_of(account).order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    return [session for session in db.session.scalars(query) if ends_at(session) > at]


def by_public_id(account: Account, public_id: str) -> AccountSession | None:
    return db.session.scalar(_open_of(account).where(AccountSession.public_id == public_id))


def end(session: AccountSession, *, at: datetime) -> None:
    session.ended_at = at


def end_all(account: Account, *, at: datetime, but: AccountSession | None = None) -> int:
    """End every session of the account, or all but the one in use; give how many there were."""
    over: list[ColumnElement[bool]] = [AccountSession.account_id == account.id, AccountSession.ended_at.is_(None)]
    if but is not None:
        over.append(AccountSession.id != but.id)
    done = db.session.execute(update(AccountSession).where(*over).values(ended_at=at))
    return int(done.rowcount)  # type: ignore[attr-defined]


def touch(session_id: int, *, at: datetime) -> None:
    db.session.execute(update(AccountSession).where(AccountSession.id == session_id).values(seen_at=at))


def follow_clock(*, at: datetime) -> None:
    """After the clock was put back: no session began, was used or was proved in the future, where it would last too long."""
    for column in (AccountSession.started_at, AccountSession.seen_at, AccountSession.proved_at):
        ahead = update(AccountSession).where(column > at).values({column: at})
        db.session.execute(ahead.execution_options(synchronize_session=False))


def forget_old(*, at: datetime) -> int:
    """Delete sessions that ended, or could no longer be used, a month ago; give how many."""
    old = at - KEPT
    gone = delete(AccountSession).where((AccountSession.ended_at < old) | (AccountSession.seen_at < old))
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def _open_of(account: Account) -> Select[AccountSession]:
    return (
        select(AccountSession)
        .options(joinedload(AccountSession.account, innerjoin=True))
        .where(AccountSession.account_id == account.id, AccountSession.ended_at.is_(None))
    )


# The first sign found decides: Edge also says Chrome, and Chrome also says Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "HeadlessChrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def device_words(user_agent: str) -> str:
    """Say "Firefox on Windows" from what a browser says of itself; nothing of it is kept but these words."""
    browser = next((name for sign, name in _BROWSERS.items() if re.search(rf"\b{sign}/", user_agent)), _("A browser"))
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser


def visited_before(session: AccountSession) -> datetime | None:
    """Give when the person of a session was last here in an earlier one; None when this is the first."""
    earlier = select(func.max(AccountSession.seen_at)).where(
        AccountSession.account_id == session.account_id, AccountSession.started_at < session.started_at
    )
    return db.session.scalar(earlier)
