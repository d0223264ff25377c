"""The profile and the upload of a résumé."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_wtf.file import FileField
from wtforms import FieldList, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.core import numbers
from careercenter.core.i18n import _, _l
from careercenter.core.places import HOME_STATES
from careercenter.profiles.answers import ProfileAnswers, SettingWanted
from careercenter.profiles.models import CoderProfile
from careercenter.taxonomy import catalogue
from careercenter.web.forms import BaseForm, RowForm, in_groups, listed

MOST_SPECIALTIES = 12
EMPTY_ROWS = 3
MOST_TOOLS = 20
MOST_YEARS = 60
# Hourly cents; outside of these somebody typed a yearly or a monthly figure.
LEAST_PAY, MOST_PAY = 700, 50_000


def checked_phone(_form: Any, field: Any) -> None:
    """Accept a telephone number in any usual writing, with or without an extension, and keep it in plain characters."""
    if not field.data:
        return
    plain = _plain_phone(field.data)
    digits = re.sub(r"[^0-9]", "", plain)
    if not _PHONE.fullmatch(plain) or not 7 <= len(digits) <= 18:
        raise ValidationError(_("Enter a phone number, like 512 555 0134."))
    field.data = plain


_PHONE = re.compile(
    r"(?:(?:tel|phone|mobile|cell)[.:]? ?)?[0-9+(). /-]+(?:,? ?(?:x|ext\.?|extension|#) ?[0-9]{1,6})?", re.IGNORECASE
)


def _plain_phone(text: str) -> str:
    """Fold what word processors and telephones of other countries write: dashes, spaces and digits of every kind."""
    folded = []
    for char in unicodedata.normalize("NFKC", text):
        digit, kind = unicodedata.digit(char, None), unicodedata.category(char)
        folded.append(
            str(digit) if digit is not None else "-" if kind == "Pd" or char == "\u2212" else " " if kind == "Zs" else char
        )
    return " ".join("".join(char for char in folded if unicodedata.category(char) != "Cf").split())


def _years(text: str | None) -> int | None:
    """Read years; ValidationError for what is no such number."""
    text = (text or "").strip()
    if not text:
        return None
    years = numbers.whole(text, high=MOST_YEARS)
    if years is None:
        raise ValidationError(_("Enter years as a whole number from 0 to %(most)s.", most=MOST_YEARS))
    return years


def _pay(text: str | None) -> int | None:
    """Read dollars an hour as cents; ValidationError for what is none, or is no pay by the hour."""
    if not text:
        return None
    cents = numbers.cents(text)
    if cents is None:
        raise ValidationError(_("Enter dollars an hour, like 34.50."))
    if not LEAST_PAY <= cents <= MOST_PAY:
        raise ValidationError(
            _("Enter dollars an hour, between %(least)s and %(most)s.", least=LEAST_PAY // 100, most=MOST_PAY // 100)
        )
    return cents


class Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SpecialtyRow(RowForm):
    """One specialty and the years in it; a row without a specialty is passed over."""

    slug = SelectField(
        _l("Specialty"),
        default="",  # a row that was not sent chose none
        choices=lambda: [SelectChoice("", _("None")), *in_groups(catalogue.specialty_choices())],
        invalid_choice_message=_l("Choose a specialty from the list."),
    )
    years = StringField(_l("Years in it"))

    def validate_years(self, field: Any) -> None:
        if _years(field.data) is None:
            return
        if not self.slug.data:
            raise ValidationError(_("Choose the specialty these years are in."))


class ProfileForm(BaseForm):
    headline = StringField(
        _l("What you do, in one line"), [Length(max=120, message=_l("Shorten this line to 120 characters."))]
    )
    phone = StringField(_l("Phone"), [Length(max=30, message=_l("Shorten the number to 30 characters.")), checked_phone])
    city = StringField(_l("City"), [Length(max=80, message=_l("Shorten the city to 80 characters."))])
    state = SelectField(
        _l("State you live in"),
        choices=[*listed([("", _l("Choose a state"))]), *(SelectChoice(code, name) for code, name in HOME_STATES.items())],
        invalid_choice_message=_l("Choose a state from the list."),
    )
    years = StringField(_l("Years as a medical coder, in all"))
    credentials = Checkboxes(
        _l("Credentials you hold"),
        choices=lambda: in_groups(catalogue.credential_choices()),
        invalid_choice_message=_l("Choose credentials from the list, not %(value)s."),
    )
    specialties = FieldList(FormField(SpecialtyRow), min_entries=EMPTY_ROWS, max_entries=MOST_SPECIALTIES + EMPTY_ROWS)
    tools = TextAreaField(_l("Records systems and encoders you know"))
    work_settings = Checkboxes(
        _l("Where you want to work"),
        choices=listed(SettingWanted.choices()),
        invalid_choice_message=_l("Choose from the list, not %(value)s."),
    )
    pay_wanted = StringField(_l("Pay you look for"))

    def validate_years(self, field: Any) -> None:
        _years(field.data)

    def validate_pay_wanted(self, field: Any) -> None:
        _pay(field.data)

    def validate_tools(self, field: Any) -> None:
        tools = self._tools()
        if len(tools) > MOST_TOOLS:
            raise ValidationError(_("Name at most %(most)s.", most=MOST_TOOLS))
        if any(len(tool) > 60 for tool in tools):
            raise ValidationError(_("Shorten each name to 60 characters, and put each on a line of its own."))

    def validate_specialties(self, field: Any) -> None:
        chosen = [row.slug.data for row in field if row.slug.data]
        if len(chosen) > MOST_SPECIALTIES:
            raise ValidationError(_("Name at most %(most)s specialties.", most=MOST_SPECIALTIES))
        if len(set(chosen)) != len(chosen):
            raise ValidationError(_("Name each specialty once."))

    def _tools(self) -> tuple[str, ...]:
        named = (" ".join(part.split()) for part in re.split(r"[,\n;]", self.tools.data or ""))
        return tuple(dict.fromkeys(part for part in named if part))

    def answers(self) -> ProfileAnswers:
        return ProfileAnswers(
            headline=self.headline.data or "",
            phone=self.phone.data or "",
            city=self.city.data or "",
            state=self.state.data or "",
            credentials=tuple(self.credentials.data or ()),
            specialties=tuple((row.slug.data, _years(row.years.data)) for row in self.specialties if row.slug.data),
            years=_years(self.years.data),
            tools=self._tools(),
            work_settings=tuple(self.work_settings.data or ()),
            pay_wanted=_pay(self.pay_wanted.data),
        )


def filled_in(profile: CoderProfile | None) -> dict[str, Any]:
    """Give what the form shows of a saved profile, with rows left for more specialties."""
    if profile is None:
        return {}
    rows = [{"slug": one["slug"], "years": "" if one["years"] is None else str(one["years"])} for one in profile.specialties]
    cents = profile.pay_wanted
    return {
        "headline": profile.headline,
        "phone": profile.phone,
        "city": profile.city,
        "state": profile.state,
        "credentials": profile.credentials,
        "specialties": rows + [{"slug": "", "years": ""}] * EMPTY_ROWS,
        "years": "" if profile.years is None else str(profile.years),
        "tools": "\n".join(profile.tools),
        "work_settings": profile.work_settings,
        "pay_wanted": "" if cents is None else f"{cents // 100}" if cents % 100 == 0 else f"{cents / 100:.2f}",
    }


class UploadForm(BaseForm):
    resume = FileField(_l("Résumé"))


def uploaded(field: Any, most: int) -> tuple[bytes, str] | None:
    """Give (content, name) of a chosen file, read one byte past `most` at the furthest; None when none was chosen."""
    chosen = field.data
    if not getattr(chosen, "filename", ""):
        return None
    with chosen.stream as stream:
        return stream.read(most + 1), chosen.filename
