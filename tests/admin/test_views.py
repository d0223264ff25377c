from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account, Staff
from careercenter.audit.models import AuditEntry
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.i18n import day
from careercenter.mail.models import LetterStatus
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.tasks import reconcile
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.worker import run_pending
from tests.admin.test_services import dead_letter, dead_task
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.employers import make_employer, make_member, make_suspended_employer
from tests.factories.postings import make_posting

SignIn = Callable[[Account], FlaskClient]
LISTS = ["/admin/people", "/admin/employers", "/admin/postings", "/admin/tasks", "/admin/mail", "/admin/audit"]
PAGES = ["/admin", "/admin/search", "/admin/searches", "/admin/trends", *LISTS]


@pytest.fixture
def admin(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(make_admin("root@example.com", name="Root Admin", tf_totp_secret="kept for a second step"))


def test_only_administrators_find_the_pages(session: Session, client: FlaskClient, sign_in: SignIn, admin: FlaskClient) -> None:
    person, letter, task = make_coder(), dead_letter(session), dead_task(session)
    pages = [*PAGES, f"/admin/people/{person.public_id}", f"/admin/mail/{letter.id}"]
    acts = [
        f"/admin/people/{person.public_id}/suspend", f"/admin/people/{person.public_id}/make-moderator",
        f"/admin/tasks/{task.id}/drop", f"/admin/mail/{letter.id}/retry", "/admin/search/rebuild",
    ]  # fmt: skip
    moderator, coder = sign_in(make_moderator()), sign_in(make_coder())
    for page in pages:
        assert client.get(page).status_code == 303, page
        assert (moderator.get(page).status_code, coder.get(page).status_code) == (404, 404), page
        assert admin.get(page).status_code == 200, page
    for act in acts:
        assert (moderator.post(act).status_code, coder.post(act).status_code) == (404, 404), act
        assert admin.get(act).status_code == 405, act
    assert person.active
    assert person.staff is None


def test_what_does_not_exist_is_not_found(session: Session, admin: FlaskClient) -> None:
    person, task = make_coder(), dead_task(session)
    for page in ("/admin/people/nobody", "/admin/mail/999999", "/admin/nothing"):
        assert admin.get(page).status_code == 404
    for act in (f"/admin/people/{person.public_id}/explode", f"/admin/tasks/{task.id}/explode", "/admin/tasks/999999/retry"):
        assert admin.post(act).status_code == 404


def test_people_are_found_by_address_and_name(session: Session, admin: FlaskClient) -> None:
    make_coder("ann.lee@example.com", name="Ann Lee")
    make_member(make_employer("Northfield Clinic"), make_account("bo@example.com", name="Bo 100% Lindt"))
    assert "Ann Lee" in admin.get("/admin/people?q=ANN.LEE").text
    page = admin.get("/admin/people?q=lindt").text
    assert "Northfield Clinic, recruiter" in page
    assert "Ann Lee" not in page
    assert "Bo 100% Lindt" in admin.get("/admin/people?q=100%25").text
    assert "Nobody matches" in admin.get("/admin/people?q=a_n").text
    assert admin.get("/admin/people?q=%00").status_code == 200


def test_a_person_is_suspended_restored_and_made_a_moderator(session: Session, admin: FlaskClient) -> None:
    person = make_account(name="Ann Lee")
    url = f"/admin/people/{person.public_id}"
    for act in ("suspend", "restore", "make-moderator", "unmake-moderator", "make-moderator", "end-sessions"):
        assert admin.post(f"{url}/{act}").status_code == 303, act
        session.commit()
    assert person.staff is Staff.MODERATOR
    assert admin.post(f"{url}/restore").status_code == 409
    trail = admin.get(url).text
    assert "Made a moderator" in trail
    assert "by you" in trail


def test_nobody_changes_their_own_standing(session: Session, admin: FlaskClient) -> None:
    me = session.scalars(select(Account).where(Account.email == "root@example.com")).one()
    page = admin.get(f"/admin/people/{me.public_id}").text
    assert "This is you" in page
    assert "Suspend</button>" not in page
    assert admin.post(f"/admin/people/{me.public_id}/suspend").status_code == 409
    assert me.active


def test_a_suspended_persons_session_is_over(session: Session, admin: FlaskClient, sign_in: SignIn) -> None:
    person = make_moderator()
    theirs = sign_in(person)
    assert theirs.get("/desk").status_code == 200
    admin.post(f"/admin/people/{person.public_id}/suspend")
    assert theirs.get("/desk").status_code == 303


def test_employers_and_jobs_are_listed_and_filtered(session: Session, admin: FlaskClient) -> None:
    make_suspended_employer("Harbor General")
    author = make_account()
    employer = make_employer("Northfield Clinic", owner=author)
    make_posting(PostingStatus.LIVE, employer=employer, author=author, title="Live Coder")
    make_posting(PostingStatus.DRAFT, employer=employer, author=author, title="Draft Coder")
    assert "Suspended" in admin.get("/admin/employers?q=harbor").text
    assert "Northfield" not in admin.get("/admin/employers?q=harbor").text
    page = admin.get("/admin/postings?q=northfield&status=draft").text
    assert "Draft Coder" in page
    assert "Live Coder" not in page
    assert "Live Coder" in admin.get("/admin/postings?status=nonsense").text
    assert "No job matches" in admin.get("/admin/postings?q=zzz").text


def test_given_up_work_is_retried_or_dropped(session: Session, admin: FlaskClient) -> None:
    task, other = dead_task(session), dead_task(session)
    page = admin.get("/admin/tasks?status=dead").text
    assert "OSError: disk full" in page
    assert page.count(">Retry<") == 2
    assert admin.post(f"/admin/tasks/{task.id}/retry").status_code == 303
    assert task.status is TaskStatus.WAITING
    assert admin.post(f"/admin/tasks/{task.id}/retry").status_code == 409
    assert admin.post(f"/admin/tasks/{other.id}/drop").status_code == 303
    assert session.scalars(select(Task).where(Task.status == TaskStatus.DEAD)).all() == []
    assert {"task.retried", "task.dropped"} <= set(session.scalars(select(AuditEntry.what)))


def test_dead_letters_are_seen_and_sent_again(session: Session, admin: FlaskClient) -> None:
    letter = dead_letter(session)
    page = admin.get("/admin/mail?status=dead&q=coder@").text
    assert letter.subject.split()[0] in page
    assert "coder@example.com" in page
    assert admin.post(f"/admin/mail/{letter.id}/retry").status_code == 303
    assert letter.status is LetterStatus.QUEUED
    assert admin.post(f"/admin/mail/{letter.id}/retry").status_code == 409


def test_a_letters_words_are_shown_only_while_kept_or_dead_and_never_in_production(
    app: Flask, session: Session, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = dead_letter(session)
    url, words = f"/admin/mail/{letter.id}", "Thank you for looking out"
    assert words in admin.get(url).text
    letter.status = LetterStatus.KEPT
    assert words in admin.get(url).text
    letter.status = LetterStatus.SENT
    assert words not in admin.get(url).text
    letter.status = LetterStatus.DEAD
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], env="production"))
    page = admin.get(url).text
    assert words not in page
    assert letter.recipient in page


