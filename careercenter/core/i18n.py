"""Words marked for translation, and days, moments, counts and money as a person's language and time zone write them.

Source words are American English. Mark them where they stand, as whole sentences with named gaps, so that a translator sees
the sentence and may turn it around::

    RuleBroken(_("Shorten the note to %(most)s characters", most=MOST))   # now, in the language of who acts
    LOW = "low", _l("Low")                                                # when shown: module level, fields of forms
    _n("%(num)s job", "%(num)s jobs", total)                              # `num` is written "1,204"

Templates use `{% trans %}` and `{{ _("…") }}`; docs/translating.md says how a catalogue is made.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

import flask_babel
from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from flask_babel.speaklater import LazyString

from careercenter.core.clock import now, zone

# What a label may be: words marked with `_l` are turned to text when they are shown.
Words: TypeAlias = str | LazyString

DEFAULT_LOCALE = "en_US"
DEFAULT_TIME_ZONE = "America/New_York"
_LOCALE = Locale.parse(DEFAULT_LOCALE)
HALF_A_YEAR = timedelta(days=183)


class _CatalogueReader:
    """What is known of who reads; the web sets it, so that rules need no request.

    Without a catalogue nothing is looked up: a page says some 300 texts, and to ask for the reader's language at each took a
    sixth of its time.
    """

    has_catalogues = False
    time_zone: Callable[[], str] = staticmethod(lambda: DEFAULT_TIME_ZONE)


_time_zone: contextvars.ContextVar[str | None] = contextvars.ContextVar("time_zone", default=None)


def _(text: str, **gaps: Any) -> str:
    """Give the words in the language of who reads, their gaps filled."""
    words = get_text(text)
    return words % gaps if gaps else words


def _l(text: str, **gaps: Any) -> LazyString:
    """Give words that are turned to text when they are shown."""
    return LazyString(_, text, **gaps)


def _p(context: str, text: str, **gaps: Any) -> str:
    """Give words that mean different things in different places; `context` says which."""
    words = get_text_in_context(context, text)
    return words % gaps if gaps else words


def _n(singular: str, plural: str, num: int, **gaps: Any) -> str:
    """Give the words for `num` things; `%(num)s` is the number with its thousands set apart."""
    return get_plural(singular, plural, num) % {"num": number(num), **gaps}


def get_text(text: str) -> str:
    """Give the words with their gaps still open, as templates want them."""
    return flask_babel.get_translations().ugettext(text) if _CatalogueReader.has_catalogues else text


def get_text_in_context(context: str, text: str) -> str:
    return flask_babel.get_translations().upgettext(context, text) if _CatalogueReader.has_catalogues else text


def get_plural(singular: str, plural: str, num: int) -> str:
    """Give the words for `num` things with their gaps still open."""
    if _CatalogueReader.has_catalogues:
        return str(flask_babel.get_translations().ungettext(singular, plural, num))
    return singular if num == 1 else plural


def have_catalogues(there_are: bool) -> None:
    """Say whether there is another language than that of the source, so that words are looked up."""
    _CatalogueReader.has_catalogues = there_are


def current_locale() -> Locale:
    return (flask_babel.get_locale() if _CatalogueReader.has_catalogues else None) or _LOCALE


def current_locale_name() -> str:
    """Name the language of who reads, as what is kept of a page is known by."""
    return str(current_locale()) if _CatalogueReader.has_catalogues else DEFAULT_LOCALE


def current_time_zone() -> str:
    """Name the zone moments are written in: the one of `in_time_zone`, else of who acts, else of the board."""
    return _time_zone.get() or _CatalogueReader.time_zone()


def ask_for_time_zone(of_reader: Callable[[], str]) -> None:
    """Set how the zone of who reads is learnt."""
    _CatalogueReader.time_zone = staticmethod(of_reader)


@contextlib.contextmanager
def in_time_zone(name: str | None) -> Iterator[None]:
    """Write moments in this zone: an e-mail is written for who receives it, not for who caused it. None changes nothing."""
    token = _time_zone.set(name or _time_zone.get())
    try:
        yield
    finally:
        _time_zone.reset(token)


def day(value: date | datetime | None, time_zone: str | None = None) -> str:
    """Write a day like "Nov 19, 2026"; of a moment, its day in `time_zone` or the reader's own zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone(time_zone or current_time_zone())).date()
    return _day(value, current_locale())


