"""Form fields of a posting: each reads what people type into the content's own value, and shows it back as typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.core import numbers
from careercenter.core.addresses import NotAnAddress, mail_address, web_address
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _, _l
from careercenter.web.forms import listed

Kind = TypeVar("Kind", bound=LabelledEnum)

NOTHING_SAID = _l("Not said")
LARGEST_PAY = 100_000_000  # cents: a million dollars is a slip of the pen in any unit


class MoneyField(StringField):
    """Dollars as people write them ("34", "34.50", "$71,000"); the data are exact cents, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            self.data = cents(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.data // 100:,}" if self.data % 100 == 0 else f"{self.data // 100:,}.{self.data % 100:02}"


def cents(text: str) -> int:
    """Read dollars exactly; ValueError, with what to write, for anything that is not one amount."""
    amount = numbers.cents(text)
    if amount is None:
        raise ValueError(_("Enter an amount in dollars, like 34.50 or 71,000."))
    if not 0 < amount <= LARGEST_PAY:
        raise ValueError(_("Enter an amount above $0 and up to $1,000,000."))
    return amount


class WholeNumberField(StringField):
    """A whole number between two bounds, or None."""

    def __init__(self, label: Words, bounds: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.low, self.high = bounds

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = numbers.whole(text, low=self.low, high=self.high)
        if self.data is None:
            raise ValueError(_("Enter a whole number from %(low)s to %(high)s.", low=self.low, high=self.high))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class HalvesField(StringField):
    """A number in steps of a half between two bounds ("40", "37.5"), or None."""

    def __init__(self, label: Words, bounds: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.low, self.high = bounds

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = numbers.halves(text, low=self.low, high=self.high)
        if self.data is None:
            raise ValueError(
                _("Enter a number from %(low)s to %(high)s, in whole or half hours, like 37.5.", low=self.low, high=self.high)
            )

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else f"{self.data:g}"


class DayField(DateField):
    """A day, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = numbers.day(text)
        if self.data is None:
            raise ValueError(_("Enter a day as year-month-day, like 2026-12-19."))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data.isoformat() if self.data else ""


class WordsField(StringField):
    """Several short texts with commas between; the data are a tuple without repetitions."""

    def __init__(self, label: Words, *, most: int = 20, longest: int = 40, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.most, self.longest = most, longest

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = re.split(r"[,;\n]", valuelist[0] if valuelist else "")
        self.data = tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))

    def pre_validate(self, form: Any) -> None:
        if len(self.data or ()) > self.most:
            raise ValidationError(_("Enter at most %(most)s, with commas between.", most=self.most))
        if long := next((part for part in self.data or () if len(part) > self.longest), None):
            raise ValidationError(
                _(
                    "Shorten “%(start)s…” to %(most)s characters, or put commas between.",
                    start=long[:20],
                    most=self.longest,
                )
            )

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(self.data or ())


# CPT and HCPCS ("38225", "Q2041", "0708T"), ICD-10-CM ("C50.911"), ICD-10-PCS ("XW033C7"), "MS-DRG 018"; the mark of a range
# may be a hyphen or a dash.
_CODE = r"(?:MS-DRG |APR-DRG |APC |HCC )?[A-Z0-9]{1,7}(?:\.[A-Z0-9]{1,4})?"
_CODES = re.compile(rf"{_CODE}(?: ?[-–] ?{_CODE})?", re.IGNORECASE)


class CodesField(WordsField):
    """Codes and ranges of codes, in capitals."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = tuple(dict.fromkeys(re.sub(r" ?– ?", "-", part.upper()) for part in self.data))

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        for part in self.data or ():
            if not _CODES.fullmatch(part) or not any(letter.isdigit() for letter in part):
                raise ValidationError(
                    _("“%(part)s” is not a code. Enter codes and ranges like 38225-38228, Q2041, C50.911.", part=part)
                )


class OneOfField(SelectField):
    """One member of an enum, or None. What is not in the list is said beside the field."""

    def __init__(self, label: Words, kind: type[Kind], *, nothing: Words = NOTHING_SAID, **kwargs: Any) -> None:
        super().__init__(label, choices=listed([("", nothing), *kind.choices()]), coerce=_member_of(kind), **kwargs)

    def pre_validate(self, form: Any) -> None:
        _only_listed(self.data, self.choices)


class RadiosField(RadioField):
    """One member of an enum as radios; None when none is chosen."""

    def __init__(self, label: Words, kind: type[Kind], **kwargs: Any) -> None:
        super().__init__(label, choices=listed(kind.choices()), coerce=_member_of(kind), **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            _only_listed(self.data, self.choices)


class ManyField(SelectMultipleField):
    """Several of a list as checkboxes; the data are a tuple: what it had in its own order, then in the order of the list."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Words, choices: Any, *, most: int = 100, kind: type[Any] = str, **kwargs: Any) -> None:
        super().__init__(label, choices=choices, coerce=str, **kwargs)
        self.most, self.kind = most, kind

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [str(value) for value in valuelist]

    def process_data(self, value: Any) -> None:
        self.data = [str(part) for part in value or ()]

    def pre_validate(self, form: Any) -> None:
        listed = self._listed()
        if any(value not in listed for value in self.data or ()):
            raise ValidationError(_("Choose from the list."))
        if len(self.data or ()) > self.most:
            raise ValidationError(_("Choose at most %(most)s.", most=self.most))

    def chosen(self) -> tuple[Any, ...]:
        picked = set(self.data or ())
        # Those it had before stay in their order, so that saving the same choice again changes nothing.
        order = dict.fromkeys([*map(str, self.object_data or ()), *self._listed()])
        return tuple(self.kind(value) for value in order if value in picked)

    def _listed(self) -> list[str]:
        return list(dict.fromkeys(choice.value for choice in self.choices))


def _member_of(kind: type[Kind]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value in (None, "", "None"):
            return None
        try:
            return kind(value)
        except ValueError:
            return str(value)  # kept, so that `pre_validate` can say what to do

    return read


def _only_listed(data: Any, choices: Any) -> None:
    if data is not None and str(data) not in {str(choice.value) for choice in choices}:
        raise ValidationError(_("Choose from the list."))


def web_address_or_nothing(_form: Any, field: StringField) -> None:
    """Check an outside address and keep it as it may be linked."""
    if field.data:
        try:
            field.data = web_address(field.data)
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error


def mail_address_or_nothing(_form: Any, field: StringField) -> None:
    if field.data:
        try:
            field.data = mail_address(field.data)
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error
