"""What may be found of a posting."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.core.places import STATES
from careercenter.employers.models import Verification
from careercenter.employers.services import verify
from careercenter.job_search.understanding import interpret
from careercenter.postings import content as c
from careercenter.postings.content import Place
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of, states_of
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.memory_engine import MemoryEngine
from tests.factories.accounts import make_moderator
from tests.factories.employers import make_employer, make_verified_employer
from tests.factories.postings import content, make_posting

ONLY_LA = {"live_in": c.LiveIn.LISTED, "live_in_states": ("LA",)}
SILENT = {
    "benefits": (),
    "equipment": None,
    "productivity": None,
    "productivity_unit": None,
    "schedule": None,
}
HOUSTON = (Place("Houston", "TX", "77030"),)


def test_a_document_holds_what_coders_search_by(session: Session) -> None:
    posting = make_posting()
    document = document_of(posting)

    assert document.id == posting.public_id
    assert "Cellular therapy" in document.texts["specialties"]
    assert "CPC" in document.texts["credentials"]
    assert "CHONC" in document.texts["credentials"]
    assert "38225-38228" in document.texts["codes"]
    assert (document.amount_min, document.amount_max) == (3400, 4100)
    assert document.closes_at == posting.closes_at
    assert document.completeness == 1


def test_who_is_verified_and_how_one_applies_can_be_searched_for(session: Session) -> None:
    unknown = make_posting(
        employer=make_employer("Quiet Coders"), apply_how=c.ApplyHow.LINK, apply_url="https://quiet.example.com/jobs"
    )
    known = make_posting(employer=make_verified_employer("Known Coders"))
    assert Facet.VERIFIED not in document_of(unknown).values
    assert document_of(unknown).values[Facet.APPLY] == ("link",)
    assert document_of(known).values[Facet.VERIFIED] == ("yes",)
    assert document_of(known).values[Facet.APPLY] == ("here",)


def test_who_is_verified_now_is_found_anew(session: Session) -> None:
    posting = make_posting(employer=make_employer("Quiet Coders"))
    session.commit()
    before = document_of(posting).revision
    verify(posting.employer, by=Verification.DOCUMENT, what="its license", actor=make_moderator(), at=now())
    session.commit()
    assert document_of(posting).revision != before


def test_a_specialty_is_written_by_its_name_alone(session: Session) -> None:
    document = document_of(make_posting(specialties=("medical-oncology",)))

    assert document.texts["specialties"] == "Medical oncology · Oncology and hematology coding"


def test_a_stated_fact_is_a_facet_value_and_no_phrase(session: Session) -> None:
    document = document_of(make_posting(pay_basis=c.PayBasis.PER_CHART, pay_min=250, pay_max=400, charts_per_hour=9))

    assert document.values[Facet.PAY_BASIS] == ("per_chart",)
    assert "per chart" not in document.texts["description"]


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [(12, c.ProductivityUnit.PER_HOUR, "12"), (100, c.ProductivityUnit.PER_DAY, "12.5")],
)
def test_productivity_is_counted_in_records_an_hour_of_a_day_of_eight(
    session: Session, number: int, unit: c.ProductivityUnit, value: str
) -> None:
    document = document_of(make_posting(productivity=number, productivity_unit=unit))
    assert document.values[Facet.PRODUCTIVITY] == (value,)


def test_tools_stand_under_what_they_are_called_now(session: Session) -> None:
    document = document_of(make_posting(ehrs=("Cerner", "A System of Our Own"), encoders=("3M 360 Encompass",)))
    assert document.values[Facet.TOOL] == ("oracle-health", "solventum-360-encompass")
    assert "A System of Our Own" in document.texts["description"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("sign-on bonus", {"benefits": (c.Benefit.SIGN_ON,)}),
        ("signing bonus", {"benefits": (c.Benefit.SIGN_ON,)}),
        ("tuition help", {"benefits": (c.Benefit.TUITION,)}),
        ("CEUs paid", {"benefits": (c.Benefit.CEU,)}),
        ("exam fee", {"benefits": (c.Benefit.EXAM,)}),
        ("laptop provided", {"equipment": c.Equipment.EMPLOYER}),
        ("equipment stipend", {"equipment": c.Equipment.STIPEND}),
        ("productivity standard", {"productivity": 9, "productivity_unit": c.ProductivityUnit.PER_HOUR}),
        ("flexible schedule", {"schedule": c.Schedule.FLEXIBLE}),
        ("mon-fri", {"schedule": c.Schedule.DAY}),
        ("2nd shift", {"schedule": c.Schedule.EVENING}),
        ("overnight", {"schedule": c.Schedule.NIGHT}),
        ("weekends", {"schedule": c.Schedule.WEEKEND}),
        ("split shift", {"schedule": c.Schedule.SPLIT}),
    ],
)
def test_what_is_read_of_typed_words_finds_the_posting_that_says_it(session: Session, text: str, changes: dict) -> None:
    silent = make_posting(**SILENT)
    saying = make_posting(**{**SILENT, **changes})
    assert _found(text, silent, saying) == {saying.public_id}


def test_no_quota_leaves_out_what_names_one(session: Session) -> None:
    without = make_posting(**SILENT)
    assert _found(
        "no quota", without, make_posting(**{**SILENT, "productivity": 9, "productivity_unit": c.ProductivityUnit.PER_HOUR})
    ) == {without.public_id}


@pytest.mark.parametrize("text", ["no weekends", "weekends off"])
def test_a_schedule_kept_out_leaves_the_others(session: Session, text: str) -> None:
    description = "No weekends here, and no holidays. " * 5
    by_day = make_posting(**{**SILENT, "schedule": c.Schedule.DAY, "description": description})
    assert _found(text, by_day, make_posting(**{**SILENT, "schedule": c.Schedule.WEEKEND})) == {by_day.public_id}


def test_an_insured_coder_is_no_dental_coder(session: Session) -> None:
    posting = make_posting(benefits=(c.Benefit.HEALTH, c.Benefit.DENTAL_VISION))
    assert _found("dental", posting) == set()


def _found(text: str, *postings: Posting) -> set[str]:
    engine = MemoryEngine(POSTINGS)
    engine.rebuild([document_of(posting) for posting in postings])
    return set(engine.find(interpret(text).criteria, at=now()).ids)


def test_a_specialty_stands_under_its_parent_too(session: Session) -> None:
    assert set(document_of(make_posting()).values[Facet.SPECIALTY]) == {"cellular-therapy", "oncology", "medical-oncology"}


@pytest.mark.parametrize(
    ("changes", "states"),
    [
        ({"live_in": c.LiveIn.ALL, "live_in_states": ()}, set(STATES)),
        ({"live_in": c.LiveIn.LISTED, "live_in_states": ("TX", "OK")}, {"TX", "OK"}),
        ({"live_in": c.LiveIn.ALL_BUT, "live_in_states": ("CA", "NY")}, set(STATES) - {"CA", "NY"}),
        ({"work_setting": c.WorkSetting.ONSITE, "places": HOUSTON, "live_in": c.LiveIn.ALL}, {"TX"}),
        ({"work_setting": c.WorkSetting.HYBRID, "places": HOUSTON}, {"TX"}),
        (
            {**ONLY_LA, "work_setting": c.WorkSetting.REMOTE_AFTER_TRAINING, "places": HOUSTON},
            {"LA"},
        ),
    ],
)  # fmt: skip
def test_the_states_are_those_one_may_live_in_and_do_the_work(changes: dict, states: set[str]) -> None:
    assert set(states_of(content(**changes))) == states


def test_places_have_their_point_on_the_map(session: Session) -> None:
    document = document_of(
        make_posting(work_setting=c.WorkSetting.ONSITE, places=(*HOUSTON, Place("Austin", "TX"), Place("Nowhere", "TX")))
    )

    assert len(document.points) == 2
    assert document.points[0] == pytest.approx((29.7, -95.4), abs=0.1)
    assert "Houston TX Texas 77030" in document.texts["places"]


def test_what_was_never_live_has_no_document(session: Session) -> None:
    with pytest.raises(ValueError, match="never live"):
        document_of(make_posting(PostingStatus.DRAFT))
