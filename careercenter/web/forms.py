"""What every form shares: CSRF, stripping, and putting a rule's refusal back on its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField, PasswordField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from careercenter.core.errors import RuleBroken
from careercenter.core.header_words import refusal
from careercenter.core.i18n import LazyString, Words

Pairs = Iterable[tuple[str, Words]]


def listed(pairs: Pairs) -> list[SelectChoice]:
    """Give choices of (value, words) pairs."""
    return [SelectChoice(value, cast(str, label)) for value, label in pairs]


def in_groups(groups: Iterable[tuple[Words, Pairs]]) -> list[SelectChoice]:
    """Give choices that the page folds into one `details` a group."""
    return [SelectChoice(value, cast(str, label), optgroup=str(name)) for name, pairs in groups for value, label in pairs]


# PostgreSQL holds no NUL character, and the others turn the direction of what stands after them: "gpj.exe" reads as "exe.jpg".
# Nobody types one; joiners, which emoji and some scripts need, stay.
_UNSEEN = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _strip(value: Any) -> Any:
    return value.translate(_UNSEEN).strip() if type(value) is str else value  # a member of an enum is a str too, and stays one


def _say(fields: Iterable[Any]) -> None:
    """Turn errors marked with `_l` into text, also those of fields within fields: pages tell them apart by being text."""
    for field in fields:
        if isinstance(field, FormField):
            _say(field.form)
            continue
        if isinstance(field, FieldList):
            _say(field.entries)
        field.errors = [str(error) if isinstance(error, LazyString) else error for error in field.errors]


def _one_line(_form: Any, field: Field) -> None:
    """Refuse what must not stand in the header of an e-mail: names and titles do in the end."""
    if refused := refusal(field.data if isinstance(field.data, str) else ""):
        raise ValidationError(refused)


class BaseForm(FlaskForm):
    """A form checks shape and hands over a value; it does not query, save or fill a model.

    Views call `form.validate_on_submit()` and, when it fails, render the page again with status 422.
    """

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)  # fields of fields take no filters of their own
            filters = list(unbound_field.kwargs.get("filters", []))
            # Passwords keep their spaces: they are part of the secret.
            if "Password" not in unbound_field.field_class.__name__:
                filters.append(_strip)
            field = unbound_field.bind(form=form, filters=filters, **options)
            if isinstance(field, StringField) and not isinstance(field, TextAreaField | HiddenField | PasswordField):
                field.validators = [*field.validators, _one_line]
            return field

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        _say(self)
        return bool(valid)

    def refuse(self, broken: RuleBroken) -> None:
        """Show a rule's refusal beside its field, or in the summary alone when it names none."""
        field = self._fields.get(broken.field) if broken.field else None
        if field is None:
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]
