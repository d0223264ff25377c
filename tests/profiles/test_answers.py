"""What an employer gets of a profile, and in which words."""

from __future__ import annotations

from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.profiles.answers import snapshot, wanted_words, words_of
from tests.factories.accounts import make_coder
from tests.factories.profiles import make_profile


def test_a_snapshot_keeps_the_pay_wanted_back(session: Session) -> None:
    said = snapshot(make_profile(make_coder(), changed_at=now()))
    assert not {"pay_wanted", "pay_said", "phone", "starting"} & said.keys()
    words = words_of({**said, "credentials": ["cpc", "no-longer-there"]})
    assert [abbr for abbr, _ in words.credentials] == ["CPC"]
    assert words.place == "Austin, Texas"
    assert [one.rsplit(", ", 1)[1] for one in words.specialties] == ["6 years", "2 years"]


def test_the_work_wanted_is_said_in_one_line_and_what_is_unknown_passed_over() -> None:
    said = {
        "work_settings": ["remote", "moon"],
        "employment_wanted": ["w2_full_time"],
        "schedules_wanted": ["day", "evening"],
        "states_wanted": ["TX", "OH", "ZZ"],
    }
    assert wanted_words(said) == "Remote; Full time, W-2; Days, Evenings; Texas, Ohio"
    assert wanted_words({}) == ""