def test_the_trail_is_filtered_by_what_who_and_about(session: Session, admin: FlaskClient) -> None:
    ann, posting = make_moderator("ann@example.com", name="Ann Lee"), make_posting(PostingStatus.LIVE)
    record("posting.looked_at", subject=posting, actor=ann, at=now(), why="a reason")
    record("employer.looked_at", subject=posting.employer, actor=None, at=now())
    session.commit()
    assert "a reason" in admin.get("/admin/audit").text
    assert "employer.looked_at" not in admin.get("/admin/audit?what=posting.").text
    page = admin.get("/admin/audit?who=ANN@example.com").text
    assert "posting.looked_at" in page
    assert "employer.looked_at" not in page
    about = admin.get(f"/admin/audit?about={posting.employer.public_id}").text
    assert "employer.looked_at" in about
    assert "posting.looked_at" not in about
    assert "No entry matches" in admin.get("/admin/audit?who=nobody@example.com").text


def test_the_trail_has_pages_that_keep_the_filter(session: Session, admin: FlaskClient) -> None:
    posting = make_posting(PostingStatus.DRAFT)
    for number in range(60):
        record("posting.looked_at", subject=posting, actor=None, at=now(), number=number)
    session.commit()
    page = admin.get("/admin/audit?what=posting.looked").text
    assert "/admin/audit?page=2&amp;what=posting.looked" in page
    assert admin.get("/admin/audit?page=2&what=posting.looked").text.count(">posting.looked_at<") == 10


def test_the_index_page_says_how_it_differs_and_builds_it_anew(app: Flask, session: Session, admin: FlaskClient) -> None:
    posting = make_posting(PostingStatus.LIVE)
    session.execute(Task.__table__.delete())
    assert "Differs from the database" in admin.get("/admin/search").text
    reconcile()
    page = admin.get("/admin/search").text
    assert "Sound" in page
    assert posting.public_id in page
    assert admin.post("/admin/search/rebuild").status_code == 303
    assert "being rebuilt" in admin.get("/admin/search").text
    run_pending()
    page = admin.get("/admin/search").text
    assert "rebuilt, with 1 job" in page
    assert "Rebuild the index" in page


