"""The demonstration: what it holds, that it is the same everywhere, and when it is loaded."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts import passwords
from careercenter.accounts.models import Account
from careercenter.accounts.queries import by_email
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import Application, ApplicationMessage
from careercenter.audit.models import AuditEntry
from careercenter.cli import seed
from careercenter.cli.demo import reading
from careercenter.cli.demo.accounts import DEMONSTRATION_ACCOUNTS, PASSWORD
from careercenter.cli.demo.board import Board
from careercenter.cli.demo.days import Dated, dated
from careercenter.cli.demo.describing import describe
from careercenter.cli.demo.factories import PATHS, WAYS_TO
from careercenter.cli.demo.resume_files import resume_file
from careercenter.core.db import db
from careercenter.employers.models import Employer, EmployerKind
from careercenter.mail.models import Letter, LetterStatus
from careercenter.moderation.models import Report
from careercenter.postings.completeness import missing
from careercenter.postings.content import EmploymentType, PayBasis, WorkSetting
from careercenter.postings.doubts import doubtful
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus
from careercenter.postings.queries import visible
from careercenter.postings.signals import Level, signals
from careercenter.profiles.documents import kind_of
from careercenter.profiles.models import CoderProfile, Resume
from careercenter.taxonomy import catalogue

AT = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
SAME = "6826c43705c3bf40"
CAR_T_ID = "tzvbwhkwtz8w"
DATA = Path(reading.DATA)


@pytest.fixture(scope="module")
def live() -> list[Dated]:
    return [one for one in dated(AT, {}) if one.status is PostingStatus.LIVE]


def test_there_are_two_hundred_live_jobs_of_thirty_employers_of_every_kind(live: list[Dated]) -> None:
    assert len(live) >= 200
    assert len({one.job.employer.key for one in live}) >= 30
    assert {EmployerKind(one.job.employer.kind) for one in live} == set(EmployerKind)


def test_every_specialty_has_a_job_and_cancer_many(live: list[Dated]) -> None:
    named = Counter(slug for one in live for slug in one.content.specialties)
    parents = {one.parent for one in catalogue.specialties()}
    assert [one.slug for one in catalogue.specialties() if one.slug not in parents and not named[one.slug]] == []
    cancer = {one.slug for one in catalogue.children("oncology")}
    assert sum(bool(cancer & set(one.content.specialties)) for one in live) >= 30
    assert named["cellular-therapy"] >= 8
    assert named["infusion-injection"] >= 6


def test_every_live_job_is_complete_and_nothing_in_it_is_doubtful(live: list[Dated]) -> None:
    for one in live:
        assert missing(one.content, AT) == [], one.job.key
        assert doubtful(one.content, employer_host=one.job.employer.host) == [], one.job.key


def test_jobs_differ_in_kind_as_a_real_board_does(live: list[Dated]) -> None:
    contents = [one.content for one in live]
    assert {content.employment_type for content in contents} == set(EmploymentType)
    assert {content.pay_basis for content in contents} == set(PayBasis)
    assert {content.work_setting for content in contents} == set(WorkSetting)
    assert len({content.experience for content in contents}) == 5
    assert len({content.live_in for content in contents if content.live_in}) == 3
    assert len({content.schedule for content in contents}) >= 5
    assert any(len(content.places) > 1 for content in contents)
    assert any(content.apprentice_accepted for content in contents)
    assert len({content.title for content in contents}) == len(contents)


def _five_words_each(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w'-]+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_descriptions_are_as_long_as_real_ones_and_none_is_another_one_over_again() -> None:
    """An employer writes all its jobs in one template, so these share more; what is said of the job itself is never shared."""
    kept = []
    for job in reading.jobs():
        words = re.findall(r"[\w'-]+", describe(job))
        if not job.said.get("plain"):
            assert 115 <= len(words) <= 270, (job.key, len(words))
        kept.append((job, _five_words_each(describe(job)), _five_words_each(job.text)))
    for (one, mine, own), (other, theirs, its) in combinations(kept, 2):
        shared = len(mine & theirs) / min(len(mine), len(theirs))
        alike = shared <= 0.5 if one.employer.key == other.employer.key else shared < 0.4
        assert alike, f"{one.key} and {other.key} share {shared:.0%}"
        assert len(own & its) / min(len(own), len(its)) < 0.1, f"{one.key} and {other.key}"


def test_employers_write_in_voices_of_their_own(live: list[Dated]) -> None:
    """A board whose jobs all have the same headings and turns of phrase reads as if one person had made it up."""
    voices = Counter(one.job.employer.voice for one in live)
    assert len(voices) >= 12
    assert max(voices.values()) <= len(live) / 8
    shared = Counter(
        line for one in live for line in set(re.findall(r"(?m)^(?:##+ .+|\*\*[^*]+\*\*)", one.content.description))
    )
    assert [heading for heading, count in shared.items() if count > len(live) / 8] == []
    said = Counter(line for one in live for line in set(re.findall(r"(?m)^(?:- )?(.{20,})$", one.content.description)))
    assert [line for line, count in said.items() if count > len(live) / 10] == []


def test_no_text_is_left_over_from_a_draft_or_a_machine() -> None:
    texts = [describe(job) for job in reading.jobs()] + [one.about for one in reading.employers().values()]
    for text in texts:
        assert not re.search(r"lorem|\bTODO\b|\bTBD\b|\{\w*\}|\bNone\b|  +\S", text), text


def test_days_follow_from_the_day_it_is_loaded(live: list[Dated]) -> None:
    later = {one.job.key: one for one in dated(AT + timedelta(days=100), {})}
    for one in live:
        assert one.content.closing_on is not None
        assert 4 <= (one.content.closing_on - AT.date()).days <= 56
        assert one.begun < one.actions[0][1] < one.actions[1][1] < AT
        moved = later[one.job.key]
        assert moved.begun - one.begun == timedelta(days=100)
        assert moved.content.closing_on == one.content.closing_on + timedelta(days=100)


def test_contents_are_the_same_on_every_machine() -> None:
    """When the content is changed on purpose, the figure below is what the failure prints."""
    said = json.dumps([[one.job.key, one.content.to_json(), str(one.begun)] for one in dated(AT, {})], sort_keys=True)
    files = [resume_file(coder, "someone@example.com", AT)[0] for coder in reading.coders()]
    digest = hashlib.sha256(said.encode() + b"".join(files)).hexdigest()
    assert digest[:16] == SAME


def test_addresses_are_example_ones_only() -> None:
    for path in DATA.rglob("*.toml"):
        text = path.read_text()
        for host in re.findall(r"@([\w.-]+)|https?://([\w.-]+)", text):
            name = (host[0] or host[1]).rstrip(".")
            assert not re.search(r"[a-z]\.[a-z]", name) or name.endswith("example.com"), f"{path.name}: {name}"
        assert set(re.findall(r"\d{3}-(\d{3}-\d{4})", text)) <= {f"555-01{n:02}" for n in range(100)}, path.name
    for one in dated(AT, {}):
        content = one.content
        assert not content.apply_email or content.apply_email.endswith(".example.com")
        assert not content.apply_url or content.apply_url.startswith(f"https://{one.job.employer.host}/")


def test_cpt_numbers_stand_without_the_words_their_owner_gave_them() -> None:
    """The owner's wording is recognised by its habits; ours never has them."""
    habits = re.compile(
        r"\b\d{4}[\dT] ?[:–] \w|each additional .*list separately|with or without .*;|when performed|separate procedure",
        re.IGNORECASE,
    )
    for job in reading.jobs():
        assert not habits.findall(describe(job)), job.key


