"""From the form over the check-your-answers page to the confirmation."""

from __future__ import annotations

from typing import Any, cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.applications import queries, services
from careercenter.applications.blueprint import blueprint, load_own
from careercenter.applications.forms import ANOTHER, ApplyForm, ConfirmForm
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import Application
from careercenter.applications.policy import ApplicationPermission
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, day, moment
from careercenter.core.permissions import can
from careercenter.postings.content import ApplyHow
from careercenter.postings.lifecycle import ENDED, PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.queries import by_public_id
from careercenter.profiles import documents
from careercenter.profiles.answers import snapshot, words_of
from careercenter.profiles.models import Resume
from careercenter.profiles.policy import ProfilePermission
from careercenter.profiles.queries import profile_of, resumes_of
from careercenter.profiles.views import keep
from careercenter.web.auth import current_actor, requires
from careercenter.web.errands import Errand, says_errand
from careercenter.web.limits import by_account, done, limited
from careercenter.web.protection import takes_large_files

# A posting in one of these was public and may be named on the page that says it takes no applications now.
NAMED_WHEN_CLOSED = ENDED | {PostingStatus.LIVE, PostingStatus.PAUSED, PostingStatus.ARCHIVED}


def _load(posting: str) -> Posting | None:
    """A posting that never was public is not there."""
    found = by_public_id(posting)
    return found if found is not None and found.posted_at is not None else None


@says_errand("applications.apply")
@says_errand("applications.check")
def _errand(posting: str) -> Errand | None:
    found = by_public_id(posting)
    if found is None or not found.is_visible(now()):
        return None
    return Errand(_("To apply for %(job)s at %(employer)s", job=found.title, employer=found.employer.name), "coder")


def _account() -> Account:
    return cast(Account, current_actor())


def _no_file() -> bool:
    chosen = request.files.get("resume")
    return chosen is None or not chosen.filename


@blueprint.route("/jobs/<posting>/apply", methods=["GET", "POST"])
@takes_large_files
@limited("upload", "10 per hour", by=by_account, counting=done, unless=_no_file)
@limited("upload tried", "60 per hour", by=by_account, unless=_no_file)
@requires(ApplicationPermission.APPLY, load=_load)
def apply(posting: Posting) -> ResponseReturnValue:
    account = _account()
    if (refusal := _refusal(posting, account)) is not None:
        return refusal
    form = ApplyForm(data=_known_answers(posting, account))
    form.offer(_resumes(account))
    if not form.is_submitted():
        return _form_page(posting, form, 200)
    return _answered(posting, account, form)


def _answered(posting: Posting, account: Account, form: ApplyForm) -> ResponseReturnValue:
    to_profile = request.form.get("then") == "profile"
    shaped = not to_profile and form.validate()
    try:
        resume = None if to_profile and not _file_meant(form) else _resume(form, account)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _form_page(posting, form, 422)
    # Also when another answer is wrong: nobody chooses a file twice, or types a note twice.
    answers = form.answers() if shaped else form.typed()
    services.keep_draft(posting, account, at=now(), resume=resume, answers=answers, checked=shaped)
    db.session.commit()
    if to_profile:
        back = url_for("applications.apply", posting=posting.public_id)
        return redirect(url_for("profiles.edit", next=back), code=303)
    if shaped:
        return redirect(url_for("applications.check", posting=posting.public_id), code=303)
    form.offer(_resumes(account))
    form.chosen.data = resume.public_id if resume else None
    return _form_page(posting, form, 422)


def _file_meant(form: ApplyForm) -> bool:
    return not _no_file() or (bool(form.chosen.data) and form.chosen.data != ANOTHER)


@blueprint.post("/jobs/<posting>/apply/draft")
@limited("application draft", "400 per hour", by=by_account)
@requires(ApplicationPermission.APPLY, load=_load)
def keep_draft(posting: Posting) -> ResponseReturnValue:
    """Keep what is typed while it is typed; what is wrong in it is said when it is sent."""
    account = _account()
    if not account.is_coder or not services.takes_applications_here(posting, now()):
        abort(409)
    form, at = ApplyForm(), now()
    chosen = next((one for one in _resumes(account) if one.public_id == form.chosen.data), None)
    services.keep_draft(posting, account, at=at, resume=chosen, answers=form.typed(), checked=False)
    db.session.commit()
    return _("Draft saved %(moment)s", moment=moment(at)), {"Content-Type": "text/plain; charset=utf-8"}


def _resume(form: ApplyForm, account: Account) -> Resume:
    """A file that was chosen counts, whatever else is ticked."""
    if not _no_file():
        return keep(form.resume)
    if form.chosen.data and form.chosen.data != ANOTHER:
        for resume in _resumes(account):
            if resume.public_id == form.chosen.data:
                return resume
    raise RuleBroken(documents.NONE, field="resume")