def test_looking_at_the_board_never_reads_the_whole_index(
    app: Flask, session: Session, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it takes longer the more jobs there are; the worker compares, and keeps what it found."""
    for name in ("stale", "ids", "revisions"):
        monkeypatch.setattr(app.extensions["search"], name, lambda *_: pytest.fail("the whole index was read"))
    for page in ("/admin", "/admin/search"):
        assert admin.get(page).status_code == 200


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Guam", "Pacific/Pago_Pago"])
def test_the_closing_day_on_the_list_of_jobs_is_the_one_the_employer_chose(admin: FlaskClient, zone: str) -> None:
    posting = make_posting(PostingStatus.LIVE, time_zone=zone)
    closing = posting.content.closing_on
    assert closing is not None
    assert f'<time datetime="{closing.isoformat()}">{day(closing)}</time>' in admin.get("/admin/postings").text


@pytest.mark.parametrize("page", ["/admin/postings", "/admin/postings?status=live"])
def test_the_last_changed_jobs_are_found_in_order(
    session: Session, admin: FlaskClient, count_queries: list[str], page: str
) -> None:
    """Their order is the order of an index: nothing is sorted anew for a page of fifty."""
    admin.get(page)
    (listed,) = [sql for sql in count_queries if "ORDER BY posting.changed_at" in sql]
    if session.get_bind().dialect.name == "sqlite":
        plan = session.connection().exec_driver_sql("explain query plan " + listed, (*("live",) * ("status" in page), 50, 0))
        assert "TEMP B-TREE" not in str(plan.all())


@pytest.mark.parametrize("page", LISTS)
def test_a_list_takes_the_same_number_of_queries_whatever_its_length(
    session: Session, admin: FlaskClient, count_queries: list[str], page: str
) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            author = make_account()
            employer = make_employer(owner=author)
            posting = make_posting(PostingStatus.LIVE, employer=employer, author=author)
            record("posting.looked_at", subject=posting, actor=author, at=now())
            dead_task(session)
            dead_letter(session)

    def asked() -> int:
        admin.get(page)
        del count_queries[:]
        assert admin.get(page).status_code == 200
        return len(count_queries)

    fill(2)
    few = asked()
    fill(10)
    assert asked() <= few


def test_every_change_leaves_an_entry_with_its_actor(session: Session, admin: FlaskClient) -> None:
    me = session.scalars(select(Account).where(Account.email == "root@example.com")).one()
    person: Any = make_account()
    acts = [f"/admin/people/{person.public_id}/{act}" for act in ("suspend", "restore", "make-moderator", "unmake-moderator")]
    acts += [
        f"/admin/tasks/{dead_task(session).id}/retry",
        f"/admin/mail/{dead_letter(session).id}/retry",
        "/admin/search/rebuild",
    ]
    for act in acts:
        before = len(session.scalars(select(AuditEntry).where(AuditEntry.actor_id == me.id)).all())
        assert admin.post(act).status_code == 303, act
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.actor_id == me.id)).all()) > before, act


def test_lists_are_narrowed_and_ordered_by_their_address(session: Session, admin: FlaskClient) -> None:
    make_coder("ann@example.com", name="Ann Lee")
    make_employer("Northfield Clinic", verified_at=None)
    make_posting(PostingStatus.LIVE, title="Infusion Coder")
    assert "Ann Lee" in admin.get("/admin/people?status=coders&order=name").text
    assert "Ann Lee" not in admin.get("/admin/people?status=staff").text
    assert "Northfield Clinic" in admin.get("/admin/employers?status=unverified&order=newest").text
    assert "Northfield Clinic" not in admin.get("/admin/employers?status=closed").text
    assert "Infusion Coder" in admin.get("/admin/postings?status=live&order=closing").text
    for page in ("people", "employers", "postings", "mail"):
        assert admin.get(f"/admin/{page}?status=nonsense&order=nonsense").status_code == 200


def test_the_overviews_numbers_lead_to_what_they_count(session: Session, admin: FlaskClient) -> None:
    make_posting(PostingStatus.LIVE)
    page = admin.get("/admin").text
    for address in ("/admin/employers?status=unverified", "/admin/people?status=suspended", "/admin/postings?status=live"):
        assert f'href="{address}"' in page
        assert admin.get(address).status_code == 200


def test_a_list_is_taken_away_as_its_page_shows_it_and_the_trail_says_so(session: Session, admin: FlaskClient) -> None:
    make_coder("ann@example.com", name="Ann Lee")
    make_coder("bo@example.com", name="Bo Lindt")
    assert "/admin/lists/people?q=lee" in admin.get("/admin/people?q=lee").text
    answer = admin.post("/admin/lists/people?q=lee&order=name")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert answer.text.splitlines()[0].startswith("\ufeffid,email,name,")
    assert "ann@example.com" in answer.text
    assert "bo@example.com" not in answer.text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "list.exported")).one()
    assert entry.detail == {"list": "people", "q": "lee", "order": "name"}
    assert [admin.post(f"/admin/lists/{name}").status_code for name in ("employers", "postings", "mail", "nothing")] == [
        200, 200, 200, 404,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_what_people_wrote_is_no_formula_in_a_list_taken_away(session: Session, admin: FlaskClient, name: str) -> None:
    make_coder("ann@example.com", name=name)
    lines = list(csv.reader(admin.post("/admin/lists/people?q=ann").text.splitlines()))
    assert f"'{name}" in lines[1]


def test_only_administrators_take_lists_away(session: Session, sign_in: SignIn) -> None:
    assert sign_in(make_moderator()).post("/admin/lists/people").status_code == 404
