"""The form of a posting: it checks shape and hands over a PostingContent, which may lack anything but not contradict itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from careercenter.core.i18n import _, _l
from careercenter.core.markdown import mended
from careercenter.core.numbers import whole
from careercenter.core.places import HOME_STATES, TIME_ZONES, lookup_zip, state_choices
from careercenter.employers.models import Membership, Role
from careercenter.language.quantities import days_a_month
from careercenter.postings import content as c
from careercenter.postings.completeness import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    MOST_PLACES,
    MOST_SPECIALTIES,
    Lack,
    contradictions,
    too_many_places,
)
from careercenter.postings.declared_fields import with_declared_fields
from careercenter.postings.field_spec import FieldSpec
from careercenter.postings.fields import (
    CodesField,
    DayField,
    HalvesField,
    ManyField,
    MoneyField,
    OneOfField,
    RadiosField,
    WholeNumberField,
    WordsField,
    mail_address_or_nothing,
    web_address_or_nothing,
)
from careercenter.postings.lifecycle import CloseReason
from careercenter.postings.models import Posting
from careercenter.postings.services.bulk import ManyAction
from careercenter.taxonomy.catalogue import credentials, other_names, specialty_choices
from careercenter.web.forms import BaseForm, RowForm, found_by, in_groups, listed

PLACE_ROWS = 3
DAYS_A_WEEK = 7
PASTED = frozenset({"description", "hiring_steps"})  # often pasted: kept as the Markdown it means
CREDENTIAL_KINDS = {
    "core": _l("Coding and billing"),
    "apprentice": _l("Apprentice"),
    "specialty": _l("Of a specialty"),
    "management": _l("Auditing, compliance and management"),
    "adjacent": _l("Records and related work"),
}


def _specialties() -> list[SelectChoice]:
    return found_by(in_groups(specialty_choices()), other_names)


def _credentials() -> list[SelectChoice]:
    """Group by kind: there are more than twenty issuers, and most have one credential."""
    return in_groups(
        (name, [(held.slug, f"{held.abbr}, {held.name}") for held in credentials() if held.kind == kind])
        for kind, name in CREDENTIAL_KINDS.items()
    )


def _states() -> list[SelectChoice]:
    return in_groups([(_("States and territories"), state_choices())])


class PlaceForm(RowForm):
    city = StringField(_l("City"), validators=[Length(max=80, message=_l("Shorten the city to 80 characters."))])
    state = SelectField(_l("State"), choices=listed([("", _l("Choose a state")), *state_choices()]), validate_choice=False)
    zip = StringField(_l("ZIP code"))

    def validate_state(self, field: SelectField) -> None:
        if field.data and field.data not in HOME_STATES:
            raise ValidationError(_("Choose a state from the list."))

    def validate_zip(self, field: StringField) -> None:
        if not field.data:
            return
        found = lookup_zip(field.data)
        if found is None:
            raise ValidationError(_("Enter a five-digit ZIP code, like 77030."))
        if self.state.data and found.state != self.state.data:
            raise ValidationError(
                _(
                    "%(zip)s lies in %(state)s. Change the ZIP code or the state.",
                    zip=field.data,
                    state=HOME_STATES[found.state],
                )
            )

    def place(self) -> c.Place:
        """Give the place; a ZIP code alone says the city and the state."""
        found = lookup_zip(self.zip.data) if self.zip.data else None
        city = self.city.data or (found.city if found else "")
        return c.Place(city, self.state.data or (found.state if found else ""), (self.zip.data or "")[:5])


@with_declared_fields
class PostingForm(BaseForm):
    """Here stand the fields that need more than their declaration says; the others follow from it."""

    most_places = MOST_PLACES
    # Fields shown by themselves that apply only where another has one of these values: the page's script puts them away.
    applies: ClassVar[dict[str, tuple[str, str]]] = {"onsite_days": ("work_setting", "hybrid")}
    title = StringField(
        c.LABELS["title"],
        validators=[Length(max=LONGEST_TITLE, message=_l("Shorten the title to %(most)s characters.", most=LONGEST_TITLE))],
    )
    specialties = ManyField(c.LABELS["specialties"], _specialties, most=MOST_SPECIALTIES)
    codes = CodesField(_l("Codes the work is about"), most=30, longest=30)
    credentials_all = ManyField(_l("All of these"), _credentials)
    credentials_any = ManyField(_l("Any one of these"), _credentials)
    credentials_preferred = ManyField(_l("Preferred, not needed"), _credentials)
    apprentice_accepted = BooleanField(_l("An apprentice credential (CPC-A, COC-A and the like) is accepted"))
    experience = OneOfField(_l("Experience as a coder"), c.ExperienceBand, nothing=_l("Choose one"))
    work_setting = RadiosField(c.LABELS["work_setting"], c.WorkSetting)
    places = FieldList(FormField(PlaceForm), min_entries=PLACE_ROWS, max_entries=MOST_PLACES)
    live_in = RadiosField(c.LABELS["live_in"], c.LiveIn)
    live_in_states = ManyField(_l("States listed, or left out"), _states)
    employment_type = RadiosField(_l("Kind of employment"), c.EmploymentType)
    pay_basis = RadiosField(_l("Pay is counted by"), c.PayBasis)
    onsite_days_per = SelectField(
        _l("Counted by"), choices=listed([("month", _l("a month")), ("week", _l("a week"))]), default="month"
    )
    pay_min = MoneyField(c.LABELS["pay_min"])
    pay_max = MoneyField(c.LABELS["pay_max"])
    hiring_steps = TextAreaField(
        c.LABELS["hiring_steps"], validators=[Length(max=600, message=_l("Shorten the steps to 600 characters."))]
    )
    description = TextAreaField(
        _l("About this job"),
        validators=[
            Length(
                max=LONGEST_DESCRIPTION,
                message=_l("Shorten the description to %(most)s characters.", most=f"{LONGEST_DESCRIPTION:,}"),
            )
        ],
    )
    apply_how = RadiosField(_l("How coders apply"), c.ApplyHow)
    apply_url = StringField(c.LABELS["apply_url"], validators=[web_address_or_nothing])
    apply_email = StringField(c.LABELS["apply_email"], validators=[mail_address_or_nothing])
    contact_email = StringField(c.LABELS["contact_email"], validators=[mail_address_or_nothing])
    closing_on = DayField(c.LABELS["closing_on"])
    publish_on = DayField(c.LABELS["publish_on"])
    time_zone = SelectField(
        c.LABELS["time_zone"], choices=listed(TIME_ZONES.items()), default="America/New_York", validate_choice=False
    )
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [name for name in self._fields if name not in c.SPECS]
        self._fields = {name: self._fields[name] for name in (*c.SPECS, *others)}

    def declared(self, part: str) -> list[tuple[Any, FieldSpec]]:
        """Give the controls that a part of the form shows by themselves, each with its declaration."""
        return [(self._fields[name], spec) for name, spec in c.SPECS.items() if spec.part == part]

    @classmethod
    def of(cls, content: c.PostingContent, *, version: int | None = None, **more: Any) -> Self:
        """Show a content; what was sent with the request comes before it, but with `formdata=None`."""
        values = {f.name: getattr(content, f.name) for f in dataclasses.fields(content) if f.name != "places"}
        places = [dataclasses.asdict(place) for place in content.places]
        return cls(data={**values, "places": places, "version": version or ""}, **more)

    def as_kept(self, name: str) -> str:
        """Give a text that is often pasted as saving would keep it."""
        return mended(self._fields[name].data or "")

    def one_more_place(self) -> None:
        """Add an empty row for a place, or say that there are as many as there can be."""
        if len(self.places.entries) < MOST_PLACES:
            self.places.append_entry()
        else:
            self.places.errors = [too_many_places()]

    def validate_time_zone(self, field: SelectField) -> None:
        if field.data not in {choice.value for choice in field.choices}:  # the one it has may be another
            raise ValidationError(_("Choose a time zone from the list."))

    def validate_onsite_days(self, field: WholeNumberField) -> None:
        if self.onsite_days_per.data == "week" and (field.data or 0) > DAYS_A_WEEK:
            raise ValidationError(_("Enter at most %(most)s days a week, or count them by the month.", most=DAYS_A_WEEK))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check shapes, and then what contradicts itself; nothing is asked for here that a draft may lack."""
        if not super().validate(extra_validators):
            return False
        lacks = list(contradictions(self.content()))
        self.show(lacks)
        return not lacks

    def show(self, lacks: list[Lack]) -> None:
        """Put each line beside its field."""
        for lack in lacks:
            field = self._fields[lack.field]
            field.errors = [*field.errors, lack.message]

    @property
    def full(self) -> str:
        """Say that no further place is taken."""
        return too_many_places()

    def sound_content(self) -> c.PostingContent:
        """Give the content without the fields that were refused by their shape."""
        names = [name for name in c.SPECS if name in self._fields and not self._fields[name].errors]
        return c.PostingContent(**{name: self._said(name) for name in names})

    def corrected(self, content: c.PostingContent) -> c.PostingContent:
        """Give a content with what this form says of the fields it shows."""
        return dataclasses.replace(content, **{name: self._said(name) for name in c.SPECS if name in self._fields})

    def content(self) -> c.PostingContent:
        values = {f.name: self._said(f.name) for f in dataclasses.fields(c.PostingContent) if f.name in self._fields}
        return c.PostingContent(**values)

    def _said(self, name: str) -> Any:
        field = self._fields[name]
        if name == "places":
            places = [row.form.place() for row in field]
            return tuple(dict.fromkeys(place for place in places if place != c.Place()))
        if isinstance(field, ManyField):
            return field.chosen()
        if name == "apply_how":
            return field.data or c.ApplyHow.HERE
        if name in PASTED:
            return mended(field.data or "")
        if name == "onsite_days" and field.data is not None and self.onsite_days_per.data == "week":
            return days_a_month(field.data)
        return _nothing(field) if field.data is None else field.data

    @property
    def seen_version(self) -> int:
        """Give the version the person saw, as sent; 0, which no posting has, when it was left out or tampered with."""
        text = self.version.raw_data[0] if self.version.raw_data else ""
        return whole(text) or 0


