"""A change of who an employer says it is waits for a moderator while coders see its jobs."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken, Stale
from careercenter.employers import services, services_closing, services_moderation, services_revision
from careercenter.employers.likeness import alike, folded
from careercenter.employers.logo import remade
from careercenter.employers.models import Employer, EmployerKind, EmployerRevision, ProfileStatus, Verification
from careercenter.employers.services import EmployerProfile
from careercenter.mail.models import Letter
from careercenter.moderation import services as desk
from careercenter.moderation.decisions import DecisionOutcome, ProfileDecision, Verdict
from careercenter.moderation.queries import CaseKind, queue
from careercenter.moderation.services import version_token, version_token_of_profile
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.storage import references
from tests.factories.accounts import make_account, make_moderator
from tests.factories.employers import make_employer, make_verified_employer
from tests.factories.moderation import load_reasons
from tests.factories.postings import make_member, make_posting

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]


def hiring(status: PostingStatus = S.LIVE, **values: Any) -> tuple[Employer, Account]:
    employer = make_verified_employer("Ninebark Health", **values)
    owner = make_member(employer)
    make_posting(status, employer=employer, author=owner)
    return employer, owner


def change(employer: Employer, owner: Account, **values: Any) -> list[str]:
    profile = dataclasses.replace(services.wanted(employer), **values)
    return services.change_profile(employer, profile, version=employer.version, actor=owner, at=now())


def waiting(employer: Employer) -> EmployerRevision:
    found = services_revision.pending(employer)
    assert found is not None
    return found


def decide(employer: Employer, decision: ProfileDecision, reason: str = "", words: str = "") -> DecisionOutcome:
    revision = waiting(employer)
    verdict = Verdict(version_token_of_profile(revision), (reason,), words)
    return desk.decide_profile(revision, decision, verdict=verdict, actor=make_moderator(), at=now())


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Mayo Clinic"},
        {"website": "https://mayo.example.com"},
        {"about": "We are the Mayo Clinic"},
        {"equal_opportunity": "The Mayo Clinic hires all."},
    ],
)
def test_what_could_be_anothers_waits_and_the_old_stays_up(session: Session, values: dict[str, str]) -> None:
    employer, owner = hiring()
    change(employer, owner, **values)
    for field, value in values.items():
        assert getattr(employer, field) != value
    assert employer.verified_at is not None
    assert [(line.kind, line.employer.id) for line in queue().items] == [(CaseKind.PROFILE, employer.id)]
    decide(employer, ProfileDecision.APPROVE)
    for field, value in values.items():
        assert getattr(employer, field) == value
    assert (employer.verified_at is None) is values.keys().isdisjoint({"about", "equal_opportunity"})


def test_where_it_is_and_what_kind_apply_at_once(session: Session) -> None:
    employer, owner = hiring()
    change(employer, owner, city="Duluth", state="MN", kind=EmployerKind.PAYER)
    assert (employer.city, employer.kind, services_revision.pending(employer)) == ("Duluth", EmployerKind.PAYER, None)


@pytest.mark.parametrize("status", [S.PAUSED, S.SCHEDULED, S.CLOSED, S.FROZEN, S.EXPIRED])
def test_a_job_that_comes_back_without_a_look_counts_as_seen(session: Session, status: PostingStatus) -> None:
    employer, owner = hiring(status)
    change(employer, owner, name="Mayo Clinic")
    assert employer.name == "Ninebark Health"


@pytest.mark.parametrize("status", [S.DRAFT, S.PENDING, S.REJECTED])
def test_an_employer_nobody_sees_yet_changes_at_once(session: Session, status: PostingStatus) -> None:
    employer, owner = hiring(status)
    change(employer, owner, name="Ninebark Hospitals")
    assert employer.name == "Ninebark Hospitals"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "employer.changed")).one()
    assert entry.detail["changes"]["name"] == {"before": "Ninebark Health", "after": "Ninebark Hospitals"}


def test_a_later_change_replaces_the_one_that_waits_and_going_back_ends_it(session: Session) -> None:
    employer, owner = hiring()
    change(employer, owner, name="Mayo")
    change(employer, owner, name="Mayo Clinic", about="Words")
    assert waiting(employer).changes == {"name": "Mayo Clinic", "about": "Words"}
    change(employer, owner, name="Ninebark Health", about=employer.about)
    assert services_revision.pending(employer) is None


def test_of_two_who_change_it_at_once_the_second_is_told(session: Session) -> None:
    employer, owner = hiring()
    version = employer.version
    change(employer, owner, name="Mayo")
    session.flush()
    with pytest.raises(Stale):
        services.change_profile(employer, EmployerProfile.of(employer), version=version, actor=owner, at=now())


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return remade(out.getvalue())


def test_a_picture_waits_beside_the_words_and_is_kept_meanwhile(app: Flask, session: Session, sign_in: SignIn) -> None:
    employer, owner = hiring()
    files = app.extensions["files"]
    change(employer, owner, about="New words")
    assert not services.set_logo(employer, picture("red"), files=files, actor=owner, at=now())
    assert employer.logo is None
    assert set(waiting(employer).changes) == {"about", "logo"}
    needed = references.referred()
    assert needed is not None
    assert waiting(employer).logo in {row[0] for row in session.execute(needed)}
    session.commit()
    address = f"/desk/profiles/{waiting(employer).public_id}/picture"
    assert sign_in(make_moderator()).get(address).data[:4] == b"RIFF"
    assert sign_in(owner).get(address).status_code == 404
    decide(employer, ProfileDecision.APPROVE)
    assert employer.logo is not None


def test_the_page_says_that_a_picture_waits(session: Session, sign_in: SignIn) -> None:
    employer, owner = hiring()
    session.commit()
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    out.seek(0)
    client = sign_in(owner)
    answer = client.post(f"/employers/{employer.public_id}/logo", data={"logo": (out, "mark.png")})
    page = client.get(answer.location).text
    assert (
        "The logo waits for a moderator. What coders see now stays until then, and we write to you when it is decided.<" in page
    )


def test_the_author_hears_what_was_decided_and_why(session: Session) -> None:
    load_reasons()
    employer, owner = hiring()
    change(employer, owner, name="Mayo Clinic")
    with pytest.raises(RuleBroken):
        decide(employer, ProfileDecision.REJECT_PROFILE)
    assert decide(employer, ProfileDecision.REJECT_PROFILE, "name-of-another", "Ask Mayo.") is DecisionOutcome.PROFILE_REJECTED
    letter = session.scalars(select(Letter).where(Letter.template == "employer_edit_rejected")).one()
    assert letter.recipient == owner.email
    assert "Ask Mayo." in letter.text
    assert employer.name == "Ninebark Health"
    found = services_revision.latest(employer)
    assert found is not None
    assert found.status is ProfileStatus.REJECTED


def test_a_moderator_who_saw_an_older_version_decides_nothing(session: Session) -> None:
    employer, owner = hiring()
    change(employer, owner, name="Mayo")
    looked_at, revision = version_token_of_profile(waiting(employer)), waiting(employer)
    change(employer, owner, name="Mayo Clinic")
    session.flush()
    for target in (revision, waiting(employer)):
        with pytest.raises(Stale):
            desk.decide_profile(target, ProfileDecision.APPROVE, verdict=Verdict(looked_at), actor=make_moderator(), at=now())


def test_a_name_changed_under_a_waiting_job_makes_its_approval_stale(session: Session) -> None:
    employer, owner = hiring(S.PENDING)
    posting = session.scalars(select(Posting)).one()
    looked_at = version_token(posting)
    change(employer, owner, name="Mayo Clinic")
    assert version_token(posting) != looked_at


def test_nobody_judges_the_profile_of_their_own_employer(session: Session) -> None:
    employer, owner = hiring()
    change(employer, owner, name="Mayo")
    judge = make_moderator()
    make_member_of(employer, judge)
    with pytest.raises(RuleBroken):
        desk.decide_profile(
            waiting(employer),
            ProfileDecision.APPROVE,
            verdict=Verdict(version_token_of_profile(waiting(employer))),
            actor=judge,
            at=now(),
        )


def make_member_of(employer: Employer, account: Account) -> None:
    from tests.factories.employers import make_member as join

    join(employer, account)


def test_the_whole_way_over_the_pages(session: Session, sign_in: SignIn) -> None:
    load_reasons()
    employer, owner = hiring()
    session.commit()
    client = sign_in(owner)
    address = f"/employers/{employer.public_id}/profile"
    data = {
        "name": "Mayo Clinic", "kind": employer.kind.value, "website": employer.website, "time_zone": employer.time_zone,
        "version": str(employer.version),
    }  # fmt: skip
    page = client.post(address, data=data, follow_redirects=True)
    assert "A moderator looks at the new name" in page.text
    assert "Your change waits for a moderator" in page.text
    assert 'value="Mayo Clinic"' in page.text
    moderator = sign_in(make_moderator())
    assert f"/desk/profiles/{waiting(employer).public_id}" in moderator.get("/desk").text
    case = moderator.get(f"/desk/profiles/{waiting(employer).public_id}").text
    assert "Ninebark Health" in case
    assert "Mayo Clinic" in case
    assert "verified by" in case
    assert "not yet verified" not in case
    form = {"approve-seen": version_token_of_profile(waiting(employer))}
    done = moderator.post(f"/desk/profiles/{waiting(employer).public_id}/approve", data=form, follow_redirects=True)
    assert "Approved: Mayo Clinic." in done.text
    session.expire_all()
    assert employer.name == "Mayo Clinic"


def test_the_author_takes_the_change_back(session: Session, sign_in: SignIn) -> None:
    employer, owner = hiring()
    change(employer, owner, name="Mayo")
    session.commit()
    sign_in(owner).post(f"/employers/{employer.public_id}/profile/withdraw")
    assert services_revision.pending(employer) is None


class TestLikeness:
    @pytest.mark.parametrize(
        "name",
        [
            "meridian  health", "Meridian Health, Inc.", "The Meridian Health LLC", "MERIDIAN-HEALTH", "Мeridiаn Неаlth",
            "Meridian H3alth", "Ｍｅｒｉｄｉａｎ Health", "Méridian Health", "Meridian Health Co.",
        ],
    )  # fmt: skip
    def test_names_that_look_the_same_are_the_same(self, name: str) -> None:
        assert folded(name) == folded("Meridian Health")

    def test_one_slip_is_near_and_a_number_is_another_place(self, session: Session) -> None:
        make_employer("Meridian Health")
        assert [one.name for one in alike("Meridain Health", "")] == ["near"]
        make_employer("Regional Clinic 12")
        assert alike("Regional Clinic 13", "") == []
        assert alike("Cascade Coding", "") == []

    def test_the_same_site_is_said_and_a_verified_one_comes_first(self, session: Session) -> None:
        make_employer("Meridian Health")
        make_verified_employer("Northfield Clinic")
        found = alike("Meridian Health", "https://www.northfield.example.com/jobs")
        assert [(one.called, one.verified, one.name, one.site) for one in found] == [
            ("Northfield Clinic", True, "", True),
            ("Meridian Health", False, "same", False),
        ]

    def test_a_new_one_like_another_waits_without_a_public_page(self, session: Session, client: FlaskClient) -> None:
        make_verified_employer("Northfield Clinic")
        owner = make_account()
        made = services.create(EmployerProfile("Northfield Clinic Inc", EmployerKind.OTHER), actor=owner, at=now())
        other = services.create(EmployerProfile("Cascade Coding", EmployerKind.OTHER), actor=owner, at=now())
        session.commit()
        assert client.get(f"/employers/{made.public_id}-{made.slug}").status_code == 404
        assert client.get(f"/employers/{other.public_id}-{other.slug}").status_code == 200
        assert [line.employer.id for line in queue().items] == [made.id]
        services_moderation.approve(waiting(made), actor=make_moderator(), at=now())
        session.commit()
        assert client.get(f"/employers/{made.public_id}-{made.slug}").status_code == 200

    def test_saving_the_profile_does_not_end_the_wait_for_the_first_look(self, session: Session) -> None:
        make_verified_employer("Northfield Clinic")
        owner = make_account()
        made = services.create(EmployerProfile("Northfield Clinic Inc", EmployerKind.OTHER), actor=owner, at=now())
        session.flush()
        first = waiting(made)
        assert change(made, owner) == []
        assert change(made, owner, city="Albany") == ["city"]
        session.flush()
        assert made.unlisted
        assert waiting(made) is first
        change(made, owner, name="Cascade Coding")
        assert not made.unlisted
        assert services_revision.pending(made) is None

    def test_a_new_name_like_anothers_waits_as_a_new_employer_does(self, session: Session, client: FlaskClient) -> None:
        make_verified_employer("Northfield Clinic")
        owner = make_account()
        made = services.create(EmployerProfile("Cascade Coding", EmployerKind.OTHER), actor=owner, at=now())
        session.flush()
        change(made, owner, name="Northfield Clinic LLC")
        session.commit()
        assert client.get(f"/employers/{made.public_id}-{made.slug}").status_code == 404
        assert waiting(made).name == "Northfield Clinic LLC"
        change(made, owner, name="Cascade Coding")
        session.commit()
        assert client.get(f"/employers/{made.public_id}-{made.slug}").status_code == 200

    def test_one_that_was_closed_meanwhile_waits_again_when_it_is_restored(self, session: Session) -> None:
        make_verified_employer("Northfield Clinic")
        owner = make_account()
        made = services.create(EmployerProfile("Northfield Clinic Inc", EmployerKind.OTHER), actor=owner, at=now())
        session.flush()
        services_closing.close(made, words="", actor=owner, at=now())
        session.flush()
        assert services_revision.pending(made) is None
        services.end_suspension(made, actor=make_moderator(), at=now())
        assert waiting(made).name == "Northfield Clinic Inc"

    def test_its_jobs_say_it_too(self, session: Session, sign_in: SignIn) -> None:
        make_verified_employer("Northfield Clinic", verified_by=Verification.TELEPHONE)
        twin = make_employer("Northfield Clinic LLC")
        posting = make_posting(S.PENDING, employer=twin)
        session.commit()
        page = sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text
        assert "the same name as" in page
