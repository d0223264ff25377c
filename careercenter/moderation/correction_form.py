"""The form of a correction: the fields of a posting that a moderator may put right, and why."""

from __future__ import annotations

from typing import Any, Self

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from careercenter.core.i18n import _l
from careercenter.moderation.decisions import Verdict
from careercenter.postings.completeness import Lack
from careercenter.postings.content import SPECS, PostingContent
from careercenter.postings.corrections import CORRECTABLE
from careercenter.postings.forms import PostingForm


class CorrectionForm(PostingForm):
    seen = HiddenField()
    words = TextAreaField(
        _l("Why, in a sentence to the author"),
        validators=[Length(max=1000, message=_l("Shorten your words to 1,000 characters."))],
    )

    def __init__(self, *args: Any, base: PostingContent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base or PostingContent()
        for name in [name for name in self._fields if name in SPECS and name not in CORRECTABLE]:
            del self[name]
        del self["onsite_days_per"]

    @classmethod
    def to_correct(cls, content: PostingContent, *, seen: str) -> Self:
        """Show what waits; what was sent with the request comes before it."""
        made = cls.of(content, base=content)
        made.seen.data = made.seen.data or seen
        return made

    def content(self) -> PostingContent:
        """Give what waits with the corrections in it."""
        return self.corrected(self.base)

    def show(self, lacks: list[Lack]) -> None:
        """Put each line beside its field, or above the form where it is about what is not corrected here."""
        super().show([lack for lack in lacks if lack.field in self._fields])
        self.form_errors += [lack.message for lack in lacks if lack.field not in self._fields]

    def to_verdict(self) -> Verdict:
        return Verdict(self.seen.data or "", words=self.words.data or "")
