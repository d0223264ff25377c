"""What administrators type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import EmailField, RadioField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from careercenter.admin.models import RecoveryKind
from careercenter.core.addresses import NotAnAddress, mail_address
from careercenter.core.i18n import _l
from careercenter.web.forms import BaseForm


class TestMailForm(BaseForm):
    email = EmailField(_l("Send it to"), validators=[InputRequired(_l("Enter an e-mail address."))])

    def validate_email(self, field: EmailField) -> None:
        try:
            mail_address(field.data or "")
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error


class RecoveryForm(BaseForm):
    """What is to be done for somebody who cannot get in, and how they showed who they are."""

    kind = RadioField(_l("What is to be done"), validators=[InputRequired(_l("Choose what is to be done."))])
    address = EmailField(_l("New e-mail address"), description=_l("Only where the address is to change"))
    reason = TextAreaField(
        _l("How the person showed who they are"),
        description=_l("The other administrator decides by it, and the trail keeps it"),
        validators=[
            DataRequired(_l("Say how the person showed who they are.")),
            Length(max=500, message=_l("Shorten this to 500 characters.")),
        ],
    )

    def __init__(self, kinds: Sequence[RecoveryKind] = tuple(RecoveryKind), **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = [SelectChoice(kind.value, kind.label) for kind in kinds]
