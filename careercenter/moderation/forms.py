"""Forms of the desk and of the public report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import LazyString, Words, _l, number
from careercenter.employers.models import Verification
from careercenter.moderation.decisions import Verdict
from careercenter.moderation.models import DecisionReason, DeskMail, ReasonUse, ReportReason
from careercenter.moderation.notes import LONGEST_NOTE
from careercenter.postings.lifecycle import PostingAction
from careercenter.web.forms import BaseForm, listed

LONGEST_WORDS = 4000
_TOO_LONG = _l("Shorten your words to %(most)s characters.", most=LazyString(number, LONGEST_WORDS))
_SHORT_ENOUGH = Length(max=LONGEST_WORDS, message=_TOO_LONG)


class ReasonsField(SelectMultipleField):
    """Reasons as checkboxes: a job is often wrong in more than one way."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DecisionForm(BaseForm):
    """One decision. Several stand on a page, each under its own prefix; `seen` is what the moderator looked at."""

    seen = HiddenField()
    sure = HiddenField()
    reason = ReasonsField(_l("Reasons"), validate_choice=False)
    words = TextAreaField(_l("Your words to the author"), validators=[_SHORT_ENOUGH])

    def offer(self, reasons: Iterable[DecisionReason]) -> None:
        self.reason.choices = [SelectChoice(each.slug, each.label, {"hint": each.words}) for each in reasons]

    def to_verdict(self) -> Verdict:
        return Verdict(self.seen.data or "", tuple(self.reason.data or ()), self.words.data or "", bool(self.sure.data))


class TogetherForm(BaseForm):
    """One decision about several jobs: those chosen with the version looked at, and for each way its reasons and words."""

    case = SelectMultipleField(_l("Jobs"), validate_choice=False)
    ask_changes_reason = ReasonsField(_l("Reasons"), validate_choice=False)
    ask_changes_words = TextAreaField(_l("Your message to the authors"), validators=[_SHORT_ENOUGH])
    reject_reason = ReasonsField(_l("Reasons"), validate_choice=False)
    reject_words = TextAreaField(_l("Your message to the authors"), validators=[_SHORT_ENOUGH])

    def offer(self, reasons: dict[PostingAction, list[DecisionReason]]) -> None:
        for action, ones in reasons.items():
            self[f"{action.value}_reason"].choices = [SelectChoice(one.slug, one.label, {"hint": one.words}) for one in ones]

    def chosen(self) -> list[tuple[str, str]]:
        """Give the public ids of the chosen jobs, each with the version looked at."""
        parts = (value.partition(":") for value in self.case.data or ())
        return [(public_id, seen) for public_id, _between, seen in parts]

    @property
    def ticked(self) -> set[str]:
        return {public_id for public_id, _seen in self.chosen()}

    def to_verdict(self, action: PostingAction) -> Verdict:
        reasons, words = self._fields.get(f"{action.value}_reason"), self._fields.get(f"{action.value}_words")
        return Verdict("", tuple(reasons.data or ()) if reasons else (), (words.data or "") if words else "")

    def refuse_for(self, action: PostingAction, broken: RuleBroken) -> None:
        """Show a refusal beside the field of the way that was taken."""
        own = f"{action.value}_{broken.field}"
        self.refuse(RuleBroken(str(broken), field=own) if own in self._fields else broken)


class DeskMailForm(BaseForm):
    how = RadioField(_l("When we e-mail you"), choices=listed(DeskMail.choices()), validate_choice=False)

    def validate_how(self, field: Any) -> None:
        _one_of(field, DeskMail, _l("Choose when we e-mail you."))


class ReportForm(BaseForm):
    reason = RadioField(
        _l("What is wrong?"),
        choices=listed(ReportReason.choices()),
        validate_choice=False,
        validators=[InputRequired(_l("Choose what is wrong with the job."))],
    )
    words = TextAreaField(_l("Tell us more"), validators=[_SHORT_ENOUGH])

    def validate_reason(self, field: Any) -> None:
        _one_of(field, ReportReason, _l("Choose what is wrong with the job."))


class ReasonForm(BaseForm):
    use = RadioField(_l("Offered when"), choices=listed(ReasonUse.choices()), validate_choice=False)
    label = StringField(
        _l("Name in the list"),
        validators=[
            InputRequired(_l("Enter a name for the reason.")),
            Length(max=120, message=_l("Shorten the name to 120 characters.")),
        ],
    )
    words = TextAreaField(_l("What the author is told"), validators=[_SHORT_ENOUGH])


class NewReasonForm(ReasonForm):
    def validate_use(self, field: Any) -> None:
        _one_of(field, ReasonUse, _l("Choose when the reason is offered."))


class VerifyForm(BaseForm):
    how = RadioField(_l("How you checked"), choices=listed(Verification.choices()), validate_choice=False)
    what = StringField(
        _l("What you checked"),
        validators=[
            InputRequired(_l("Say what you checked, for example the domain or the number called.")),
            Length(max=200, message=_l("Shorten it to 200 characters.")),
        ],
    )

    def validate_how(self, field: Any) -> None:
        _one_of(field, Verification, _l("Choose how you checked."))


class WordsForm(BaseForm):
    words = TextAreaField(
        _l("Your words"),
        validators=[InputRequired(_l("Say why.")), _SHORT_ENOUGH],
    )


class DeskNoteForm(BaseForm):
    words = TextAreaField(
        _l("New note"),
        validators=[
            InputRequired(_l("Write the note.")),
            Length(
                max=LONGEST_NOTE, message=_l("Shorten the note to %(most)s characters.", most=LazyString(number, LONGEST_NOTE))
            ),
        ],
    )


class CloseEmployerForm(WordsForm):
    into = StringField(_l("Id of the other employer"))


def _one_of(field: Any, kind: Any, message: Words) -> None:
    if field.data not in {member.value for member in kind}:
        raise ValidationError(str(message))
