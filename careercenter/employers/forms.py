"""What a person types about an employer and its people."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from careercenter.core.addresses import NotAnAddress, mail_address, web_address
from careercenter.core.places import TIME_ZONES, state_choices
from careercenter.employers.models import EmployerKind, Role
from careercenter.employers.services import LONGEST_ABOUT, EmployerProfile
from careercenter.web.forms import BaseForm, listed

ROLE_HINTS = {
    Role.OWNER: "Everything a recruiter does, and the profile and the team",
    Role.RECRUITER: "Writes and closes jobs, reads and answers applications",
    Role.VIEWER: "Sees jobs and applications, changes nothing",
}


class EmployerForm(BaseForm):
    name = StringField(
        "Name of the employer",
        validators=[
            InputRequired("Enter the name of the employer"),
            Length(2, 120, "Enter the employer's name in 2 to 120 characters"),
        ],
    )
    kind = SelectField(
        "What kind of employer it is",
        choices=listed([("", "Choose one"), *EmployerKind.choices()]),
        validators=[InputRequired("Choose what kind of employer it is")],
    )
    website = StringField("Website")
    about = TextAreaField(
        "About", validators=[Length(max=LONGEST_ABOUT, message=f"Shorten the description to {LONGEST_ABOUT:,} characters")]
    )
    city = StringField("City", validators=[Length(max=80, message="Enter a city in at most 80 characters")])
    state = SelectField("State", choices=listed([("", "Choose a state"), *state_choices()]))
    time_zone = SelectField("Time zone", choices=listed(TIME_ZONES.items()), default="America/New_York")
    version = HiddenField()

    def validate_website(self, field: StringField) -> None:
        if field.data:
            try:
                web_address(field.data)
            except NotAnAddress as error:
                raise ValidationError(str(error)) from error

    def profile(self) -> EmployerProfile:
        return EmployerProfile(
            name=self.name.data or "",
            kind=EmployerKind(self.kind.data),
            website=self.website.data or "",
            about=self.about.data or "",
            city=self.city.data or "",
            state=self.state.data or "",
            time_zone=self.time_zone.data,
        )

    @property
    def seen_version(self) -> int:
        """Give the version of the profile the person saw; 0, which no profile has, when the field was tampered with."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class LogoForm(BaseForm):
    logo = FileField("Picture")

    def content(self) -> bytes:
        return self.logo.data.read() if self.logo.data else b""

    def validate_logo(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError("Choose a picture")


def _roles() -> list[SelectChoice]:
    return [SelectChoice(role.value, role.label, {"hint": ROLE_HINTS[role]}) for role in Role]


class InvitationForm(BaseForm):
    email = StringField("E-mail address", validators=[InputRequired("Enter the address of the person you invite")])
    role = RadioField("Role", choices=_roles, default=Role.RECRUITER.value)

    def validate_email(self, field: StringField) -> None:
        try:
            mail_address(field.data)
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error


class RoleForm(BaseForm):
    role = RadioField("Role", choices=_roles)
