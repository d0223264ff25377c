from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from careercenter.core.db import db
from careercenter.job_search import zero_results
from careercenter.job_search.request import from_query_params
from careercenter.job_search.resolved import resolve
from careercenter.job_search.zero_results import (
    Counted,
    ZeroResultCounter,
    ZeroResultSearch,
    forget_before,
    kept_text,
    most_frequent,
    write_down,
)

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = AT.date()


def text_counted(text: str, *others: tuple[str, str]) -> str:
    return kept_text(resolve(*from_query_params([("q", text), *others])))


def typed(text: str, times: int = 1, *, day: date = TODAY) -> None:
    write_down({(day, text.lower()): Counted(text, times)})


def rows(session: Session) -> list[tuple[date, str, int]]:
    found = select(ZeroResultSearch.day, ZeroResultSearch.text, ZeroResultSearch.times).order_by(ZeroResultSearch.day)
    return [(row[0], row[1], row[2]) for row in session.execute(found)]


@pytest.mark.parametrize(
    "text", ["quux wizard", "99213 coder", "99202-99215 coder", "zip 77030", "coder 77030 IN", "route 66 of 1234", "x" * 100]
)
def test_a_text_is_kept_as_it_was_typed(text: str) -> None:
    assert text_counted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "jane.roe@example.com", "coder 5551234567", "coder 555-123-4567", "(555) 123 4567", "ssn 123-45-6789",
        "member 55512345 in 77030", "x" * 101,
    ],
)  # fmt: skip
def test_addresses_long_numbers_and_long_texts_are_not_kept(text: str) -> None:
    assert text_counted(text) == ""


@pytest.mark.parametrize("other", [("page", "2"), ("state", "TX"), ("near", "Houston, TX"), ("as", "typed")])
def test_later_pages_and_narrowed_searches_are_not_kept(other: tuple[str, str]) -> None:
    assert text_counted("quux wizard", other) == ""


def test_a_process_counts_alike_texts_together_and_begins_anew_when_they_are_taken() -> None:
    counter = ZeroResultCounter()
    for text in ("Quux wizard", "quux WIZARD", "quux  wizard"):
        counter.count(resolve(*from_query_params([("q", text)])), at=AT)
    assert counter.take() == {(TODAY, "quux wizard"): Counted("Quux wizard", 3)}
    assert counter.take() == {}


def test_a_process_counts_no_more_texts_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zero_results, "MOST_COUNTED", 2)
    counter = ZeroResultCounter()
    for text in ("one quux", "two quux", "three quux", "one quux"):
        counter.count(resolve(*from_query_params([("q", text)])), at=AT)
    assert {key: counted.times for (_day, key), counted in counter.take().items()} == {"one quux": 2, "two quux": 1}


def test_what_is_written_down_adds_to_its_day_in_one_statement(session: Session, count_queries: list[str]) -> None:
    write_down({(TODAY, "quux"): Counted("Quux", 2), (TODAY, "zorble"): Counted("zorble", 1)})
    assert sum(statement.startswith("INSERT") for statement in count_queries) == 1
    typed("QUUX", 3)
    typed("quux", 1, day=TODAY + timedelta(days=1))
    assert set(rows(session)) == {(TODAY, "Quux", 5), (TODAY, "zorble", 1), (TODAY + timedelta(days=1), "quux", 1)}


def test_a_full_day_counts_only_the_texts_it_holds(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zero_results, "MOST_A_DAY", 1)
    typed("quux")
    write_down({(TODAY, "quux"): Counted("quux", 1), (TODAY, "zorble"): Counted("zorble", 1)})
    typed("zorble")
    assert rows(session) == [(TODAY, "quux", 2)]


class Minutes(Event):
    """A clock that strikes a few times and then stops."""

    def __init__(self, counter: ZeroResultCounter, minutes: int) -> None:
        super().__init__()
        self.counter, self.left = counter, minutes
        self.waited: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        for _twice in range(2):
            self.counter.count(resolve(*from_query_params([("q", "quux wizard")])), at=AT)
        self.left -= 1
        return not self.left


def test_what_was_counted_is_written_once_a_minute_and_at_the_end(own_app: Flask) -> None:
    counter = ZeroResultCounter()
    clock = Minutes(counter, 3)
    committed: list[object] = []
    with own_app.app_context():
        event.listen(db.engine, "commit", committed.append)
    writing = Thread(target=zero_results.write_each_minute, args=(own_app, counter, clock))
    writing.start()
    writing.join()
    with own_app.app_context():
        assert db.session.scalar(select(func.sum(ZeroResultSearch.times))) == 6
    assert clock.waited == [60.0] * 3
    assert len(committed) == 3


def test_a_minute_in_which_nothing_was_counted_asks_nothing_of_the_database(own_app: Flask) -> None:
    stop, begun = Event(), list[object]()
    with own_app.app_context():
        event.listen(db.engine, "begin", begun.append)
    stop.set()
    zero_results.write_each_minute(own_app, ZeroResultCounter(), stop)
    assert begun == []


def test_one_slip_is_not_shown_and_what_came_again_is(session: Session) -> None:
    typed("jane roe", 2)
    typed("quux wizard", 3)
    for ago in (0, 1):
        typed("zorble coder", day=TODAY - timedelta(days=ago))
    found = most_frequent(at=AT)
    assert [(one.text, one.times, one.days) for one in found] == [("quux wizard", 3, 1), ("zorble coder", 2, 2)]
    assert [one.words for one in found] == [("quux", "wizard"), ("zorble",)]


def test_what_was_typed_longer_ago_than_30_days_is_not_shown(session: Session) -> None:
    typed("quux wizard", 5, day=TODAY - timedelta(days=30))
    typed("zorble coder", 5, day=TODAY - timedelta(days=29))
    assert [one.text for one in most_frequent(at=AT)] == ["zorble coder"]


def test_what_is_older_than_a_day_is_deleted(session: Session) -> None:
    for ago in (0, 90, 91, 200):
        typed("quux", day=TODAY - timedelta(days=ago))
    assert forget_before(TODAY - timedelta(days=90)) == 2
    assert [day for day, _text, _times in rows(session)] == [TODAY - timedelta(days=90), TODAY]
