"""Forms of the desk and of the public report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from careercenter.employers.models import Verification
from careercenter.moderation.decisions import Verdict
from careercenter.moderation.models import DecisionReason, ReasonUse, ReportReason
from careercenter.web.forms import BaseForm, listed

LONGEST_WORDS = 4000
_TOO_LONG = f"Shorten your words to {LONGEST_WORDS:,} characters."


class DecisionForm(BaseForm):
    """One decision. Several stand on a page, each under its own prefix; `seen` is what the moderator looked at."""

    seen = HiddenField()
    reason = RadioField("Reason", validate_choice=False)
    words = TextAreaField("Your words to the author", validators=[Length(max=LONGEST_WORDS, message=_TOO_LONG)])

    def offer(self, reasons: Iterable[DecisionReason]) -> None:
        self.reason.choices = [SelectChoice(each.slug, each.label, {"hint": each.words}) for each in reasons]

    def to_verdict(self) -> Verdict:
        return Verdict(self.seen.data or "", self.reason.data or "", self.words.data or "")


class ReportForm(BaseForm):
    reason = RadioField(
        "What is wrong?",
        choices=listed(ReportReason.choices()),
        validate_choice=False,
        validators=[InputRequired("Choose what is wrong with the job.")],
    )
    words = TextAreaField("Tell us more", validators=[Length(max=LONGEST_WORDS, message=_TOO_LONG)])

    def validate_reason(self, field: Any) -> None:
        _one_of(field, ReportReason, "Choose what is wrong with the job.")


class ReasonForm(BaseForm):
    use = RadioField("Offered when", choices=listed(ReasonUse.choices()), validate_choice=False)
    label = StringField(
        "Name in the list",
        validators=[
            InputRequired("Enter a name for the reason."),
            Length(max=120, message="Shorten the name to 120 characters."),
        ],
    )
    words = TextAreaField("What the author is told", validators=[Length(max=LONGEST_WORDS, message=_TOO_LONG)])


class NewReasonForm(ReasonForm):
    def validate_use(self, field: Any) -> None:
        _one_of(field, ReasonUse, "Choose when the reason is offered.")


class VerifyForm(BaseForm):
    how = RadioField("How you checked", choices=listed(Verification.choices()), validate_choice=False)
    what = StringField(
        "What you checked",
        validators=[
            InputRequired("Say what you checked, for example the domain or the number called."),
            Length(max=200, message="Shorten it to 200 characters."),
        ],
    )

    def validate_how(self, field: Any) -> None:
        _one_of(field, Verification, "Choose how you checked.")


class WordsForm(BaseForm):
    words = TextAreaField(
        "Your words",
        validators=[InputRequired("Say why."), Length(max=LONGEST_WORDS, message=_TOO_LONG)],
    )


def _one_of(field: Any, kind: Any, message: str) -> None:
    if field.data not in {member.value for member in kind}:
        raise ValidationError(message)
