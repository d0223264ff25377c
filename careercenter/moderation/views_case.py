"""The queue, and the pages on which postings, edits and reports are decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.paging import page_number
from careercenter.core.permissions import can
from careercenter.moderation import cases, groups, queries, services, timeline
from careercenter.moderation.blueprint import bp
from careercenter.moderation.cases import Case
from careercenter.moderation.decisions import REASON_FOR, DecisionOutcome, ReportDecision
from careercenter.moderation.forms import DecisionForm
from careercenter.moderation.groups import Group
from careercenter.moderation.policy import ModerationPermission
from careercenter.moderation.queries import QueueItem
from careercenter.moderation.queue_request import (
    WHOLE,
    CaseKind,
    Lane,
    Order,
    Origin,
    QueueRequest,
    Waits,
    Weight,
    from_address,
    to_address,
)
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting, PostingRevision
from careercenter.postings.presentation import view
from careercenter.postings.queries import by_public_id, revision_by_public_id
from careercenter.web.auth import current_actor, requires

SHOWN_GROUPS = 8  # employers, and imports, of which several new jobs wait, above the list


def load_posting(posting: str, action: str | None = None) -> Posting | None:
    return by_public_id(posting)


def load_revision(revision: str, action: str | None = None) -> PostingRevision | None:
    return revision_by_public_id(revision)


@bp.get("/desk")
@requires(ModerationPermission.REVIEW)
def queue() -> ResponseReturnValue:
    asked, numbers = asked_of_the_queue(), queries.numbers()
    total = numbers.total if asked in (WHOLE, replace(WHOLE, order=asked.order)) else None
    page = queries.queue(asked, number=page_number(request.args.get("page")), total=total)
    employers = groups.of_employers(least=1) if numbers.total else []
    imports = groups.of_imports(least=1) if numbers.total else []
    return render_template(
        "moderation/queue.html", page=page, numbers=numbers, waiting_total=numbers.total, serious=cases.serious, at=now(),
        address=lambda number: url_for("moderation.queue", page=number, **to_address(asked)),
        asked=asked, whole=WHOLE, lanes=list(Lane), origins=list(Origin), weights=list(Weight), ages=list(Waits),
        orders=list(Order), employers=employers, imports=imports, several=_several(employers),
        several_of_imports=_several(imports),
    )  # fmt: skip


def _several(found: list[Group]) -> list[Group]:
    return [group for group in found if group.waiting > 1][:SHOWN_GROUPS]


def asked_of_the_queue() -> QueueRequest:
    """Read what of the queue this moderator works through: it stands in the address of every case."""
    return from_address(request.args)


@bp.get("/desk/postings/<posting>")
@requires(ModerationPermission.REVIEW, load=load_posting)
def posting(posting: Posting) -> ResponseReturnValue:
    return _page(cases.case_of_posting(posting, actor=current_actor(), at=now(), asked=asked_of_the_queue()))


@bp.post("/desk/postings/<posting>/<action>")
@requires(ModerationPermission.JUDGE, load=load_posting)
def decide(posting: Posting) -> ResponseReturnValue:
    action = _asked_for(PostingAction)
    if action is PostingAction.APPEAL and not can(current_actor(), ModerationPermission.JUDGE_APPEAL, posting):
        abort(404)
    case = cases.case_of_posting(posting, actor=current_actor(), at=now())
    return _settle(case, action, partial(services.decide, posting, action))


@bp.get("/desk/revisions/<revision>")
@requires(ModerationPermission.REVIEW, load=load_revision)
def revision(revision: PostingRevision) -> ResponseReturnValue:
    return _page(cases.case_of_revision(revision, actor=current_actor(), at=now(), asked=asked_of_the_queue()))


@bp.get("/desk/revisions/<revision>/page")
@requires(ModerationPermission.REVIEW, load=load_revision)
def revision_page(revision: PostingRevision) -> ResponseReturnValue:
    """The edit as it would stand on its page."""
    shown = view(revision.posting, at=now(), content=revision.content)
    return render_template("moderation/revision_page.html", revision=revision, posting=shown)


@bp.post("/desk/revisions/<revision>/<action>")
@requires(ModerationPermission.JUDGE, load=load_revision)
def decide_revision(revision: PostingRevision) -> ResponseReturnValue:
    action = _asked_for(PostingAction)
    case = cases.case_of_revision(revision, actor=current_actor(), at=now())
    return _settle(case, action, partial(services.decide_revision, revision, action))


@bp.get("/desk/reports/<posting>")
@requires(ModerationPermission.REVIEW, load=load_posting)
def report_case(posting: Posting) -> ResponseReturnValue:
    return _page(cases.case_of_reports(posting, actor=current_actor(), at=now(), asked=asked_of_the_queue()))


@bp.post("/desk/reports/<posting>/<action>")
@requires(ModerationPermission.JUDGE, load=load_posting)
def decide_reports(posting: Posting) -> ResponseReturnValue:
    action = _asked_for(ReportDecision)
    case = cases.case_of_reports(posting, actor=current_actor(), at=now())
    return _settle(case, action, partial(services.decide_reports, posting, action))


def case_address(waiting: QueueItem) -> str:
    """Give the page on which a line of the queue is decided."""
    asked = queue_args()
    if waiting.profile is not None:
        return url_for("moderation.profile", profile=waiting.profile.public_id, **asked)
    if waiting.revision is not None:
        return url_for("moderation.revision", revision=waiting.revision.public_id, **asked)
    assert waiting.posting is not None
    name = "moderation.report_case" if waiting.kind is CaseKind.REPORT else "moderation.posting"
    return url_for(name, posting=waiting.posting.public_id, **asked)


def queue_args() -> dict[str, Any]:
    """Give what keeps the choice of the queue in an address."""
    return to_address(asked_of_the_queue())


def next_address(place: int, *, but: int) -> str:
    """Give the page of the case that came to the place of one just decided, or of the queue when none is left."""
    following = queries.at_place(place, but=but, asked=asked_of_the_queue())
    return case_address(following) if following else url_for("moderation.queue", **queue_args())


def _asked_for(kind: type[Any]) -> Any:
    """Read the decision out of the address; an unknown one is a page that does not exist."""
    assert request.view_args is not None
    value = request.view_args["action"]
    return kind(value) if value in {member.value for member in kind} else abort(404)


def _settle(case: Case, action: LabelledEnum, apply: Callable[..., DecisionOutcome]) -> ResponseReturnValue:
    """Apply a decision and go on to the next case; a late one is told what was decided meanwhile."""
    subjects = [case.posting, case.revision] if case.revision else [case.posting]
    form = _form(action)
    posting_id, revision_id = case.posting.id, case.revision.id if case.revision else None
    place = queries.place_of(case.kind, subject=posting_id, revision_id=revision_id, asked=asked_of_the_queue())
    if not form.validate_on_submit():
        return _page(case, form, action), 422
    try:
        outcome = apply(verdict=form.to_verdict(), actor=current_actor(), at=now())
        db.session.commit()
    except (Stale, StaleDataError):
        db.session.rollback()
        return decided_meanwhile(subjects)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _page(case, form, action), 422
    flash(outcome.words(case.shown.title))
    return redirect(next_address(place, but=posting_id), code=303)


def _form(action: LabelledEnum) -> DecisionForm:
    form = DecisionForm(prefix=f"{action.value}-")
    use = REASON_FOR.get(action.value)
    form.offer(queries.reasons(use) if use else [])
    return form


def _page(case: Case, failed: DecisionForm | None = None, action: LabelledEnum | None = None) -> str:
    forms = {each.value: failed if failed is not None and each == action else _form(each) for each in case.actions}
    for form in forms.values():
        if form is not failed:
            form.seen.data = case.seen
    failed_form = failed if failed is not None and failed.errors else None
    return render_template(
        "moderation/case.html", case=case, forms=forms, failed=action if failed_form else None, form=failed_form, at=now(),
        reason_needed=REASON_FOR, serious=cases.serious,
    )  # fmt: skip


def decided_meanwhile(subjects: Sequence[Any]) -> ResponseReturnValue:
    return render_template("moderation/decided.html", line=timeline.latest(subjects), posting=subjects[0]), 409