def short_day(value: date) -> str:
    """Write a day like "Nov 19", with its year only where it is more than half a year from now."""
    near = abs(value - now().date()) < HALF_A_YEAR
    return _month_and_day(value, current_locale()) if near else _day(value, current_locale())


def moment(value: datetime | None, time_zone: str | None = None) -> str:
    """Write a moment like "Nov 19, 2026, 9:05 AM EST", in `time_zone` or the reader's own zone."""
    if value is None:
        return ""
    there, locale = value.astimezone(zone(time_zone or current_time_zone())), current_locale()
    time, abbreviation = format_time(there, "short", locale=locale), format_datetime(there, "z", locale=locale)
    if not abbreviation.isalpha():  # of some zones the locale knows no name, and the zone itself does: ChST is Guam's
        abbreviation = there.tzname() or abbreviation
    return f"{_day(there.date(), locale)}, {time} {abbreviation}"


def time(value: datetime) -> str:
    """Write the time of a moment like "9:05 AM", in the reader's own zone."""
    return str(format_time(value.astimezone(zone(current_time_zone())), "short", locale=current_locale()))


def ago(value: datetime | None) -> str:
    """Write an age like "2 days ago", "5 hours ago", "just now"; a moment to come like "in 3 days"."""
    if value is None:
        return ""
    span = _whole_units(value - now())
    return _span(span, current_locale(), directed=True) if span else _("just now")


def age(value: datetime | None) -> str:
    """Write how long something lasts by now, like "2 days", "5 hours", "less than a minute"."""
    if value is None:
        return ""
    span = _whole_units(value - now())
    return _span(abs(span), current_locale(), directed=False) if span else _("less than a minute")


def _whole_units(span: timedelta) -> timedelta:
    """Cut a span down to its largest unit, so that 47 hours are "1 day" and not "2 days"; under a minute it is nothing."""
    seconds = span.total_seconds()
    for size in (365 * 86400, 30 * 86400, 86400, 3600, 60):
        if units := int(abs(seconds) // size):
            return timedelta(seconds=units * size * (1 if seconds > 0 else -1))
    return timedelta()


def money(cents: int | None) -> str:
    """Write cents as dollars: 3450 as "$34.50", 3400 as "$34", 7100000 as "$71,000"."""
    return "" if cents is None else _money(cents, current_locale())


def number(value: float | None) -> str:
    """Write a number with its thousands set apart: 1204 as "1,204"."""
    return "" if value is None else _number(value, current_locale())


def listing(parts: Iterable[Words], *, either: bool = False) -> str:
    """Join words as a sentence does: "a, b, and c", or "a, b, or c"."""
    return format_list([str(part) for part in parts], "or" if either else "standard", locale=current_locale())


@lru_cache(maxsize=2048)
def _span(span: timedelta, locale: Locale, *, directed: bool) -> str:
    return format_timedelta(span, threshold=1, add_direction=directed, locale=locale)


@lru_cache(maxsize=2048)
def _day(value: date, locale: Locale) -> str:
    return format_date(value, "medium", locale=locale)


@lru_cache(maxsize=2048)
def _month_and_day(value: date, locale: Locale) -> str:
    return format_skeleton("MMMd", value, locale=locale)


@lru_cache(maxsize=2048)
def _money(cents: int, locale: Locale) -> str:
    if cents % 100 == 0:
        return format_currency(cents // 100, "USD", format="¤#,##0", locale=locale, currency_digits=False)
    return format_currency(cents / 100, "USD", locale=locale)


@lru_cache(maxsize=2048)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


__all__ = [
    "DEFAULT_LOCALE", "DEFAULT_TIME_ZONE", "LazyString", "Words", "_", "_l", "_n", "_p", "age", "ago", "ask_for_time_zone",
    "current_locale", "current_locale_name", "current_time_zone", "day", "get_plural", "get_text", "get_text_in_context",
    "have_catalogues", "in_time_zone", "listing", "moment", "money", "number", "short_day",
]  # fmt: skip
