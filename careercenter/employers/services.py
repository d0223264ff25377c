"""What may happen to an employer. Members and invitations are in `membership`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from careercenter.audit.services import record
from careercenter.core.addresses import NotAnAddress, web_address
from careercenter.core.db import db
from careercenter.core.errors import Barred, RuleBroken, Stale
from careercenter.core.i18n import _, number
from careercenter.core.permissions import Actor
from careercenter.core.places import HOME_STATES
from careercenter.employers import likeness, mail, names, services_revision
from careercenter.employers.models import Employer, EmployerKind, Membership, Role, Verification
from careercenter.mail.services import stop
from careercenter.storage import references
from careercenter.storage.files import Files
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

LONGEST_ABOUT = 5000  # characters; about two pages
LONGEST_STATEMENT = 1500  # characters, of the statement on equal opportunity
LONGEST_KEPT = 1000  # characters of an old or new value that the audit trail keeps


@dataclass(frozen=True, slots=True)
class EmployerProfile:
    """What an employer says of itself. `about` and `equal_opportunity` are Markdown, `state` a two-letter code or ""."""

    name: str
    kind: EmployerKind
    website: str = ""
    about: str = ""
    equal_opportunity: str = ""
    city: str = ""
    state: str = ""
    time_zone: str = "America/New_York"

    @classmethod
    def of(cls, employer: Employer) -> EmployerProfile:
        return cls(**{field.name: getattr(employer, field.name) for field in dataclasses.fields(cls)})


# What "verified" was said of: a change of one of these needs a new look.
VERIFIED_FIELDS = frozenset({"name", "website"})


def create(profile: EmployerProfile, *, actor: Actor | None, at: datetime, different_from: Sequence[Employer] = ()) -> Employer:
    """Make an employer whose first owner is `actor` (None: a command; it has no member yet).

    One that looks like another waits for a moderator before it has a public page. `different_from` are those that were here
    already and that the person said it is not: a moderator reads that.
    """
    employer = Employer(**dataclasses.asdict(_checked(profile)), created_at=at)
    db.session.add(employer)
    db.session.flush()
    said = {"different_from": [one.public_id for one in different_from]} if different_from else {}
    record("employer.created", subject=employer, actor=actor, at=at, name=employer.name, **said)
    if actor is not None and actor.account_id is not None:
        first = Membership(employer_id=employer.id, account_id=actor.account_id, role=Role.OWNER, since=at)
        db.session.add(first)
        record("membership.began", subject=first, actor=actor, at=at, role=Role.OWNER.value, employer=employer.id)
        db.session.flush()
        db.session.expire(employer, ["members"])
        db.session.expire(actor, ["memberships"])
        _review_likeness(employer, actor=actor, at=at)
    return employer


def wanted(employer: Employer) -> EmployerProfile:
    """Give the profile as its people want it: what stands, with what waits for a moderator put onto it."""
    revision = services_revision.pending(employer)
    waiting: dict[str, Any] = dict(services_revision.texts_of(revision)) if revision else {}
    return dataclasses.replace(EmployerProfile.of(employer), **waiting)


def change_profile(employer: Employer, profile: EmployerProfile, *, version: int, actor: Actor, at: datetime) -> list[str]:
    """Change what an employer says of itself; give the names of the changed fields.

    While coders see its jobs, name, website and About text wait for a moderator: see `revising`. Stale when somebody changed
    it since `version`.
    """
    _refuse_suspended(employer)
    if employer.version != version:
        raise Stale(_("Somebody else changed this profile while you had it open, so nothing of yours was saved."))
    profile = _checked(profile)
    asked = {
        field.name: getattr(profile, field.name)
        for field in dataclasses.fields(profile)
        if getattr(profile, field.name) != getattr(employer, field.name)
    }
    changed = dict(asked)
    waiting = {
        name: changed.pop(name)
        for name in services_revision.JUDGED
        if name in changed and services_revision.needs_review(employer)
    }
    # The first look at an employer like another one waits on, whatever else is saved.
    if waiting or (services_revision.pending(employer) and not employer.unlisted):
        services_revision.ask(employer, waiting, actor=actor, at=at)
    if changed:
        apply(employer, changed, actor=actor, at=at)
    if VERIFIED_FIELDS & changed.keys():
        _review_likeness(employer, actor=actor, at=at)
    return list(asked)


def _review_likeness(employer: Employer, *, actor: Actor, at: datetime) -> None:
    """Keep one that looks like another by the name or website it has now off the pages, until a moderator has looked."""
    alike = bool(likeness.alike_to(employer))
    if alike:
        _ask_review(employer, actor=actor, at=at)
    elif employer.unlisted:
        employer.unlisted = False
        services_revision.ask(employer, {}, actor=actor, at=at)


def _ask_review(employer: Employer, *, actor: Actor, at: datetime) -> None:
    employer.unlisted = True
    services_revision.ask(employer, {"name": employer.name, "website": employer.website}, actor=actor, at=at)


def apply(employer: Employer, changes: dict[str, Any], *, actor: Actor, at: datetime, revision: str | None = None) -> None:
    """Put changes onto an employer, with what stood before in the trail.

    A new name or host ends the verification, which was said of the old one.
    """
    host, name = employer.host, employer.name
    before = {field: getattr(employer, field) or "" for field in changes}
    for field, value in changes.items():
        setattr(employer, field, value)
    said = {field: {"before": _short(before[field]), "after": _short(changes[field])} for field in changes}
    record("employer.changed", subject=employer, actor=actor, at=at, fields=sorted(changes), changes=said, revision=revision)
    if employer.verified_at is not None and (employer.name != name or employer.host != host):
        end_verification(employer, actor=actor, at=at)
    if VERIFIED_FIELDS & set(changes):
        enqueue(TaskName.RECONCILE_INDEX)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_KEPT else f"{text[:LONGEST_KEPT]}…"


def set_logo(employer: Employer, made: bytes, *, files: Files, actor: Actor, at: datetime) -> bool:
    """Keep a picture that `logo.remade` made from an uploaded one; say whether it stands now or waits for a moderator."""
    _refuse_suspended(employer)
    digest = files.put(made)
    if services_revision.needs_review(employer):
        services_revision.ask_picture(employer, digest, actor=actor, at=at)
        return False
    employer.logo = digest
    record("employer.logo_changed", subject=employer, actor=actor, at=at)
    return True


def remove_logo(employer: Employer, *, actor: Actor, at: datetime) -> None:
    if employer.logo is not None:
        employer.logo = None
        record("employer.logo_removed", subject=employer, actor=actor, at=at)


def verify(employer: Employer, *, by: Verification, what: str, actor: Actor, at: datetime) -> None:
    """Say that somebody checked who this is, how, and what was seen."""
    if not what.strip():
        raise RuleBroken(_("Enter what was checked."), field="what")
    employer.verified_at, employer.verified_by, employer.verified_what = at, by, what.strip()[:200]
    record("employer.verified", subject=employer, actor=actor, at=at, by=by.value, seen=employer.verified_what)
    mail.to_owners(employer, "employer_verified", how=by.label, what=employer.verified_what)
    enqueue(TaskName.RECONCILE_INDEX)


def end_verification(employer: Employer, *, actor: Actor | None, at: datetime, words: str = "") -> None:
    employer.verified_at, employer.verified_by, employer.verified_what = None, None, ""
    record("employer.verification_ended", subject=employer, actor=actor, at=at, words=words)
    mail.to_owners(employer, "employer_unverified", words=words)
    enqueue(TaskName.RECONCILE_INDEX)


def suspend(employer: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """End all an employer can do to coders, at once: its jobs are off every page, without moving their status, and what waits
    to be sent in its words is stopped.
    """
    if employer.suspended_at is not None:
        closed = employer.closed_at is not None
        raise RuleBroken(_("This employer is closed already.") if closed else _("This employer is suspended already."))
    employer.suspended_at = at
    stopped = stop(employer.through)
    record("employer.suspended", subject=employer, actor=actor, at=at, words=words, emails_stopped=stopped)
    enqueue(TaskName.RECONCILE_INDEX)


def end_suspension(employer: Employer, *, actor: Actor, at: datetime, words: str = "") -> None:
    if employer.suspended_at is None:
        raise RuleBroken(_("This employer is not suspended."))
    if employer.merged_into_id is not None:
        raise RuleBroken(_("This employer was merged into another one, so it cannot be restored."))
    employer.suspended_at = employer.closed_at = None
    record("employer.suspension_ended", subject=employer, actor=actor, at=at, words=words)
    if employer.unlisted:
        _ask_review(employer, actor=actor, at=at)  # its closing took it out of the queue
    enqueue(TaskName.RECONCILE_INDEX)


def _refuse_suspended(employer: Employer) -> None:
    if employer.closed_at is not None:
        raise Barred(_("%(employer)s is closed, so its profile cannot be changed.", employer=employer.name))
    if employer.suspended_at is not None:
        raise Barred(_("%(employer)s is suspended, so its profile cannot be changed.", employer=employer.name))


def _checked(profile: EmployerProfile) -> EmployerProfile:
    name = " ".join(profile.name.split())
    if not 2 <= len(name) <= 120:
        raise RuleBroken(_("Enter the employer's name in 2 to 120 characters."), field="name")
    if wrong := names.refusal(name):
        raise RuleBroken(wrong, field="name")
    if len(profile.about) > LONGEST_ABOUT:
        raise RuleBroken(_("Shorten the description to %(max)s characters.", max=number(LONGEST_ABOUT)), field="about")
    if len(profile.equal_opportunity) > LONGEST_STATEMENT:
        too_long = _("Shorten the statement to %(max)s characters.", max=number(LONGEST_STATEMENT))
        raise RuleBroken(too_long, field="equal_opportunity")
    if profile.state and profile.state not in HOME_STATES:
        raise RuleBroken(_("Choose a state."), field="state")
    website = profile.website.strip()
    if website:
        try:
            website = web_address(website)
        except NotAnAddress as error:
            raise RuleBroken(str(error), field="website") from error
    return dataclasses.replace(profile, name=name, website=website, city=" ".join(profile.city.split())[:80])


def _logos() -> Select[tuple[str | None]]:
    return select(Employer.logo)


references.register("employers", _logos)
