"""What the work is like, out of words: each fact where it is said, and nothing where it only sounds like it."""

from __future__ import annotations

import pytest

from careercenter.importing.inference import Words, infer
from careercenter.postings.content import (
    AutonomousCoding,
    Benefit,
    Equipment,
    HiringTest,
    MachineApplications,
    MissedQuota,
    Monitoring,
    PostingContent,
    ProductivityUnit,
    RecordType,
    Schedule,
    TeamLocation,
    WorkSetting,
)

HYBRID = "Hybrid position. "


def read(text: str, **columns: object) -> PostingContent:
    return infer(PostingContent(title="Medical Coder", **columns), Words(title="Medical Coder", text=text))[0]


SAID: list[tuple[str, str, object]] = [
    ("team_location", "All of our coders are based in the United States.", TeamLocation.US_ONLY),
    ("team_location", "We are a 100% US-based team.", TeamLocation.US_ONLY),
    ("team_location", "Our coding team is entirely US based.", TeamLocation.US_ONLY),
    ("team_location", "We never send charts offshore.", TeamLocation.US_ONLY),
    ("team_location", "We do not offshore.", TeamLocation.US_ONLY),
    ("team_location", "You audit the work of our offshore coders.", TeamLocation.MIXED),
    ("team_location", "You answer questions of onshore and offshore teams.", TeamLocation.MIXED),
    ("team_location", "Our coding team sits in the US and in India.", TeamLocation.MIXED),
    ("team_location", "Most of our coders work in the Philippines.", TeamLocation.OFFSHORE),
    ("autonomous_coding", "We do not use autonomous coding.", AutonomousCoding.NONE),
    ("autonomous_coding", "Every record is coded by a person.", AutonomousCoding.NONE),
    ("autonomous_coding", "You review CAC suggestions and correct them.", AutonomousCoding.SUGGESTIONS),
    ("autonomous_coding", "Validate computer-assisted coding (CAC) codes against the record.", AutonomousCoding.SUGGESTIONS),
    ("autonomous_coding", "You will code with computer-assisted coding.", AutonomousCoding.SUGGESTIONS),
    ("autonomous_coding", "About 70% of our radiology charts are autonomously coded.", AutonomousCoding.MOST),
    ("autonomous_coding", "Most of our encounters are coded by AI.", AutonomousCoding.MOST),
    ("monitoring", "There is no activity tracking here.", Monitoring.NONE),
    ("monitoring", "No monitoring software on your computer.", Monitoring.NONE),
    ("monitoring", "We do not track your keystrokes.", Monitoring.NONE),
    ("monitoring", "Keystrokes are logged.", Monitoring.ACTIVITY),
    ("monitoring", "Time-tracking software runs during the shift.", Monitoring.ACTIVITY),
    ("monitoring", "Screens are recorded.", Monitoring.RECORDING),
    ("monitoring", "Webcams must be on during your shift.", Monitoring.RECORDING),
    ("monitoring", "The program takes random screenshots.", Monitoring.RECORDING),
    ("machine_applications", "AI-generated applications will not be considered.", MachineApplications.NOT_WANTED),
    ("machine_applications", "Please do not submit AI-generated résumés.", MachineApplications.NOT_WANTED),
    ("machine_applications", "Tell us if you used AI for your cover letter.", MachineApplications.SAY_SO),
    ("machine_applications", "AI-written applications are welcome.", MachineApplications.WELCOME),
    ("no_quota", "There is no productivity quota.", True),
    ("no_quota", "We have no quotas.", True),
    ("no_quota", "Production is not measured.", True),
    ("missed_quota", "Coders who do not meet productivity are given coaching.", MissedQuota.COACHING),
    ("missed_quota", "Failure to meet production standards may lead to termination.", MissedQuota.ENDS),
    ("missed_quota", "Failure to maintain productivity leads to coaching, then a written warning.", MissedQuota.WARNING),
    ("missed_quota", "If productivity is not met you lose the bonus.", MissedQuota.BONUS_LOST),
    ("missed_quota", "There is no penalty for a day below quota.", MissedQuota.NOTHING),
    ("accuracy_percent", "Maintain 95% accuracy.", 95),
    ("accuracy_percent", "Coding accuracy rate of at least 96 percent.", 96),
    ("schedule", "Monday through Friday, 8 am to 5 pm.", Schedule.DAY),
    ("schedule", "This is a second shift position.", Schedule.EVENING),
    ("schedule", "Third shift, remote.", Schedule.NIGHT),
    ("schedule", "We need a weekend coder.", Schedule.WEEKEND),
    ("schedule", "A split shift.", Schedule.SPLIT),
    ("schedule", "Set your own hours.", Schedule.FLEXIBLE),
    ("hours_per_week", "Part time, 20 hours per week.", 20),
    ("hours_per_week", "Full time, 37.5 hours a week.", 37.5),
    ("equipment", "A laptop and monitors are provided.", Equipment.EMPLOYER),
    ("equipment", "We provide all equipment.", Equipment.EMPLOYER),
    ("equipment", "Company-issued laptop.", Equipment.EMPLOYER),
    ("equipment", "You must have your own computer.", Equipment.OWN),
    ("equipment", "Equipment is not provided.", Equipment.OWN),
    ("equipment", "Your own computer, with a stipend.", Equipment.STIPEND),
    ("hiring_test", "There is no coding test.", HiringTest.NONE),
    ("hiring_test", "A timed coding assessment follows the call.", HiringTest.TIMED_CASES),
    ("hiring_test", "There is a multiple-choice coding test.", HiringTest.MULTIPLE_CHOICE),
    ("hiring_test", "A skills assessment with ten written cases.", HiringTest.CASES),
    ("ehrs", "We use Epic and code in 3M 360 Encompass.", ("Epic",)),
    ("encoders", "We use Epic and code in 3M 360 Encompass.", ("3M 360 Encompass",)),
    ("ehrs", "Our EHR is Oracle Health.", ("Oracle Health",)),
    ("ehrs", "Systems: athenahealth, eClinicalWorks", ("athenahealth", "eClinicalWorks")),
    ("encoders", "Systems: Meditech and EncoderPro", ("EncoderPro",)),
    ("benefits", "We offer tuition reimbursement and PTO.", (Benefit.PTO, Benefit.TUITION)),
    ("benefits", "## Benefits\n\n- 401(k) with match\n- CEUs paid", (Benefit.RETIREMENT, Benefit.CEU)),
    ("benefits", "Our package includes medical, dental and vision insurance.", (Benefit.HEALTH, Benefit.DENTAL_VISION)),
    ("benefits", "## What we offer\n\n- Shift differentials\n- Sign-on bonus\n- AAPC dues paid", (
        Benefit.DUES, Benefit.SIGN_ON, Benefit.DIFFERENTIAL,
    )),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text", "value"), SAID, ids=[f"{field}: {text[:50]}" for field, text, _ in SAID])
def test_a_fact_that_is_said_is_read_with_the_words_it_came_from(field: str, text: str, value: object) -> None:
    content, guesses = infer(PostingContent(title="Medical Coder"), Words(title="Medical Coder", text=text))
    assert getattr(content, field) == value
    assert guesses[field]
    assert all(part in text for part in guesses[field].rstrip("….").split(" · "))


UNSAID: list[tuple[str, str]] = [
    ("team_location", "Experience with offshore teams preferred."),
    ("team_location", "No offshore candidates."),
    ("team_location", "You must live in the United States."),
    ("team_location", "We may use offshore coders in the future."),
    ("team_location", "Our patients are in the United States and abroad."),
    ("team_location", "All of our coders are based in the United States. You audit the work of our offshore coders."),
    ("autonomous_coding", "Experience with computer-assisted coding (CAC) preferred."),
    ("autonomous_coding", "Knowledge of CAC and AI tools."),
    ("autonomous_coding", "Autonomous coding is a trend of our time."),
    ("autonomous_coding", "10% of our charts are autonomously coded."),
    ("autonomous_coding", "We plan to use autonomous coding: most of our charts are coded by AI in the future."),
    ("monitoring", "Monitor denials and track trends."),
    ("monitoring", "You monitor quality and track accuracy."),
    ("monitoring", "Cameras are on during interviews."),
    ("monitoring", "Your activity in the community is valued."),
    ("monitoring", "Keystrokes are not logged but activity may be monitored."),
    ("machine_applications", "We build AI tools for applications in oncology."),
    ("machine_applications", "Applications are reviewed by a person, not by AI."),
    ("no_quota", "No productivity standard during training."),
    ("no_quota", "No quota for the first four weeks."),
    ("no_quota", "Candidates without a sales quota."),
    ("no_quota", "Must meet the productivity quota."),
    ("missed_quota", "You meet productivity standards."),
    ("missed_quota", "Coaching is available for everybody."),
    ("missed_quota", "Falsifying time records leads to termination."),
    ("accuracy_percent", "Pass the coding test with 80% accuracy."),
    ("accuracy_percent", "95% accuracy preferred."),
    ("accuracy_percent", "Accuracy of 95% in the first year, accuracy of 97% afterwards."),
    ("accuracy_percent", "We cover 100% of your premium."),
    ("schedule", "No weekend shifts."),
    ("schedule", "Must be available for evening shifts."),
    ("schedule", "Monday to Friday during training, then night shifts."),
    ("schedule", "Rotating weekend shifts."),
    ("schedule", "Day shift or evening shift, second shift."),
    ("hours_per_week", "20 to 30 hours per week."),
    ("hours_per_week", "Up to 40 hours per week."),
    ("hours_per_week", "Employees who work 30 hours a week get benefits."),
    ("hours_per_week", "Eight hours of CEUs."),
    ("equipment", "Equipment may be provided."),
    ("equipment", "Durable medical equipment coding."),
    ("equipment", "Code supplies, computers and hardware."),
    ("equipment", "A laptop is provided. You must have your own computer."),
    ("equipment", "Annual equipment stipend."),
    ("hiring_test", "No drug test is required."),
    ("hiring_test", "A 75-question multiple-choice exam for certification."),
    ("hiring_test", "You test claims and assess denials."),
    ("ehrs", "Experience with Epic is required."),
    ("ehrs", "We use Epic or Cerner, as the client has it."),
    ("ehrs", "You will work on epic problems."),
    ("ehrs", "We use Aria for music."),
    ("ehrs", "We are migrating: we use Cerner and move to Epic, migration in May."),
    ("encoders", "We work for Optum and 3M."),
    ("benefits", "Verify health insurance coverage of patients."),
    ("benefits", "We offer no paid time off."),
    ("benefits", "Benefits include PTO for full-time employees."),
    ("benefits", "Bill dental and vision claims."),
]


@pytest.mark.parametrize(("field", "text"), UNSAID, ids=[f"{field}: {text[:50]}" for field, text in UNSAID])
def test_what_only_sounds_like_a_fact_is_not_read(field: str, text: str) -> None:
    assert getattr(read(text), field) == getattr(PostingContent(), field)


@pytest.mark.parametrize(
    ("text", "count", "unit", "kind", "weeks"),
    [
        ("Productivity standard: 12 charts per hour.", 12, "per_hour", "charts", None),
        ("Must code 3 inpatient charts an hour.", 3, "per_hour", "inpatient", None),
        ("You are expected to code 40 outpatient encounters per day.", 40, "per_day", "outpatient", None),
        ("The quota is 20 E/M encounters/hour.", 20, "per_hour", "em-encounters", None),
        ("Goal of 100 ED visits per day. Full productivity is expected within 90 days.", 100, "per_day", "ed", 13),
        ("Expected pace: 8 HCC charts an hour. Productivity standards apply after 6 weeks.", 8, "per_hour", "hcc", 6),
        ("Code 10-12 charts per hour as a minimum.", None, None, None, None),
        ("You coded 20 charts a day in a previous role.", None, None, None, None),
        ("We pay $3 and expect 12 charts an hour.", None, None, None, None),
        ("Productivity of 5 inpatient charts an hour or 20 radiology reports an hour.", None, None, None, None),
        ("Expect 20 encounters an hour.", None, None, None, None),
        ("12 charts an hour are expected during training.", None, None, None, None),
        ("Full productivity is expected within 90 days.", None, None, None, None),
    ],
)
def test_a_pace_is_one_number_of_one_kind_with_its_unit(
    text: str, count: int | None, unit: str | None, kind: str | None, weeks: int | None
) -> None:
    content = read(text)
    assert content.productivity == count
    assert content.productivity_unit == (ProductivityUnit(unit) if unit else None)
    assert content.record_type == (RecordType(kind) if kind else None)
    assert content.ramp_up_weeks == weeks


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Two days a week in the office.", 9),
        ("On site 1 day per week.", 4),
        ("Four days a month on site.", 4),
        ("In the office once a month.", 1),
        ("On site 2-3 days per week.", None),
        ("Two or three days a week in the office.", None),
        ("In the office five days a week.", None),
        ("In the office four days a week during training.", None),
        ("Occasionally one day a week on site.", None),
        ("Two days a week in the office. In the office three days a week.", None),
        ("Many people are in the office three days a week.", None),
    ],
)
def test_days_on_site_are_counted_by_the_month(text: str, days: int | None) -> None:
    assert read(HYBRID + text, work_setting=WorkSetting.HYBRID).onsite_days == days


