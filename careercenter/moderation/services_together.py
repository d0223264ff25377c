"""One decision about several new jobs of an employer or an import, each judged by the same rules as alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.importing.models import ImportBatch
from careercenter.moderation import groups, services
from careercenter.moderation.decisions import REASON_FOR, Verdict
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting
from careercenter.postings.notices import together

TOGETHER = (PostingAction.APPROVE, PostingAction.ASK_CHANGES, PostingAction.REJECT)


@dataclass(frozen=True, slots=True)
class Left:
    """A job the decision was not taken about, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Decided:
    done: int
    left: list[Left]


def decide_together(
    whose: Employer | ImportBatch,
    action: PostingAction,
    *,
    chosen: Iterable[tuple[str, str]],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
) -> Decided:
    """Decide the same about each chosen job (public id, version looked at); what cannot be decided is left and named.

    Each person concerned gets one e-mail about all of them.
    Signs known from scams are never approved here, whatever was pressed: they are read on the job's own page.
    """
    if action not in TOGETHER:
        raise RuleBroken(_("That is decided one by one."))
    services.refuse_outsiders_and_own(whose, actor)
    if action in REASON_FOR:
        services.reasons_and_words(action, verdict)  # a reason that is missing is said once, before anything is done
    done, left, chosen = 0, [], list(chosen)
    of_it = groups.by_public_ids(whose, [public_id for public_id, _seen in chosen])
    for public_id, seen in chosen:
        posting = of_it.get(public_id)
        if posting is None:
            continue
        why = _decide_one(posting, action, verdict=replace(verdict, seen=seen, sure=False), actor=actor, at=at)
        if why:
            left.append(Left(posting.title, why))
        else:
            done += 1
    if not chosen:
        raise RuleBroken(_("Choose at least one job."), field="case")
    return Decided(done, left)


def _decide_one(posting: Posting, action: PostingAction, *, verdict: Verdict, actor: Actor, at: datetime) -> str:
    """Decide about one and give "", or leave it as it was and say why."""
    try:
        with db.session.begin_nested(), together():
            services.decide(posting, action, verdict=verdict, actor=actor, at=at)
    except (Stale, StaleDataError):
        return _("It changed, or was decided, while you were looking at it.")
    except RuleBroken as broken:
        return str(broken)
    return ""
