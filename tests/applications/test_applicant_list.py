"""Who is found in a list of applicants, in which order, and who stands beside whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.applications import services_employer
from careercenter.applications.applicant_list import (
    ApplicantSort,
    Fit,
    ListRequest,
    find,
    fit_of,
    neighbours,
    read_request,
)
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import Application
from careercenter.applications.ticks import MOST_AT_ONCE
from careercenter.core.clock import now
from careercenter.postings.content import PostingContent
from careercenter.postings.models import Posting
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import content, make_posting
from tests.factories.profiles import make_resume

A = ApplicationStatus
SignIn = Callable[..., FlaskClient]


def needing(every: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> PostingContent:
    return content(now(), credentials_all=every, credentials_any=any_of)


def posting_needing(every: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> Posting:
    posting = make_posting()
    posting.content = needing(every, any_of)
    return posting


def applicant(posting: Posting, name: str, *, ago: int = 0, words: tuple[str, ...] = ("CPC",), **profile: Any) -> Application:
    coder = make_coder(name=name)
    sent = make_application(
        posting=posting,
        coder=coder,
        resume=make_resume(coder, words),
        at=now() - timedelta(days=ago),
        note=profile.pop("note", ""),
    )
    sent.profile = profile
    return sent


def names(posting: Posting, **asked: Any) -> list[str]:
    return [one.name for one in find(posting, ListRequest(**asked)).page().items]


def test_what_is_needed_is_met_missing_or_one_of_several() -> None:
    posting = needing(("ccs", "rhit"), ("cpc", "coc"))
    assert fit_of(("ccs", "coc"), posting) == Fit(met=("ccs", "coc"), missing=("rhit",))
    assert fit_of(("rhit", "ccs"), posting).missing_words == ("CPC / COC",)
    assert fit_of(("rhit", "ccs", "cpc"), posting).whole
    assert fit_of((), needing()).whole


def test_words_are_looked_for_in_name_note_and_resume(session: Session) -> None:
    posting = make_posting()
    applicant(posting, "Ada Byron", note="I coded 3M 360 for years")
    applicant(posting, "Ben 100%_Sure", words=("Interventional", "radiology"))
    for asked, found in (
        ("byron", ["Ada Byron"]),
        ("360 years", ["Ada Byron"]),
        ("RADIOLOGY ben", ["Ben 100%_Sure"]),
        ("%", ["Ben 100%_Sure"]),
        ("byron radiology", []),
    ):
        assert names(posting, words=asked) == found, asked


def test_each_filter_leaves_who_is_asked_for(session: Session) -> None:
    posting = posting_needing(("ccs",))
    applicant(posting, "Whole", credentials=["ccs", "cpc"], state="OH", years=6)
    applicant(posting, "Lacking", credentials=["cpc"], state="TX", years=2)
    silent = applicant(posting, "Silent")
    assert names(posting, credential="needed") == ["Whole"]
    assert set(names(posting, credential="cpc")) == {"Whole", "Lacking"}
    assert names(posting, state="TX") == ["Lacking"]
    assert names(posting, years=5) == ["Whole"]
    assert set(names(posting, years=0)) == {"Whole", "Lacking"}
    services_employer.open_resume(silent, how="text", actor=owner_of(posting), at=now())
    session.flush()
    assert set(names(posting, unopened=True)) == {"Whole", "Lacking"}


def test_best_fit_goes_by_what_is_needed_and_then_by_years(session: Session) -> None:
    posting = posting_needing(("ccs",), ("cpc", "coc"))
    applicant(posting, "None said", ago=1)
    applicant(posting, "Both, 2 years", ago=2, credentials=["ccs", "coc"], years=2)
    applicant(posting, "One, 20 years", ago=3, credentials=["ccs"], years=20)
    applicant(posting, "Both, 9 years", ago=4, credentials=["ccs", "cpc"], years=9)
    assert names(posting, sort=ApplicantSort.FIT) == ["Both, 9 years", "Both, 2 years", "One, 20 years", "None said"]
    assert names(posting, sort=ApplicantSort.OLDEST)[0] == "Both, 9 years"
    assert names(posting)[0] == "None said"


def test_a_request_reads_as_itself_again_and_nonsense_as_nothing() -> None:
    asked = ListRequest("ada", A.SHORTLISTED, "needed", "OH", 3, True, ApplicantSort.FIT, 50, 2)
    assert read_request(asked.arguments()) == asked
    assert ListRequest().arguments() == {}
    nonsense = dict.fromkeys(("status", "credential", "state", "years", "unopened", "sort", "size", "page"), "<x>")
    assert read_request(nonsense) == ListRequest()


def test_who_left_the_list_keeps_the_place_where_they_stood(session: Session) -> None:
    posting = make_posting()
    ada, ben, cy = (applicant(posting, name, ago=ago) for ago, name in enumerate(("Ada", "Ben", "Cy")))
    new = ListRequest(status=A.SUBMITTED)
    there = neighbours(posting, new, ben)
    assert (there.before, there.after, there.number, there.total) == (ada.public_id, cy.public_id, 2, 3)
    services_employer.take(ben, services_employer.ApplicationAction.SHORTLIST, actor=owner_of(posting), at=now())
    session.flush()
    there = neighbours(posting, new, ben)
    assert (there.before, there.after, there.number, there.total) == (ada.public_id, cy.public_id, None, 2)
    assert neighbours(posting, new, ada).before is None
    assert neighbours(posting, ListRequest(words="nobody"), ada).after is None


def page_of(posting: Posting) -> str:
    return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"


def test_ticks_go_from_page_to_page(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    everybody = [applicant(posting, f"Name {number:02}", ago=number) for number in range(27)]
    client = sign_in(owner_of(posting))
    first, last = everybody[0].public_id, everybody[26].public_id
    page = client.get(page_of(posting), query_string={"application": [first, "somebody-elses"], "page": "2"}).text
    assert f'<input type="hidden" name="application" value="{first}">' in page
    assert "somebody-elses" not in page
    assert "(1 of them on another page)" in page
    assert f'value="{last}" id=' in page
    ticked = client.get(page_of(posting) + f"?application={first}&page=2&tick=page").text
    assert ticked.count(" checked>") == 2
    assert f'<input type="hidden" name="application" value="{first}">' in ticked
    assert client.get(page_of(posting) + "?tick=found").text.count(" checked>") == 25
    assert client.get(page_of(posting) + f"?application={first}&tick=none").text.count(" checked>") == 0


def test_a_decision_leads_back_to_the_list_as_it_was(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    ada = applicant(posting, "Ada")
    ben = applicant(posting, "Ben", ago=1)
    client = sign_in(owner_of(posting))
    kept = "status=submitted&sort=oldest&size=50"
    page = client.get(f"{page_of(posting)}?{kept}").text
    assert f"{ada.public_id}?{kept.replace('&', '&amp;')}" in page
    data = {"stage": "send", "step": "shortlist", "application": ada.public_id}
    to = client.post(f"{page_of(posting)}/step?{kept}", data=data).location
    assert to == f"{page_of(posting)}/{ada.public_id}?{kept}"
    assert f'{page_of(posting)}?{kept.replace("&", "&amp;")}"' in client.get(to).text
    assert f"{ben.public_id}?{kept.replace('&', '&amp;')}" in client.get(to).text
    data["application"] = [ada.public_id, ben.public_id]  # type: ignore[assignment]
    assert (
        client.post(f"{page_of(posting)}/step?{kept}", data={**data, "step": "turn_down"}).location
        == f"{page_of(posting)}?{kept}"
    )


def test_the_next_one_is_read_at_once_while_resumes_are_read(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    applicant(posting, "Ada", words=("WORDS-OF-ADA",))
    ben = applicant(posting, "Ben", ago=1, words=("WORDS-OF-BEN",))
    client = sign_in(owner_of(posting))
    page = client.get(page_of(posting)).text
    first = page.split("Read the résumés one by one")[0].rsplit('action="', 1)[1].split('"')[0]
    read = client.post(first, data={"how": "text"}, follow_redirects=True).text
    assert "WORDS-OF-ADA" in read
    assert "1 of 2" in read
    after = f'action="{page_of(posting)}/{ben.public_id}/resume"'
    assert after in read
    assert (
        "WORDS-OF-BEN"
        in client.post(f"{page_of(posting)}/{ben.public_id}/resume", data={"how": "text"}, follow_redirects=True).text
    )
    assert len(ben.openings) == 1


def test_only_steps_open_for_somebody_are_offered(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    applicant(posting, "Ada")
    make_application(A.HIRED, posting=posting)
    page = sign_in(owner_of(posting)).get(page_of(posting)).text
    assert '<option value="shortlist">Shortlist (open for 1)</option>' in page
    assert '<option value="tell">' not in page
    assert '<option value="hire">' not in page


def test_more_than_can_be_taken_at_once_are_refused(session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from careercenter.applications import views_decide

    monkeypatch.setattr(views_decide, "MOST_AT_ONCE", 1)
    posting = make_posting()
    ids = [applicant(posting, name).public_id for name in ("Ada", "Ben")]
    client = sign_in(owner_of(posting))
    asked = {"step": "shortlist", "application": ids}
    assert (
        "Select at most 1 applicants at once."
        in client.get(f"{page_of(posting)}/step", query_string=asked, follow_redirects=True).text
    )
    assert client.post(f"{page_of(posting)}/step", data={**asked, "stage": "send"}).status_code == 404
    assert MOST_AT_ONCE == 200