def test_resumes_pass_the_checks_of_uploads_and_can_be_read() -> None:
    for coder in reading.coders():
        content, name = resume_file(coder, "someone@example.com", AT)
        assert kind_of(content).value == coder["file"]
        assert name.endswith(coder["file"])
        if coder["file"] == "pdf":
            text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
            assert coder["name"] in text
            assert coder["work"][0]["place"].split(",")[0] in text.replace("\n", " ")


def test_the_doubtful_job_shows_the_signs_of_a_scam() -> None:
    doubted = next(job for job in reading.jobs() if job.said.get("plain"))
    content = dataclasses.replace(doubted.content, description=describe(doubted))
    assert sum(signal.level is Level.BLOCK for signal in signals(content, employer_host=doubted.employer.host)) >= 3


def test_the_paths_to_every_status_are_known() -> None:
    assert set(PATHS) == set(PostingStatus)
    assert set(WAYS_TO) == set(ApplicationStatus)


def test_a_loaded_board_holds_a_whole_story(app: Flask, session: Session) -> None:
    """One test for all of it: loading takes seconds."""
    board = Board(AT, app.extensions["files"])
    board.load()
    session.flush()
    assert len(session.scalars(visible(AT).with_only_columns(Posting.id)).all()) >= 200
    own = board.employers["ninebark"]
    held = session.scalars(select(Posting.status).where(Posting.employer_id == own.id)).all()
    assert set(held) == set(PostingStatus)
    assert set(session.scalars(select(Application.status))) == set(ApplicationStatus)
    assert session.scalar(select(func.count()).select_from(CoderProfile)) == len(reading.coders()) >= 20
    assert session.scalar(select(func.count()).select_from(Resume)) == len(reading.coders())
    _queue_is_full(session)
    _trail_is_in_order(session)
    _letters_are_of_their_day(session)
    _people_are_demonstration(session)
    _demonstration_accounts_have_something_to_show(board, session)
    _addresses_are_the_same_everywhere(board)


