"""One of everything, and one of every kind of actor: what the permission table is asked about."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from careercenter.accounts.models import Account, AccountSession, Passkey
from careercenter.admin.models import Recovery, RecoveryKind
from careercenter.applications.models import Application
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Employer, EmployerRevision, JoinRequest, Membership, Role
from careercenter.importing.models import ImportBatch
from careercenter.mail.models import Letter
from careercenter.moderation.models import DecisionReason, DeskNote, ReasonUse, Report, ReportReason
from careercenter.postings import services
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision, PostingTemplate
from careercenter.profiles.models import CoderProfile, Resume, ResumeKind
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName
from tests.factories import accounts, employers, postings

# In the order of the table. "former member" was a recruiter of the employer until a moment ago.
ACTORS = (
    "visitor", "coder", "other coder", "owner", "recruiter", "viewer", "former member", "other owner", "moderator", "admin",
)  # fmt: skip


@dataclass
class World:
    """The employer's posting is live, with an edit waiting, a report, and the application of `coder`."""

    people: dict[str, Account]
    employer: Employer
    posting: Posting
    draft: Posting
    pending: Posting
    revision: PostingRevision
    template: PostingTemplate
    application: Application
    resume: Resume
    reason: DecisionReason
    letter: Letter
    task: Task
    session: AccountSession
    recovery: Recovery
    passkey: Passkey
    invitation_id: str
    invitation_token: str
    membership: Membership
    change: EmployerRevision
    batch: ImportBatch
    join_request: JoinRequest
    batch_of_several: ImportBatch
    correction: PostingCorrection
    note: DeskNote
    note_of_person: DeskNote


def build() -> World:
    at = now()
    people = {
        name: accounts.make_account(f"{name.replace(' ', '.')}@example.com", name=name) for name in ACTORS if name != "visitor"
    }
    people["coder"].is_coder = people["other coder"].is_coder = True
    people["moderator"].staff, people["admin"].staff = accounts.Staff.MODERATOR, accounts.Staff.ADMIN
    employer = employers.make_verified_employer("Northfield Clinic", owner=people["owner"])
    membership = employers.make_member(employer, people["recruiter"], Role.RECRUITER)
    employers.make_member(employer, people["viewer"], Role.VIEWER)
    employers.make_former_member(employer, people["former member"])
    employers.make_employer("Elsewhere Billing", owner=people["other owner"])
    author, moderator = people["owner"], people["moderator"]

    def posting(status: PostingStatus) -> Posting:
        return postings.make_posting(status, employer=employer, author=author, moderator=moderator, at=at)

    live, draft, pending = posting(PostingStatus.LIVE), posting(PostingStatus.DRAFT), posting(PostingStatus.PENDING)
    services.change(live, postings.content(at, title="Another Title Entirely"), actor=author, at=at)
    revision = db.session.scalars(select(PostingRevision)).one()
    template = PostingTemplate(employer_id=employer.id, name="Usual", content=postings.content(at))
    picture = current_app.extensions["files"].put(b"a picture")
    change = EmployerRevision(employer=employer, author_id=author.id, about="New words", logo=picture, base={})
    digest = current_app.extensions["files"].put(b"%PDF-1.4 of the world")
    resume = Resume(account_id=people["coder"].id, digest=digest, name="resume.pdf", kind=ResumeKind.PDF, size=10)
    reason = DecisionReason(slug="of-the-world", use=ReasonUse.CHANGES, label="Say more", words="Say more.")
    letter = Letter(
        template="x", recipient="a@example.com", subject="s", text="t", html="<p>h</p>", message_id="<of@the.world>"
    )
    task = Task(name=TaskName.SWEEP_FILES, status=TaskStatus.DEAD, last_error="it broke")
    token = accounts.sessions.start(people["coder"], at=at)
    passkey = Passkey(
        user_id=people["coder"].id, credential_id=b"1", public_key=b"1", backup_state=False, device_type="single_device",
        name="key", usage="secondary",
    )  # fmt: skip
    invitation = employers.make_invitation(employer, "invited@example.com", token="the-invitation")
    report = Report(posting_id=live.id, reporter="visitor", reason=ReportReason.SCAM, words="It asks for money.")
    db.session.add_all(
        [change, template, resume, reason, letter, task, passkey, report, CoderProfile(account_id=people["coder"].id)]
    )
    recovery = Recovery(
        account_id=people["coder"].id, kind=RecoveryKind.SECOND_FACTOR, reason="A call", asked_by_id=people["admin"].id
    )
    db.session.add(recovery)
    db.session.flush()
    application = Application(
        posting_id=live.id, account_id=people["coder"].id, resume_id=resume.id, name="A Coder", email="coder@example.com",
        posting_content=live.content, status_times={"submitted": at.isoformat()},
    )  # fmt: skip
    batch = ImportBatch(employer=employer, account_id=people["recruiter"].id, file_name="jobs.xlsx")
    join_request = JoinRequest(employer_id=employer.id, account_id=people["former member"].id)
    batch_of_several = ImportBatch(account_id=people["admin"].id, file_name="jobs.csv")
    correction = PostingCorrection(posting=live, words="A slip.", before=live.content, after=postings.content(at, title="Else"))
    note = DeskNote(employer_id=employer.id, author_id=moderator.id, words="Called them.")
    note_of_person = DeskNote(account_id=people["coder"].id, author_id=people["admin"].id, words="Wrote twice.")
    db.session.add_all([application, batch, join_request, batch_of_several, correction, note, note_of_person])
    db.session.commit()
    session = db.session.scalars(
        select(AccountSession).where(AccountSession.token_hash == accounts.sessions.hashed(token))
    ).one()
    return World(
        people=people, employer=employer, posting=live, draft=draft, pending=pending, revision=revision, template=template,
        application=application, resume=resume, reason=reason, letter=letter, task=task, session=session, passkey=passkey,
        invitation_id=invitation.public_id, invitation_token="the-invitation", membership=membership, change=change,
        recovery=recovery, batch=batch, join_request=join_request, batch_of_several=batch_of_several,
        correction=correction, note=note, note_of_person=note_of_person,
    )  # fmt: skip


