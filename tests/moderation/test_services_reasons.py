from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.moderation import services_reasons
from careercenter.moderation.models import DecisionReason, ReasonUse
from careercenter.moderation.queries import reason_by_slug, reasons
from careercenter.moderation.reasons import DEFAULT_REASONS
from tests.factories.accounts import make_admin, make_moderator


def _reason(slug: str) -> DecisionReason:
    found = reason_by_slug(slug)
    assert found is not None
    return found


def test_loading_twice_changes_nothing_and_keeps_what_admins_changed(session: Session) -> None:
    _reason("duplicate").label = "Twice here"
    _reason("scam").retired_at = now()
    assert services_reasons.ensure_reasons() == 0
    assert _reason("duplicate").label == "Twice here"
    assert _reason("scam").retired_at is not None


def test_every_use_has_a_reason_and_one_that_says_nothing_by_itself(session: Session) -> None:
    for use in ReasonUse:
        offered = reasons(use)
        assert len(offered) > 2
        assert [r for r in offered if not r.words]
    assert len({r.slug for r in DEFAULT_REASONS}) == len(DEFAULT_REASONS)


def test_the_command_loads_them(app: Flask, session: Session) -> None:
    session.execute(DecisionReason.__table__.delete())
    session.commit()
    runner = app.test_cli_runner()
    assert f"{len(DEFAULT_REASONS)} reasons added" in runner.invoke(args=["moderation", "load-reasons"]).output
    assert "is there" in runner.invoke(args=["moderation", "load-reasons"]).output


def test_a_new_reason_stands_last_under_a_slug_of_its_own(session: Session) -> None:
    actor = make_admin()
    for _ in range(2):
        made = services_reasons.add_reason(ReasonUse.REJECT, label="Too old!", words="Post it anew.", actor=actor, at=now())
        made.label = f"{made.label} {made.slug}"
    assert reasons(ReasonUse.REJECT)[-1].slug == "too-old-2"


def test_a_name_is_used_once_in_its_list(session: Session) -> None:
    taken = reasons(ReasonUse.REJECT)[0].label
    with pytest.raises(RuleBroken) as refused:
        services_reasons.add_reason(ReasonUse.REJECT, label=taken.upper(), words="", actor=make_admin(), at=now())
    assert refused.value.field == "label"
    services_reasons.add_reason(ReasonUse.CHANGES, label=taken, words="", actor=make_admin(), at=now())


def test_up_and_down_change_the_order_and_stop_at_the_ends(session: Session) -> None:
    actor = make_admin()
    first, second = reasons(ReasonUse.REMOVE)[:2]
    services_reasons.move_reason(second, up=True, actor=actor, at=now())
    session.flush()
    assert reasons(ReasonUse.REMOVE)[:2] == [second, first]
    services_reasons.move_reason(second, up=True, actor=actor, at=now())
    assert reasons(ReasonUse.REMOVE)[0] is second
    services_reasons.move_reason(second, up=False, actor=actor, at=now())
    assert reasons(ReasonUse.REMOVE)[:2] == [first, second]


def test_a_retired_reason_is_not_offered_until_it_is_brought_back(session: Session) -> None:
    actor, reason = make_admin(), _reason("duplicate")
    services_reasons.retire_reason(reason, actor=actor, at=now())
    assert reason not in reasons(ReasonUse.REJECT)
    for act in (services_reasons.retire_reason,):
        with pytest.raises(RuleBroken):
            act(reason, actor=actor, at=now())
    with pytest.raises(RuleBroken):
        services_reasons.move_reason(reason, up=True, actor=actor, at=now())
    services_reasons.bring_back_reason(reason, actor=actor, at=now())
    assert reason in reasons(ReasonUse.REJECT)
    with pytest.raises(RuleBroken):
        services_reasons.bring_back_reason(reason, actor=actor, at=now())


def test_the_last_reason_of_a_list_stays(session: Session) -> None:
    actor = make_admin()
    *others, last = reasons(ReasonUse.REMOVE)
    for reason in others:
        services_reasons.retire_reason(reason, actor=actor, at=now())
    with pytest.raises(RuleBroken, match="last reason"):
        services_reasons.retire_reason(last, actor=actor, at=now())


def test_moderators_read_the_list_and_administrators_keep_it(session: Session) -> None:
    actor, reason = make_moderator(), _reason("duplicate")
    with pytest.raises(RuleBroken):
        services_reasons.add_reason(ReasonUse.REJECT, label="New", words="", actor=actor, at=now())
    with pytest.raises(RuleBroken):
        services_reasons.change_reason(reason, label="New", words="", actor=actor, at=now())
    with pytest.raises(RuleBroken):
        services_reasons.retire_reason(reason, actor=actor, at=now())
    assert session.scalar(select(DecisionReason).where(DecisionReason.label == "New")) is None
