"""What is typed into the form of a job is kept before it is saved: for who typed it alone, and never published."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.core.events import Event, announce
from careercenter.core.ids import public_id
from careercenter.employers.models import Role
from careercenter.postings import services
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, UnsavedEdit
from tests.factories.employers import make_member as join
from tests.factories.postings import make_member, make_posting, make_posting_employer
from tests.postings.typed import typed

S = PostingStatus
SignIn = Callable[..., FlaskClient]


def at(posting: Posting, page: str = "edit") -> str:
    return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/{page}"


def sent(posting: Posting, **more: Any) -> dict[str, Any]:
    return typed(posting.content, version=str(posting.version), **more)


def texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def how_many(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(UnsavedEdit)) or 0


class TestTheFormOfAJob:
    def test_it_comes_back_as_typed_slips_and_all_and_the_job_stays_as_it_is(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT, title="As it was")
        client, version = sign_in(posting.author), posting.version

        answer = client.post(at(posting, "edit/keep"), data=sent(posting, title="As I go on", pay_min="a lot"))

        assert answer.status_code == 200
        assert re.search(r"Saved for you at \d+:\d\d", answer.text)
        page = client.get(at(posting)).text
        assert 'value="As I go on"' in page
        assert 'value="a lot"' in page
        assert "did not save is in the form" in texts(page)
        session.expire_all()
        assert (posting.title, posting.version) == ("As it was", version)

    def test_the_answer_says_what_each_part_lacks_now(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)
        data = sent(posting)
        del data["pay_min"]

        answer = sign_in(posting.author).post(at(posting, "edit/keep"), data=data)

        assert "1 missing in Pay and offer" in texts(answer.text)
        assert '<a href="#pay_min">Enter the lowest pay.</a>' in answer.text

    def test_a_live_job_is_never_changed_by_it(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(schedule="day")

        sign_in(posting.author).post(at(posting, "edit/keep"), data=sent(posting, schedule="night"))

        session.expire_all()
        assert (posting.content.schedule, posting.revisions) == ("day", [])

    def test_saving_the_job_ends_it(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)
        client, data = sign_in(posting.author), sent(posting, title="As I want it")
        client.post(at(posting, "edit/keep"), data=data)

        assert client.post(at(posting), data=data).status_code == 303

        assert how_many(session) == 0
        assert "did not save" not in client.get(at(posting)).text

    def test_it_can_be_discarded(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT, title="As it was")
        client = sign_in(posting.author)
        client.post(at(posting, "edit/keep"), data=sent(posting, title="As I go on"))

        answer = client.post(at(posting, "edit/discard"), follow_redirects=True)

        assert "is gone" in answer.text
        assert 'value="As it was"' in answer.text

    def test_a_colleague_does_not_see_it_and_their_change_is_merged_when_it_is_saved(
        self, session: Session, sign_in: SignIn
    ) -> None:
        posting = make_posting(S.DRAFT, title="As it was")
        dana, data = make_member(posting.employer, Role.RECRUITER), sent(posting, title="As I go on")
        sign_in(posting.author).post(at(posting, "edit/keep"), data=data)
        assert "As I go on" not in sign_in(dana).get(at(posting)).text
        changed = dataclasses.replace(posting.content, description="Hers")
        services.change(posting, changed, actor=dana, at=now() + timedelta(seconds=1))
        session.commit()
        client = sign_in(posting.author)

        version = re.search(r'name="version" value="(\d+)"', client.get(at(posting)).text)
        assert version
        assert client.post(at(posting), data={**data, "version": version[1]}).status_code == 303

        session.expire_all()
        assert (posting.title, posting.content.description) == ("As I go on", "Hers")

    def test_what_cannot_be_edited_keeps_nothing(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.PENDING)

        assert sign_in(posting.author).post(at(posting, "edit/keep"), data=sent(posting)).status_code == 409
        assert how_many(session) == 0

    def test_too_much_is_refused_with_what_to_do(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)

        answer = sign_in(posting.author).post(at(posting, "edit/keep"), data={"description": "x" * 100_001})

        assert (answer.status_code, answer.text) == (
            422,
            "Shorten the form to 100,000 characters in all. Nothing longer is saved.",
        )

    def test_after_thirty_days_it_is_gone(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)
        client = sign_in(posting.author)
        client.post(at(posting, "edit/keep"), data=sent(posting, title="As I go on"))
        session.scalars(select(UnsavedEdit)).one().saved_at = now() - timedelta(days=31)
        session.commit()

        assert "As I go on" not in client.get(at(posting)).text
        client.post(at(make_posting(S.DRAFT, employer=posting.employer), "edit/keep"), data={"title": "Another"})
        assert [edit.title for edit in session.scalars(select(UnsavedEdit))] == ["Another"]

    def test_who_leaves_the_board_leaves_nothing_typed(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)
        sign_in(posting.author).post(at(posting, "edit/keep"), data=sent(posting))

        announce(Event.ACCOUNT_ENDS, account=posting.author, at=now())

        assert how_many(session) == 0


class TestAJobNotBegunYet:
    def test_it_is_offered_where_a_job_is_begun_and_goes_on_as_typed(self, session: Session, sign_in: SignIn) -> None:
        employer, key = make_posting_employer(), public_id()
        client, new = sign_in(make_member(employer)), f"/employers/{employer.public_id}/postings/new"
        assert re.search(r'name="began" value="\w{12}"', client.get(new).text)

        client.post(f"{new}/keep", data={"began": key, "title": "Infusion Coder", "pay_min": "a lot"})

        assert session.scalars(select(Posting)).all() == []
        assert "You started Infusion Coder and did not save it." in texts(client.get(new).text)
        page = client.get(f"{new}?began={key}").text
        assert 'value="Infusion Coder"' in page
        assert 'value="a lot"' in page

    def test_saving_it_or_discarding_it_ends_it(self, session: Session, sign_in: SignIn) -> None:
        employer, keys = make_posting_employer(), (public_id(), public_id())
        client, new = sign_in(make_member(employer)), f"/employers/{employer.public_id}/postings/new"
        for key in keys:
            client.post(f"{new}/keep", data={"began": key, "title": "Coder"})

        client.post(new, data={"began": keys[0], "title": "Coder", "time_zone": "America/Denver"})
        client.post(f"{new}/discard", data={"began": keys[1]})

        assert how_many(session) == 0
        assert len(session.scalars(select(Posting)).all()) == 1

    @pytest.mark.parametrize("key", ["", "x", "../../etc/pw", "A" * 12])
    def test_a_key_that_is_none_keeps_nothing(self, session: Session, sign_in: SignIn, key: str) -> None:
        employer = make_posting_employer()
        new = f"/employers/{employer.public_id}/postings/new"

        assert sign_in(make_member(employer)).post(f"{new}/keep", data={"began": key, "title": "x"}).status_code == 422
        assert how_many(session) == 0

    def test_another_employers_page_does_not_take_it_over(self, session: Session, sign_in: SignIn) -> None:
        one, other, key = make_posting_employer(), make_posting_employer(), public_id()
        member = make_member(one)
        client = sign_in(member)
        client.post(f"/employers/{one.public_id}/postings/new/keep", data={"began": key, "title": "Ours"})
        join(other, member, Role.OWNER)
        session.commit()

        answer = client.post(f"/employers/{other.public_id}/postings/new/keep", data={"began": key, "title": "Theirs"})

        assert answer.status_code == 422
        assert session.scalars(select(UnsavedEdit)).one().title == "Ours"


class TestPressingSave:
    def test_a_button_of_a_part_saves_and_goes_on_to_the_next(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)

        answer = sign_in(posting.author).post(at(posting), data=sent(posting, title="New words", then="where"))

        assert answer.location == f"{at(posting)}#where"
        assert session.get_one(Posting, posting.id).title == "New words"
