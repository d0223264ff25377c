"""What a person types about an employer and its people."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from careercenter.core.addresses import NotAnAddress, mail_address, web_address
from careercenter.core.i18n import LazyString, _, _l, number
from careercenter.core.numbers import whole
from careercenter.core.places import TIME_ZONES, state_choices
from careercenter.employers.logo import LARGEST_UPLOAD
from careercenter.employers.models import EmployerKind, Role
from careercenter.employers.services import LONGEST_ABOUT, LONGEST_STATEMENT, EmployerProfile
from careercenter.web.forms import BaseForm, listed

ROLE_HINTS = {
    Role.OWNER: _l("Everything a recruiter does, and the profile and the team"),
    Role.RECRUITER: _l("Posts and closes jobs, reads and answers applications"),
    Role.VIEWER: _l("Sees jobs and applications, changes nothing"),
}

_TOO_LONG = _l("Shorten the description to %(max)s characters.", max=LazyString(number, LONGEST_ABOUT))


class EmployerForm(BaseForm):
    name = StringField(
        _l("Name of the employer"),
        validators=[
            InputRequired(_l("Enter the name of the employer.")),
            Length(2, 120, _l("Enter the employer's name in 2 to 120 characters.")),
        ],
    )
    kind = SelectField(
        _l("What kind of employer it is"),
        choices=listed([("", _l("Choose one")), *EmployerKind.choices()]),
        validators=[InputRequired(_l("Choose what kind of employer it is."))],
    )
    website = StringField(_l("Website"))
    about = TextAreaField(
        _l("About"),
        validators=[Length(max=LONGEST_ABOUT, message=_TOO_LONG)],
    )
    equal_opportunity = TextAreaField(
        _l("Equal opportunity statement"),
        validators=[
            Length(
                max=LONGEST_STATEMENT,
                message=_l("Shorten the statement to %(max)s characters.", max=LazyString(number, LONGEST_STATEMENT)),
            )
        ],
    )
    city = StringField(_l("City"), validators=[Length(max=80, message=_l("Enter a city in at most 80 characters."))])
    state = SelectField(_l("State"), choices=listed([("", _l("Choose a state")), *state_choices()]))
    time_zone = SelectField(_l("Time zone"), choices=listed(TIME_ZONES.items()), default="America/New_York")
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
            equal_opportunity=self.equal_opportunity.data or "",
            city=self.city.data or "",
            state=self.state.data or "",
            time_zone=self.time_zone.data,
        )

    @property
    def seen_version(self) -> int:
        """Give the version of the profile the person saw; 0, which no profile has, when the field was tampered with."""
        text = self.version.data or ""
        return whole(text) or 0


class NewEmployerForm(EmployerForm):
    """`different` names the employers that were shown and that the person said it is not, by public id and a comma."""

    different = HiddenField(validators=[Length(max=400)])

    def seen(self) -> set[str]:
        return set((self.different.data or "").split(",")) - {""}


class LogoForm(BaseForm):
    logo = FileField(_l("Logo"))

    def content(self) -> bytes:
        with self.logo.data.stream as stream:
            return bytes(stream.read(LARGEST_UPLOAD + 1))

    def validate_logo(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(_("Choose a logo."))


def _roles() -> list[SelectChoice]:
    return [SelectChoice(role.value, role.label, {"hint": ROLE_HINTS[role]}) for role in Role]


class InvitationForm(BaseForm):
    email = StringField(_l("E-mail address"), validators=[InputRequired(_l("Enter the address of the person you invite."))])
    role = RadioField(_l("Role"), choices=_roles, default=Role.RECRUITER.value)

    def validate_email(self, field: StringField) -> None:
        try:
            mail_address(field.data)
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error


class RoleForm(BaseForm):
    role = RadioField(_l("Role"), choices=_roles)


class JoinRoleForm(BaseForm):
    """The role of who asked to join, on a page that holds many of these: each with a prefix of its own."""

    role = SelectField(
        _l("Role"),
        choices=listed(Role.choices()),
        default=Role.RECRUITER.value,
        validators=[InputRequired(_l("Choose a role from the list."))],
        invalid_choice_message=_l("Choose a role from the list."),
    )
