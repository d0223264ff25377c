"""Words, days, moments and money as people read them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import force_locale

from careercenter.config import read_settings
from careercenter.core import i18n
from careercenter.core.clock import now
from careercenter.factory import create_app
from careercenter.web import templating


@pytest.mark.parametrize(("number", "words"), [(0, "0 jobs"), (1, "1 job"), (2, "2 jobs"), (1204, "1,204 jobs")])
def test_a_count_says_one_or_many_with_thousands_apart(app: Flask, number: int, words: str) -> None:
    assert i18n._n("%(num)s job", "%(num)s jobs", number) == words
    assert app.jinja_env.from_string('{{ ngettext("%(num)s job", "%(num)s jobs", n) }}').render(n=number) == words


def test_what_fills_a_gap_is_escaped(app: Flask) -> None:
    template = app.jinja_env.from_string('{{ ngettext("%(num)s job of <b>%(who)s</b>", "%(num)s jobs", 1, who="<i>") }}')
    assert template.render() == "1 job of <b>&lt;i&gt;</b>"


@pytest.mark.parametrize(("cents", "words"), [(3450, "$34.50"), (3400, "$34"), (7100000, "$71,000"), (None, "")])
def test_money_names_cents_only_where_there_are_some(cents: int | None, words: str) -> None:
    assert i18n.money(cents) == words


def test_a_moment_is_written_in_the_zone_of_who_reads() -> None:
    at = datetime(2026, 12, 1, 4, 30, tzinfo=UTC)
    with i18n.in_time_zone("America/Chicago"):
        assert i18n.moment(at).replace("\u202f", " ") == "Nov 30, 2026, 10:30 PM CST"
        assert i18n.day(at) == "Nov 30, 2026"
    assert i18n.day(at, "Pacific/Guam") == "Dec 1, 2026"
    assert i18n.day(date(2026, 12, 1), "Pacific/Guam") == "Dec 1, 2026"


def test_an_age_counts_whole_units() -> None:
    assert i18n.ago(now() - timedelta(hours=47, minutes=59)) == "1 day ago"
    assert i18n.ago(now() + timedelta(days=3, minutes=1)) == "in 3 days"
    assert i18n.ago(now() - timedelta(seconds=20)) == "just now"


def test_words_are_joined_as_a_sentence_does() -> None:
    assert i18n.listing(["CPC", "CCS", "RHIT"], either=True) == "CPC, CCS, or RHIT"
    assert i18n.listing(["CPC", "CCS"]) == "CPC and CCS"


def test_a_catalogue_is_looked_up_wherever_words_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalog(locale="es")
    catalogue.add("Save", "Guardar")
    catalogue.add(("%(num)s job", "%(num)s jobs"), ("%(num)s empleo", "%(num)s empleos"))
    catalogue.add("Open", "Abierto", context="status of a job")
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(templating, "TRANSLATIONS", tmp_path)
    lazy = i18n._l("Save")
    try:
        app = create_app(read_settings(data_dir=str(tmp_path / "data"), search_engine="memory"))
        page = app.jinja_env.from_string('{% trans %}Save{% endtrans %} {{ ngettext("%(num)s job", "%(num)s jobs", 1204) }}')
        with app.app_context(), force_locale("es"):
            assert (i18n._("Save"), str(lazy), i18n._p("status of a job", "Open")) == ("Guardar", "Guardar", "Abierto")
            assert i18n._n("%(num)s job", "%(num)s jobs", 2) == "2 empleos"
            assert page.render() == "Guardar 1.204 empleos"
            assert i18n.day(date(2026, 11, 19)) == "19 nov 2026"
        with app.app_context(), force_locale("en_US"):
            assert (i18n._("Save"), page.render()) == ("Save", "Save 1,204 jobs")
    finally:
        i18n.have_catalogues(False)
