"""Applying, and judging applicants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from careercenter.accounts.queries import normalised
from careercenter.applications.judging import LONGEST_MESSAGE, LONGEST_NOTE
from careercenter.applications.services import Answers
from careercenter.core.i18n import day
from careercenter.profiles.forms import checked_phone
from careercenter.profiles.models import Resume
from careercenter.web.forms import BaseForm, listed

LONGEST_LETTER = 4_000
ANOTHER = "another"


class ApplyForm(BaseForm):
    name = StringField(
        "Your name", [DataRequired("Enter your name."), Length(max=120, message="Shorten your name to 120 characters.")]
    )
    email = StringField("E-mail for the employer", [DataRequired("Enter an e-mail address."), Length(max=255)])
    phone = StringField("Telephone", [Length(max=30, message="Shorten the number to 30 characters."), checked_phone])
    note = TextAreaField(
        "Note to the employer",
        [Length(max=LONGEST_LETTER, message=f"Shorten the note to {LONGEST_LETTER:,} characters.")],
    )
    chosen = RadioField("Résumé", choices=[], validate_choice=False)
    resume = FileField("Résumé file")

    def validate_email(self, field: Any) -> None:
        if field.data and normalised(field.data) is None:
            raise ValidationError("Enter an e-mail address like name@example.com.")

    def offer(self, resumes: Sequence[Resume]) -> None:
        """Let the coder choose among the résumés they have, or another file."""
        kept = [(one.public_id, f"{one.name}, added {_day(one)}") for one in resumes]
        self.chosen.choices = listed([*kept, (ANOTHER, "Another file, chosen below")] if kept else [])

    def answers(self) -> Answers:
        return Answers(
            name=self.name.data or "",
            email=normalised(self.email.data or "") or "",
            phone=self.phone.data or "",
            note=(self.note.data or "").replace("\r\n", "\n"),
        )


def _day(resume: Resume) -> str:
    return day(resume.uploaded_at)


class ConfirmForm(BaseForm):
    """Nothing but the proof that the person's own page sent it."""


class StepForm(BaseForm):
    """`stage`: "preview" shows what the applicants will read, "send" takes the step, anything else goes back to writing."""

    message = TextAreaField(
        "Message to the applicant",
        [Length(max=LONGEST_MESSAGE, message=f"Shorten the message to {LONGEST_MESSAGE:,} characters.")],
    )
    stage = HiddenField()

    def words(self) -> str:
        return (self.message.data or "").replace("\r\n", "\n")


class NoteForm(BaseForm):
    words = TextAreaField(
        "Private note",
        [
            DataRequired("Write the note first."),
            Length(max=LONGEST_NOTE, message=f"Shorten the note to {LONGEST_NOTE:,} characters."),
        ],
    )