def _resumes(account: Account) -> list[Resume]:
    return list(db.session.scalars(resumes_of(account.id)))


def _form_page(posting: Posting, form: ApplyForm, status: int) -> ResponseReturnValue:
    account = _account()
    page = render_template(
        "applications/apply.html",
        posting=posting,
        form=form,
        profile=words_of(snapshot(profile_of(account.id))),
        confirmed=account.confirmed_at is not None,
        largest_mb=documents.LARGEST_MB,
        largest=documents.LARGEST,
        too_big=documents.TOO_BIG,
    )
    return page, status


def _known_answers(posting: Posting, account: Account) -> dict[str, Any]:
    """Give what is known already: the draft of this application, else the last one sent, else the profile and account."""
    resumes = _resumes(account)
    chosen = resumes[0].public_id if resumes else ""
    draft = queries.draft_of(posting.id, account.id)
    if draft is not None and draft.resume is not None and draft.resume.removed_at is None:
        chosen = draft.resume.public_id
    if draft is not None and (draft.name or draft.email or draft.phone or draft.note):
        return {"name": draft.name, "email": draft.email, "phone": draft.phone, "note": draft.note, "chosen": chosen}
    last, profile = queries.last_of(account.id), profile_of(account.id)
    phone = (last.phone if last else "") or (profile.phone if profile else "")
    if last is not None:
        return {"name": last.name, "email": last.email, "phone": phone, "chosen": chosen}
    return {"name": account.name, "email": account.email, "phone": phone, "chosen": chosen}


@blueprint.get("/jobs/<posting>/apply/check")
@requires(ApplicationPermission.APPLY, load=_load)
def check(posting: Posting) -> ResponseReturnValue:
    account = _account()
    if (refusal := _refusal(posting, account)) is not None:
        return refusal
    draft = queries.draft_of(posting.id, account.id)
    if draft is None or not services.is_complete(draft):
        return redirect(url_for("applications.apply", posting=posting.public_id), code=303)
    profile = words_of(snapshot(profile_of(account.id)))
    return render_template(
        "applications/check.html",
        posting=posting, draft=draft, profile=profile, form=ConfirmForm(), confirmed=account.confirmed_at is not None,
    )  # fmt: skip


@blueprint.post("/jobs/<posting>/apply/check")
@limited("apply", "20 per hour", "60 per day", by=by_account)
@requires(ApplicationPermission.APPLY, load=_load)
def send(posting: Posting) -> ResponseReturnValue:
    account = _account()
    if not account.is_coder:
        return _not_a_coder(posting)
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("applications.check", posting=posting.public_id), code=303)
    try:
        application = services.send(posting, account, actor=account, at=now())
    except services.NotOpen:
        return _closed(posting)
    except services.NotConfirmed:
        return render_template("applications/confirm_first.html", posting=posting), 409
    except services.NotComplete as broken:
        flash(broken.message, "error")
        return redirect(url_for("applications.apply", posting=posting.public_id), code=303)
    db.session.commit()
    return redirect(url_for("applications.sent", application=application.public_id), code=303)


@blueprint.get("/applications/<application>/sent")
@requires(ApplicationPermission.SEE_OWN, load=load_own)
def sent(application: Application) -> ResponseReturnValue:
    return render_template("applications/sent.html", application=application)


def _refusal(posting: Posting, account: Account) -> ResponseReturnValue | None:
    """Give the page for who or what cannot apply or be applied to, or None."""
    if not account.is_coder:
        return _not_a_coder(posting)
    application = queries.sent_to(posting.id, account.id)
    if application is not None and application.status is not ApplicationStatus.WITHDRAWN:
        flash(_("You applied on %(day)s already. This is what you sent.", day=day(application.applied_at)))
        return redirect(url_for("applications.show", application=application.public_id), code=303)
    if not services.takes_applications_here(posting, now()):
        return _closed(posting)
    return None


def _not_a_coder(posting: Posting) -> ResponseReturnValue:
    can_start = can(current_actor(), ProfilePermission.START)
    return render_template("applications/not_a_coder.html", posting=posting, can_start=can_start), 403


def _closed(posting: Posting) -> ResponseReturnValue:
    """Say that it takes no applications here; one that was held or removed is not even named."""
    visible = posting.is_visible(now())
    page = render_template(
        "applications/closed.html",
        posting=posting,
        named=posting.status in NAMED_WHEN_CLOSED and posting.employer.suspended_at is None,
        elsewhere=visible and posting.content.apply_how is not ApplyHow.HERE,
        has_draft=queries.draft_of(posting.id, _account().id) is not None,
    )
    return page, 409