@pytest.mark.parametrize("setting", [WorkSetting.REMOTE, WorkSetting.ONSITE, WorkSetting.REMOTE_AFTER_TRAINING])
def test_days_on_site_are_read_of_hybrid_work_only(setting: WorkSetting) -> None:
    assert read("Two days a week in the office.", work_setting=setting).onsite_days is None


def test_a_column_is_not_contradicted_by_words() -> None:
    quota = read("There is no quota.", productivity=9)
    assert (quota.productivity, quota.no_quota) == (9, False)
    free = read("Productivity standard: 12 charts per hour. Failure to meet productivity leads to coaching.", no_quota=True)
    assert (free.productivity, free.missed_quota) == (None, None)
    followed = read("There is no quota.", missed_quota=MissedQuota.WARNING)
    assert not followed.no_quota
    assert read("We provide all equipment.", equipment=Equipment.OWN).equipment is Equipment.OWN


def test_a_pace_that_is_said_is_a_quota_whatever_else_is_said() -> None:
    content = read("No quota on Fridays. Productivity standard: 12 charts per hour.")
    assert (content.productivity, content.no_quota) == (12, False)


def test_jobs_of_other_trades_get_no_facts_of_coding() -> None:
    words = Words(title="Line Cook", text="There is no quota. We provide all equipment.")
    content, guesses = infer(PostingContent(title="Line Cook"), words)
    assert (content.no_quota, content.equipment, guesses) == (False, None, {})
