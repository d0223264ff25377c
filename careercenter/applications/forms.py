"""Applying, and judging applicants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from careercenter.accounts.queries import normalised
from careercenter.applications.services import LONGEST_NOTE as LONGEST_LETTER
from careercenter.applications.services import Answers
from careercenter.applications.services_employer import LONGEST_MESSAGE, LONGEST_NOTE
from careercenter.core.i18n import _, _l, day
from careercenter.employers.models import MailPace, MailScope
from careercenter.postings.forms import CloseForm
from careercenter.profiles.forms import checked_phone
from careercenter.profiles.models import Resume
from careercenter.web.forms import BaseForm, listed

ANOTHER = "another"


class ApplyForm(BaseForm):
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Enter your name.")), Length(max=120, message=_l("Shorten your name to 120 characters."))],
    )
    email = StringField(_l("E-mail for the employer"), [DataRequired(_l("Enter an e-mail address.")), Length(max=255)])
    phone = StringField(_l("Phone"), [Length(max=30, message=_l("Shorten the number to 30 characters.")), checked_phone])
    note = TextAreaField(
        _l("Note to the employer"),
        [Length(max=LONGEST_LETTER, message=_l("Shorten the note to %(most)s characters.", most=f"{LONGEST_LETTER:,}"))],
    )
    chosen = RadioField(_l("Résumé"), choices=[], validate_choice=False)
    resume = FileField(_l("Résumé file"))

    def validate_email(self, field: Any) -> None:
        if field.data and normalised(field.data) is None:
            raise ValidationError(_("Enter an e-mail address like name@example.com."))

    def offer(self, resumes: Sequence[Resume]) -> None:
        """Let the coder choose among the résumés they have, or another file."""
        kept = [(one.public_id, _("%(name)s, added %(day)s", name=one.name, day=day(one.uploaded_at))) for one in resumes]
        self.chosen.choices = listed([*kept, (ANOTHER, _("Another file, chosen below"))] if kept else [])
        for choice, one in zip(self.chosen.choices, resumes, strict=False):
            choice.render_kw = {"hint": one.text_status.without_text} if one.text_status.is_over else {}

    def typed(self) -> Answers:
        """Give what stands in the form, whether it passes or not."""
        return Answers(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            note=(self.note.data or "").replace("\r\n", "\n"),
        )

    def answers(self) -> Answers:
        return Answers(
            name=self.name.data or "",
            email=normalised(self.email.data or "") or "",
            phone=self.phone.data or "",
            note=(self.note.data or "").replace("\r\n", "\n"),
        )


class ConfirmForm(BaseForm):
    """Nothing but the proof that the person's own page sent it."""


class ActionForm(BaseForm):
    """`stage`: "preview" shows what the applicants will read, "send" takes the step, anything else goes back to writing."""

    message = TextAreaField(
        _l("Message to the applicant"),
        [Length(max=LONGEST_MESSAGE, message=_l("Shorten the message to %(most)s characters.", most=f"{LONGEST_MESSAGE:,}"))],
    )
    stage = HiddenField()

    def words(self) -> str:
        return (self.message.data or "").replace("\r\n", "\n")


class CloseJobForm(CloseForm):
    tell = BooleanField(_l("Tell those who wait"))
    message = TextAreaField(
        _l("What they read"),
        [Length(max=LONGEST_MESSAGE, message=_l("Shorten the message to %(most)s characters.", most=f"{LONGEST_MESSAGE:,}"))],
    )

    def words(self) -> str:
        return (self.message.data or "").replace("\r\n", "\n")


class MailForm(BaseForm):
    """Which e-mails a member gets, and how often."""

    applicants = RadioField(_l("E-mails about applicants"), choices=listed(MailScope.choices()))
    pace = RadioField(_l("New applications"), choices=listed(MailPace.choices()))
    jobs = RadioField(
        _l("E-mails about what moderators decide"),
        choices=listed([choice for choice in MailScope.choices() if choice[0] != MailScope.NONE.value]),
    )


class AnswerForm(BaseForm):
    """What a coder adds to an answer."""

    message = TextAreaField(
        _l("Message"),
        [Length(max=LONGEST_MESSAGE, message=_l("Shorten the message to %(most)s characters.", most=f"{LONGEST_MESSAGE:,}"))],
    )

    def words(self) -> str:
        return (self.message.data or "").replace("\r\n", "\n")


class NoteForm(BaseForm):
    words = TextAreaField(
        _l("Private note"),
        [
            DataRequired(_l("Write the note first.")),
            Length(max=LONGEST_NOTE, message=_l("Shorten the note to %(most)s characters.", most=f"{LONGEST_NOTE:,}")),
        ],
    )