def _queue_is_full(session: Session) -> None:
    pending = session.scalars(select(Posting).where(Posting.status == PostingStatus.PENDING)).all()
    edits = session.scalars(select(PostingRevision).where(PostingRevision.status == RevisionStatus.PENDING)).all()
    reports = session.scalars(select(Report)).all()
    assert len(pending) + len(edits) + len({report.posting_id for report in reports}) >= 12
    assert edits
    assert reports
    assert all(report.posting.status is PostingStatus.LIVE for report in reports)


def _trail_is_in_order(session: Session) -> None:
    moments = session.scalars(select(AuditEntry.at).order_by(AuditEntry.id)).all()
    assert list(moments) == sorted(moments)
    assert moments[-1] <= AT


def _letters_are_of_their_day(session: Session) -> None:
    letters = session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [letter.queued_at for letter in letters] == sorted(letter.queued_at for letter in letters)
    assert any(letter.status is LetterStatus.QUEUED for letter in letters)
    assert all(letter.recipient.endswith("example.com") for letter in letters)


def _people_are_demonstration(session: Session) -> None:
    assert all(account.demonstration for account in session.scalars(select(Account)))
    for email, _ in DEMONSTRATION_ACCOUNTS:
        account = by_email(email)
        assert account is not None
        assert passwords.matches(account, PASSWORD)
    signed = {email for email, _ in DEMONSTRATION_ACCOUNTS}
    assert all(person.password is None for person in session.scalars(select(Account)) if person.email not in signed)


def _demonstration_accounts_have_something_to_show(board: Board, session: Session) -> None:
    coder, owner, recruiter = (by_email(f"{name}@example.com") for name in ("coder", "owner", "recruiter"))
    assert coder is not None
    assert owner is not None
    assert recruiter is not None
    assert len(session.scalars(select(Application).where(Application.account_id == coder.id)).all()) >= 3
    assert session.scalar(select(Resume).where(Resume.account_id == coder.id)) is not None
    own = board.employers["ninebark"]
    assert (owner.role_in(own.id), recruiter.role_in(own.id)) == ("owner", "recruiter")
    arrived = session.scalars(select(Application).join(Posting).where(Posting.employer_id == own.id)).all()
    assert len(arrived) >= 10
    assert session.scalar(select(func.count()).select_from(ApplicationMessage)) >= 5


def _addresses_are_the_same_everywhere(board: Board) -> None:
    assert board.postings["ninebark/CAR-T and Cellular Therapy Coding Specialist"].public_id == CAR_T_ID
    assert len({employer.public_id for employer in board.employers.values()}) == len(board.employers)


def test_seed_loads_once_and_only_outside_production(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Board, "load", Board.load_staff)
    run = own_app.test_cli_runner()
    first = run.invoke(args=["seed"])
    assert first.exit_code == 0, first.output
    assert first.output == "The demonstration is loaded.\n"
    with own_app.app_context():
        count = db.session.scalar(select(func.count()).select_from(Account))
        db.session.remove()
    second = run.invoke(args=["seed"])
    assert (second.exit_code, second.output) == (0, "The demonstration is loaded already; nothing was changed.\n")
    with own_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == count
        db.session.remove()
    settings = own_app.config["SETTINGS"]
    own_app.config["SETTINGS"] = dataclasses.replace(settings, env="production")
    refused = run.invoke(args=["seed"])
    assert refused.exit_code == 1
    assert "not for production" in refused.output


def test_seed_leaves_a_board_with_people_alone(app: Flask, session: Session) -> None:
    session.add(Account(email="somebody@example.com", name="Somebody"))
    session.flush()
    assert not seed.seed_if_empty()
    assert session.scalar(select(func.count()).select_from(Employer)) == 0
    answered = app.test_cli_runner().invoke(args=["seed"])
    assert answered.exit_code == 1
    assert "only into an empty board" in answered.output
