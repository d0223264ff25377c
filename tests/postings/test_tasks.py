"""The index follows the database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.job_search.query_parser import parse
from careercenter.postings import services, tasks
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Criteria
from careercenter.search.memory_engine import MemoryEngine
from careercenter.tasks.worker import run_pending
from tests.factories.accounts import make_moderator
from tests.factories.postings import make_posting

S = PostingStatus


def held(app: Flask) -> frozenset[str]:
    return app.extensions["search"].ids()


def test_an_approved_posting_is_found_and_a_paused_one_is_not(app: Flask, session: Session) -> None:
    posting = make_posting()
    session.commit()
    run_pending()
    assert held(app) == {posting.public_id}

    services.pause(posting, actor=posting.author, at=now())
    session.commit()
    run_pending()

    assert held(app) == frozenset()


def test_asking_twice_does_no_harm(app: Flask, session: Session) -> None:
    posting = make_posting()

    session.commit()

    tasks.index_postings([{"posting_id": posting.id}, {"posting_id": posting.id}, {"posting_id": 999_999}])
    tasks.index_postings([{"posting_id": posting.id}])

    assert held(app) == {posting.public_id}


def test_reconciling_mends_what_is_missing_and_what_is_too_much(app: Flask, session: Session) -> None:
    live, paused = make_posting(), make_posting()
    session.commit()
    tasks.index_postings([{"posting_id": paused.id}])
    services.pause(paused, actor=paused.author, at=now())
    session.commit()

    tasks.mend(at=now())

    assert held(app) == {live.public_id}


def test_reconciling_notices_a_posting_held_as_it_was_before(app: Flask, session: Session) -> None:
    changed, same, renamed = make_posting(), make_posting(), make_posting()
    session.commit()
    tasks.mend(at=now())
    before = dict(app.extensions["search"].revisions())
    changed.content = replace(changed.content, title="Zebra Coder")
    renamed.employer.name = "Okapi Clinic"
    session.commit()
    put: list[str] = []
    index = app.extensions["search"].upsert
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.extensions["search"], "upsert", lambda many: (put.extend(one.id for one in many), index(many)))

        tasks.mend(at=now())
        tasks.mend(at=now())

    assert set(put) == {changed.public_id, renamed.public_id}
    assert len(put) == 2
    assert app.extensions["search"].revisions()[same.public_id] == before[same.public_id]
    for words, posting in (("zebra", changed), ("okapi", renamed)):
        assert app.extensions["search"].find(Criteria(parse(words)), at=now()).ids == (posting.public_id,)


def test_a_stale_index_is_built_anew(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    posting = make_posting()
    make_posting(S.DRAFT)
    session.commit()
    monkeypatch.setattr(app.extensions["search"], "stale", lambda: True)

    tasks.reconcile()

    assert held(app) == {posting.public_id}


def test_an_index_that_cannot_answer_is_built_anew_and_one_that_can_is_left_alone(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    posting = make_posting()
    session.commit()
    tasks.check()
    assert held(app) == frozenset()
    monkeypatch.setitem(app.extensions, "search", MemoryEngine(POSTINGS))

    tasks.check()

    assert held(app) == {posting.public_id}


def test_the_clocks_tasks_call_the_rules(session: Session) -> None:
    expired = make_posting()
    expired.closes_at = now()
    session.flush()

    tasks.publish_due()
    tasks.expire_due()

    assert expired.status is S.EXPIRED


def test_the_commands_build_and_compare(app: Flask, session: Session) -> None:
    posting = make_posting(moderator=make_moderator())
    session.commit()
    runner = app.test_cli_runner()

    differs = runner.invoke(args=["search", "status"])
    built = runner.invoke(args=["search", "reindex"])
    agrees = runner.invoke(args=["search", "status"])

    assert (differs.exit_code, agrees.exit_code) == (1, 0)
    assert "1 missing" in differs.output
    assert "holds 1 job" in built.output
    assert held(app) == {posting.public_id}


def test_an_index_built_anew_reads_the_rows_in_parts(
    app: Flask, session: Session, count_queries: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    postings = [make_posting() for _ in range(5)]
    session.commit()
    del count_queries[:]
    assert tasks.rebuild(at=now()) == 5
    assert held(app) == {posting.public_id for posting in postings}
    assert len([statement for statement in count_queries if "posting.content" in statement]) == 3
