"""A file of jobs, what holds for all of its rows, and what is set for all drafts that lack it."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from careercenter.core.i18n import _, _l
from careercenter.importing.services import FILLABLE
from careercenter.postings.content import KINDS, SPECS, EmploymentType, ExperienceBand, WorkSetting
from careercenter.postings.fields import DayField
from careercenter.taxonomy.catalogue import specialty_choices
from careercenter.web.forms import BaseForm, in_groups, listed

_OPEN = [("", _l("As the file says"))]


class ImportForm(BaseForm):
    file = FileField(_l("File"))
    work_setting = SelectField(
        _l("Where the work is done"), default="", choices=[*listed(_OPEN), *listed(WorkSetting.choices())]
    )
    employment_type = SelectField(_l("Employment"), default="", choices=[*listed(_OPEN), *listed(EmploymentType.choices())])
    experience = SelectField(_l("Experience"), default="", choices=[*listed(_OPEN), *listed(ExperienceBand.choices())])
    closing_on = DayField(_l("Closing day"))

    def defaults(self) -> dict[str, str]:
        """Give the columns and values for rows that hold none."""
        chosen = {name: getattr(self, name).data for name in ("work_setting", "employment_type", "experience")}
        given = {name: str(value) for name, value in chosen.items() if value}
        return given | ({"closing_on": self.closing_on.data.isoformat()} if self.closing_on.data else {})


class FillForm(BaseForm):
    """One field of many drafts. `choices` is empty where a day is entered."""

    column = HiddenField()
    value = StringField()


def fill_choices(column: str) -> list[SelectChoice]:
    if column == "specialties":
        return in_groups(specialty_choices())
    kind = KINDS[column].type
    return listed(kind.choices()) if hasattr(kind, "choices") else []


def fillable(lacks: dict[str, int]) -> list[dict[str, Any]]:
    """Give what may be set for all, of what drafts lack, with how many lack it."""
    return [
        {"column": column, "words": SPECS[column].label, "lack": lacks[column], "choices": fill_choices(column)}
        for column in FILLABLE
        if lacks.get(column)
    ]


def nothing_chosen() -> str:
    return _("Choose a file.")
