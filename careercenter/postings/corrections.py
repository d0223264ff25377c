"""What a moderator corrected, in words for an e-mail and the audit trail, and which fields may be corrected at all."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.postings.diff import Difference, differences
from careercenter.postings.models import PostingCorrection

# The words, and facts that the words say: what coders find the job by.
CORRECTABLE = (
    "title", "specialties", "credentials_all", "credentials_any", "credentials_preferred", "places", "hiring_steps",
    "description",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corrected:
    """One field that was corrected, in words: of a text only what differs. "" is nothing said."""

    field: str
    label: str
    before: str
    after: str


def corrected_fields(correction: PostingCorrection) -> list[Corrected]:
    """Give what was corrected, field by field, short enough for an e-mail."""
    found = differences(correction.before, correction.after)
    return [Corrected(one.field, one.label, _side(one, "old"), _side(one, "new")) for one in found]


def _side(one: Difference, kind: str) -> str:
    if one.pieces and one.field in ("title", "hiring_steps", "description"):
        return " … ".join(words for piece in one.pieces if piece.kind == kind and (words := piece.text.strip()))
    return one.old if kind == "old" else one.new
