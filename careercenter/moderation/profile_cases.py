"""A change of an employer as its case page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from careercenter.core.i18n import Words, _l
from careercenter.core.permissions import Actor, can
from careercenter.employers.likeness import Likeness, alike
from careercenter.employers.models import Employer, EmployerRevision, ProfileStatus
from careercenter.moderation import queries, services
from careercenter.moderation.decisions import ProfileDecision
from careercenter.moderation.history import History, history_of
from careercenter.moderation.joining import Joining, joining_of
from careercenter.moderation.policy import ModerationPermission, own_people
from careercenter.moderation.queries import QueueItem
from careercenter.moderation.queue_request import WHOLE, CaseKind, QueueRequest
from careercenter.moderation.timeline import Line, trail
from careercenter.postings.diff import Difference, word_pieces
from careercenter.postings.presentation import verified_words

LABELS: dict[str, Words] = {
    "name": _l("Name"),
    "website": _l("Website"),
    "about": _l("Description"),
    "equal_opportunity": _l("Equal opportunity statement"),
}


@dataclass(frozen=True, slots=True)
class ProfileCase:
    """`actions` holds what this moderator may do now; `new` is an employer that looks like another and nobody has looked at."""

    profile: EmployerRevision
    seen: str
    actions: Sequence[ProfileDecision]
    own: bool
    new: bool
    verified: str
    differences: list[Difference]
    likenesses: list[Likeness]
    joining: Joining
    history: History
    trail: list[Line]
    neighbours: list[QueueItem]
    kind: CaseKind = CaseKind.PROFILE
    revision: None = None
    blocking: tuple[()] = ()

    @property
    def employer(self) -> Employer:
        return self.profile.employer

    @property
    def subject(self) -> int:
        return -self.profile.id


def case_of_profile(revision: EmployerRevision, *, actor: Actor, at: datetime, asked: QueueRequest = WHOLE) -> ProfileCase:
    waits = revision.status is ProfileStatus.PENDING
    employer = revision.employer
    name = revision.name if revision.name is not None else employer.name
    website = revision.website if revision.website is not None else employer.website
    return ProfileCase(
        profile=revision,
        seen=services.version_token_of_profile(revision),
        actions=list(ProfileDecision) if waits and can(actor, ModerationPermission.JUDGE, revision) else [],
        own=own_people(actor, revision),
        new=employer.unlisted,
        verified=verified_words(employer),
        differences=_differences(revision),
        likenesses=alike(name, website, but=employer.id),
        joining=joining_of(employer),
        history=history_of(employer),
        trail=trail([employer]),
        neighbours=queries.around(CaseKind.PROFILE, subject=-revision.id, asked=asked),
    )


def _differences(revision: EmployerRevision) -> list[Difference]:
    """While it waits it is compared with what stands now; a decided one with what stood then."""
    waits = revision.status is ProfileStatus.PENDING
    found = []
    for field, label in LABELS.items():
        wanted = revision.changes.get(field)
        stands = getattr(revision.employer, field) if waits else revision.base.get(field, "")
        if wanted is None or wanted == stands:
            continue
        pieces = word_pieces(stands, wanted) if field in ("about", "equal_opportunity") and stands and wanted else ()
        found.append(Difference(field, str(label), stands, wanted, pieces))
    return found
