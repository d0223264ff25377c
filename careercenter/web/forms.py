"""What every form shares: CSRF, text brought to one form, selects that keep what is stored, refusals beside their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, cast

from flask import g, has_request_context, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, SelectFieldBase

from careercenter.core import typed
from careercenter.core.errors import RuleBroken
from careercenter.core.header_words import refusal
from careercenter.core.i18n import LazyString, Words, _

Pairs = Iterable[tuple[str, Words]]


def listed(pairs: Pairs) -> list[SelectChoice]:
    """Give choices of (value, words) pairs."""
    return [SelectChoice(value, cast(str, label)) for value, label in pairs]


def in_groups(groups: Iterable[tuple[Words, Pairs]]) -> list[SelectChoice]:
    """Give choices that the page folds into one `details` a group."""
    return [SelectChoice(value, cast(str, label), optgroup=str(name)) for name, pairs in groups for value, label in pairs]


def found_by(choices: list[SelectChoice], others: Callable[[str], Iterable[str]]) -> list[SelectChoice]:
    """Have choices found, where they are found by typing, by other names too: `others` gives those of a value."""
    return [replace(one, render_kw={"also": "|".join(others(str(one.value)))}) for one in choices]


def _normalizer_of(field_class: type[Field]) -> Callable[[Any], Any] | None:
    """Give what brings the text of a kind of field to one form; None where every character counts."""
    if issubclass(field_class, PasswordField):
        return None  # spaces are part of the secret
    several = not issubclass(field_class, StringField) or issubclass(field_class, TextAreaField | HiddenField)
    folded = typed.lines if several else typed.one_line
    return lambda value: folded(value) if type(value) is str else value  # a member of an enum is a str too, and stays one


def malformed() -> bool:
    """Say whether a form of this request was refused by its shape, before any rule was asked."""
    return bool(g.get("malformed"))


def _errors_as_text(fields: Iterable[Any]) -> None:
    """Turn errors marked with `_l` into text, also those of fields within fields: pages tell them apart by being text."""
    for field in fields:
        if isinstance(field, FormField):
            _errors_as_text(field.form)
            continue
        if isinstance(field, FieldList):
            _errors_as_text(field.entries)
        field.errors = [str(error) if isinstance(error, LazyString) else error for error in field.errors]


def _one_line(_form: Any, field: Field) -> None:
    """Refuse what must not stand in the header of an e-mail: names and titles do in the end."""
    if refused := refusal(field.data if isinstance(field.data, str) else ""):
        raise ValidationError(refused)


class _InputMixin:
    """What every form does with what comes in, before anything looks at it."""

    _fields: dict[str, Any]
    keywords_are_stored = False  # those of a page may come from its address

    class Meta:
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)  # fields of fields take no filters of their own
            filters = list(unbound_field.kwargs.get("filters", []))
            if folded := _normalizer_of(unbound_field.field_class):
                filters.insert(0, folded)
            field = unbound_field.bind(form=form, filters=filters, **options)
            if isinstance(field, StringField) and not isinstance(field, TextAreaField | HiddenField | PasswordField):
                field.validators = [*field.validators, _one_line]
            return field

    def process(
        self, formdata: Any = None, obj: Any = None, data: Any = None, extra_filters: Any = None, **kwargs: Any
    ) -> None:
        super().process(formdata, obj, data, extra_filters, **kwargs)  # type: ignore[misc]  # of the form this is mixed into
        for name, field in self._fields.items():
            folded = _normalizer_of(type(field))
            if folded and field.raw_data:
                field.raw_data = [folded(value) for value in field.raw_data]  # what `InputRequired` looks at
            stored = hasattr(obj, name) or name in (data or {}) or (self.keywords_are_stored and name in kwargs)
            if stored and isinstance(field, SelectFieldBase):
                _offer_stored(field)


def _offer_stored(field: Any) -> None:
    """Offer what is stored although the list lacks it: saving a page untouched must change nothing."""
    stored = field.object_data if isinstance(field.object_data, list | tuple | set | frozenset) else [field.object_data]
    offered = {str(choice.value) for choice in field.choices or ()}
    kept = [str(value) for value in stored if value not in (None, "") and str(value) not in offered]
    if kept:
        field.choices = [*(field.choices or ()), *(SelectChoice(value, value.replace("_", " ")) for value in kept)]


_TELLING = 4  # letters: shorter words of a label ("in", "to", "ZIP") name nothing
_STEM = 6


def named_error(label: str, error: str) -> str:
    """Give an error for a summary, with its field named where its own words do not say which it is.

    "Enter a whole number from 1 to 104." is said of any of ten fields; "Enter a job title." names its own.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", label.lower()) if len(word) >= _TELLING]
    if (
        not words
        or label.endswith("?")
        or any(word[: max(_TELLING, min(_STEM, len(word) - 1))] in error.lower() for word in words)
    ):
        return error
    first = error[:1].lower() if error[1:2].islower() or error[1:2] == " " else error[:1]
    return _("%(field)s: %(error)s", field=label, error=first + error[1:])


class RowForm(_InputMixin, Form):
    """A form within a form: one row of several, which WTForms hands what is stored as keywords."""

    keywords_are_stored = True

    class Meta(_InputMixin.Meta, Form.Meta):
        pass


class BaseForm(_InputMixin, FlaskForm):
    """A form checks shape and hands over a value; it does not query, save or fill a model.

    Views call `form.validate_on_submit()` and, when it fails, render the page again with status 422. What is stored is given
    as `obj` or `data`, on POST too: selects go on offering it.
    """

    class Meta(_InputMixin.Meta, FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Take forms alone: a body of JSON, which Flask-WTF reads too, holds numbers and nests where fields expect text."""
            if has_request_context() and request.is_json:
                return ImmutableMultiDict()
            return super().wrap_formdata(form, formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        _errors_as_text(self)
        token = self._fields.get("csrf_token")
        if token is not None and token.errors:
            token.errors = [
                _("Your session changed while this page was open, so nothing was sent. Look it over, then send it again.")
            ]
        if not valid and has_request_context():
            g.malformed = True
        return valid

    def refuse(self, broken: RuleBroken) -> None:
        """Show a rule's refusal beside its field, or in the summary alone when it names none."""
        field = self._fields.get(broken.field) if broken.field else None
        if field is None:
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]
