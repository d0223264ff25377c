"""What people type becomes a content, exactly, or is said beside its field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from careercenter.postings import content as c
from careercenter.postings.content import Place, PostingContent
from careercenter.postings.declared_fields import control
from careercenter.postings.diff import differences
from careercenter.postings.field_spec import FieldSpec, Kind
from careercenter.postings.fields import cents
from careercenter.postings.forms import PostingForm, field_anchor
from tests.factories.postings import content
from tests.postings.typed import typed


@pytest.fixture
def fill(app: Flask) -> Iterator[Any]:
    """Give a function that sends the fields of a complete posting, with some said otherwise, and gives the form."""
    contexts = []

    def send(**changes: Any) -> PostingForm:
        data = MultiDict(typed(content()))
        for name, value in changes.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        context = app.test_request_context(method="POST", data=data)
        context.push()
        contexts.append(context)
        return PostingForm.of(PostingContent())

    yield send
    for context in reversed(contexts):
        context.pop()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("34", 3400), ("34.5", 3450), ("34.50", 3450), ("$34.50", 3450), ("71,000", 7100000), ("$ 71,000.00", 7100000),
        ("0.07", 7), ("1000000", 100000000), (" 8.15 ", 815), ("1,234,567.89", None),
    ],
)  # fmt: skip
def test_dollars_are_read_exactly(text: str, amount: int | None) -> None:
    if amount is None:
        with pytest.raises(ValueError, match="up to"):
            cents(text.strip())
    else:
        assert cents(text.strip()) == amount


@pytest.mark.parametrize(
    "text", ["", "abc", "34,5", "34.505", "1,00", "-3", "0", "0.00", "3e5", "٣٤", "34..5", "34 an hour", "1000001"]
)
def test_what_is_not_one_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="Enter an amount"):
        cents(text)


@given(st.integers(min_value=1, max_value=100_000_000))
def test_every_amount_comes_back_as_it_is_shown(amount: int) -> None:
    assert cents(f"{amount // 100:,}.{amount % 100:02}") == amount


def test_what_is_typed_becomes_the_content_and_back(fill: Any) -> None:
    whole = content(
        places=(Place("Houston", "TX", "77030"),),
        work_setting=c.WorkSetting.HYBRID,
        apprentice_accepted=True,
        hours_per_week=40,
        apply_how=c.ApplyHow.LINK,
        apply_url="https://example.com/apply?id=3",
        publish_on=date(2026, 11, 30),
        onsite_days=8,
        team_location=c.TeamLocation.US_ONLY,
        missed_quota=c.MissedQuota.COACHING,
        autonomous_coding=c.AutonomousCoding.SUGGESTIONS,
        monitoring=c.Monitoring.NONE,
        machine_applications=c.MachineApplications.SAY_SO,
        education=c.Education.BACHELOR,
        lasts_weeks=26,
        may_extend=True,
        work_zone=c.WorkZone.EASTERN,
        sign_on_bonus=250_050,
        checks=(c.Check.BACKGROUND, c.Check.NO_DRUG_TEST),
        visa_sponsorship=c.VisaSponsorship.NOT_OFFERED,
        openings=3,
        requisition_number="R-20931",
        requisition_shown=True,
        contact_name="Dana Whit",
        contact_email="dana@example.com",
        contact_phone="555-0100",
        contact_shown=True,
    )
    form = fill(**typed(whole))

    assert form.validate(), form.errors
    assert differences(form.content(), whole) == []
    assert form.content().work_setting is c.WorkSetting.HYBRID
    assert form.content().benefits[0] is c.Benefit.HEALTH


@pytest.mark.parametrize("name", sorted(c.BOUNDS))
@pytest.mark.parametrize("end", [0, 1])
def test_the_form_takes_what_an_import_took(fill: Any, name: str, end: int) -> None:
    number = c.BOUNDS[name][end]
    setting = {"work_setting": c.WorkSetting.REMOTE_AFTER_TRAINING} if name == "onsite_days" else {}
    form = fill(**typed(content(**{name: number, **setting}), **({name: "0"} if number == 0 else {})))
    form.validate()
    assert not form[name].errors
    assert form[name].data == number


@pytest.mark.parametrize(("sent", "per", "days"), [("2", "week", 9), ("1", "week", 4), ("2", "month", 2), ("0", "week", 0)])
def test_days_on_site_are_said_by_the_week_or_the_month_and_kept_by_the_month(
    fill: Any, sent: str, per: str, days: int
) -> None:
    setting = "remote-after-training" if sent == "0" else "hybrid"
    form = fill(
        onsite_days=sent, onsite_days_per=per, work_setting=setting, **{"places-0-city": "Dayton", "places-0-state": "OH"}
    )
    assert form.validate(), form.errors
    assert form.content().onsite_days == days


def test_a_week_has_seven_days(fill: Any) -> None:
    form = fill(onsite_days="8", onsite_days_per="week", work_setting="hybrid")
    assert not form.validate()
    assert "at most 7 days a week" in form.errors["onsite_days"][0]


def test_half_hours_are_kept_and_shown_as_they_were_typed(app: Flask, fill: Any) -> None:
    form = fill(**typed(content(hours_per_week=37.5)))
    assert form.validate(), form.errors
    assert form.content().hours_per_week == 37.5
    with app.test_request_context():
        shown = [PostingForm.of(content(hours_per_week=hours)).hours_per_week._value() for hours in (37.5, 40)]
    assert shown == ["37.5", "40"]


@pytest.mark.parametrize("zone", ["America/Boise", "America/Detroit", "America/Indiana/Indianapolis", "Pacific/Guam",
    "Pacific/Saipan", "Pacific/Pago_Pago", "America/St_Thomas", "America/Puerto_Rico"])  # fmt: skip
def test_every_zone_of_the_country_is_offered_and_kept(fill: Any, zone: str) -> None:
    form = fill(**typed(content(time_zone=zone)))
    assert form.validate(), form.errors
    assert form.content().time_zone == zone


def test_a_zone_that_is_not_offered_stays_when_the_page_is_saved_untouched(app: Flask) -> None:
    stored = content(time_zone="America/Toronto")
    with app.test_request_context(method="POST", data=typed(stored)):
        form = PostingForm.of(stored)
        assert form.validate(), form.errors
        assert form.content().time_zone == "America/Toronto"
    with app.test_request_context(method="POST", data=typed(stored)):
        assert not PostingForm.of(content()).validate(), "a zone nobody offered or stored is refused"


def test_a_draft_may_be_empty(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"time_zone": "America/New_York"}):
        form = PostingForm.of(PostingContent())

        assert form.validate(), form.errors
        assert form.content() == PostingContent()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"pay_min": "a lot"}, "pay_min", "Enter an amount in dollars"),
        ({"pay_min": "50"}, "pay_max", "at least the lowest"),
        ({"title": "x" * 121}, "title", "Shorten"),
        ({"specialties": ["oncology", "juggling"]}, "specialties", "Choose from the list"),
        ({"specialties": ["oncology", "bmt", "hematology", "radiology", "surgery", "medicine"]}, "specialties", "at most 5"),
        ({"credentials_all": ["phd"]}, "credentials_all", "Choose from the list"),
        ({"work_setting": "moon"}, "work_setting", "Choose from the list"),
        ({"schedule": "never"}, "schedule", "Choose from the list"),
        ({"hours_per_week": "forty"}, "hours_per_week", "number from 1 to 168"),
        ({"hours_per_week": "37.25"}, "hours_per_week", "whole or half hours"),
        ({"hours_per_week": "168.5"}, "hours_per_week", "number from 1 to 168"),
        ({"pay_max": "999,999"}, "pay_max", "no coder is paid that much"),
        ({"pay_min": "1"}, "pay_min", "no coder is paid so little"),
        ({"accuracy_percent": "101"}, "accuracy_percent", "whole number from 50 to 100"),
        ({"closing_on": "next week"}, "closing_on", "Enter a day"),
        ({"closing_on": "0001-01-01"}, "closing_on", "Enter a day"),
        ({"apply_url": "javascript:alert(1)"}, "apply_url", "https://"),
        ({"apply_url": "http://example.com"}, "apply_url", "https://"),
        ({"apply_email": "me at home"}, "apply_email", "mail address"),
        ({"contact_email": "me at home"}, "contact_email", "mail address"),
        ({"contact_phone": "5" * 41}, "contact_phone", "Shorten it to 40 characters"),
        ({"lasts_weeks": "half a year"}, "lasts_weeks", "whole number from 1 to 260"),
        ({"sign_on_bonus": "some"}, "sign_on_bonus", "Enter an amount in dollars"),
        ({"codes": "38225, hello"}, "codes", "“HELLO” is not a code"),
        ({"ehrs": "x" * 41}, "ehrs", "Shorten"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "time zone"),
        ({"live_in_states": ["TX", "ZZ"]}, "live_in_states", "Choose from the list"),
        ({"publish_on": "2036-01-01"}, "publish_on", "before the closing day"),
        ({"onsite_days": "32"}, "onsite_days", "whole number from 0 to 31"),
        ({"onsite_days": "4"}, "onsite_days", "Remote work has no days on site"),
        ({"no_quota": "y"}, "no_quota", "has a quota"),
        ({"monitoring": "telepathy"}, "monitoring", "Choose from the list"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_what_was_typed_is_kept(fill: Any, changes: dict, field: str, words: str) -> None:
    form = fill(**changes)

    assert not form.validate()
    assert set(form.errors) == {field}
    assert words in " ".join(form.errors[field])
    [(name, sent)] = changes.items()
    assert all(part in form[name]() for part in sent) if isinstance(sent, str) and len(sent) < 40 and name not in (
        "work_setting", "schedule", "time_zone", "monitoring", "no_quota"
    ) else True  # fmt: skip


def test_fields_stand_in_the_order_of_the_content_so_that_errors_are_listed_from_above(fill: Any) -> None:
    form = fill(pay_min="a lot", onsite_days="many", monitoring="telepathy")
    form.validate()
    assert list(form.errors) == ["onsite_days", "pay_min", "monitoring"]


@pytest.mark.parametrize("name", list(c.SPECS))
def test_every_field_of_a_content_has_a_control(fill: Any, name: str) -> None:
    assert name in fill()


def test_no_control_is_made_up_for_a_kind_nobody_declared() -> None:
    with pytest.raises(TypeError, match="no control follows"):
        control(FieldSpec(label="Mood"), Kind(complex))


def test_a_text_is_written_up_to_the_length_it_is_declared_with(app: Flask) -> None:
    with app.test_request_context():
        limit = control(FieldSpec(label="Motto", longest=40), Kind(str)).kwargs["validators"][0]
    assert limit.max == 40


def test_codes_are_capitals_and_ranges_have_a_hyphen(fill: Any) -> None:
    form = fill(codes="38225–38228; q2041, c50.911, ms-drg 018, q2041")

    assert form.validate(), form.errors
    assert form.content().codes == ("38225-38228", "Q2041", "C50.911", "MS-DRG 018")


class TestPlaces:
    def test_a_zip_code_alone_says_city_and_state(self, fill: Any) -> None:
        form = fill(**{"places-0-zip": "77030"})

        assert form.validate(), form.errors
        assert form.content().places == (Place("Houston", "TX", "77030"),)

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ({"places-0-zip": "7703"}, "five-digit ZIP"),
            ({"places-0-zip": "77030", "places-0-state": "CA"}, "lies in Texas"),
            ({"places-0-state": "ZZ"}, "state from the list"),
        ],
    )
    def test_what_is_no_place_is_said(self, fill: Any, row: dict, words: str) -> None:
        form = fill(**row)

        assert not form.validate()
        assert words in str(form.errors["places"])

    def test_there_are_three_rows_and_more_when_asked_for(self, fill: Any) -> None:
        form = fill(**{"places-0-city": "Austin", "places-1-city": "Waco", "places-2-city": "Tyler"})

        form.one_more_place()

        assert len(form.places.entries) == 4


def test_a_link_to_a_group_leads_to_its_first_choice() -> None:
    assert field_anchor("specialties") == "specialties-0"
    assert field_anchor("work_setting") == "work_setting-0"
    assert field_anchor("pay_min") == "pay_min"
    assert field_anchor("places") == "places"


@pytest.mark.parametrize("zone", ["America/Boise", "America/Indiana/Indianapolis"])
def test_a_job_keeps_a_time_zone_the_list_lacks(app: Flask, zone: str) -> None:
    stored = content(time_zone=zone)
    with app.test_request_context():
        shown = PostingForm.of(stored)
        assert [choice.value for choice in shown.time_zone.iter_choices() if choice.selected] == [zone]
    with app.test_request_context(method="POST", data={"time_zone": zone}):
        form = PostingForm.of(stored)
        form.validate()
        assert form.content().time_zone == zone
        assert "time_zone" not in form.errors


def test_saving_what_a_page_shows_changes_nothing_though_browsers_write_line_ends_their_own_way(app: Flask) -> None:
    stored = content(description="First part of it.\n\n- one\n- two", hiring_steps="Call\nMeet", time_zone="America/Boise")
    sent = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in typed(stored).items()}
    with app.test_request_context(method="POST", data=MultiDict(sent)):
        form = PostingForm.of(stored)
        assert form.validate(), form.errors
        assert form.content() == stored
