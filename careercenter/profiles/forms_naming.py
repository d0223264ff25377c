"""The pages of a profile on which things are named by a tick or by typing: credentials, specialties, tools, the work wanted."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.core import numbers
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _, _l
from careercenter.core.places import HOME_STATES
from careercenter.profiles import naming, pay
from careercenter.profiles.answers import MOST_SPECIALTIES, MOST_TOOLS, SettingWanted
from careercenter.profiles.forms import AboutForm, PartForm
from careercenter.profiles.models import CoderProfile
from careercenter.profiles.naming import Choice, Named
from careercenter.profiles.parts import ProfilePart, pay_words
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.work_terms import EmploymentType, Schedule
from careercenter.web.forms import RowForm, in_groups, listed

MOST_YEARS = 60
LONGEST_TOOL = 60
LONGEST_LIST = 1_000
# Those most coders hold, and the systems and encoders most of them use: one press each.
USUAL_CREDENTIALS = ("cpc", "ccs", "crc", "coc", "cic", "ccs-p", "rhit", "rhia", "cpma", "cpc-a")
USUAL_TOOLS = (
    "Epic", "Oracle Health", "MEDITECH", "athenahealth", "eClinicalWorks", "NextGen", "Solventum 360 Encompass",
    "Optum EncoderPro", "TruCode", "Find-A-Code",
)  # fmt: skip


def _years(text: str | None) -> int | None:
    """Read years; ValidationError for what is no such number."""
    text = (text or "").strip()
    if not text:
        return None
    years = numbers.whole(text, high=MOST_YEARS)
    if years is None:
        raise ValidationError(_("Enter years as a whole number from 0 to %(most)s.", most=MOST_YEARS))
    return years


class Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NamingForm(PartForm):
    """A page on which things are ticked, or named by typing into `more`; `kind` says what, and names the field of the ticks.

    What was typed and may mean several is answered with these as ticks. `asked` holds what was answered so: a tick settles it.
    """

    kind: Named
    asked = HiddenField(default="", validators=[Length(max=LONGEST_LIST)])

    def typed(self) -> naming.NamesRead:
        return naming.read(self.kind, self._fields["more"].data or "")

    def named(self) -> tuple[str, ...]:
        """Give what is ticked, and what was typed beside it."""
        return tuple(dict.fromkeys([*self._ticked(), *self.typed().meant]))

    def unsettled(self) -> list[tuple[str, tuple[Choice, ...]]]:
        """Give what was typed and is not certain, with what it may mean."""
        asked = set((self.asked.data or "").split("\n"))
        ticked = set(self._ticked())
        return [
            (part, choices)
            for part, choices in self.typed().unclear
            if not (part in asked and any(choice.value in ticked for choice in choices))
        ]

    def _ticked(self) -> list[str]:
        return list(self._fields[self.kind.value].data or ())

    def offered(self) -> list[tuple[Choice, bool]]:
        """Give what stands there to be ticked: what is, then the usual."""
        ticked = self._ticked()
        shown = dict.fromkeys([*ticked, *self.usual])
        return [(naming.choice(self.kind, value) or Choice(value, value), value in ticked) for value in shown]

    usual: tuple[str, ...] = ()

    def ticks(self, name: str) -> list[tuple[Choice, bool]]:
        """Give all that can be ticked of another field."""
        return [(Choice(one.value, str(one.label)), bool(one.selected)) for one in self._fields[name].iter_choices()]

    def validate_more(self, field: Any) -> None:
        for part, choices in self.unsettled():
            words = _("Choose what you mean by “%(words)s”, or take it out.", words=part) if choices else self._unknown(part)
            field.errors.append(words)

    def _unknown(self, part: str) -> str:
        if self.kind is Named.STATES:
            return _("“%(words)s” isn’t a state. Check the spelling, or remove it.", words=part)
        if self.kind is Named.SPECIALTIES:
            return _(
                "We don’t know a specialty called “%(words)s”. Check the spelling, or use another word for it.", words=part
            )
        return _(
            "We don’t know a credential called “%(words)s”. Check the spelling, or look for it in the full list.", words=part
        )


def _list_field(label: Words) -> StringField:
    return StringField(label, [Length(max=LONGEST_LIST, message=_l("Name fewer at once."))])


class CredentialsForm(NamingForm):
    kind, usual = Named.CREDENTIALS, USUAL_CREDENTIALS
    credentials = Checkboxes(
        _l("Credentials you hold"),
        choices=lambda: in_groups(catalogue.credential_choices()),
        invalid_choice_message=_l("Choose credentials from the list, not %(value)s."),
    )
    more = _list_field(_l("Another credential"))
    starting = BooleanField(_l("None yet"))

    def validate_starting(self, field: Any) -> None:
        if field.data and self.named():
            raise ValidationError(_("You named a credential. Remove it, or uncheck “None yet”."))

    def changes(self) -> dict[str, Any]:
        return {"credentials": self.named(), "starting": bool(self.starting.data)}


class SpecialtyRow(RowForm):
    """A specialty, whether it stays, and the years in it."""

    slug = HiddenField()
    keep = BooleanField()
    years = StringField(_l("Years in it"))

    def validate_slug(self, field: Any) -> None:
        if catalogue.specialty(field.data or "") is None:
            raise ValidationError(_("Choose a specialty from the list."))

    def validate_years(self, field: Any) -> None:
        _years(field.data)

    @property
    def name(self) -> str:
        found = catalogue.specialty(self.slug.data or "")
        return found.name if found else ""


class ExperienceForm(NamingForm):
    kind = Named.SPECIALTIES
    years = StringField(_l("Years as a medical coder, in all"))
    specialties = FieldList(FormField(SpecialtyRow), max_entries=2 * MOST_SPECIALTIES)
    more = _list_field(_l("Another specialty"))

    def validate_years(self, field: Any) -> None:
        _years(field.data)

    def _ticked(self) -> list[str]:
        return [row.slug.data for row in self.specialties if row.keep.data and row.slug.data]

    @property
    def adds_rows(self) -> bool:  # type: ignore[override]
        return bool(set(self.typed().meant) - set(self._ticked()))

    def validate_specialties(self, field: Any) -> None:
        if len(self.named()) > MOST_SPECIALTIES:
            raise ValidationError(_("Name at most %(most)s specialties.", most=MOST_SPECIALTIES))

    def changes(self) -> dict[str, Any]:
        years = {row.slug.data: _years(row.years.data) for row in self.specialties if row.keep.data}
        return {"years": _years(self.years.data), "specialties": tuple((slug, years.get(slug)) for slug in self.named())}


class ToolsForm(NamingForm):
    kind, usual = Named.TOOLS, USUAL_TOOLS
    tools = Checkboxes(
        _l("Records systems and encoders you know"),
        choices=lambda: [SelectChoice(one.value, one.words) for one in naming.choices(Named.TOOLS)],
    )
    more = _list_field(_l("Another system or encoder"))

    def named(self) -> tuple[str, ...]:
        """Take every name: what is not known is what it says."""
        reading = self.typed()
        own = (" ".join(part.split()) for part, _may_be in reading.unclear)
        return tuple(dict.fromkeys([*self._ticked(), *reading.meant, *own]))

    def unsettled(self) -> list[tuple[str, tuple[Choice, ...]]]:
        return []

    def validate_more(self, field: Any) -> None:
        named = self.named()
        if len(named) > MOST_TOOLS:
            raise ValidationError(_("Name at most %(most)s systems and encoders.", most=MOST_TOOLS))
        if any(len(tool) > LONGEST_TOOL for tool in named):
            raise ValidationError(_("Shorten each name to %(most)s characters, with a comma between two.", most=LONGEST_TOOL))

    def changes(self) -> dict[str, Any]:
        return {"tools": self.named()}


class WorkForm(NamingForm):
    kind = Named.STATES
    pay_wanted = StringField(_l("Pay you look for"))
    work_settings = Checkboxes(
        _l("Where you want to work"),
        choices=listed(SettingWanted.choices()),
        invalid_choice_message=_l("Choose from the list, not %(value)s."),
    )
    states = Checkboxes(
        _l("States chosen"),
        choices=[SelectChoice(code, name) for code, name in HOME_STATES.items()],
        invalid_choice_message=_l("Choose a state from the list."),
    )
    more = _list_field(_l("Other states you would work in"))
    employment_wanted = Checkboxes(
        _l("Types of employment you want"),
        choices=listed(EmploymentType.choices()),
        invalid_choice_message=_l("Choose from the list, not %(value)s."),
    )
    schedules_wanted = Checkboxes(
        _l("When you want to work"),
        choices=listed(Schedule.choices()),
        invalid_choice_message=_l("Choose from the list, not %(value)s."),
    )

    def validate_pay_wanted(self, field: Any) -> None:
        if field.data:
            try:
                pay.hourly_cents(field.data)
            except RuleBroken as broken:
                raise ValidationError(broken.message) from broken

    def changes(self) -> dict[str, Any]:
        said = self.pay_wanted.data or ""
        return {
            "pay_wanted": pay.hourly_cents(said) if said else None,
            "pay_said": said,
            "states_wanted": self.named(),
            **{name: tuple(self._fields[name].data or ()) for name in _WANTED},
        }


_WANTED = ("work_settings", "employment_wanted", "schedules_wanted")
FORMS: dict[ProfilePart, type[PartForm]] = {
    ProfilePart.ABOUT: AboutForm,
    ProfilePart.CREDENTIALS: CredentialsForm,
    ProfilePart.EXPERIENCE: ExperienceForm,
    ProfilePart.TOOLS: ToolsForm,
    ProfilePart.WORK: WorkForm,
}


def filled_in(part: ProfilePart, profile: CoderProfile | None) -> dict[str, Any]:
    """Give what a page shows of a saved profile."""
    if profile is None:
        return {}
    if part is ProfilePart.ABOUT:
        return {name: getattr(profile, name) for name in ("headline", "phone", "city", "state")}
    if part is ProfilePart.CREDENTIALS:
        return {"credentials": profile.credentials, "starting": profile.starting}
    if part is ProfilePart.TOOLS:
        return {"tools": profile.tools}
    if part is ProfilePart.EXPERIENCE:
        rows = [{"slug": one["slug"], "keep": True, "years": _written(one["years"])} for one in profile.specialties]
        return {"years": _written(profile.years), "specialties": rows}
    wanted = {name: getattr(profile, name) for name in _WANTED}
    return {"pay_wanted": pay_words(profile), "states": profile.states_wanted, **wanted}


def _written(years: int | None) -> str:
    return "" if years is None else str(years)
