"""What people typed and found no job with: how often on which day, so that administrators see which words the board lacks.

Nobody is named: no person, no address, nothing finer than a day (UTC). Each web process counts in memory and writes down once a
minute, beside its answers; what a killed process counted since is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Event, Lock
from typing import Any

import structlog
from sqlalchemy import String, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.db import Base, db
from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import ResolvedSearch, resolve

LONGEST = 100  # characters of a text that is kept
MOST_COUNTED = 300  # texts a process counts within a minute; others are not counted
MOST_A_DAY = 2_000  # texts kept of one day: who makes texts up fills no disk
WRITTEN_EVERY = 60.0  # seconds
SHOWN_DAYS, MOST_SHOWN = 30, 100
# What was typed less is one person's slip, and may say who it was.
SHOWN_FROM_DAYS, SHOWN_FROM_TIMES = 2, 3

_LONG_NUMBER = re.compile(r"\d{5,}")
_NUMBER_IN_PARTS = re.compile(r"\d(?:[ ().+/-]{0,3}\d){6,}")  # a telephone or Social Security number

log = structlog.get_logger("job_search")


class ZeroResultSearch(Base):
    __tablename__ = "zero_result_search"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST), primary_key=True, comment="the text in small letters")
    text: Mapped[str] = mapped_column(String(LONGEST), comment="as it was typed first on that day")
    times: Mapped[int]


@dataclass(frozen=True, slots=True)
class Counted:
    text: str
    times: int


Counts = Mapping[tuple[date, str], Counted]


class ZeroResultCounter:
    """The counts of one process since they were last written down; its threads share them."""

    def __init__(self) -> None:
        self._counts: dict[tuple[date, str], Counted] = {}
        self._lock = Lock()

    def count(self, search: ResolvedSearch, *, at: datetime) -> None:
        """Count a search that found nothing, unless it is not to be kept or too many others are."""
        text = kept_text(search)
        if not text:
            return
        key = (at.date(), text.lower())
        with self._lock:
            known = self._counts.get(key)
            if known or len(self._counts) < MOST_COUNTED:
                self._counts[key] = replace(known, times=known.times + 1) if known else Counted(text, 1)

    def take(self) -> Counts:
        """Give what was counted, and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return counts


def kept_text(search: ResolvedSearch) -> str:
    """Give the text of a search that was typed and not narrowed; "" where it may name a person, is long, or is a later page.

    Long numbers are kept only where they were read as codes or ZIP codes.
    """
    request = search.request
    text = request.text
    if request != SearchRequest(text=text, sort=request.sort) or len(text.lower()) > LONGEST or "@" in text:
        return ""
    read = {
        number for entity in search.entities if entity.kind in ("code", "zip") for number in _LONG_NUMBER.findall(entity.typed)
    }
    rest = _LONG_NUMBER.sub(lambda found: "|" if found[0] in read else found[0], text)
    return "" if _LONG_NUMBER.search(rest) or _NUMBER_IN_PARTS.search(rest) else text


def write_down(counts: Counts) -> None:
    """Add counts to those of their days, in one statement; texts that a full day does not hold yet are left out."""
    rows = []
    for day in sorted({day for day, _key in counts}):
        keys = sorted(key for of_day, key in counts if of_day == day)
        held = db.session.scalar(select(func.count()).where(ZeroResultSearch.day == day)) or 0
        if held + len(keys) > MOST_A_DAY:
            known = select(ZeroResultSearch.key).where(ZeroResultSearch.day == day, ZeroResultSearch.key.in_(keys))
            keys = sorted(db.session.scalars(known))
        rows += [{"day": day, "key": key, "text": counts[day, key].text, "times": counts[day, key].times} for key in keys]
    if rows:
        dialect: Any = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        added = dialect.insert(ZeroResultSearch).values(rows)
        times = ZeroResultSearch.times + added.excluded.times
        db.session.execute(added.on_conflict_do_update(index_elements=["day", "key"], set_={"times": times}))


def write_each_minute(app: Any, counter: ZeroResultCounter, stop: Event) -> None:
    """Write down what was counted once a minute until told to stop, and then what is left. Runs in a thread of its own."""
    stopping = False
    while not stopping:
        stopping = stop.wait(WRITTEN_EVERY)
        if counts := counter.take():
            with app.app_context():
                try:
                    write_down(counts)
                    db.session.commit()
                except SQLAlchemyError as error:
                    db.session.rollback()
                    log.warning("searches without results not counted", error=type(error).__name__)


@dataclass(frozen=True, slots=True)
class TypedSearch:
    """A text that found no job; `words` are those of it that nothing was read from, as texts are read now."""

    text: str
    days: int
    times: int
    words: tuple[str, ...]


def most_frequent(*, at: datetime) -> list[TypedSearch]:
    """Give what was typed most often in the last days, on several days or several times, most often first."""
    days, times = func.count(), func.sum(ZeroResultSearch.times)
    found = (
        select(func.min(ZeroResultSearch.text), days, times)
        .where(ZeroResultSearch.day > at.date() - timedelta(days=SHOWN_DAYS))
        .group_by(ZeroResultSearch.key)
        .having(or_(days >= SHOWN_FROM_DAYS, times >= SHOWN_FROM_TIMES))
        .order_by(times.desc(), days.desc(), ZeroResultSearch.key)
        .limit(MOST_SHOWN)
    )
    return [TypedSearch(*row, resolve(SearchRequest(row[0])).interpretation.words) for row in db.session.execute(found)]


def forget_before(day: date) -> int:
    """Delete what was typed before a day; give how many texts of a day these were."""
    done = db.session.execute(delete(ZeroResultSearch).where(ZeroResultSearch.day < day))
    return int(done.rowcount)  # type: ignore[attr-defined]
