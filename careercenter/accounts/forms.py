"""Forms of accounts. They check shape; whether a password is good or an address is known is said by the services."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from careercenter.accounts.services import SignUp
from careercenter.core.addresses import NotAnAddress, likely_meant, mail_address
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l
from careercenter.core.places import TIME_ZONES, time_zone_said
from careercenter.web.forms import BaseForm, listed

_PASSWORD_TOO_LONG = Length(max=1000, message=_l("Enter a shorter password."))


class Email(EmailField):
    """An address, by its shape."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError(_("Enter your e-mail address."))
        try:
            mail_address(self.data)
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error


def _name_field() -> Any:
    too_long = Length(max=120, message=_l("Enter a name of 120 characters or fewer."))
    return StringField(_l("Your name"), validators=[DataRequired(_l("Enter your name.")), too_long])


class LoginForm(BaseForm):
    email = Email(_l("E-mail address"))
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password.")), _PASSWORD_TOO_LONG])


class ClaimForm(BaseForm):
    """What a new account says of its person, beside the address."""

    kind = RadioField(
        _l("What brings you here?"),
        choices=[
            SelectChoice("coder", _l("I’m looking for a job")),
            SelectChoice("employer", _l("I’m hiring for an employer")),
        ],
        validators=[InputRequired(_l("Choose whether you are looking for a job or hiring."))],
    )
    name = _name_field()
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter a password.")), _PASSWORD_TOO_LONG])

    def value(self, email: str, target: str = "") -> SignUp:
        return SignUp(self.name.data, email, self.password.data, self.kind.data == "coder", target)


class SignUpForm(ClaimForm):
    """A slip of the keys in the address is asked about once: `as_typed` is the address that was, `email_meant` the answer."""

    email = Email(_l("E-mail address"))
    as_typed = HiddenField()
    time_zone = HiddenField()
    email_meant = HiddenField()

    def validate_email(self, field: Any) -> None:
        if self.email_meant.data:
            field.data, self.email_meant.data = self.email_meant.data, ""
        if (meant := likely_meant(field.data or "")) and field.data != self.as_typed.data:
            self.as_typed.data = field.data
            raise ValidationError(_("Did you mean %(meant)s? If not, submit the form again as it is.", meant=meant))

    def value(self, email: str, target: str = "") -> SignUp:
        """Give what was said; the zone is the browser's, and none where it says none of ours."""
        return replace(super().value(email, target), time_zone=time_zone_said(self.time_zone.data))

    @property
    def meant(self) -> str:
        """Give the address to offer beside the question; "" while there is none."""
        return likely_meant(self.email.data or "") if self.email.errors else ""


class PasswordForm(BaseForm):
    """Prove who you are by the password you have."""

    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password.")), _PASSWORD_TOO_LONG])


class NewPasswordForm(BaseForm):
    password = PasswordField(_l("New password"), validators=[InputRequired(_l("Enter a new password.")), _PASSWORD_TOO_LONG])


class AdminForm(BaseForm):
    name = _name_field()
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter a password.")), _PASSWORD_TOO_LONG])


class InvitedForm(AdminForm):
    """Who was invited says who they are; the address is the invitation's."""


class ForgotForm(BaseForm):
    email = Email(_l("E-mail address"))


class NameForm(BaseForm):
    name = _name_field()


class TimeZoneForm(BaseForm):
    time_zone = SelectField(
        _l("Time zone"),
        choices=listed([("", _l("Not chosen: your employer’s, else the board’s")), *TIME_ZONES.items()]),
        invalid_choice_message=_l("Choose a time zone from the list."),
    )


class EmailForm(BaseForm):
    email = Email(_l("New e-mail address"))


class ChangePasswordForm(BaseForm):
    current = PasswordField(
        _l("Password you use now"), validators=[InputRequired(_l("Enter the password you use now.")), _PASSWORD_TOO_LONG]
    )
    new = PasswordField(_l("New password"), validators=[InputRequired(_l("Enter a new password.")), _PASSWORD_TOO_LONG])


class CodeForm(BaseForm):
    code = StringField(
        _l("Code"), validators=[DataRequired(_l("Enter the code.")), Length(max=60, message=_l("Enter a code as it is shown."))]
    )


class PasskeyForm(BaseForm):
    """The browser's answer, put in by static/js/passkey.js."""

    credential = HiddenField(validators=[InputRequired(), Length(max=20_000)])

    def answer(self) -> str:
        if not self.validate_on_submit():
            raise RuleBroken(_("Your browser gave no passkey. Try again."))
        return str(self.credential.data)


class NewPasskeyForm(PasskeyForm):
    name = StringField(
        _l("Name of the passkey"),
        validators=[
            DataRequired(_l("Enter a name you will know it by, such as Work laptop.")),
            Length(max=64, message=_l("Enter a name of 64 characters or fewer.")),
        ],
    )


class EmptyForm(BaseForm):
    """A button alone."""
