"""The controls of the posting's form that follow from what a field's declaration says."""

from __future__ import annotations

from typing import Any, TypeVar

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.form import Form
from wtforms.validators import Length

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.postings.content import KINDS, SPECS
from careercenter.postings.field_spec import FieldSpec, Kind
from careercenter.postings.fields import HalvesField, ManyField, MoneyField, OneOfField, WholeNumberField, WordsField
from careercenter.web.forms import listed

LONGEST_LINE = 80  # characters; a longer text has a box of several lines

AnyForm = TypeVar("AnyForm", bound=type[Form])


def with_declared_fields(form: AnyForm) -> AnyForm:
    """Give a form class a control for each declared field it has none for."""
    for name, spec in SPECS.items():
        if not hasattr(form, name):
            setattr(form, name, control(spec, KINDS[name]))
    return form


def control(spec: FieldSpec, kind: Kind) -> Any:
    """Give the control for a field's type; what is neither chosen, counted, ticked nor written has to be made by hand."""
    if isinstance(kind.type, type) and issubclass(kind.type, LabelledEnum):
        if kind.several:
            return ManyField(spec.label, listed(kind.type.choices()), kind=kind.type)
        return OneOfField(spec.label, kind.type)
    if kind.type is bool:
        return BooleanField(spec.label)
    if spec.money:
        return MoneyField(spec.label)
    if spec.bounds and kind.type is int:
        return WholeNumberField(spec.label, spec.bounds)
    if spec.bounds and kind.type is float:
        return HalvesField(spec.label, spec.bounds)
    if kind.type is str and kind.several:
        return WordsField(spec.label)
    if kind.type is str and spec.longest:
        shorter = _l("Shorten it to %(most)s characters.", most=spec.longest)
        written = StringField if spec.longest <= LONGEST_LINE else TextAreaField
        return written(spec.label, validators=[Length(max=spec.longest, message=shorter)])
    raise TypeError(f"no control follows from a field of {kind.type} labelled {spec.label}")
