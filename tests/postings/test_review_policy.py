"""Which edits are judged first."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from careercenter.postings import content as c
from careercenter.postings import review_policy
from careercenter.postings.review_policy import material_changes, merge, only_mended
from tests.factories.postings import COMPLETE

LIVE = dataclasses.replace(COMPLETE, closing_on=date(2026, 12, 19))


def judged(**fields) -> set[str]:
    return set(material_changes(LIVE, dataclasses.replace(LIVE, **fields)))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Coder"}, {"specialties": ("bmt",)}, {"pay_min": 3000}, {"pay_max": 9000}, {"pay_basis": c.PayBasis.SALARY},
        {"charts_per_hour": 4}, {"work_setting": c.WorkSetting.HYBRID}, {"places": (c.Place("Austin", "TX"),)},
        {"live_in": c.LiveIn.ALL}, {"live_in_states": ("TX",)}, {"credentials_all": ("cpc",)}, {"credentials_any": ()},
        {"credentials_preferred": ()}, {"apprentice_accepted": True}, {"credential_within_months": 6}, {"experience": None},
        {"specialty_years": 3}, {"employment_type": c.EmploymentType.PRN}, {"apply_how": c.ApplyHow.LINK},
        {"apply_url": "https://example.com/apply"}, {"apply_email": "jobs@example.com"}, {"closing_on": date(2026, 12, 20)},
        {"time_zone": "Pacific/Honolulu"}, {"onsite_days": 4},
        {"description": "Something else altogether."}, {"hiring_steps": "Call me"},
    ],
    ids=lambda fields: next(iter(fields)),
)  # fmt: skip
def test_promises_are_judged_again(fields: dict) -> None:
    assert judged(**fields) == set(fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"schedule": c.Schedule.DAY}, {"hours_per_week": 36}, {"benefits": ()}, {"equipment": c.Equipment.OWN},
        {"ehrs": ("Cerner",)},
        {"encoders": ()}, {"hiring_test": c.HiringTest.NONE}, {"productivity": 10}, {"accuracy_percent": 96},
        {"patient_types": ()}, {"codes": ()}, {"code_sets": ()}, {"closing_on": date(2026, 12, 1)},
        {"time_zone": "Pacific/Guam"}, {"team_location": c.TeamLocation.MIXED}, {"monitoring": c.Monitoring.RECORDING},
        {"missed_quota": c.MissedQuota.WARNING}, {"autonomous_coding": c.AutonomousCoding.MOST},
        {"machine_applications": c.MachineApplications.WELCOME},
    ],
    ids=lambda fields: next(iter(fields)),
)  # fmt: skip
def test_small_things_apply_at_once(fields: dict) -> None:
    assert judged(**fields) == set()


@pytest.mark.parametrize(
    ("old", "new", "mended"),
    [
        ("You code infusoin visits.", "You code infusion visits.", True),
        ("You code  infusion\nvisits", "You code infusion visits", True),
        ("one two three", "one two three", True),
        ("You may work remotely.", "You may not work remotely.", False),
        ("You work remotely.", "You work onsite.", False),
        ("We pay 34 dollars.", "We pay 24 dollars.", False),
        ("Write to us.", "Write to us@example.com.", False),
        ("One tow threee foru fiev six", "One two three four five six", False),
        ("Short", "Short and then a good deal more that nobody has read", False),
    ],
)
def test_mending_a_word_is_not_rewriting(old: str, new: str, mended: bool) -> None:
    assert only_mended(old, new) is mended


def test_a_new_sign_of_a_scam_makes_any_edit_material() -> None:
    assert judged(ehrs=("Epic", "Telegram")) == {"ehrs"}


def test_an_edit_is_put_onto_what_changed_meanwhile() -> None:
    base = LIVE
    edit = dataclasses.replace(base, pay_max=4500)
    current = dataclasses.replace(base, schedule=c.Schedule.NIGHT)

    assert merge(base, edit, current) == dataclasses.replace(base, pay_max=4500, schedule=c.Schedule.NIGHT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("yes | no " * 5000 + "teh", "yes | no " * 5000 + "the"),
        ("a " * 15_000 + "coder", "a " * 15_000 + "codeer"),
    ],
)
def test_long_texts_of_equal_words_are_mended_as_short_ones_are(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    really = review_policy.SequenceMatcher

    def matcher(*args: Any, **options: Any) -> Any:
        compared.append(len(args[1]) + len(args[2]))
        return really(*args, **options)

    monkeypatch.setattr(review_policy, "SequenceMatcher", matcher)
    assert only_mended(old, new)
    assert not only_mended(old, f"{new} {'x' * 100_000}")
    assert max(compared) <= review_policy.LONGEST_MENDED  # the work is that of the words that differ, not of the whole