def _nothing(field: Any) -> Any:
    """Give what the content holds for a field nothing was said in."""
    if isinstance(field, WordsField):
        return ()
    return "" if isinstance(field, StringField) and not isinstance(field, MoneyField | WholeNumberField | HalvesField) else None


class SubmitForm(BaseForm):
    answer = TextAreaField(
        _l("Your answer to the moderator"),
        validators=[Length(max=2000, message=_l("Shorten your answer to 2,000 characters."))],
    )


class CloseForm(BaseForm):
    reason = RadiosField(_l("Why do you close it?"), CloseReason)

    def validate_reason(self, field: RadiosField) -> None:
        if field.data is None:
            raise ValidationError(_("Choose a reason."))


class RenewForm(BaseForm):
    closing_on = DayField(_l("New closing day"))

    def validate_closing_on(self, field: DayField) -> None:
        if field.data is None:
            raise ValidationError(_("Choose a closing day."))


class ManyForm(BaseForm):
    """What an act on many jobs needs to know besides the jobs."""

    closing_on = DayField(_l("New closing day"))
    colleague = SelectField(_l("Colleague"), validate_choice=False)

    def __init__(self, action: ManyAction | None = None, team: Sequence[Membership] = (), **more: Any) -> None:
        super().__init__(**more)
        self.asks_day = action in (ManyAction.RENEW, ManyAction.CLOSING_DAY)
        self.asks_colleague = action is ManyAction.HAND_OVER
        self._team = {one.public_id: one for one in team if one.role in (Role.OWNER, Role.RECRUITER)}
        names = [(public_id, one.account.name) for public_id, one in self._team.items()]
        self.colleague.choices = listed([("", _("Choose a colleague")), *names])

    def chosen_colleague(self) -> Membership | None:
        return self._team.get(self.colleague.data or "") if self.asks_colleague else None

    def validate_colleague(self, field: SelectField) -> None:
        if self.asks_colleague and self.chosen_colleague() is None:
            raise ValidationError(_("Choose a colleague."))

    def validate_closing_on(self, field: DayField) -> None:
        if self.asks_day and field.data is None:
            raise ValidationError(_("Choose a closing day."))


class TemplateForm(BaseForm):
    name = StringField(
        _l("Name of the template"), validators=[Length(max=80, message=_l("Shorten the name to 80 characters."))]
    )


def field_anchor(name: str) -> str:
    """Give the id on the edit page a link to a field leads to: the first choice of a group, else the control."""
    kind = getattr(PostingForm, name).field_class
    return f"{name}-0" if issubclass(kind, ManyField | RadiosField) else name


def typed_so_far(posting: Posting | None, **formdata: Any) -> c.PostingContent:
    """Give what was typed about a posting, or about one that is not begun, what has a slip in it left out."""
    form = PostingForm.of(posting.content if posting else c.PostingContent(), **formdata)
    form.validate()
    return form.sound_content()