# An address that ends in an action is asked for with one that its page offers.
ACTIONS = {
    "applications.answer": "accept_interview",
    "postings.act": "pause",
    "admin.act_on_person": "suspend",
    "admin.act_on_task": "retry",
    "admin.decide_recovery": "refuse",
    "moderation.act_on_employer": "suspend",
    "moderation.decide": "approve",
    "moderation.act_on_reason": "retire",
    "moderation.decide_reports": "dismiss",
    "moderation.decide_revision": "approve",
    "moderation.decide_profile": "approve",
}
OF_PENDING = {"moderation.decide", "moderation.correct"}
OF_DRAFT = {"postings.edit", "postings.submit"}


def form_of(world: World, endpoint: str) -> dict[str, str]:
    """Give what a form of `endpoint` says besides its address, where it names objects too."""
    if endpoint == "applications.take_step":
        return {"application": world.application.public_id, "step": "shortlist"}
    if endpoint == "employers.accept_request":
        return {f"{world.join_request.public_id}-role": "viewer"}
    if endpoint in ("moderation.decide_together", "moderation.decide_import"):
        return {"action": "approve"}
    return {}


def address_values(world: World, endpoint: str, names: set[str]) -> dict[str, object]:
    """Give what to put into the address of `endpoint`, by the names of its parts."""
    of_posting = world.pending if endpoint in OF_PENDING else world.draft if endpoint in OF_DRAFT else world.posting
    of_account = endpoint.startswith("admin.")
    known: dict[str, object] = {
        "employer": world.employer.public_id,
        "posting": of_posting.public_id,
        "correction": world.correction.public_id,
        "note": (world.note_of_person if of_account else world.note).public_id,
        "application": world.application.public_id,
        "resume": world.resume.public_id,
        "revision": world.revision.public_id,
        "profile": world.change.public_id,
        "template": world.template.public_id,
        "membership": world.membership.public_id,
        "invitation": world.invitation_id,
        "request": world.join_request.public_id,
        "session": world.session.public_id,
        "passkey": world.passkey.id,
        "letter": world.letter.id,
        "letter_id": world.letter.id,
        "task": world.task.id,
        "reason": world.reason.slug,
        "account": world.people["coder"].public_id if of_account else "",
        "action": ACTIONS.get(endpoint, ""),
        "decision": ACTIONS.get(endpoint, ""),
        "recovery": world.recovery.public_id,
        "batch": (world.batch if "employer" in names else world.batch_of_several).public_id,
        "key": f"{world.posting.public_id}-{world.posting.slug}"
        if "posting" in endpoint
        else f"{world.employer.public_id}-{world.employer.slug}",
        "slug": "oncology",
        "code_set": "cpt",
        "code": "38225",
        "token": world.invitation_token,
        "version": "0",
        "name": "people" if of_account else "terms",
        "digest": "0" * 64,
        "part": "credentials",
        "kind": "credentials",
    }
    return {name: known[name] for name in names}
