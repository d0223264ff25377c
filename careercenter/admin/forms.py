"""What administrators type."""

from __future__ import annotations

from wtforms import EmailField, ValidationError
from wtforms.validators import InputRequired

from careercenter.core.addresses import NotAnAddress, mail_address
from careercenter.core.i18n import _l
from careercenter.web.forms import BaseForm


class TestMailForm(BaseForm):
    email = EmailField(_l("Send it to"), validators=[InputRequired(_l("Enter an e-mail address"))])

    def validate_email(self, field: EmailField) -> None:
        try:
            mail_address(field.data or "")
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error
