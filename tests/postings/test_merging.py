"""Two people who edit one job: what each changed goes together, and what both changed is asked about."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.db import db
from careercenter.postings import services
from careercenter.postings.content import PayBasis, PostingContent, Schedule
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingSnapshot
from careercenter.postings.services.merging import clashing_fields
from tests.factories.accounts import make_moderator
from tests.factories.postings import make_member, make_posting

S = PostingStatus
AT = datetime(2026, 11, 19, 20, 10, tzinfo=UTC)
FIRST = PostingContent(title="Coder", pay_min=3000, pay_max=4000, pay_basis=PayBasis.HOURLY)


@pytest.fixture
def draft(session: Session) -> Posting:
    return make_posting(S.DRAFT, at=AT)


@pytest.fixture
def dana(draft: Posting) -> Account:
    dana = make_member(draft.employer)
    dana.name = "Dana Whitfield"
    return dana


def changed(posting: Posting, by: Account, at: datetime = AT, **fields: Any) -> None:
    now_says = services.latest_content(posting)
    services.change(posting, dataclasses.replace(now_says, **fields), actor=by, at=at)
    db.session.commit()


def merged(posting: Posting, version: int, mine: PostingContent, **more: Any) -> services.Merged:
    assert posting.author is not None
    return services.merge_edit(posting, mine, version=version, actor=posting.author, **more)


class TestWhichFieldsClash:
    def test_none_where_each_changed_another(self) -> None:
        mine, theirs = dataclasses.replace(FIRST, title="Mine"), dataclasses.replace(FIRST, description="Theirs")

        assert clashing_fields(FIRST, mine, theirs) == []

    def test_the_one_both_changed(self) -> None:
        mine, theirs = dataclasses.replace(FIRST, title="Mine"), dataclasses.replace(FIRST, title="Theirs")

        assert clashing_fields(FIRST, mine, theirs) == ["title"]

    def test_none_where_both_wrote_the_same(self) -> None:
        same = dataclasses.replace(FIRST, title="Same")

        assert clashing_fields(FIRST, same, same) == []

    def test_an_amount_and_its_unit_are_one_thing(self) -> None:
        mine = dataclasses.replace(FIRST, pay_basis=PayBasis.SALARY)
        theirs = dataclasses.replace(FIRST, pay_max=4500)

        assert clashing_fields(FIRST, mine, theirs) == ["pay_basis", "pay_max"]

    def test_all_that_differ_where_nobody_knows_what_it_began_from(self) -> None:
        mine = dataclasses.replace(FIRST, title="Mine")

        assert clashing_fields(None, mine, FIRST) == ["title"]


def test_what_a_colleague_changed_elsewhere_is_kept_and_told_with_name_and_time(draft: Posting, dana: Account) -> None:
    opened, mine = draft.version, dataclasses.replace(draft.content, schedule=Schedule.NIGHT)
    changed(draft, dana, description="What Dana wrote of the work")

    both = merged(draft, opened, mine)

    assert (both.content.schedule, both.content.description) == (Schedule.NIGHT, "What Dana wrote of the work")
    assert both.clashes == []
    assert len(both.told) == 1
    assert both.told[0].startswith("Dana Whitfield changed Description on Nov 19, 2026, 3:10")
    assert both.told[0].endswith("That is kept.")


def test_what_both_changed_is_shown_with_name_time_and_words(draft: Posting, dana: Account) -> None:
    opened, mine = draft.version, dataclasses.replace(draft.content, title="Infusion Coder, nights")
    changed(draft, dana, title="Infusion Coder, days")

    (clash,) = merged(draft, opened, mine).clashes

    assert (clash.who, clash.when, clash.difference.field) == ("Dana Whitfield", AT, "title")
    assert [piece.text for piece in clash.difference.pieces if piece.kind == "new"] == ["nights"]


@pytest.mark.parametrize(("whose", "title"), [("mine", "Mine"), ("theirs", "Hers")])
def test_the_choice_decides(draft: Posting, dana: Account, whose: str, title: str) -> None:
    opened, mine = draft.version, dataclasses.replace(draft.content, title="Mine")
    changed(draft, dana, title="Hers", schedule=Schedule.NIGHT)

    both = merged(draft, opened, mine, chosen={"title": whose}, chosen_at=draft.version)

    assert (both.content.title, both.content.schedule, both.clashes) == (title, Schedule.NIGHT, [])


def test_of_what_hangs_together_all_of_one_is_kept(draft: Posting, dana: Account) -> None:
    opened, was = draft.version, draft.content
    changed(draft, dana, pay_max=(was.pay_max or 0) + 100)
    mine = dataclasses.replace(was, pay_min=(was.pay_min or 0) - 100)
    kept = {"pay_min": "mine", "pay_max": "mine"}

    both = merged(draft, opened, mine, chosen=kept, chosen_at=draft.version)

    assert (both.content.pay_min, both.content.pay_max) == (mine.pay_min, was.pay_max)


def test_a_choice_about_words_that_changed_again_is_asked_anew(draft: Posting, dana: Account) -> None:
    opened, mine = draft.version, dataclasses.replace(draft.content, title="Mine")
    changed(draft, dana, title="Hers")
    seen = draft.version
    changed(draft, dana, at=AT + timedelta(minutes=5), title="Hers, better")

    both = merged(draft, opened, mine, chosen={"title": "mine"}, chosen_at=seen)

    assert [clash.difference.old for clash in both.clashes] == ["Hers, better"]


def test_two_windows_of_one_person_are_two_people(draft: Posting) -> None:
    assert draft.author is not None
    opened, mine = draft.version, dataclasses.replace(draft.content, title="In this window")
    changed(draft, draft.author, title="In the other")

    (clash,) = merged(draft, opened, mine).clashes

    assert clash.who == "You, in another window,"


def test_steps_between_are_no_changes(draft: Posting, dana: Account) -> None:
    assert draft.author is not None
    opened, mine = draft.version, dataclasses.replace(draft.content, title="Mine")
    services.submit(draft, actor=draft.author, at=AT)
    services.ask_changes(draft, reason="pay-unclear", words="Say it.", actor=make_moderator(), at=AT)
    changed(draft, dana, description="Hers")

    both = merged(draft, opened, mine)

    assert (both.clashes, both.content.title, both.content.description) == ([], "Mine", "Hers")


def test_an_edit_of_a_live_job_is_merged_too(session: Session) -> None:
    live = make_posting(at=AT)
    dana = make_member(live.employer)
    opened, mine = live.version, dataclasses.replace(live.content, title="Mine, quite another")
    changed(live, dana, pay_max=(live.content.pay_max or 0) + 200)

    both = merged(live, opened, mine)

    assert (both.clashes, both.content.title) == ([], "Mine, quite another")
    assert both.content.pay_max == (live.content.pay_max or 0) + 200, "hers waits for a moderator and goes on waiting"


@pytest.mark.parametrize("end", ["rejected", "withdrawn"])
def test_an_edit_that_went_away_meanwhile_does_not_come_back(session: Session, end: str) -> None:
    live = make_posting(at=AT)
    dana = make_member(live.employer)
    changed(live, dana, at=AT + timedelta(minutes=1), title="A title that waits")
    revision = live.revisions[0]
    opened, mine = live.version, dataclasses.replace(services.latest_content(live), schedule=Schedule.NIGHT)
    later = AT + timedelta(minutes=2)
    if end == "rejected":
        services.reject_revision(revision, reason="pay-unclear", words="No.", actor=make_moderator(), at=later)
    else:
        services.withdraw_revision(revision, actor=dana, at=later)
    session.commit()

    both = merged(live, opened, mine)

    assert (both.content.title, both.content.schedule) == (live.content.title, Schedule.NIGHT)


def test_a_form_older_than_what_is_kept_is_asked_about_all_that_differs(
    session: Session, draft: Posting, dana: Account
) -> None:
    opened, mine = draft.version, dataclasses.replace(draft.content, schedule=Schedule.NIGHT)
    changed(draft, dana, title="Hers")
    changed(draft, dana, at=AT + timedelta(days=8), title="Hers again")

    both = merged(draft, opened, mine)

    assert [clash.difference.field for clash in both.clashes] == ["title", "schedule"]
    assert session.scalar(select(func.count()).select_from(PostingSnapshot)) == 1, "older ones are gone"


@pytest.mark.parametrize("version", [0, 10_000])
def test_a_version_that_never_was_is_asked_about_all_that_differs(draft: Posting, version: int) -> None:
    both = merged(draft, version, dataclasses.replace(draft.content, title="Mine"))

    assert [clash.difference.field for clash in both.clashes] == ["title"]
