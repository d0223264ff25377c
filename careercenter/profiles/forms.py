"""What every page of a profile is, the first of them, and the upload of a résumé; the others stand in `forms_naming`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from careercenter.core.i18n import _, _l
from careercenter.core.places import HOME_STATES
from careercenter.profiles.offers import Offer
from careercenter.web.forms import BaseForm, listed


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


class PartForm(BaseForm):
    """One page of a profile; `adds_rows` where what it just took asks for more on the same page."""

    adds_rows = False

    def changes(self) -> dict[str, Any]:
        """Give the fields of `ProfileAnswers` this page is of."""
        return {}


class AboutForm(PartForm):
    headline = StringField(
        _l("What you do, in one line"), [Length(max=120, message=_l("Shorten this line to 120 characters."))]
    )
    phone = StringField(_l("Phone"), [Length(max=30, message=_l("Shorten the number to 30 characters.")), checked_phone])
    city = StringField(_l("City"), [Length(max=80, message=_l("Shorten the city to 80 characters."))])
    state = SelectField(
        _l("State you live in"),
        default="",
        choices=[*listed([("", _l("Choose a state"))]), *(SelectChoice(code, name) for code, name in HOME_STATES.items())],
        invalid_choice_message=_l("Choose a state from the list."),
    )

    def changes(self) -> dict[str, Any]:
        return {name: getattr(self, name).data or "" for name in ("headline", "phone", "city", "state")}


class OffersForm(BaseForm):
    """What was read in a résumé, to be ticked. The button `all` takes everything."""

    taken = SelectMultipleField(_l("What is right"), choices=[], validate_choice=False)

    def __init__(self, offered: Iterable[Offer] = (), **more: Any) -> None:
        super().__init__(**more)
        self._offered = frozenset(one.key for one in offered)

    def chosen(self) -> frozenset[str]:
        return self._offered if "all" in request.form else self._offered & frozenset(self.taken.data or ())


class UploadForm(BaseForm):
    resume = FileField(_l("Résumé"))


def uploaded(field: Any, most: int) -> tuple[bytes, str] | None:
    """Give (content, name) of a chosen file, read one byte past `most` at the furthest; None when none was chosen."""
    chosen = field.data
    if not getattr(chosen, "filename", ""):
        return None
    with chosen.stream as stream:
        return stream.read(most + 1), chosen.filename
