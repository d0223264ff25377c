"""Several new jobs of one employer on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.employers.models import Employer, Role
from careercenter.mail.models import Letter
from careercenter.moderation.services import version_token
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.tasks.worker import run_pending
from tests.factories.accounts import make_coder, make_moderator
from tests.factories.employers import make_member
from tests.factories.moderation import make_import
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]
SCAM = "We interview you on Telegram and mail you a check for your equipment. " * 8


def _employer(name: str = "Harbor General") -> tuple[Employer, Account]:
    employer = make_posting_employer(name)
    return employer, make_author(employer)


def _job(of: tuple[Employer, Account], title: str, **words: Any) -> Posting:
    return make_posting(S.PENDING, employer=of[0], author=of[1], title=title, **words)


def _url(of: tuple[Employer, Account]) -> str:
    return f"/desk/employers/{of[0].public_id}/jobs"


def _case(posting: Posting) -> str:
    return f"{posting.public_id}:{version_token(posting)}"


def test_the_page_says_what_is_alike_what_is_not_and_each_ones_signals(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    _job(of, "Coder One")
    _job(of, "Coder Two", pay_min=3650)
    _job(of, "Coder Three", description=SCAM)
    page = sign_in(make_moderator()).get(_url(of)).text
    alike, table = page.split('name="case"', 1)
    assert "The same in all of them" in alike
    assert "Employment" in alike
    assert "$36.50" not in alike
    assert "$36.50" in table
    assert "Known from scams" in table
    assert "Approve this one on its own page." in table


def test_those_without_strong_signals_are_chosen_already(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    clean, scam = _job(of, "Clean"), _job(of, "Scam", description=SCAM)
    page = sign_in(make_moderator()).get(_url(of)).text
    assert f'value="{_case(clean)}" checked' in page
    assert f'value="{_case(scam)}">' in page


def test_the_chosen_are_approved_and_the_others_stay(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    one, two, three = (_job(of, title) for title in ("One", "Two", "Three"))
    answer = sign_in(make_moderator()).post(_url(of), data={"action": "approve", "case": [_case(one), _case(two)]})
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert [each.status for each in (one, two, three)] == [S.LIVE, S.LIVE, S.PENDING]


def test_who_is_concerned_gets_one_e_mail_about_all_of_them(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    jobs = [_job(of, title) for title in ("One", "Two", "Three")]
    before = len(session.scalars(select(Letter.id)).all())
    sign_in(make_moderator()).post(_url(of), data={"action": "approve", "case": [_case(job) for job in jobs]})
    run_pending()
    [letter] = session.scalars(select(Letter).order_by(Letter.id)).all()[before:]
    assert (letter.recipient, letter.subject) == (of[1].email, "Updates on 3 jobs at Harbor General")


def test_a_sign_known_from_scams_is_never_approved_together(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    clean, scam = _job(of, "Clean"), _job(of, "Scam", description=SCAM)
    moderator = sign_in(make_moderator())
    data = {"action": "approve", "case": [_case(clean), _case(scam)], "sure": "yes", "approve-sure": "yes"}
    answer = moderator.post(_url(of), data=data, follow_redirects=True)
    assert [clean.status, scam.status] == [S.LIVE, S.PENDING]
    assert "Approved 1 job." in answer.text
    assert "Left as it was: Scam." in answer.text


def test_what_changed_meanwhile_is_left(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    one, two = _job(of, "One"), _job(of, "Two")
    data = {"action": "approve", "case": [_case(one), f"{two.public_id}:1.older"]}
    answer = sign_in(make_moderator()).post(_url(of), data=data, follow_redirects=True)
    assert [one.status, two.status] == [S.LIVE, S.PENDING]
    assert "It changed, or was decided, while you were looking at it." in answer.text


def test_changes_are_asked_of_all_with_the_same_reasons(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    one, two = _job(of, "One"), _job(of, "Two")
    moderator = sign_in(make_moderator())
    data = {"action": "ask_changes", "case": [_case(one), _case(two)]}
    refused = moderator.post(_url(of), data=data)
    assert refused.status_code == 422
    assert "Choose a reason." in refused.text
    assert one.status is S.PENDING
    data |= {"ask_changes_reason": ["pay-unclear", "title-untidy"], "ask_changes_words": "All of them."}
    assert moderator.post(_url(of), data=data).status_code == 303
    assert [one.status, two.status] == [S.CHANGES_ASKED] * 2
    assert "All of them." in (two.decision_words or "")


def test_nothing_chosen_is_said(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    posting = _job(of, "One")
    answer = sign_in(make_moderator()).post(_url(of), data={"action": "approve"})
    assert answer.status_code == 422
    assert "Jobs: choose at least one job." in answer.text
    assert posting.status is S.PENDING


def test_jobs_of_another_employer_are_not_decided_here(session: Session, sign_in: SignIn) -> None:
    of, other = _employer(), _job(_employer("Elsewhere"), "Other")
    _job(of, "One")
    sign_in(make_moderator()).post(_url(of), data={"action": "approve", "case": [_case(other)]})
    assert other.status is S.PENDING


def test_only_moderators_who_are_not_of_the_employer_decide(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    posting, judge = _job(of, "One"), make_moderator()
    make_member(of[0], judge, Role.VIEWER)
    data = {"action": "approve", "case": [_case(posting)]}
    assert sign_in(make_coder()).get(_url(of)).status_code == 404
    assert sign_in(judge).post(_url(of), data=data).status_code == 404
    assert "You belong to this employer" in sign_in(judge).get(_url(of)).text
    assert sign_in(make_moderator()).post(_url(of), data={**data, "action": "remove"}).status_code == 404
    assert posting.status is S.PENDING


def test_after_one_employer_comes_the_next_of_which_several_wait(session: Session, sign_in: SignIn) -> None:
    first, second = _employer("First"), _employer("Second")
    one = _job(first, "One")
    _job(second, "Two")
    _job(second, "Three")
    answer = sign_in(make_moderator()).post(_url(first), data={"action": "approve", "case": [_case(one)]})
    assert answer.location == _url(second)


def test_the_page_takes_the_same_number_of_queries_whatever_its_length(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    of, moderator = _employer(), sign_in(make_moderator())

    def asked() -> int:
        session.commit()
        moderator.get(_url(of))
        del count_queries[:]
        moderator.get(_url(of))
        return len(count_queries)

    _job(of, "One")
    few = asked()
    for number in range(12):
        _job(of, f"Coder {number}")
    assert asked() <= few


def test_an_imports_jobs_are_decided_together_and_no_others(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    one, two, other = (_job(of, title) for title in ("One", "Two", "Other"))
    batch = make_import(of[0], of[1], one, two, file_name="fall hiring.xlsx")
    moderator, address = sign_in(make_moderator()), f"/desk/imports/{batch.public_id}"
    assert f'href="{address}"' in moderator.get("/desk").text
    page = moderator.get(address).text
    assert "New jobs of the import fall hiring.xlsx" in page
    assert "Other" not in page
    answer = moderator.post(address, data={"action": "approve", "case": [_case(one), _case(two), _case(other)]})
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert [each.status for each in (one, two, other)] == [S.LIVE, S.LIVE, S.PENDING]


def test_an_import_for_several_employers_names_the_others(session: Session, sign_in: SignIn) -> None:
    of, elsewhere = _employer(), _employer("Lakeside Clinic")
    one, two = _job(of, "One"), _job(elsewhere, "Two")
    batch = make_import(of[0], of[1], one, two)
    batch.employer = None
    session.commit()
    moderator, address = sign_in(make_moderator()), f"/desk/imports/{batch.public_id}"
    assert "jobs.xlsx: 2 new jobs" in moderator.get("/desk").text
    page = moderator.get(address).text
    assert "Lakeside Clinic" in page
    assert moderator.post(address, data={"action": "approve", "case": [_case(one), _case(two)]}).status_code == 303
    assert [one.status, two.status] == [S.LIVE, S.LIVE]


def test_a_job_of_ones_own_employer_in_an_import_is_left(session: Session, sign_in: SignIn) -> None:
    of, own, moderator = _employer(), _employer("Lakeside Clinic"), make_moderator()
    one, two = _job(of, "One"), _job(own, "Two")
    make_member(own[0], moderator)
    batch = make_import(of[0], of[1], one, two)
    data = {"action": "approve", "case": [_case(one), _case(two)]}
    answer = sign_in(moderator).post(f"/desk/imports/{batch.public_id}", data=data, follow_redirects=True)
    assert [one.status, two.status] == [S.LIVE, S.PENDING]
    assert "Left as it was: Two." in answer.text


def test_after_an_import_the_next_one_follows(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    first = [_job(of, title) for title in ("One", "Two")]
    second = [_job(of, title) for title in ("Three", "Four")]
    batch, following = make_import(of[0], of[1], *first), make_import(of[0], of[1], *second)
    data = {"action": "approve", "case": [_case(one) for one in first]}
    answer = sign_in(make_moderator()).post(f"/desk/imports/{batch.public_id}", data=data)
    assert answer.location == f"/desk/imports/{following.public_id}"


def test_what_the_queue_is_narrowed_to_does_not_break_the_page(session: Session, sign_in: SignIn) -> None:
    of = _employer()
    batch = make_import(of[0], of[1], _job(of, "One"))
    asked = f"?employer={of[0].public_id}&batch={batch.public_id}"
    moderator = sign_in(make_moderator())
    assert moderator.get(_url(of) + asked).status_code == 200
    assert moderator.get(f"/desk/imports/{batch.public_id}{asked}").status_code == 200
